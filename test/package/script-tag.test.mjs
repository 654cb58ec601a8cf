import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { colorsDrawn, listen, until } from '../tools/pages.mjs';

// The strictest policy that allows any script at all: no eval, no inline styles, nothing from elsewhere.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'";

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>script tag</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/page.css">
<script type="module" src="/cdn/attention-elements.js"></script>
<p id="space">A long article.</p>
<figure><attention-view tokens="I love cats" weights="1 0 0; .4 .6 0; .1 .6 .3" view="matrix">no script</attention-view></figure>`;

let browser;
let server;
let origin;

before(async () => {
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const type = pathname.endsWith('.js') ? 'text/javascript' : 'text/html';
    const body = {
      '/': () => page,
      '/icon.svg': () => '<svg xmlns="http://www.w3.org/2000/svg"/>',
      '/page.css': () => '#space { height: 6000px; }',
    }[pathname];
    try {
      const content = body ? body() : readFileSync(path.join('dist', path.normalize(pathname)));
      response.writeHead(200, {
        'content-type': pathname.endsWith('.css') ? 'text/css' : type,
        'content-security-policy': policy,
      });
      response.end(content);
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
});

test('a script tag draws a figure under a strict content security policy; Pixi comes with the reader', async () => {
  const tab = await browser.newPage();
  const complaints = listen(tab);
  const requests = [];
  tab.on('request', (request) => requests.push(request.url()));
  const pixiRequested = () =>
    requests.some(
      (url) =>
        url.includes('/chunks/') &&
        readFileSync(path.join('dist', new URL(url).pathname), 'utf8').includes('gl_Position'),
    );

  await tab.goto(origin, { waitUntil: 'networkidle' });
  assert.ok(await tab.evaluate(() => Boolean(globalThis.customElements.get('attention-view'))));
  assert.equal(pixiRequested(), false, 'Pixi was loaded for a figure far below');

  await tab.evaluate(() => globalThis.document.querySelector('attention-view').scrollIntoView());
  await until(async () => (await tab.evaluate(colorsDrawn)) > 3, 'a drawing on the canvas');
  assert.equal(pixiRequested(), false, 'Pixi was loaded for a small figure that nobody uses');

  await tab.hover('attention-view');
  await until(pixiRequested, 'Pixi');
  await tab.waitForLoadState('networkidle');
  assert.ok((await tab.evaluate(colorsDrawn)) > 3, 'still drawn after Pixi took over');
  assert.deepEqual(complaints, []);
  assert.deepEqual(
    requests.filter((url) => !url.startsWith(origin)),
    [],
  );
  await tab.close();
});

test('the page in README.md for the file system draws its figure from file://', async () => {
  const [snippet] = /<script src="attention-elements\.single\.js">[^]*?<\/attention-view>/.exec(
    readFileSync('README.md', 'utf8'),
  );
  const folder = mkdtempSync(path.join(tmpdir(), 'from-file-'));
  copyFileSync('dist/cdn/attention-elements.single.js', path.join(folder, 'attention-elements.single.js'));
  writeFileSync(
    path.join(folder, 'page.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>file</title>${snippet}`,
  );
  const tab = await browser.newPage();
  const complaints = listen(tab);
  await tab.goto(pathToFileURL(path.join(folder, 'page.html')).href);
  await until(async () => (await tab.evaluate(colorsDrawn)) > 3, 'a drawing');
  await tab.hover('attention-view');
  assert.deepEqual(complaints, []);
  await tab.close();
  rmSync(folder, { recursive: true });
});
