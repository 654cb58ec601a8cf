import commonjs from '@rollup/plugin-commonjs';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { readFileSync } from 'node:fs';
import path from 'node:path';
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

/** The page to embed, beside the scripts that it loads. */
const embed = {
  name: 'embed',
  generateBundle() {
    const page = readFileSync('demo/embed.html', 'utf8');
    this.emitFile({ type: 'asset', fileName: 'embed.html', source: page });
    const script = readFileSync('demo/embed.js', 'utf8').replace('../dist/cdn/', './');
    this.emitFile({ type: 'asset', fileName: 'embed.js', source: script });
  },
};

/** The models that ship lie beside the script: for modules a folder farther off. */
const shippedModels = (folder) => ({
  name: 'shipped-models',
  transform(code, id) {
    if (!/models.shipped-models\.js$/.test(id)) return null;
    if (!code.includes("'../../cdn/models/'")) this.error('no address of the shipped models to correct');
    return { code: code.replace("'../../cdn/models/'", `'${folder}'`), map: null };
  },
});

/** Packages whose data or code stand in files that Rollup does not see as theirs. */
const alsoOf = ['d3-scale-chromatic', '@huggingface/tokenizers'];
const licensesOfAll = () => licenses({ alsoOf });
/** For a file that is passed on by itself. */
const licensesWithin = () => licenses({ alsoOf, within: true });

/** For a plain `<script type="module">`: all that is needed at once in one file, what `import()` asks for in chunks. */
const page = (watch) => ({
  input: { 'attention-elements': 'dist/esm/define/index.js' },
  // the first file may export what chunks need of it: one file at first load, not a file that asks for a second one
  preserveEntrySignatures: 'allow-extension',
  plugins: [...plugins(watch, shippedModels('../models/'), licensesOfAll()), embed, !watch && bundleSizes()],
  output,
});

/**
 * A worker, beside the chunk that starts it and under the name by which that chunk calls it. It is built for itself:
 * modules shared with the page would make the page's first load two files.
 */
const worker = (watch, file, name) => ({
  input: { [`chunks/${path.basename(file)}`]: `dist/esm/${file}.js` },
  plugins: [...plugins(watch), !watch && bundleSizes(name)],
  output,
});

/** All in one classic script, for pages that are opened from the file system: those may load no modules. */
const single = {
  input: { 'attention-elements.single': 'dist/esm/define/index.js' },
  plugins: [...plugins(false, shippedModels('./models/'), licensesWithin()), bundleSizes('single')],
  output: { ...output, format: 'iife', inlineDynamicImports: true },
};

/** One module for notebooks: anywidget takes a file or an address. */
const widget = {
  input: { anywidget: 'dist/esm/define/anywidget.js' },
  plugins: [...plugins(false, shippedModels('./models/'), licensesWithin()), bundleSizes('anywidget')],
  output: { ...output, inlineDynamicImports: true },
};

/** `--configQuick`: only what the demo needs. */
export default ({ watch, configQuick }) => [
  page(watch),
  worker(watch, 'models/worker', 'model worker'),
  worker(watch, 'models/flow-worker', 'flow worker'),
  worker(watch, 'core/kernel/threads/kernel-thread', 'kernel thread'),
  ...(watch || configQuick ? [] : [single, widget]),
];
