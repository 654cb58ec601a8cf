/** An app that uses the packed package, made by the bundlers that people use, in a browser. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { chromium } from 'playwright';
import { bundlers } from '../bundlers/tools.mjs';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { unpackInto } from '../tools/packed.mjs';
import { colorsDrawn, listen, until } from '../tools/pages.mjs';

const types = { '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json' };
const dependencies = ['lit', 'lit-html', 'lit-element', '@lit', '@huggingface', 'pixi.js'];

let folder;
let app;
let browser;
let server;
let served;
let root;

before(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'attention-bundlers-'));
  app = path.join(folder, 'app');
  cpSync('test/bundlers/app', app, { recursive: true });
  mkdirSync(path.join(app, 'node_modules'));
  unpackInto(folder);
  renameSync(path.join(folder, 'package'), path.join(app, 'node_modules/attention-elements'));
  for (const name of dependencies) {
    symlinkSync(path.resolve('node_modules', name), path.join(app, 'node_modules', name), 'junction');
  }
  server = createServer(({ url }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const file = path.join(root, pathname === '/' ? 'index.html' : decodeURIComponent(pathname));
    try {
      const type = types[path.extname(file)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type }).end(readFileSync(file));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  served = `http://127.0.0.1:${server.address().port}`;
  browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
});

after(async () => {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a tool says that is no complaint; and the request for weights that the loader breaks off once it has read their header. */
const expected = /^\[vite\] connect|^Lit is in dev mode|^failed: .*\.safetensors$/;

const absent = ({ code }) => ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'].includes(code);

/** What there is of the tools; before the first test, for tests that are added later may find that all is over. */
const tools = {};
for (const [name, { load }] of Object.entries(bundlers)) {
  tools[name] = await load().catch((error) => {
    if (!absent(error)) throw error;
  });
}

for (const [name, { build }] of Object.entries(bundlers)) {
  const tool = tools[name];
  const skip = tool ? false : 'not installed: npm run test:large';
  test(`an app made by ${name} draws, and runs a model in a worker`, { skip }, async (t) => {
    root = path.join(folder, name);
    mkdirSync(root);
    const { origin, close } = (await build(tool, app, root)) ?? { origin: served };
    t.after(() => close?.());
    const tab = await browser.newPage();
    const complaints = listen(tab);
    await tab.goto(origin);
    for (const index of [0, 1, 2]) {
      await tab.evaluate(
        (i) =>
          globalThis.document.querySelectorAll('attention-view, transformer-diagram')[i].scrollIntoView(),
        index,
      );
      await until(
        async () => (await tab.evaluate(colorsDrawn, index)) > 3,
        `a picture in figure ${index + 1}`,
      );
    }
    const model = await tab.evaluate(() => {
      const view = globalThis.document.querySelector('[model]');
      const badge = view.shadowRoot.querySelector('[part=badge]').textContent;
      return { tokens: view.getWeights().queryTokens, badge };
    });
    assert.deepEqual(model, { tokens: ['ĠThe', 'Ġcat', 'Ġslept', '.'], badge: 'writer · trained' });
    assert.equal(tab.workers().length, 1);
    assert.deepEqual(
      complaints.filter((complaint) => !expected.test(complaint)),
      [],
    );
    await tab.close();
  });
}
