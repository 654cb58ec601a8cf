/** The package as npm packs it, for tests of what its users have. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

/** Packs the package and unpacks it, into `package` in a folder. */
export function unpackInto(folder) {
  const shell = process.platform === 'win32';
  const options = { encoding: 'utf8', shell };
  const { stdout, stderr } = spawnSync(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    options,
  );
  assert.ok(stdout, stderr);
  const [{ filename }] = JSON.parse(stdout);
  const { status } = spawnSync('tar', ['-xzf', filename], { cwd: folder });
  assert.equal(status, 0);
}
