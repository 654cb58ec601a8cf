import commonjs from '@rollup/plugin-commonjs';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { readFileSync } from 'node:fs';
import { bundleSizes } from './test/tools/bundle-sizes.mjs';
import { licenses } from './test/tools/licenses.mjs';

const { name, version, license } = JSON.parse(readFileSync('package.json', 'utf8'));

/** What both builds have in common. */
const output = {
  dir: 'dist/cdn',
  format: 'es',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
  banner: `/*! ${name} ${version}, ${license}; parts of other authors: see LICENSES.txt */`,
};
const plugins = (watch, ...more) => [
  resolve({ browser: true, exportConditions: ['production'] }),
  commonjs(),
  ...more,
  // while someone waits for every change, quick rather than small
  !watch && terser({ ecma: 2020, module: true, compress: { passes: 2 }, format: { comments: /^!/ } }),
];

/** For a plain `<script type="module">`: all that is needed at once in one file, what `import()` asks for in chunks. */
const page = (watch) => ({
  input: { 'attention-elements': 'dist/esm/define/index.js' },
  // the first file may export what chunks need of it: one file at first load, not a file that asks for a second one
  preserveEntrySignatures: 'allow-extension',
  plugins: [
    ...plugins(watch, licenses({ alsoOf: ['d3-scale-chromatic', '@huggingface/tokenizers'] })),
    !watch && bundleSizes(),
  ],
  output,
});

/**
 * The worker that runs models, beside the chunk that starts it and under the name by which that chunk calls it. It is built
 * for itself: modules shared with the page would make the page's first load two files.
 */
const worker = (watch) => ({
  input: { 'chunks/worker': 'dist/esm/models/worker.js' },
  plugins: [...plugins(watch), !watch && bundleSizes('model worker')],
  output,
});

export default ({ watch }) => [page(watch), worker(watch)];
