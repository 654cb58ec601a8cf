/**
 * Times the library against others, in one Chromium, one thread each where a name does not say more, all contenders of a case in turn.
 *
 *   npm run bench -- [--only words] [--runs 9] [--json file]
 *
 * The first time it installs what it compares with. PyTorch is asked where some python3 has it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startDevServer } from '@web/dev-server';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { main as compile } from 'assemblyscript/asc';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { node } from '../tools/command.mjs';
import { sources } from '../tools/sources.mjs';
import { vendorPixi } from '../tools/vendor-pixi.mjs';
import { loadingLines, measureLoading } from './loading.mjs';
import { barLines, table } from './report.mjs';
import { measurePages, pageLines } from './pages.mjs';
import { startTorch } from './torch.mjs';

const { values: options } = parseArgs({
  options: { only: { type: 'string' }, runs: { type: 'string', default: '9' }, json: { type: 'string' } },
});
const runs = Math.max(1, Number(options.runs));

function installBaselines() {
  if (existsSync(path.join(import.meta.dirname, 'node_modules'))) return;
  console.log('Installing what the benchmarks compare with …');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts'], {
    cwd: import.meta.dirname,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('npm ci failed in test/bench');
}

/** The loop of multiply-adds, as bytes. */
async function peakLoop(...features) {
  let wasm;
  const { error, stderr } = await compile(
    [
      ...['test/bench/assembly/peak.ts', '--outFile', 'peak.wasm', '-O3', '--runtime', 'stub'],
      ...['simd', ...features].map((feature) => `--enable=${feature}`),
    ],
    { writeFile: (name, contents) => void (wasm = contents) },
  );
  if (error) throw new Error(stderr.toString());
  return Buffer.from(wasm);
}

/** What onnxruntime-web would import in Node is left as it is: no browser comes there. */
const nodeModules = {
  name: 'node-modules',
  resolveImport: ({ source }) => (isBuiltin(source) ? source : undefined),
};

async function startServer() {
  const loops = { '/peak.wasm': await peakLoop(), '/peak-relaxed.wasm': await peakLoop('relaxed-simd') };
  return startDevServer({
    config: {
      rootDir: '.',
      hostname: '127.1',
      nodeResolve: { exportConditions: ['production', 'default'] },
      plugins: [
        vendorPixi(),
        nodeModules,
        esbuildPlugin({ ts: true, target: 'es2022', tsconfig: 'tsconfig.json' }),
      ],
      middleware: [
        (context, next) => {
          // an isolated page is told times to the microsecond
          context.set('Cross-Origin-Opener-Policy', 'same-origin');
          context.set('Cross-Origin-Embedder-Policy', 'require-corp');
          if (!(context.path in loops)) return next();
          context.type = 'application/wasm';
          context.body = loops[context.path];
        },
        sources(),
      ],
    },
    readCliArgs: false,
    readFileConfig: false,
    logStartMessage: false,
  });
}

const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];

/** Milliseconds of one run; Infinity when it takes longer than its contender has patience. */
async function timeOf(page, index, patience) {
  const end = page.evaluate((i) => globalThis.bench.time(i), index);
  if (!patience) return end;
  end.catch(() => {});
  const late = new Promise((resolve) => setTimeout(() => resolve(Infinity), patience));
  return Promise.race([end, late]);
}

/**
 * One case: everyone once or twice to warm up, then everyone in turn, as often as wanted. Who has a limit comes last, once
 * to warm up and then as often as its limit allows; where it is reached the page is given up.
 */
