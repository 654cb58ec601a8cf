import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { chunksOf } from '../tools/chunks.mjs';

let browser;
let bundled;
const servers = [];

/** A site with pages, the library and a model; `policy` is that of its pages. Other sites may read all of it. */
async function site(page, policy) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const isPage = pathname === '/';
    const headers = {
      'access-control-allow-origin': '*',
      'content-type': isPage ? 'text/html' : 'text/javascript',
      ...(policy && { 'content-security-policy': policy }),
    };
    const file = pathname.startsWith('/model/')
      ? path.join('demo/data/induction', path.basename(pathname))
      : path.join('dist/cdn', path.normalize(pathname));
    try {
      const body = isPage
        ? '<!doctype html><p>page'
        : pathname === '/page.js'
          ? page()
          : (bundled.get(pathname) ?? readFileSync(file));
      response.writeHead(200, headers).end(body);
    } catch {
      response.writeHead(404, headers).end();
    }
  });
  servers.push(server);
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${server.address().port}`;
}

before(async () => {
  // the page's side as the CDN has it: chunks beside the worker of the CDN build
  bundled = await chunksOf({ models: 'dist/esm/models/index.js' }, '/chunks');
  browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
});

after(async () => {
  await browser?.close();
  for (const server of servers) server.close();
});

/** What the model of `library` says in a page, and how many workers the page has then. */
async function opened(library, policy) {
  const page = () => `import { openModel } from '${library}/chunks/models.js';
    globalThis.result = (async () => {
      const model = await openModel('/model/', { cache: false });
      const { next } = await model.run({ text: 'fox river moon fox' });
      return next[0].token;
    })();`;
  const home = await site(page, policy);
  const tab = await browser.newPage();
  await tab.goto(home);
  const token = await tab.evaluate(async () => {
    const script = Object.assign(document.createElement('script'), { type: 'module', src: '/page.js' });
    await new Promise((resolve, reject) => {
      Object.assign(script, { onload: resolve, onerror: reject });
      document.head.append(script);
    });
    return globalThis.result;
  });
  const workers = tab.workers().map((worker) => new URL(worker.url()).protocol);
  await tab.close();
  return { token, workers };
}

test('a model runs in a worker of its own file', async () => {
  assert.deepEqual(await opened(''), { token: 'river', workers: ['http:'] });
});

test('so it does under a policy that allows scripts of the site alone', async () => {
  const policy = "default-src 'none'; script-src 'self'; connect-src 'self'";
  assert.deepEqual(await opened('', policy), { token: 'river', workers: ['http:'] });
});

test('where the library comes from another site, the worker imports it', async () => {
  const library = await site(() => '');
  assert.deepEqual(await opened(library), { token: 'river', workers: ['blob:'] });
});

test('where the page may have no worker, the model runs without', async () => {
  const library = await site(() => '');
  assert.deepEqual(await opened('', "worker-src 'none'"), { token: 'river', workers: [] });
  assert.deepEqual(await opened(library, "worker-src 'none'"), { token: 'river', workers: [] });
});

test('in Node the model runs on the only thread, and lets the program end', async () => {
  const home = await site(() => '');
  const code = `import { openModel } from 'attention-elements/models';
    const model = await openModel('${home}/model/');
    const { next } = await model.run({ text: 'fox river moon fox' });
    for await (const { token } of model.generate({ text: 'fox river moon fox' }, { maxTokens: 1 })) console.log(token);
    console.log(next[0].token);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { timeout: 20_000 });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const [status] = await once(child, 'close');
  assert.deepEqual({ status, output }, { status: 0, output: 'river\nriver\n' });
});
