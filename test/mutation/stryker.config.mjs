import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (name) => path.join(import.meta.dirname, name);
const floor = process.env.MUTATION_FLOOR;

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  plugins: [fileURLToPath(import.meta.resolve('@stryker-mutator/mocha-runner')), here('plugins.mjs')],
  mutate: [
    `src/${floor}/**/*.ts`,
    // another language, and a file that is made from it
    ...(floor === 'core' ? ['!src/core/kernel/assembly/**', '!src/core/kernel/kernel-bytes.ts'] : []),
  ],
  ignorers: ['words'],
  reporters: ['record', 'progress-append-only'],
  testRunner: 'mocha',
  mochaOptions: {
    require: ['test/mutation/setup.mjs'],
    spec: ['test/mutation/.cache/tests/**/*.test.mjs'],
  },
  buildCommand: 'node test/mutation/bundle.mjs',
  coverageAnalysis: 'perTest',
  // tables that are made when a file is read: their mutants would need a process each
  ignoreStatic: true,
  dryRunTimeoutMinutes: 30,
  timeoutMS: 20_000,
  timeoutFactor: 3,
  concurrency: Number(process.env.MUTATION_CONCURRENCY ?? 2),
  tempDirName: 'test/mutation/.cache/stryker',
  ignorePatterns: ['/demo', '/dist', '/coverage', '/test/bench', '/test/elements', '/test/recipes'],
  disableTypeChecks: false,
  allowConsoleColors: false,
};