async function runCase(page, torch, one) {
  const contenders = await page.evaluate(({ group, name }) => globalThis.bench.prepare(group, name), one);
  const differences = await page.evaluate(() => globalThis.bench.compare());
  const rows = contenders.map((contender, index) => ({
    ...contender,
    time: () => timeOf(page, index, contender.patience),
    times: [],
  }));
  if (one.torch && torch) {
    await torch.prepare(one.torch);
    rows.push({ name: 'PyTorch', operations: one.torch.operations, time: torch.time, times: [] });
  }
  for (let i = -2; i < runs; i++) {
    for (const row of rows.filter(({ patience }) => !patience)) {
      const ms = await row.time();
      if (i >= 0) row.times.push(ms);
    }
  }
  for (const row of rows.filter(({ patience }) => patience)) {
    for (let spent = 0; spent < row.patience && row.times.length < runs;) {
      const ms = await row.time();
      row.times.push(ms);
      spent += ms;
    }
  }
  return {
    ...one,
    load: os.loadavg()[0],
    contenders: rows.map(({ name, operations, times, patience }) => ({
      name,
      runs: times.length,
      ...(times.includes(Infinity) && { moreThan: patience }),
      ms: Math.min(median(times), patience ?? Infinity),
      fastest: Math.min(...times),
      slowest: Math.min(Math.max(...times), patience ?? Infinity),
      ...(operations && { gigaflops: operations / median(times) / 1e6 }),
      ...(name in differences && { difference: differences[name] }),
    })),
  };
}

/**
 * Frames as fast as they can be drawn, so that a first picture takes as long as its work, not until the next 1/60 s; and
 * pages rasterised by the CPU, as a browser without a GPU does: its software GPU, which WebGL has to do with, would take
 * twenty times as long for the SVG that is compared with.
 */
const launchArgs = [
  ...browserArgs,
  '--disable-frame-rate-limit',
  '--disable-gpu-vsync',
  '--disable-gpu-rasterization',
  '--disable-accelerated-2d-canvas',
];
const address = () => `http://127.0.0.1:${server.config.port}/test/bench/page.html`;

/** A fresh page for every case; high enough that all of a picture of 128 lines is in sight. */
async function openPage(browser) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 2200 } });
  page.on('pageerror', (error) => console.error(error));
  // hundreds of modules: on a busy machine they take longer than the usual half minute
  page.setDefaultTimeout(180_000);
  await page.goto(address());
  await page.waitForFunction(() => 'bench' in globalThis);
  return page;
}

installBaselines();
const server = await startServer();
const browser = await chromium.launch({ executablePath: findBrowser(), args: launchArgs });
const torch = await startTorch();
const results = [];
try {
  let page = await openPage(browser);
  const about = `${os.cpus()[0].model}, Chromium ${browser.version()}, medians of ${runs} runs in turn`;
  console.log(`${about}; ${torch ? `PyTorch ${torch.version}` : 'PyTorch not here'}`);
  const wanted = (one) => `${one.group} ${one.name}`.includes(options.only ?? '');
  for (const one of (await page.evaluate(() => globalThis.bench.list())).filter(wanted)) {
    const result = await runCase(page, torch, one);
    await page.close();
    page = await openPage(browser);
    results.push(result);
    console.log(table(result));
    for (const line of barLines(result)) console.log(line);
  }
  const built = async (group) => {
    if (!group.includes(options.only ?? '')) return false;
    console.log(`\n${group}, built package`);
    if (!existsSync('dist/cdn/attention-elements.js')) await node('test/tools/build.mjs');
    return true;
  };
  if (await built('loading')) {
    const rows = await measureLoading(runs);
    results.push({ group: 'loading', rows });
    for (const line of loadingLines(rows)) console.log(line);
  }
  if (await built('pages')) {
    const rows = await measurePages(browser, runs);
    results.push({ group: 'pages', rows });
    for (const line of pageLines(rows)) console.log(line);
  }
} finally {
  torch?.stop();
  await browser.close();
  await server.stop();
}
if (options.json) {
  const about = {
    date: new Date().toISOString(),
    cpu: os.cpus()[0].model,
    chromium: browser.version(),
    torch: torch?.version ?? null,
    runs,
  };
  writeFileSync(options.json, `${JSON.stringify({ ...about, results }, null, 2)}\n`);
}
