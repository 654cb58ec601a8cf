/** Finds WebKitGTK's small browser and what drives it, or gets them from Debian. Safari itself has other ways. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { aptInstall, canUseApt } from './apt.mjs';
import { findScreen } from './screen.mjs';

const { PATH = '', DISPLAY, WEBKIT_DRIVER, WEBKIT_BROWSER } = process.env;

const onPath = (name) =>
  PATH.split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file));

/** Debian keeps MiniBrowser in a folder of libraries, named after the system and the version of the library. */
function miniBrowser() {
  const roots = ['/usr/lib', '/usr/libexec'].filter((folder) => existsSync(folder));
  const folders = roots.flatMap((root) => [
    root,
    ...readdirSync(root)
      .filter((name) => name.includes('linux-gnu'))
      .map((name) => path.join(root, name)),
  ]);
  return folders
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.startsWith('webkit'))
        .map((name) => path.join(folder, name, 'MiniBrowser')),
    )
    .find((file) => existsSync(file));
}

const present = () => ({
  driver: WEBKIT_DRIVER ?? onPath('WebKitWebDriver'),
  browser: WEBKIT_BROWSER ?? miniBrowser(),
});

/** It has no headless mode. */
const complete = ({ driver, browser }) => driver && browser && (DISPLAY || findScreen());

/** Files of the driver and the browser; gets them where there are none. Throws, with advice, when that fails. */
export function findWebKit() {
  if (!complete(present()) && canUseApt())
    aptInstall(['webkit2gtk-driver', 'xvfb', 'libegl1', 'libgl1-mesa-dri'], 'No WebKitGTK here');
  const found = present();
  if (complete(found)) return found;
  throw new Error(
    'There is no WebKitGTK here, and none could be installed. On Debian and Ubuntu, `apt-get install webkit2gtk-driver ' +
      'xvfb` gets it; elsewhere, say by WEBKIT_DRIVER and WEBKIT_BROWSER where WebKitWebDriver and MiniBrowser are.',
  );
}
