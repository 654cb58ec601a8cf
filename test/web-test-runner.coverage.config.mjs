import base from './web-test-runner.config.mjs';

/**
 * The tests of the sources in Chromium, with the lines that they run. Not counted is what runs elsewhere: the command line
 * and pictures in Node, the inside of the worker, WebAssembly, and types without code.
 */
export default {
  ...base,
  coverage: true,
  coverageConfig: {
    include: ['src/**/*.ts'],
    exclude: ['src/cli/**', 'src/static/**', 'src/frameworks/**', 'src/core/kernel/assembly/**'],
    reportDir: 'coverage',
    reporters: ['text', 'lcov'],
    threshold: { lines: 95 },
  },
};
