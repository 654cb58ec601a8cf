/**
 * What figures cost a whole page, measured on the built package: `npm run bench -- --only pages`.
 *
 * Each page is opened anew, in turn with the others, and asked for its time to interactive (`load`, the first paint or the
 * end of the last task with more than 50 ms of processor time, whichever is last), its memory, what it does while nobody touches it, and how many WebGL contexts there are.
 */
import { createServer } from 'node:http';
import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { traceLoad } from './main-thread.mjs';

const types = { '.js': 'text/javascript', '.html': 'text/html' };

const figure = (i) =>
  `<p>${'A paragraph of an article that says something. '.repeat(12)}</p>` +
  `<attention-view view="${['arcs', 'matrix', 'lines', 'heads', 'text'][i % 5]}" tokens="The cat sat on the mat ${i} and looked at it ."></attention-view>`;

/** Counts what the page asks for, before any script of it runs. */
const counting = `
  const counts = (globalThis.counts = { frames: 0, timers: 0, contexts: 0 });
  const frame = requestAnimationFrame;
  globalThis.requestAnimationFrame = (f) => (counts.frames++, frame.call(globalThis, f));
  for (const name of ['setTimeout', 'setInterval']) {
    const start = globalThis[name];
    globalThis[name] = (...args) => (counts.timers++, start.apply(globalThis, args));
  }
  const getContext = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    const had = this.counted;
    const context = getContext.call(this, kind, ...rest);
    if (context && /webgl/.test(kind) && !had) counts.contexts += this.counted = 1;
    return context;
  };
`;

function html(figures, source) {
  const script = source ? `<script type="module" src="${source}"></script>` : '';
  const body = Array.from({ length: 50 }, (_, i) =>
    i < figures ? figure(i) : figure(i).replace(/<att.*/, ''),
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>page</title><script>${counting}</script>${script}<body>${body.join('')}`;
}

const library = '/dist/cdn/attention-elements.js';

const pages = {
  'blank page': () => '<!doctype html><html lang="en"><title>blank</title><script>' + counting + '</script>',
  'article without figures': () => html(0),
  // any script that is not inline lets the first paint wait
  'article, an empty script': () => html(0, 'empty.js'),
  'article, 5 figures': () => html(5, library),
  'article, 50 figures': () => html(50, library),
};

function serve() {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const name = decodeURIComponent(pathname.slice(1));
    if (name === 'empty.js') return response.setHeader('content-type', types['.js']).end('//');
    if (name in pages) return response.setHeader('content-type', 'text/html').end(pages[name]());
    const file = path.resolve(`.${pathname}`);
    if (!file.startsWith(path.resolve('dist')) || !existsSync(file)) return response.writeHead(404).end();
    response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function memoryOf(session) {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1e6;
}

async function cpuOf(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
}

/** One visit: open, wait until it is quiet, scroll through it, then leave it alone for a while. */
async function visit(browser, address, idle) {
  const page = await browser.newPage();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const loading = await traceLoad(browser, page, address, 2500);
  const far = await page.evaluate(() => ({ ...globalThis.counts }));
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let y = 0; y < height; y += 600) {
    await page.evaluate((top) => window.scrollTo(0, top), y);
    await pause(60);
  }
  await page.evaluate(() => window.scrollTo(0, 0));
  await pause(2500);
  const memory = await memoryOf(session);
  const before = await page.evaluate(() => ({ ...globalThis.counts }));
  const cpu = await cpuOf(session);
  await pause(idle);
  const after = await page.evaluate(() => ({ ...globalThis.counts }));
  const result = {
    ...loading,
    memory,
    contexts: after.contexts,
    framesUnscrolled: far.frames,
    idleFrames: after.frames - before.frames,
    idleTimers: after.timers - before.timers,
    idleCpu: (await cpuOf(session)) - cpu,
  };
  await page.close();
  return result;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Medians of every page, by name. */
export async function measurePages(browser, runs, idle = 5000) {
  const server = await serve();
  const visits = Object.fromEntries(Object.keys(pages).map((name) => [name, []]));
  try {
    for (let i = 0; i < runs; i++) {
      for (const name of Object.keys(pages)) {
        const address = `http://127.0.0.1:${server.address().port}/${encodeURIComponent(name)}`;
        visits[name].push(await visit(browser, address, idle));
      }
    }
  } finally {
    server.close();
  }
  return Object.entries(visits).map(([name, all]) => ({
    name,
    ...Object.fromEntries(Object.keys(all[0]).map((key) => [key, median(all.map((one) => one[key]))])),
  }));
}

/** The table, and whether the bars are met. */
export function pageLines(rows) {
  const of = (name) => rows.find((row) => row.name === name);
  const [blank, bare, scripted, few, many] = Object.keys(pages).map(of);
  const lines = rows.map(
    (row) =>
      `  ${row.name.padEnd(24)} interactive ${row.interactive.toFixed(0).padStart(5)} ms, longest task ${row.longestTask.toFixed(0).padStart(3)} ms   heap ${row.memory.toFixed(1).padStart(5)} MB   ` +
      `WebGL ${row.contexts}   idle: ${row.idleFrames} frames, ${row.idleTimers} timers, ${row.idleCpu.toFixed(1)} ms CPU`,
  );
  const bar = (met, text) => `  ${met ? '✓' : '✗'} ${text}`;
  const cost = many.interactive / bare.interactive;
  return [
    ...lines,
    // a second context is opened by Pixi for a moment, to learn what the GPU can do
    bar(many.contexts <= few.contexts, `50 figures open no more WebGL contexts than 5 (${many.contexts})`),
    bar(
      many.memory <= 2 * few.memory,
      `heap of 50 figures: ${(many.memory / few.memory).toFixed(2)} of 5, at most 2.00`,
    ),
    bar(
      cost <= 1.2,
      `interactive with 50 figures: ${cost.toFixed(2)} of without, at most 1.20; ` +
        `${(many.interactive / scripted.interactive).toFixed(2)} of the page with an empty script`,
    ),
    bar(many.idleFrames === 0 && many.idleTimers === 0, 'nothing runs when nothing moves'),
    bar(
      many.idleCpu <= blank.idleCpu + 10,
      `idle CPU ${many.idleCpu.toFixed(1)} ms, of a blank page ${blank.idleCpu.toFixed(1)} ms`,
    ),
  ];
}
