/**
 * What a checkpoint costs in a real browser: `node test/tools/measure-model.mjs [layers] [F32|F16|BF16] [cache]`, after a
 * build. A server makes up a GPT-2 of the usual width with that many layers (12: 498 MB of float32) while it is downloaded;
 * the page opens it in its worker, runs 64 tokens, writes 8 more, and closes it. Printed are seconds, and memory:
 *
 * - peak: the most that the renderer process held above what it held before, resident set, looked at every 20 ms (Linux)
 * - held and after close: what the browser itself counts for page and worker (measureUserAgentSpecificMemory)
 */
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from './browser.mjs';

const [layers = 12, dtype = 'F32', cache = ''] = process.argv.slice(2);
const size = dtype === 'F32' ? 4 : 2;
const width = 768;
const config = {
  model_type: 'gpt2',
  n_layer: Number(layers),
  n_head: 12,
  n_embd: width,
  n_positions: 1024,
  vocab_size: 50257,
};

const block = (i) => [
  [`h.${i}.ln_1.weight`, [width]],
  [`h.${i}.ln_1.bias`, [width]],
  [`h.${i}.attn.c_attn.weight`, [width, 3 * width]],
  [`h.${i}.attn.c_attn.bias`, [3 * width]],
  [`h.${i}.attn.c_proj.weight`, [width, width]],
  [`h.${i}.attn.c_proj.bias`, [width]],
  [`h.${i}.ln_2.weight`, [width]],
  [`h.${i}.ln_2.bias`, [width]],
  [`h.${i}.mlp.c_fc.weight`, [width, 4 * width]],
  [`h.${i}.mlp.c_fc.bias`, [4 * width]],
  [`h.${i}.mlp.c_proj.weight`, [4 * width, width]],
  [`h.${i}.mlp.c_proj.bias`, [width]],
];
const tensors = [
  ['wte.weight', [config.vocab_size, width]],
  ['wpe.weight', [config.n_positions, width]],
  ...Array.from({ length: config.n_layer }, (_, i) => block(i)).flat(),
  ['ln_f.weight', [width]],
  ['ln_f.bias', [width]],
];
let bodyLength = 0;
const entries = tensors.map(([name, shape]) => {
  const start = bodyLength;
  bodyLength += size * shape.reduce((a, b) => a * b, 1);
  return [name, { dtype, shape, data_offsets: [start, bodyLength] }];
});
const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
const head = Buffer.concat([Buffer.alloc(8), header]);
head.writeBigUInt64LE(BigInt(header.length));

// small numbers, the same ones over and over: their values do not matter here
const noise = Float32Array.from(
  { length: 1 << 18 },
  (_, i) => 0.04 * Math.sin(i * 12.9898) * Math.cos(i * 78.233),
);
const upper = (numbers) => Uint16Array.from(new Uint32Array(numbers.buffer), (bits) => bits >>> 16);
const chunk = Buffer.from((dtype === 'F32' ? noise : upper(noise)).buffer);

/** Bytes `from` to before `to` of the file, in pieces; its body repeats the noise. */
async function send(response, from, to) {
  const closed = once(response, 'close');
  for (let at = from; at < to;) {
    const offset = (at - head.length) % chunk.length;
    const piece = at < head.length ? head.subarray(at, to) : chunk.subarray(offset, offset + to - at);
    // a page that leaves closes the connection, and nothing drains any more
    if (!response.write(piece)) await Promise.race([once(response, 'drain'), closed]).catch(() => undefined);
    if (response.destroyed) return;
    at += piece.length;
  }
  response.end();
}

const page = `<!doctype html><script type="module">
  import { openModel } from '/dist/esm/models/index.js';
  Object.assign(window, { openModel });
</script>`;

const isolated = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  const answer = (status, headers, body) => response.writeHead(status, { ...isolated, ...headers }).end(body);
  if (pathname === '/') return answer(200, { 'content-type': 'text/html' }, page);
  if (pathname === '/gpt2/config.json')
    return answer(200, { 'content-type': 'application/json' }, JSON.stringify(config));
  if (pathname === '/gpt2/model.safetensors') {
    const total = head.length + bodyLength;
    const [, from = 0, to = total - 1] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
    response.writeHead(request.headers.range ? 206 : 200, {
      ...isolated,
      'content-length': Number(to) - Number(from) + 1,
      'content-range': `bytes ${from}-${to}/${total}`,
      etag: '"1"',
    });
    return void send(response, Number(from), Number(to) + 1);
  }
  const file = path.join('dist/esm', path.normalize(pathname.replace(/^\/dist\/esm/, '')));
  try {
    return answer(200, { 'content-type': 'text/javascript' }, readFileSync(file));
  } catch {
    return answer(404, {}, '');
  }
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

/** Bytes that the renderer processes of this browser hold. */
function resident() {
  const own = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid));
  let sum = 0;
  for (const pid of own) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (!command.includes('--type=renderer') || !command.includes(marker)) continue;
      sum += Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;
    } catch {
      // it has ended meanwhile
    }
  }
  return sum;
}

const marker = `--user-agent=measure-${process.pid}`;
const browser = await chromium.launch({ executablePath: findBrowser(), args: [...browserArgs, marker] });
try {
  const tab = await browser.newPage();
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  await tab.waitForFunction(() => 'openModel' in window);
  const before = resident();
  const peaks = {};
  let phase = 'open';
  await tab.exposeFunction('enter', (name) => void (phase = name));
  const timer = setInterval(() => (peaks[phase] = Math.max(peaks[phase] ?? 0, resident() - before)), 20);
  const counted = () => tab.evaluate(async () => (await performance.measureUserAgentSpecificMemory()).bytes);
  const empty = await counted();
  const seconds = await tab.evaluate(async (withCache) => {
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
  }, cache === 'cache');
  const held = await counted();
  clearInterval(timer);
  await tab.evaluate(() => window.model.close());
  const closed = await counted();
  const left = resident() - before;

  const file = head.length + bodyLength;
  const row = (name, bytes) =>
    console.log(
      `${name.padEnd(22)}${(bytes / 1e6).toFixed(0).padStart(6)} MB${(bytes / file).toFixed(2).padStart(7)} of the file`,
    );
  row('file', file);
  const peak = Math.max(...Object.values(peaks));
  for (const [name, bytes] of Object.entries(peaks)) row(`peak, ${name}`, bytes);
  row('held', held - empty);
  row('after close', closed - empty);
  row('resident then', left);
  for (const [name, value] of Object.entries(seconds))
    console.log(`${name.padEnd(22)}${String(value).padStart(6)} s`);
  // what a run needs besides the weights, about 100 MB, is the same for small files
  if ((file > 400e6 && peak > 1.3 * file) || closed - empty > 0.05 * file) {
    console.error('more memory than 1.3 of the file at the peak, or than 0.05 after close');
    process.exitCode = 1;
  }
} finally {
  await browser.close();
  server.close();
}
