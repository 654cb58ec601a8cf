/**
 * What a checkpoint costs in a real browser: `npm run measure:model -- [layers] [F32|F16|BF16] [cache]`, after a build.
 * A server makes up a GPT-2 of the usual width with that many layers (12: 498 MB of float32) while it is downloaded; the
 * page opens it in its worker, runs 64 tokens, writes 8 more, and closes it. Another page, which shows a figure already,
 * gets a figure of 64 tokens with that model, and loses both. Printed are seconds, and memory:
 *
 * - peak: the most that the renderer process held above what it held before, resident set, looked at every 20 ms (Linux)
 * - held and afterwards: what the browser itself counts for page and worker (measureUserAgentSpecificMemory)
 *
 * It fails where the peak of a run or of a figure is above 1.3 of the file, or more than 0.05 of it stays afterwards.
 * Without arguments, both the 498 MB of float32 and the 249 MB of half floats are measured.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from './browser.mjs';
import { largeCheckpoint } from './large-checkpoint.mjs';
import { watchMemory } from './renderer-memory.mjs';

const pages = {
  '/': `<!doctype html><script type="module">
  import { openModel } from '/dist/esm/models/index.js';
  Object.assign(window, { openModel });
</script>`,
  '/figure': '<!doctype html><script type="module" src="/dist/cdn/attention-elements.js"></script>',
};

/** Most memory at the peak of a run, and most that may stay afterwards, as shares of the file. */
const [most, leftOver] = [1.3, 0.05];

/** How long a figure may take to give its memory back, in milliseconds. */
const patience = 60_000;

const isolated = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** In the page: opens the model, runs it twice, writes; gives seconds. */
async function useModel(withCache) {
  const out = {};
  const time = async (name, action) => {
    await window.enter(name);
    const start = performance.now();
    await action();
    out[name] = Math.round((performance.now() - start) / 10) / 100;
  };
  await time('open', async () => (window.model = await window.openModel('/gpt2/', { cache: withCache })));
  const ids = Array.from({ length: 64 }, (_, i) => 100 + 37 * i);
  await time('run 64', () => window.model.run({ ids }));
  await time('run 64 again', () => window.model.run({ ids }));
  await time('write 8', async () => {
    for await (const step of window.model.generate({ ids }, { maxTokens: 8 })) void step;
  });
  return out;
}

/** In the page: shows a figure of 64 tokens, and waits for its weights; gives seconds. */
async function showFigure(model) {
  const start = performance.now();
  const text = Array.from({ length: 64 }, (_, i) => `w${i}`).join(' ');
  const figure = document.createElement('attention-view');
  document.body.prepend(Object.assign(figure, { model, text }));
  await new Promise((resolve, reject) => {
    figure.addEventListener('attention-load', resolve);
    figure.addEventListener('error', ({ detail }) => reject(detail));
  });
  return { 'open and show': Math.round((performance.now() - start) / 10) / 100 };
}

/** What every page pays once is not the checkpoint's. */
const small = largeCheckpoint({ layers: 1, dtype: 'F16', vocab: 256 });

async function serveModel(checkpoint) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const answer = (status, type, body) =>
      response.writeHead(status, { ...isolated, 'content-type': type }).end(body);
    if (pages[pathname]) return answer(200, 'text/html', pages[pathname]);
    // ids will do: bare modules have no tokenizer
    if (pathname === '/gpt2/tokenizer.json') return answer(404, 'text/plain', '');
    const [, folder, name] = /^\/(gpt2|words|small)\/(.+)$/.exec(pathname) ?? [];
    if (name) return (folder === 'small' ? small : checkpoint).answer(name, request, response, isolated);
    try {
      return answer(200, 'text/javascript', readFileSync(path.join('.', path.normalize(pathname))));
    } catch {
      return answer(404, 'text/plain', '');
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Opens a page of a server in a browser of its own, and hands it to `action` with the watch over its memory. */
async function inPage(server, pathname, prepare, action) {
  const marker = `--user-agent=measure-${process.pid}-${pathname.slice(1)}`;
  const browser = await chromium.launch({ executablePath: findBrowser(), args: [...browserArgs, marker] });
  try {
    const tab = await browser.newPage();
    await tab.goto(`http://127.0.0.1:${server.address().port}${pathname}`);
    await prepare(tab);
    const memory = watchMemory(marker);
    await tab.exposeFunction('enter', memory.enter);
    const count = () => tab.evaluate(async () => (await performance.measureUserAgentSpecificMemory()).bytes);
    const empty = await count();
    await action(tab, memory, async () => (await count()) - empty);
  } finally {
    await browser.close();
  }
}

async function measure(layers, dtype, withCache) {
  const checkpoint = largeCheckpoint({ layers, dtype });
  const server = await serveModel(checkpoint);
  const title = `${layers} layers, ${dtype}`;
  try {
    await inPage(
      server,
      '/',
      (tab) => tab.waitForFunction(() => 'openModel' in window),
      async (tab, memory, counted) => {
        const seconds = await tab.evaluate(useModel, withCache);
        const held = await counted();
        memory.stop();
        await tab.evaluate(() => window.model.close());
        report(`${title}, by script`, checkpoint.size, memory, { held, after: await counted() }, seconds);
      },
    );
    await inPage(
      server,
      '/figure',
      async (tab) => {
        await tab.waitForFunction(() => customElements.get('attention-view'));
        await tab.evaluate(showFigure, '/small/');
      },
      async (tab, memory, counted) => {
        const seconds = await tab.evaluate(showFigure, '/words/');
        const held = await counted();
        memory.stop();
        await tab.evaluate(() => document.body.replaceChildren());
        // a figure that is moved finds its model again for some seconds
        let after = await counted();
        const end = performance.now() + patience;
        while (after > leftOver * checkpoint.size && performance.now() < end) {
          await setTimeout(1000);
          after = await counted();
        }
        report(`${title}, a figure`, checkpoint.size, memory, { held, after }, seconds);
      },
    );
  } finally {
    server.close();
  }
}

function report(title, file, memory, { held, after }, seconds) {
  const row = (name, bytes) =>
    console.log(
      `${name.padEnd(22)}${(bytes / 1e6).toFixed(0).padStart(6)} MB${(bytes / file).toFixed(2).padStart(7)} of the file`,
    );
  console.log(`\n${title}`);
  row('file', file);
  for (const [name, bytes] of Object.entries(memory.peaks)) row(`peak, ${name}`, bytes);
  row('held', held);
  row('afterwards', after);
  row('resident then', memory.now());
  for (const [name, value] of Object.entries(seconds))
    console.log(`${name.padEnd(22)}${String(value).padStart(6)} s`);
  // what a run needs besides the weights, some 50 MB, is the same for small files
  const { open, 'run 64': run = 0 } = memory.peaks;
  if ((file > 200e6 && Math.max(open, run) > most * file) || after > leftOver * file) {
    console.error(`more memory than ${most} of the file at the peak, or than ${leftOver} afterwards`);
    process.exitCode = 1;
  }
}

const [layers = '12', dtype, cache] = process.argv.slice(2);
for (const each of dtype ? [dtype] : ['F32', 'F16']) await measure(Number(layers), each, cache === 'cache');
