import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Whether this is a Debian-like system on which packages can be installed without asking. */
export function canUseApt() {
  return process.platform === 'linux' && process.getuid() === 0 && existsSync('/usr/bin/apt-get');
}

/** Whether Chromium is a package here; on Ubuntu it is a snap, which containers cannot run. */
export function hasChromiumPackage() {
  return canUseApt() && !/^ID="?ubuntu"?$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/** Installs packages with apt-get, after a line that says why. */
export function aptInstall(packages, reason) {
  console.log(`  ${reason}: installing ${packages.join(', ')} with apt-get …`);
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update', '-qq'], options);
  return (
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options).status ===
    0
  );
}
