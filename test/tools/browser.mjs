/**
 * Finds a Chromium-family browser, or gets one: CHROME_PATH; an installed Chrome, Chromium or Edge; Playwright's download
 * of earlier; and where there is none, a package of Debian's, or Playwright's download.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import { aptInstall, hasChromiumPackage } from './apt.mjs';

const programs = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];

const { PATH = '', CHROME_PATH, PROGRAMFILES, LOCALAPPDATA } = process.env;

const installed = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [PROGRAMFILES, process.env['PROGRAMFILES(X86)'], LOCALAPPDATA]
    .filter(Boolean)
    .flatMap((folder) => [
      path.join(folder, 'Google/Chrome/Application/chrome.exe'),
      path.join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]),
}[process.platform] ?? [
  ...PATH.split(path.delimiter).flatMap((folder) => programs.map((name) => path.join(folder, name))),
  '/opt/google/chrome/chrome',
];

/** Ubuntu's chromium is a stub that asks for a snap: on Linux, a browser must be able to tell its version. */
const works = (file) =>
  existsSync(file) &&
  (process.platform !== 'linux' || spawnSync(file, ['--version'], { timeout: 20_000 }).status === 0);

const present = () => [...installed, chromium.executablePath()].find(works);

function installWithPlaywright() {
  console.log('  No Chrome, Chromium or Edge here: downloading Chromium with Playwright …');
  const withDependencies = process.platform === 'linux' && process.getuid() === 0 ? ['--with-deps'] : [];
  const cli = path.resolve('node_modules/playwright/cli.js');
  spawnSync(process.execPath, [cli, 'install', ...withDependencies, '--no-shell', 'chromium'], {
    stdio: 'inherit',
  });
}

function installWithApt() {
  if (hasChromiumPackage()) aptInstall(['chromium'], 'No Chrome, Chromium or Edge here');
}

/** File of a browser that works; gets one where there is none. Throws, with advice, when that fails. */
export function findBrowser() {
  if (CHROME_PATH) {
    if (existsSync(CHROME_PATH)) return CHROME_PATH;
    throw new Error(`CHROME_PATH is ${CHROME_PATH}, where there is no file`);
  }
  for (const install of [() => {}, installWithApt, installWithPlaywright]) {
    install();
    const found = present();
    if (found) return found;
  }
  throw new Error(
    'There is no Chrome, Chromium or Edge here, and none could be installed. Install one, or say where it is by ' +
      'CHROME_PATH. On Linux, `npx playwright install --with-deps chromium` gets one with all that it needs.',
  );
}

/** Flags for deterministic WebGL in software, also as root. */
export const browserArgs = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
