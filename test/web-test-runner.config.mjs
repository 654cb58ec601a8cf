import { esbuildPlugin } from '@web/dev-server-esbuild';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { browserReporter } from './tools/browser-reporter.mjs';
import { browserArgs, findBrowser } from './tools/browser.mjs';
import { sharedData } from './tools/shared-data.mjs';
import { sources } from './tools/sources.mjs';
import { vendorPixi } from './tools/vendor-pixi.mjs';

export default {
  files: ['test/**/*.test.ts', '!**/node_modules/**'],
  rootDir: '.',
  nodeResolve: { exportConditions: ['production', 'default'] },
  concurrency: 2,
  staticLogging: true,
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 180_000,
  testFramework: { config: { timeout: 60_000 } },
  reporters: [browserReporter()],
  middleware: [sharedData(), sources()],
  plugins: [vendorPixi(), esbuildPlugin({ ts: true, target: 'es2022', tsconfig: 'tsconfig.json' })],
  browsers: [
    playwrightLauncher({
      product: 'chromium',
      launchOptions: { executablePath: findBrowser(), args: browserArgs },
    }),
  ],
};
