import { findScreen, startScreen } from './tools/screen.mjs';
import { startDriver, webdriverLauncher } from './tools/webdriver-launcher.mjs';
import { findWebKit } from './tools/webkit.mjs';

// the other configuration looks for Chromium, which is not needed here
process.env.CHROME_PATH ??= process.execPath;
const { default: base } = await import('./web-test-runner.config.mjs');

const { driver, browser } = findWebKit();

async function start() {
  const screen = findScreen() && (await startScreen());
  const session = await startDriver({
    driver,
    env: {
      ...(screen && { DISPLAY: screen.display }),
      // its sandbox needs rights that containers lack, and refuses root
      ...(process.getuid() === 0 && { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' }),
    },
    capabilities: {
      'webkitgtk:browserOptions': { binary: browser, args: ['--automation', '--enable-webgl=true'] },
    },
  });
  const close = async () => {
    await session.close();
    screen?.close();
  };
  return { ...session, close };
}

/** The tests of the sources in WebKitGTK, the engine of Safari as Debian builds it, by WebDriver. */
export default {
  ...base,
  concurrency: 1,
  browsers: [webdriverLauncher({ name: 'WebKitGTK', start })],
};
