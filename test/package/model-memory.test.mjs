import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { largeCheckpoint } from '../tools/large-checkpoint.mjs';
import { until } from '../tools/pages.mjs';
import { tellsMemory, watchMemory } from '../tools/renderer-memory.mjs';

/**
 * What another figure may hold besides its weights: its worker, a part of the kernel's memory, attention of 64 tokens,
 * garbage of the download. Less than any second copy of these weights.
 */
const besides = 100e6;

/** What may stay when these figures have gone: nothing that grows with the checkpoints. */
const left = 40e6;

const checkpoints = {
  small: largeCheckpoint({ layers: 1, dtype: 'F16', vocab: 256 }),
  F32: largeCheckpoint({ layers: 2, dtype: 'F32', vocab: 20_000 }),
  F16: largeCheckpoint({ layers: 8, dtype: 'F16', vocab: 8_000 }),
};

const options = { skip: !tellsMemory && 'this system does not tell how much memory a process holds' };
const marker = `--user-agent=memory-${process.pid}`;
let browser;
let server;

before(async () => {
  if (!tellsMemory) return;
  server = createServer((request, response) => {
    const [, dtype, name] = /^\/models\/(\w+)\/(.+)$/.exec(request.url) ?? [];
    if (dtype) return checkpoints[dtype].answer(name, request, response, {});
    const isPage = request.url === '/';
    try {
      const body = isPage
        ? '<!doctype html><script src="/attention-elements.js" type="module"></script>'
        : readFileSync(path.join('dist/cdn', path.normalize(request.url)));
      response.writeHead(200, { 'content-type': isPage ? 'text/html' : 'text/javascript' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await chromium.launch({
    executablePath: findBrowser(),
    args: [...browserArgs, marker, '--host-resolver-rules=MAP example.test 127.0.0.1'],
  });
});

after(async () => {
  await browser?.close();
  server?.close();
});

/** Adds a figure of 64 tokens to the page, and waits for its weights. */
async function show(tab, name) {
  await tab.evaluate((model) => {
    const text = Array.from({ length: 64 }, (_, i) => `w${i}`).join(' ');
    globalThis.figure = Object.assign(globalThis.document.createElement('attention-view'), { model, text });
    // on top: what is not in view loads nothing
    globalThis.document.body.prepend(globalThis.figure);
  }, `/models/${name}/`);
  await until(
    async () => (await tab.evaluate(() => globalThis.figure.getWeights?.()?.queries)) === 64,
    `the model ${name} has run`,
  );
}

const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;

test('figures hold their checkpoints once, and give them back when they leave', options, async () => {
  const tab = await browser.newPage();
  // no secure origin, and so no Cache Storage: what it is handed is garbage that the browser collects when it likes
  await tab.goto(`http://example.test:${server.address().port}/`);
  // what every page pays once is not the checkpoint's
  await show(tab, 'small');
  const all = watchMemory(marker);
  all.stop();
  for (const dtype of ['F32', 'F16']) {
    const { size } = checkpoints[dtype];
    const memory = watchMemory(marker);
    await show(tab, dtype);
    memory.stop();
    const peak = memory.peaks.open;
    assert(peak > size, `${dtype}: ${megabytes(peak)} at the peak, less than the weights themselves`);
    assert(
      peak < size + besides,
      `${dtype}: ${megabytes(peak)} at the peak for a file of ${megabytes(size)}`,
    );
  }
  await tab.evaluate(() => globalThis.document.body.replaceChildren());
  // a figure that is moved finds its model again for some seconds; the small one leaves, too
  await until(() => all.now() < left, `${megabytes(all.now())} are given back`);
});
