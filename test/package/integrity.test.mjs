/** Scripts that are not what was published are refused, where the page names their hashes. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { chromium } from 'playwright';
import { integrityTags } from '../../dist/esm/cli/print-integrity.js';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { colorsDrawn, until } from '../tools/pages.mjs';

let browser;
let server;
let origin;
/** Content-Security-Policy of the page; empty: none. */
let policy = '';
/** Name of the file that is sent with something added to it. */
let tampered = '';

before(async () => {
  const page = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">${await integrityTags('/cdn/')}
<attention-view tokens="I see" weights="1 0; .4 .6" view="matrix" loading="eager"><p id="fallback">fallback</p></attention-view>`;
  server = createServer(({ url }, response) => {
    if (policy) response.setHeader('content-security-policy', policy);
    if (url === '/') return void response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    const text = readFileSync(path.join('dist', path.normalize(url)), 'utf8');
    const isSpoiled = tampered && url.includes(tampered);
    response
      .writeHead(200, { 'content-type': 'text/javascript' })
      .end(isSpoiled ? `${text}\nglobalThis.spoiled = true;\n` : text);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
});

after(async () => {
  await browser?.close();
  server?.close();
});

test('the tags name this version on the CDN, and every chunk', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const hashes = JSON.parse(readFileSync('dist/cdn/integrity.json', 'utf8'));
  const tags = await integrityTags();
  const base = `https://cdn.jsdelivr.net/npm/attention-elements@${version}/dist/cdn/`;
  const { integrity } = JSON.parse(/<script type="importmap">([^]*?)<\/script>/.exec(tags)[1]);
  const chunks = Object.keys(hashes).filter((name) => name.startsWith('chunks/'));
  assert.deepEqual(integrity, Object.fromEntries(chunks.map((name) => [base + name, hashes[name]])));
  assert.ok(
    tags.includes(`src="${base}attention-elements.js" integrity="${hashes['attention-elements.js']}"`),
  );
});

test('what was published runs', async () => {
  tampered = '';
  const tab = await browser.newPage();
  await tab.goto(origin);
  await until(async () => (await tab.evaluate(colorsDrawn)) > 3, 'a drawing');
  await tab.close();
});

test('a chunk that was tampered with is refused, and the figure says that it cannot be shown', async () => {
  tampered = '/chunks/view-body';
  const tab = await browser.newPage();
  await tab.goto(origin);
  await tab.locator('[part=error]').waitFor();
  assert.ok(await tab.locator('#fallback').isVisible());
  assert.equal(await tab.evaluate(() => globalThis.spoiled), undefined);
  await tab.close();
});

/** What the command says that `script-src` needs. */
const hashPrinted = async () => /'sha256-[\w+/]{43}='/.exec(await integrityTags('/cdn/'))[0];

test('under a policy with the hash that is printed, chunks are checked as well', async () => {
  policy = `default-src 'self'; img-src data:; script-src 'self' ${await hashPrinted()}`;
  const tab = await browser.newPage();
  const complaints = [];
  tab.on('console', (message) => /Content Security Policy/i.test(message.text()) && complaints.push(message.text())); // prettier-ignore
  tampered = '';
  await tab.goto(origin);
  await until(async () => (await tab.evaluate(colorsDrawn)) > 3, 'a drawing');
  assert.deepEqual(complaints, []);
  tampered = '/chunks/view-body';
  await tab.goto(origin);
  await tab.locator('[part=error]').waitFor();
  assert.equal(await tab.evaluate(() => globalThis.spoiled), undefined);
  await tab.close();
});

test('under a policy without it, the import map is dropped, and the browser says so', async () => {
  policy = "default-src 'self'; img-src data:";
  tampered = '/chunks/view-body';
  const tab = await browser.newPage();
  const refused = tab.waitForEvent('console', (message) => message.text().includes('sha256-'));
  await tab.goto(origin);
  assert.ok((await refused).text().includes((await hashPrinted()).slice(1, -1)));
  await until(() => tab.evaluate(() => globalThis.spoiled), 'the chunk that nobody checked');
  policy = '';
  await tab.close();
});

test('a script that was tampered with is refused, and the fallback stays', async () => {
  tampered = '/attention-elements.js';
  const tab = await browser.newPage();
  const refused = tab.waitForEvent('console', (message) => /integrity/.test(message.text()));
  await tab.goto(origin);
  await refused;
  assert.equal(await tab.evaluate(() => globalThis.customElements.get('attention-view')), undefined);
  assert.ok(await tab.locator('#fallback').isVisible());
  await tab.close();
});
