/** Finds Firefox, or gets it: FIREFOX_PATH; an installed one; Debian's package. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { aptInstall, canUseApt } from './apt.mjs';
import { findScreen } from './screen.mjs';

const { PATH = '', FIREFOX_PATH, PROGRAMFILES } = process.env;

const installed = {
  darwin: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  win32: [PROGRAMFILES && path.join(PROGRAMFILES, 'Mozilla Firefox/firefox.exe')].filter(Boolean),
}[process.platform] ?? [
  ...PATH.split(path.delimiter).flatMap((folder) =>
    ['firefox', 'firefox-esr'].map((name) => path.join(folder, name)),
  ),
];

/** File of a Firefox that is there; gets one where there is none. Throws, with advice, when that fails. */
export function findFirefox() {
  if (FIREFOX_PATH) {
    if (existsSync(FIREFOX_PATH)) return FIREFOX_PATH;
    throw new Error(`FIREFOX_PATH is ${FIREFOX_PATH}, where there is no file`);
  }
  const present = () => installed.find((file) => existsSync(file));
  // without a screen, Firefox has no WebGL on Linux
  if ((!present() || !findScreen()) && canUseApt())
    aptInstall(
      ['firefox-esr', 'xvfb', 'libegl1', 'libgles2', 'libgl1-mesa-dri'],
      'No Firefox or no screen here',
    );
  const found = present();
  if (found) return found;
  throw new Error(
    'There is no Firefox here, and none could be installed. Install it from mozilla.org, or say by FIREFOX_PATH where it is.',
  );
}
