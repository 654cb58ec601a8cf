/** The package as npm packs it, unpacked in another place: what its users have, and nothing else. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { unpackInto } from '../tools/packed.mjs';
import { listen, until } from '../tools/pages.mjs';

const sentences = {
  writer: ['decoder', 'The cat slept.'],
  reader: ['encoder', 'The cat slept.'],
  translator: ['cross', 'The cat slept.'],
};
const view = (name) =>
  `<attention-view model="${name}" kind="${sentences[name][0]}" text="${sentences[name][1]}" loading="eager"></attention-view>`;
const figures = Object.keys(sentences).map(view).join('\n');

/** A script tag; and modules without a bundler, by an import map, which workers do not know: theirs needs none. */
const pages = {
  '/tag': `<script type="module" src="/vendor/pictures/attention-elements.js"></script>${figures}`,
  '/modules': `<script type="importmap">${JSON.stringify({
    imports: {
      lit: '/node_modules/lit/index.js',
      'lit/': '/node_modules/lit/',
      'lit-html': '/node_modules/lit-html/lit-html.js',
      'lit-html/': '/node_modules/lit-html/',
      'lit-element/': '/node_modules/lit-element/',
      '@lit/reactive-element': '/node_modules/@lit/reactive-element/reactive-element.js',
      '@lit/reactive-element/': '/node_modules/@lit/reactive-element/',
      '@huggingface/tokenizers': '/node_modules/@huggingface/tokenizers/dist/tokenizers.mjs',
    },
  })}</script><script type="module" src="/package/dist/esm/define/index.js"></script>${figures}`,
};

let folder;
let browser;
let server;
let origin;

before(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'attention-elements-'));
  unpackInto(folder);
  symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'), 'junction');
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const page = pages[pathname];
    const file = pathname.replace('/vendor/pictures/', '/package/dist/cdn/');
    try {
      const body = page ? `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">${page}` : readFileSync(path.join(folder, file)); // prettier-ignore
      response.writeHead(200, { 'content-type': page ? 'text/html' : /\.m?js$/.test(file) ? 'text/javascript' : 'application/octet-stream' }).end(body); // prettier-ignore
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
});

after(async () => {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** For `page.evaluate`: what each figure shows. */
const shown = () =>
  [...globalThis.document.querySelectorAll('attention-view')].map((figure) => ({
    tokens: figure.getWeights?.()?.queryTokens,
    text: figure.shadowRoot?.querySelector('[part=badge], [part=error]')?.textContent,
  }));

const expected = [
  { tokens: ['ĠThe', 'Ġcat', 'Ġslept', '.'], text: 'writer · trained' },
  { tokens: ['[CLS]', 'the', 'cat', 'slept', '.', '[SEP]'], text: 'reader · trained' },
  { tokens: ['<pad>', '▁고양이', '는', '▁잤', '어요', '.'], text: 'translator · trained' },
];

for (const [page, what] of [
  ['/tag', 'by the script, in a folder of any name'],
  ['/modules', 'by the modules'],
]) {
  test(`the packed models are found ${what}`, async () => {
    const tab = await browser.newPage();
    const complaints = listen(tab);
    await tab.goto(origin + page);
    await until(async () => (await tab.evaluate(shown)).every(({ text }) => text), 'three figures');
    assert.deepEqual(await tab.evaluate(shown), expected);
    assert.equal(tab.workers().length, 3);
    // without bundler there is no Pixi
    if (page === '/tag') assert.deepEqual(complaints, []);
    await tab.close();
  });
}
