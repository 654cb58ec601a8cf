import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { chunksOf, serveChunks } from '../tools/chunks.mjs';

const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

let browser;
let bundled;
const servers = [];

before(async () => {
  // the page's side of models, as the CDN has it: chunks beside the workers of the CDN build
  bundled = await chunksOf({ models: 'dist/esm/models/index.js' }, '/dist/cdn/chunks');
  browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
});

after(async () => {
  await browser?.close();
  for (const server of servers) server.close();
});

async function open(headers) {
  const tab = await browser.newPage();
  const server = await serveChunks(bundled, headers);
  servers.push(server);
  await tab.goto(server.origin);
  return tab;
}

/** Computes all that threads may divide, with so many of them; runs in a page or, as text, in a worker. */
async function compute(threads) {
  const core = await import('/dist/esm/core/index.js');
  const { currentKernel } = await import('/dist/esm/core/kernel/current.js');
  const { kernelReady, stopKernel, seededRandom, attention, linear, matmul, matmulTransposed } = core;
  const random = seededRandom(5);
  const numbers = (count, spread = 2) =>
    Float32Array.from({ length: count }, () => spread * (random() - 0.5));
  const [n, keys, heads, d] = [331, 390, 4, 40];
  const [q, k, v] = [numbers(heads * n * d), numbers(heads * keys * d), numbers(heads * keys * d)];
  const broken = v.slice();
  broken[keys * d + 7] = NaN;
  const mask = Uint8Array.from({ length: n * keys }, (_, i) => +(i % 7 !== 3));
  const bias = numbers(heads * n * keys);
  const x = numbers(301 * 517);
  const halves = Uint16Array.from({ length: 203 * 517 }, () => 0x3000 + Math.floor(2000 * random()));
  const bytes = Int8Array.from({ length: 203 * 517 }, () => Math.floor(255 * random()) - 128);
  const scale = numbers(203).map(Math.abs);
  const weight = (dtype, data, more) => ({ rows: 203, columns: 517, dtype, data, ...more });

  const ready = await kernelReady({ threads });
  const { pool } = currentKernel();
  const stages = (options, values = v, qs = q) => {
    const { probabilities, outputs } = attention(qs, k, values, { dHead: d, heads, ...options });
    return [probabilities, outputs];
  };
  const results = [
    ...stages({}),
    ...stages({ causal: true, mask, bias, softCap: 3 }),
    ...stages({ offByOne: true, attentionTemperature: 0.7 }, broken),
    ...stages(
      {},
      v,
      q.map((value) => 500 * value),
    ),
    matmul(x, numbers(517 * 203), 301, 517, 203),
    matmulTransposed(x, numbers(517 * 203), 301, 517, 203),
    linear(x, weight('f16', halves), numbers(203), 517),
    linear(x, weight('i8', bytes, { scale }), undefined, 517),
  ];
  const grouped = attention(q, k.subarray(0, 2 * keys * d), v.subarray(0, 2 * keys * d), {
    dHead: d,
    heads,
    kvHeads: 2,
  });
  results.push(grouped.probabilities, grouped.outputs);
  const before = pool?.helped;
  // 12 tokens: nobody is woken
  attention(q.subarray(0, 12 * d), k.subarray(0, 12 * d), v.subarray(0, 12 * d), { dHead: d, heads: 1 });
  linear(x.subarray(0, 12 * 517), weight('f16', halves), undefined, 517);
  const small = pool && pool.helped - before;
  const digests = [];
  for (const { buffer } of results) {
    const hash = await globalThis.crypto.subtle.digest('SHA-256', buffer);
    digests.push([...new Uint8Array(hash).subarray(0, 8)].join('.'));
  }
  stopKernel();
  return { ready, threads: pool?.threads, helped: before, small, digests };
}

const inPage = (tab, threads) => tab.evaluate(compute, threads);

const inWorker = (tab, threads) =>
  tab.evaluate(
    async ([source, count]) => {
      const code = source.replaceAll("import('/", `import('${location.origin}/`);
      const blob = new globalThis.Blob([`(${code})(${count}).then(postMessage)`], {
        type: 'text/javascript',
      });
      const worker = new globalThis.Worker(URL.createObjectURL(blob), { type: 'module' });
      try {
        return await new Promise((resolve, reject) => {
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => reject(new Error(message));
        });
      } finally {
        worker.terminate();
      }
    },
    [compute.toString(), threads],
  );

