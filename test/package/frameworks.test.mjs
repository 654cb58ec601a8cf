import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import test, { after, before } from 'node:test';
import commonjs from '@rollup/plugin-commonjs';
import resolve from '@rollup/plugin-node-resolve';
import { chromium } from 'playwright';
import { rollup } from 'rollup';
import { compile } from 'svelte/compiler';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { listen, until } from '../tools/pages.mjs';

/** What the plugins of Vite and webpack do for Svelte and for CommonJS packages, no more. */
const svelte = {
  name: 'svelte',
  transform: (code, id) =>
    id.endsWith('.svelte') ? compile(code, { filename: id, generate: 'client' }).js : null,
};
const production = {
  name: 'production',
  transform: (code) =>
    code.includes('process.env.NODE_ENV')
      ? { code: code.replaceAll('process.env.NODE_ENV', '"production"'), map: null }
      : null,
};

/** Where Angular is, once `npm run test:large` has installed it. */
const largeTools = path.resolve('test/large-tools/node_modules');

/** Files of an app by name, made by a bundler. */
async function build(name) {
  const bundle = await rollup({
    input: `test/frameworks/apps/${name}.mjs`,
    plugins: [
      svelte,
      resolve({ browser: true, exportConditions: ['svelte', 'production'], modulePaths: [largeTools] }),
      production,
      commonjs(),
    ],
    // drawn by Canvas 2D: what is tested here is the frameworks
    external: /^(pixi\.js|@huggingface)/,
    onwarn: () => {},
  });
  const { output } = await bundle.generate({ format: 'es', dir: 'app', entryFileNames: 'app.js' });
  await bundle.close();
  return new Map(output.map((file) => [`/${file.fileName}`, file.code ?? file.source]));
}

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>app</title><link rel="icon" href="data:,">
<script>loads = []; selections = [];</script><div id="app"></div><script type="module" src="/app.js"></script>`;

let browser;
let server;
let files;

before(async () => {
  server = createServer(({ url }, response) => {
    const file = url === '/' ? page : files.get(url);
    if (file === undefined) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': url === '/' ? 'text/html' : 'text/javascript' }).end(file);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
});

after(async () => {
  await browser?.close();
  server?.close();
});

for (const name of ['react', 'vue', 'svelte', 'solid', 'angular']) {
  const missing = name === 'angular' && !existsSync(path.join(largeTools, '@angular/core'));
  const skip = missing && 'not installed: npm run test:large';
  test(
    `${name} sets properties of <attention-view>, changes them, and hears its events`,
    { skip },
    async () => {
      files = await build(name);
      const tab = await browser.newPage();
      const complaints = listen(tab);
      await tab.goto(`http://127.0.0.1:${server.address().port}/`);
      const state = () =>
        tab.evaluate(() => {
          const view = globalThis.document.querySelector('attention-view');
          return { weights: Array.from(view?.getWeights()?.weights ?? []), loads: globalThis.loads };
        });
      await until(async () => (await state()).weights.length === 4, 'the first weights');
      assert.deepEqual(await state(), { weights: [1, 0, 0.25, 0.75], loads: [2] });

      await tab.evaluate(() => globalThis.change());
      await until(async () => (await state()).weights[0] === 0.5, 'the changed weights');
      assert.deepEqual((await state()).weights, [0.5, 0.5, 1, 0]);

      await tab.evaluate(() => globalThis.document.querySelector('attention-view').updateComplete);
      const canvas = await tab.evaluate(() => {
        const view = globalThis.document.querySelector('attention-view');
        const { x, y, width, height } = view.shadowRoot.querySelector('canvas').getBoundingClientRect();
        return { x, y, width, height };
      });
      // the lower right cell of the matrix in the middle
      await tab.mouse.click(canvas.x + canvas.width * 0.53, canvas.y + canvas.height * 0.8);
      await until(() => tab.evaluate(() => globalThis.selections.length > 0), 'a selection');
      const [{ query, key, weight }] = await tab.evaluate(() => globalThis.selections);
      assert.deepEqual({ query, key, weight }, { query: 1, key: 1, weight: 0 });
      assert.deepEqual(complaints, []);
      await tab.close();
    },
  );
}
