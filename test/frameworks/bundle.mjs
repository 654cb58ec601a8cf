/** Apps of frameworks as users write them, through the frameworks' own compilers, bundled and served for a browser. */
import { readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { build } from 'esbuild';
import { compile } from 'svelte/compiler';
import { compileScript, parse } from 'vue/compiler-sfc';

/** Where Angular is, once `npm run test:large` has installed it. */
export const largeTools = path.resolve('test/large-tools/node_modules');

/** What README.md tells users of Vue to say about tags, wherever it says it. */
export const isCustomElement = [
  ...readFileSync('README.md', 'utf8').matchAll(/isCustomElement: (\(tag\) => \[.*?\]\.includes\(tag\))/g),
].map(([, code]) => new Function(`return ${code}`)());

function compileVue(code, filename) {
  const compilerOptions = { isCustomElement: isCustomElement[0] };
  const templateOptions = { compilerOptions };
  const { descriptor } = parse(code, { filename });
  return compileScript(descriptor, { id: filename, inlineTemplate: true, templateOptions }).content;
}
const compileSvelte = (code, filename) => compile(code, { filename, generate: 'client' }).js.code;

/** What the plugins of Vite and webpack do for components, no more. */
const components = {
  name: 'components',
  setup({ onLoad }) {
    const load = (filter, compiler) =>
      onLoad({ filter }, async (file) => ({
        contents: compiler(await readFile(file.path, 'utf8'), file.path),
      }));
    load(/\.vue$/, compileVue);
    load(/\.svelte$/, compileSvelte);
  },
};

/** Files of an app by address; the app itself is `/app.js`, others are called as their keys. */
export async function bundleApp(input, { mode = 'production', others = {} } = {}) {
  const { outputFiles } = await build({
    entryPoints: { ...others, app: input },
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    outdir: 'app',
    write: false,
    logLevel: 'error',
    jsx: 'automatic',
    conditions: ['svelte', mode, 'browser'],
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    nodePaths: [largeTools],
    plugins: [components],
    // drawn by Canvas 2D: what is tested here is the frameworks
    external: ['pixi.js', '@huggingface/*'],
  });
  return new Map(outputFiles.map(({ path: file, text }) => [`/${path.basename(file)}`, text]));
}

/** Serves a page that runs an app, with what a server has put into it. Gives its address, and how to end. */
export async function serveApp(files, content = '') {
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>app</title><link rel="icon" href="data:,">
<script>loads = []; selections = []; focuses = [];</script><div id="app">${content}</div><script type="module" src="/app.js"></script>`;
  const server = createServer(({ url }, response) => {
    const file = url === '/' ? page : files.get(url);
    if (file === undefined) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': url === '/' ? 'text/html' : 'text/javascript' }).end(file);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