test('several threads compute the same as one, to the last bit', async () => {
  const tab = await open(isolation);
  const one = await inPage(tab, undefined);
  assert.deepEqual({ ready: one.ready, threads: one.threads }, { ready: true, threads: undefined });
  assert.equal(new Set(one.digests).size, one.digests.length, 'results that differ from each other');
  // one other thread alone: it helps at once, though this one computes without a rest from the start on
  for (const threads of [2, 3])
    for (const place of [inPage, inWorker]) {
      const several = await place(tab, threads);
      const which = `${place.name}, ${threads} threads`;
      assert.equal(several.threads, threads, which);
      assert.deepEqual(several.digests, one.digests, which);
      assert.ok(several.helped > 0, `${which}: others have helped`);
      assert.equal(several.small, 0, `${which}: few tokens stay on one thread`);
    }
  await tab.close();
});

test('a worker has as many threads as there are processors', async () => {
  const tab = await open(isolation);
  const processors = await tab.evaluate(() => navigator.hardwareConcurrency);
  const { threads } = await inWorker(tab, undefined);
  assert.equal(threads, processors > 1 ? Math.min(processors, 7) : undefined);
  await tab.close();
});

test('where the page is not isolated there are none, and nothing is asked for', async () => {
  const tab = await open({});
  const asked = [];
  tab.on('request', (request) => asked.push(new URL(request.url()).pathname));
  for (const place of [inPage, inWorker]) {
    const { ready, threads } = await place(tab, 4);
    assert.deepEqual({ ready, threads }, { ready: true, threads: undefined });
  }
  assert.ok(asked.some((name) => name.endsWith('kernel.js')));
  assert.deepEqual(
    asked.filter((name) => name.includes('thread')),
    [],
  );
  await tab.close();
});

/** Threads of workers in all processes of the browser's pages. */
function workerThreads() {
  let count = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('--type=renderer') || !isOurs(pid))
        continue;
      for (const task of readdirSync(`/proc/${pid}/task`))
        if (readFileSync(`/proc/${pid}/task/${task}/comm`, 'latin1').startsWith('DedicatedWorker')) count++;
    } catch {
      // has ended meanwhile
    }
  }
  return count;
}

/** Whether a process is a child of this one, or one of its children's. */
function isOurs(pid) {
  for (let id = Number(pid); id > 1;) {
    if (id === process.pid) return true;
    const stat = readFileSync(`/proc/${id}/stat`, 'latin1');
    id = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  }
  return false;
}

test('a model in an isolated page computes the same in threads, which end with it', async (context) => {
  if (process.platform !== 'linux') return context.skip('threads are counted in /proc');
  const run = async (headers) => {
    const tab = await open(headers);
    const logits = await tab.evaluate(async () => {
      const { openModel } = await import('/dist/cdn/chunks/models.js');
      globalThis.model = await openModel('/demo/data/induction/', { cache: false });
      const words = Array.from({ length: 40 }, (_, i) => ['fox', 'river', 'moon'][(i * i) % 3]);
      const { logits } = await globalThis.model.run({ text: words.join(' ') }, { want: { logits: true } });
      return [...logits];
    });
    const during = workerThreads();
    await tab.evaluate(() => globalThis.model.close());
    for (let i = 0; i < 100 && workerThreads() > 0; i++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const after = workerThreads();
    await tab.close();
    return { logits, during, after };
  };
  const plain = await run({});
  assert.deepEqual([plain.during, plain.after], [1, 0]);
  const threaded = await run(isolation);
  const tab = await open(isolation);
  const processors = await tab.evaluate(() => navigator.hardwareConcurrency);
  await tab.close();
  // the worker of the model is one of the threads
  assert.deepEqual([threaded.during, threaded.after], [Math.max(1, Math.min(processors, 7)), 0]);
  assert.deepEqual(threaded.logits, plain.logits);
});

test('a thread that fails does not keep the others waiting: what it had is done by whoever asked', async () => {
  const { controlSize, Desk, Pool } = await import('../../dist/esm/core/kernel/threads/pool.js');
  const control = new SharedArrayBuffer(controlSize);
  const [pool, thread] = [new Pool(control, []), new Desk(control)];
  const tasks = Array.from({ length: 5 }, (_, i) => ({ product: [i, 0, 0, 0, 0, 0, 0, 0, 0] }));
  const broken = { multiply: () => assert.fail('trap') };
  const done = new Set();
  const multiply = (address) => {
    // the thread takes a task while this one is at its first
    if (!done.size) assert.throws(() => thread.workOff(broken), /trap/);
    done.add(address);
  };
  pool.run({ multiply }, tasks);
  assert.deepEqual([...done].sort(), [0, 1, 2, 3, 4]);
  assert.throws(() => pool.run(broken, tasks.slice(0, 1)), /trap/);
  done.clear();
  done.add(-1);
  pool.run({ multiply }, tasks);
  assert.equal(done.size, 6);
});
