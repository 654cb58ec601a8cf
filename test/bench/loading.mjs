/**
 * What it takes to load the attention of a whole model, measured on the built package: `npm run bench -- --only loading`.
 *
 * The same numbers (12 × 12 heads of 512 causal tokens) as `.npz` and `.safetensors` of half floats and as the JSON that
 * Python writes of them, from the moment the element is in the page until its picture of all heads stands, with the longest
 * task of the main thread. All heads as JSON would be more than a browser holds in one string: a quarter is timed, and the
 * time counted four times. And 24 × 16 heads of 1024 tokens, 402 million weights, with the memory of the renderer beside
 * the size of the file.
 */
import { createReadStream, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright';
import { npyFile, safetensorsFile, zipFile } from '../fuzz/containers.mjs';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { rendererMemory, tellsMemory } from '../tools/renderer-memory.mjs';
import { tasksOf } from './main-thread.mjs';

/** Levels are steps of two per cent, as weights have all magnitudes; the last is 0, for what a mask leaves out. */
const levels = 1024;
const weights = Float64Array.from({ length: levels }, (_, level) =>
  level < levels - 1 ? Math.exp(-level / 50) : 0,
);

/** Which level each pair of a head has: the past fades, at another pace in every head. */
function* headsOf(count, n) {
  const head = new Uint16Array(n * n).fill(levels - 1);
  for (let h = 0; h < count; h++) {
    const pace = 0.004 * (1 + (h % 24));
    for (let q = 0; q < n; q++) {
      const sum = (1 - Math.exp(-pace * (q + 1))) / (1 - Math.exp(-pace));
      for (let k = 0; k <= q; k++)
        head[q * n + k] = Math.min(levels - 2, Math.round(50 * (pace * (q - k) + Math.log(sum))));
    }
    yield head;
  }
}

/** The bits of the half float nearest to a weight, 0 to 1. */
function halfOf(weight) {
  const [bits] = new Uint32Array(Float32Array.of(weight).buffer);
  const exponent = (bits >>> 23) - 112;
  if (exponent <= 0) return Math.round(weight * 2 ** 24);
  return (exponent << 10) + Math.round((bits & 0x7fffff) / 2 ** 13);
}

const halves = Uint16Array.from(weights, halfOf);
const bytes = Uint8Array.from(weights, (weight) => Math.round(255 * weight));
/** Every half float exactly, as Python and JavaScript write it. */
const texts = Array.from(halves, (bits) => {
  const [exponent, fraction] = [bits >> 10, bits & 1023];
  const value = exponent ? (1 + fraction / 1024) * 2 ** (exponent - 15) : fraction * 2 ** -24;
  return value === 0 || value === 1 ? value.toFixed(1) : String(value);
});

/** All heads in one array of numbers that stand for the levels. */
function table(count, n, codes) {
  const out = new codes.constructor(count * n * n);
  let at = 0;
  for (const head of headsOf(count, n)) {
    for (let i = 0; i < head.length; i++) out[at + i] = codes[head[i]];
    at += head.length;
  }
  return Buffer.from(out.buffer);
}

const safetensors = (dtype, shape, body) =>
  safetensorsFile(
    JSON.stringify({ attentions: { dtype, shape, data_offsets: [0, body.length] } }).padEnd(128),
    body,
  );

function npz(shape, body) {
  const header = `{'descr': '<f2', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  return zipFile([{ name: 'attentions.npy', bytes: npyFile(`${header.padEnd(117)}\n`, body) }]);
}

function json(count, n, perLayer) {
  const heads = Array.from(headsOf(count, n), (head) => {
    const rows = Array.from({ length: n }, (_, q) =>
      Array.from(head.subarray(q * n, q * n + n), (level) => texts[level]).join(', '),
    );
    return `[[${rows.join('], [')}]]`;
  });
  const layers = Array.from({ length: count / perLayer }, (_, l) =>
    heads.slice(l * perLayer, (l + 1) * perLayer).join(', '),
  );
  return `[[${layers.join('], [')}]]`;
}

/** Files by name, written when they are first asked for, which is before they are timed. */
function makeFiles(folder) {
  const [layers, heads, n] = [12, 12, 512];
  const shape = [layers, heads, n, n];
  const large = [24, 16, 1024, 1024];
  const makers = {
    'half.safetensors': () => safetensors('F16', shape, table(layers * heads, n, halves)),
    'half.npz': () => npz(shape, table(layers * heads, n, halves)),
    'quarter.json': () => json((layers * heads) / 4, n, heads),
    'large-u8.safetensors': () => safetensors('U8', large, table(24 * 16, 1024, bytes)),
    'large-f16.safetensors': () => safetensors('F16', large, table(24 * 16, 1024, halves)),
  };
  return (name) => {
    const file = path.join(folder, name);
    if (name in makers && !existsSync(file)) writeFileSync(file, makers[name]());
    return file;
  };
}

const page =
  '<!doctype html><html lang="en"><title>loading</title><script type="module" src="/dist/cdn/attention-elements.js"></script><main style="width: 760px"></main>';

function serve(fileOf) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname === '/') return response.setHeader('content-type', 'text/html').end(page);
    const file = pathname.startsWith('/dist/') ? path.resolve(`.${pathname}`) : fileOf(pathname.slice(1));
    if (!existsSync(file)) return response.writeHead(404).end();
    const type = file.endsWith('.js') ? 'text/javascript' : 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'content-length': statSync(file).size });
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** In the page: milliseconds until the picture stands, and when progress was first told. */
async function load(name) {
  const view = document.createElement('attention-view');
  Object.assign(view, { view: 'heads', src: `/${name}`, loading: 'eager' });
  const start = performance.now();
  let progress;
  view.addEventListener('attention-progress', () => (progress ??= performance.now() - start));
  await new Promise((resolve, reject) => {
    view.addEventListener('attention-load', resolve);
    view.addEventListener('error', ({ detail }) => reject(detail));
    document.querySelector('main').append(view);
  });
  await view.updateComplete;
  return { ms: performance.now() - start, progress };
}

/** In the page: milliseconds from a click on another head to its picture, the median of nine. */
async function useIt() {
  const view = document.querySelector('attention-view');
  const times = [];
  view.view = 'matrix';
  for (let i = 0; i < 9; i++) {
    const start = performance.now();
    Object.assign(view, { layer: (5 * i) % 24, head: (7 * i) % 16 });
    await view.updateComplete;
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[4];
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** A browser of its own for each: what the last one left in memory is not counted. */
async function visit(origin, name, { traced, used }) {
  const marker = `--user-agent=loading-${process.pid}-${name}`;
  const browser = await chromium.launch({ executablePath: findBrowser(), args: [...browserArgs, marker] });
  try {
    const tab = await browser.newPage();
    tab.setDefaultTimeout(180_000);
    await tab.goto(origin);
    // a first figure brings the code along
    await tab.evaluate(async () => {
      const view = document.createElement('attention-view');
      Object.assign(view, { tokens: 'a b c', view: 'heads', loading: 'eager' });
      document.querySelector('main').append(view);
      await new Promise((resolve) => view.addEventListener('attention-load', resolve));
      await view.updateComplete;
      view.remove();
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = tellsMemory ? rendererMemory(marker) : NaN;
    if (traced) await browser.startTracing(tab, { categories: ['toplevel', 'devtools.timeline'] });
    const result = await tab.evaluate(load, name);
    if (traced) {
      const tasks = tasksOf(JSON.parse(await browser.stopTracing()).traceEvents);
      result.longestTask = Math.max(...tasks.map(({ tdur }) => tdur)) / 1000;
    }
    await new Promise((resolve) => setTimeout(resolve, 1500));
    result.memory = tellsMemory ? rendererMemory(marker) - before : NaN;
    if (used) result.used = await tab.evaluate(useIt);
    return result;
  } finally {
    await browser.close();
  }
}

/** Medians of every file, by name. */
export async function measureLoading(runs) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'attention-loading-'));
  const fileOf = makeFiles(folder);
  const server = await serve(fileOf);
  const origin = `http://127.0.0.1:${server.address().port}/`;
  const rows = [];
  try {
    for (const name of ['half.npz', 'half.safetensors', 'quarter.json']) {
      const { size } = statSync(fileOf(name));
      const all = [];
      for (let i = 0; i < runs; i++) all.push(await visit(origin, name, { traced: true }));
      rows.push({ name, bytes: size, ...medians(all) });
    }
    for (const name of ['large-u8.safetensors', 'large-f16.safetensors']) {
      const { size } = statSync(fileOf(name));
      const all = [];
      for (let i = 0; i < Math.min(runs, 3); i++) all.push(await visit(origin, name, { used: true }));
      rows.push({ name, bytes: size, ...medians(all) });
      rmSync(fileOf(name));
    }
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
  return rows;
}

const medians = (all) =>
  Object.fromEntries(Object.keys(all[0]).map((key) => [key, median(all.map((one) => one[key] ?? Infinity))]));

/** The table, and whether the bars are met. */
export function loadingLines(rows) {
  const megabytes = (size) => `${(size / 1e6).toFixed(0)} MB`;
  const bar = (met, text) => `  ${met ? '✓' : '✗'} ${text}`;
  const text = rows.find(({ name }) => name.endsWith('.json'));
  return rows.flatMap((row) => {
    const { name, ms, longestTask, progress, memory, used } = row;
    const share = memory / row.bytes;
    const line =
      `  ${name.padEnd(22)} ${megabytes(row.bytes).padStart(7)}  picture after ${ms.toFixed(0).padStart(6)} ms, ` +
      `first progress ${progress === Infinity ? 'none' : `${progress.toFixed(0)} ms`}, memory ${megabytes(memory)}`;
    if (used !== undefined)
      return [
        line,
        bar(
          share <= 1.3 || Number.isNaN(share),
          `${name}: memory ${share.toFixed(2)} of the file, at most 1.30`,
        ),
        `    another head of it: ${used.toFixed(0)} ms`,
      ];
    const lines = [line, `    longest task ${longestTask.toFixed(0)} ms of processor time`];
    if (row === text) return lines;
    return [
      ...lines,
      bar(
        10 * ms <= 4 * text.ms,
        `${name}: ${((4 * text.ms) / ms).toFixed(1)} times as fast as JSON, at least 10`,
      ),
      bar(longestTask <= 50, `${name}: longest task ${longestTask.toFixed(0)} ms, at most 50`),
    ];
  });
}
