/**
 * Mutation tests of the pure floors: faults are put into the sources one by one, and each should make a test of that floor
 * fail.
 *
 *   npm run mutation -- [--share 0.1] [--seed 1] [--floors core,formats,scene] [--resume] [--survivors]
 *     [--concurrency 2] [--report]
 *
 * `--share` draws a part of the mutants, the same at every run with that seed; without it, a tenth, and `--share 1` takes
 * all of them, which takes hours. `--resume` goes on where the last run stopped, `--survivors` tries only again what no
 * test noticed, `--report` only prints. The first time it installs Stryker.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { onlyFile, readRecord, recordFile } from './record.mjs';
import { report } from './report.mjs';

const here = (name) => path.join(import.meta.dirname, name);

const { values: options } = parseArgs({
  options: {
    share: { type: 'string', default: '0.1' },
    seed: { type: 'string', default: '1' },
    floors: { type: 'string', default: 'core,formats,scene' },
    concurrency: { type: 'string', default: '2' },
    resume: { type: 'boolean', default: false },
    survivors: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
  },
});

const floors = options.floors.split(',');

function run(command, args, more = {}) {
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...more,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
}

/** On a busy machine a fault may run out of time that a test would have noticed, or none. */
const again = new Set(['Survived', 'NoCoverage', 'Timeout']);

/** Forgets what is to be tried, and names it where that is not all of the sample. */
function prepareRecord() {
  mkdirSync(path.dirname(recordFile), { recursive: true });
  rmSync(onlyFile, { force: true });
  if (!options.resume && !options.survivors) return rmSync(recordFile, { force: true });
  const all = [...readRecord().values()];
  const tried = (result) =>
    options.survivors && again.has(result.status) && floors.includes(result.file.split('/')[1]);
  writeFileSync(
    recordFile,
    all.map((result) => (tried(result) ? '' : `${JSON.stringify(result)}\n`)).join(''),
  );
  if (options.survivors) writeFileSync(onlyFile, JSON.stringify(all.filter(tried).map(({ key }) => key)));
}

if (!existsSync(here('node_modules'))) {
  console.log('Installing Stryker …');
  run('npm', ['ci', '--ignore-scripts'], { cwd: import.meta.dirname });
}
if (!options.report) {
  prepareRecord();
  const data = path.resolve(process.env.ATTENTION_DATA ?? '../shared/data');
  if (!existsSync(data))
    console.log('  Without the reference data, tests against PyTorch skip: scores are lower.');
  const stryker = here('node_modules/@stryker-mutator/core/bin/stryker.js');
  for (const floor of floors) {
    console.log(`\n${floor}`);
    run(process.execPath, [stryker, 'run', here('stryker.config.mjs')], {
      env: {
        ...process.env,
        ATTENTION_DATA: data,
        MUTATION_FLOOR: floor,
        MUTATION_SHARE: options.share,
        MUTATION_SEED: options.seed,
        MUTATION_CONCURRENCY: options.concurrency,
        MUTATION_RECORD: recordFile,
      },
    });
  }
}
process.exitCode = report(readRecord(), floors, here('.cache/survivors.txt')) ? 0 : 1;
