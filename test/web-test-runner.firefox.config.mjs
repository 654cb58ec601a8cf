import { chromeLauncher } from '@web/test-runner-chrome';
import puppeteer from 'puppeteer-core';
import { findFirefox } from './tools/firefox.mjs';
import { findScreen, startScreen } from './tools/screen.mjs';

// the other configuration looks for Chromium, which is not needed here
process.env.CHROME_PATH ??= process.execPath;
const { default: base } = await import('./web-test-runner.config.mjs');

const executablePath = findFirefox();
const screen = findScreen() && (await startScreen());

/** The tests of the sources in Firefox, by WebDriver BiDi. */
export default {
  ...base,
  concurrency: 1,
  browsers: [
    chromeLauncher({
      puppeteer,
      launchOptions: {
        browser: 'firefox',
        executablePath,
        headless: !screen,
        env: { ...process.env, ...(screen && { DISPLAY: screen.display }) },
        extraPrefsFirefox: { 'webgl.force-enabled': true },
      },
    }),
  ],
};
