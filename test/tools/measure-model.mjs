/**
 * What a checkpoint costs in a real browser: `npm run measure:model -- [layers] [F32|F16|BF16] [cache]`, after a build.
 * A server makes up a GPT-2 of the usual width with that many layers (12: 498 MB of float32) while it is downloaded; the
 * page opens it in its worker, runs 64 tokens, writes 8 more, and closes it. Printed are seconds, and memory:
 *
 * - peak: the most that the renderer process held above what it held before, resident set, looked at every 20 ms (Linux)
 * - held and after close: what the browser itself counts for page and worker (measureUserAgentSpecificMemory)
 *
 * Without arguments, both the 498 MB of float32 and the 249 MB of half floats are measured.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from './browser.mjs';
import { largeCheckpoint } from './large-checkpoint.mjs';
import { watchMemory } from './renderer-memory.mjs';

const page = `<!doctype html><script type="module">
  import { openModel } from '/dist/esm/models/index.js';
  Object.assign(window, { openModel });
</script>`;

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

async function measure(layers, dtype, withCache) {
  const checkpoint = largeCheckpoint({ layers, dtype });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const answer = (status, type, body) =>
      response.writeHead(status, { ...isolated, 'content-type': type }).end(body);
    if (pathname === '/') return answer(200, 'text/html', page);
    // ids will do: bare modules have no tokenizer
    if (pathname === '/gpt2/tokenizer.json') return answer(404, 'text/plain', '');
    if (pathname.startsWith('/gpt2/'))
      return checkpoint.answer(pathname.slice('/gpt2/'.length), request, response, isolated);
    try {
      const file = path.join('dist/esm', path.normalize(pathname.replace(/^\/dist\/esm/, '')));
      return answer(200, 'text/javascript', readFileSync(file));
    } catch {
      return answer(404, 'text/plain', '');
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const marker = `--user-agent=measure-${process.pid}-${dtype}`;
  const browser = await chromium.launch({ executablePath: findBrowser(), args: [...browserArgs, marker] });
  try {
    const tab = await browser.newPage();
    await tab.goto(`http://127.0.0.1:${server.address().port}/`);
    await tab.waitForFunction(() => 'openModel' in window);
    const memory = watchMemory(marker);
    await tab.exposeFunction('enter', memory.enter);
    const counted = () =>
      tab.evaluate(async () => (await performance.measureUserAgentSpecificMemory()).bytes);
    const empty = await counted();
    const seconds = await tab.evaluate(useModel, withCache);
    const held = (await counted()) - empty;
    memory.stop();
    await tab.evaluate(() => window.model.close());
    const closed = (await counted()) - empty;
    report(`${layers} layers, ${dtype}`, checkpoint.size, memory, { held, closed }, seconds);
  } finally {
    await browser.close();
    server.close();
  }
}

function report(title, file, memory, { held, closed }, seconds) {
  const row = (name, bytes) =>
    console.log(
      `${name.padEnd(22)}${(bytes / 1e6).toFixed(0).padStart(6)} MB${(bytes / file).toFixed(2).padStart(7)} of the file`,
    );
  console.log(`\n${title}`);
  row('file', file);
  for (const [name, bytes] of Object.entries(memory.peaks)) row(`peak, ${name}`, bytes);
  row('held', held);
  row('after close', closed);
  row('resident then', memory.now());
  for (const [name, value] of Object.entries(seconds))
    console.log(`${name.padEnd(22)}${String(value).padStart(6)} s`);
  // what a run needs besides the weights, some 50 MB, is the same for small files
  const { open, 'run 64': run } = memory.peaks;
  if ((file > 200e6 && Math.max(open, run) > 1.3 * file) || closed > 0.05 * file) {
    console.error('more memory than 1.3 of the file at the peak of a run, or than 0.05 after close');
    process.exitCode = 1;
  }
}

const [layers = '12', dtype, cache] = process.argv.slice(2);
for (const each of dtype ? [dtype] : ['F32', 'F16']) await measure(Number(layers), each, cache === 'cache');
