import commonjs from '@rollup/plugin-commonjs';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { readFileSync } from 'node:fs';
import { bundleSizes } from './test/tools/bundle-sizes.mjs';
import { licenses } from './test/tools/licenses.mjs';

const { name, version, license } = JSON.parse(readFileSync('package.json', 'utf8'));

/** For a plain `<script type="module">`: all that is needed at once in one file, what `import()` asks for in chunks. */
export default ({ watch }) => ({
  input: { 'attention-elements': 'dist/esm/define/index.js' },
  // the first file may export what chunks need of it: one file at first load, not a file that asks for a second one
  preserveEntrySignatures: 'allow-extension',
  plugins: [
    resolve({ browser: true, exportConditions: ['production'] }),
    commonjs(),
    licenses({ alsoOf: ['d3-scale-chromatic'] }),
    // while someone waits for every change, quick rather than small
    !watch && terser({ ecma: 2020, module: true, compress: { passes: 2 }, format: { comments: /^!/ } }),
    !watch && bundleSizes(),
  ],
  output: {
    dir: 'dist/cdn',
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    banner: `/*! ${name} ${version}, ${license}; parts of other authors: see LICENSES.txt */`,
  },
});
