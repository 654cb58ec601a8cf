/** Installs tools that are too large for everyone, and runs the tests that need them: `npm run test:large`. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const here = import.meta.dirname;
const options = { stdio: 'inherit', shell: process.platform === 'win32' };
if (!existsSync(path.join(here, 'node_modules'))) {
  spawnSync('npm', ['ci', '--ignore-scripts'], { ...options, cwd: here });
}
const tests = ['bundlers', 'frameworks', 'guides', 'sites'].map((name) => `test/package/${name}.test.mjs`);
const { status } = spawnSync(process.execPath, ['--test', ...tests], { stdio: 'inherit' });
process.exitCode = status ?? 1;
