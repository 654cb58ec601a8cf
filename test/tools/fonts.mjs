import { spawnSync } from 'node:child_process';
import { aptInstall, canUseApt } from './apt.mjs';

const hasKorean = () => Boolean(spawnSync('fc-list', [':lang=ko', 'file'], { encoding: 'utf8' }).stdout);

/** Without fonts for Korean and emoji, Linux draws boxes: gets them, or says that they are missing. */
export function ensureFonts() {
  if (process.platform !== 'linux' || hasKorean()) return;
  const packages = ['fontconfig', 'fonts-noto-core', 'fonts-noto-cjk', 'fonts-noto-color-emoji'];
  if (canUseApt()) aptInstall(packages, 'No font for Korean here');
  if (!hasKorean())
    console.log(
      `  No font for Korean here: figures will show boxes. Install ${packages.slice(1).join(', ')}.`,
    );
}
