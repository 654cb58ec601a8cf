/** Large products on the GPU: Chromium brings one in software, which is right but slow. Without it, these tests are skipped. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { chunksOf, serveChunks } from '../tools/chunks.mjs';

const webgpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

let browser;
let server;
let tab;

async function open(args) {
  await browser?.close();
  browser = await chromium.launch({ executablePath: findBrowser(), args: [...browserArgs, ...args] });
  tab = await browser.newPage();
  await tab.goto(server.origin);
}

before(async () => {
  // core and models as one set of chunks, so that both know the same GPU
  server = await serveChunks(
    await chunksOf({ core: 'dist/esm/core/index.js', models: 'dist/esm/models/index.js' }, ''),
  );
  await open(webgpu);
});

after(async () => {
  await browser?.close();
  server.close();
});

/** Makes the GPU ready for products of any size; skips the test where there is none. */
async function needGpu(context) {
  const adapter = await tab.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter()));
  if (!adapter) context.skip('this browser has no WebGPU adapter here, not even one in software');
  return adapter;
}

test('a GPU in software is not taken, unless that is asked for', async (context) => {
  if (!(await needGpu(context))) return;
  const ready = await tab.evaluate(async () => {
    const { gpuReady, stopGpu } = await import('/core.js');
    const first = await gpuReady();
    stopGpu();
    const second = await gpuReady({ software: true });
    stopGpu();
    return [first, second];
  });
  assert.deepEqual(ready, [false, true]);
});

test('attention and linear layers are those of the processor', async (context) => {
  if (!(await needGpu(context))) return;
  const differences = await tab.evaluate(async () => {
    const { attention, linear, gpuReady, stopGpu, currentGpu, seededRandom } = await import('/core.js');
    await gpuReady({ software: true, least: 0 });
    const gpu = currentGpu();
    const random = seededRandom(3);
    const numbers = (count) => Float32Array.from({ length: count }, () => 2 * random() - 1);
    const [n, keys, heads, d] = [70, 133, 4, 37];
    const [q, k, v] = [numbers(heads * n * d), numbers(heads * keys * d), numbers(heads * keys * d)];
    const some = Uint8Array.from({ length: n * keys }, (_, i) => +(i % 5 !== 2));
    const none = Uint8Array.from({ length: heads * n * keys }, (_, i) => +(i >= keys && i % 3 > 0));
    const far = (a, b) => a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
    const found = {};
    const cases = {
      plain: {},
      causal: { causal: true },
      'mask of all heads, bias': { mask: some, bias: numbers(n * keys) },
      'mask of each head, nothing seen': { mask: none, bias: numbers(heads * n * keys) },
      'soft cap, temperature, off by one': { softCap: 2, attentionTemperature: 0.6, offByOne: true },
    };
    for (const [name, options] of Object.entries(cases)) {
      const all = { dHead: d, heads, ...options };
      const there = await gpu.take({ attention: [q, k, v, all] });
      const here = attention(q, k, v, all);
      found[name] = Math.max(far(there.probabilities, here.probabilities), far(there.outputs, here.outputs));
      if (name === 'causal') found['scores of it'] = far(there.scores, here.scores);
    }
    const half = [k, v].map((part) => part.subarray(0, part.length / 2));
    const grouped = { dHead: d, heads, kvHeads: 2 };
    const there = await gpu.take({ attention: [q, ...half, grouped] });
    found.grouped = far(there.outputs, attention(q, ...half, grouped).outputs);
    const x = numbers(65 * 300);
    const weights = {
      float32: numbers(131 * 300),
      'half floats': {
        ...{ rows: 131, columns: 300, dtype: 'f16' },
        data: Uint16Array.from({ length: 131 * 300 }, () => 0x3000 + Math.floor(1000 * random())),
      },
      int8: {
        ...{ rows: 131, columns: 300, dtype: 'i8', scale: numbers(131) },
        data: Int8Array.from({ length: 131 * 300 }, () => Math.floor(200 * random()) - 100),
      },
    };
    const bias = numbers(131);
    for (const [name, weight] of Object.entries(weights)) {
      const here = linear(x, weight, bias, 300);
      const top = here.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      // the second time the weights are there already
      for (const time of ['', ', again']) {
        const product = await gpu.take({ linear: [x, weight, bias, 300], isRead: false });
        found[`linear, ${name}${time}`] = far(product, here) / top;
      }
    }
    const broken = q.slice();
    broken[5] = NaN;
    found['numbers that are not finite'] = +(
      gpu.take({ attention: [broken, k, v, { dHead: d, heads }] }) !== undefined
    );
    stopGpu();
    return found;
  });
  context.diagnostic(JSON.stringify(differences));
  for (const [name, difference] of Object.entries(differences))
    assert.ok(difference < 1e-5, `${name}: ${difference}`);
});

/** Arrays of a `.safetensors` file, by name. */
function arraysOf(file) {
  const bytes = readFileSync(file);
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString());
  return (name) => {
    const [from, to] = header[name].data_offsets;
    return new Float32Array(
      bytes.buffer.slice(bytes.byteOffset + 8 + length + from, bytes.byteOffset + 8 + length + to),
    );
  };
}

for (const name of [
  'qwen3-tiny',
  'mistral-tiny',
  'int8-tiny',
  'roberta-tiny',
  'bart-tiny',
  't5-gated-tiny',
]) {
  test(`a model on the GPU equals PyTorch: ${name}`, async (context) => {
    if (!(await needGpu(context))) return;
    const folder = `test/fixtures/models/${name}`;
    const input = JSON.parse(readFileSync(`${folder}/inputs.json`, 'utf8'));
    const run = await tab.evaluate(
      async ([url, given]) => {
        const { gpuReady, stopGpu, currentGpu } = await import('/core.js');
        const { openModel } = await import('/models.js');
        await gpuReady({ software: true, least: 0 });
        const model = await openModel(url, { cache: false, worker: false });
        const { parts, logits } = await model.run(given, { want: { logits: true } });
        const { done } = currentGpu();
        model.close();
        stopGpu();
        const weights = parts.map(({ kind, weights }) => [kind, [...weights]]);
        return { done, weights, logits: [...logits] };
      },
      [`/${folder}/`, input],
    );
    assert.ok(run.done >= 14, `${run.done} products on the GPU`);
    const expected = arraysOf(`${folder}/expected.safetensors`);
    for (const [kind, weights] of run.weights) {
      const probs = expected(run.weights.length > 1 ? `${kind}_probs` : 'probs');
      assert.equal(weights.length, probs.length);
      const worst = weights.reduce((most, value, i) => Math.max(most, Math.abs(value - probs[i])), 0);
      assert.ok(worst < 1e-4, `${kind}: ${worst}`);
    }
    const logits = expected('logits');
    const worst = run.logits.reduce((most, value, i) => Math.max(most, Math.abs(value - logits[i])), 0);
    assert.ok(worst < 2e-4, `logits: ${worst}`);
  });
}

test('where the browser gives no adapter, everything is computed as before', async () => {
  await open([]);
  const found = await tab.evaluate(async () => {
    const real = navigator.gpu;
    Object.defineProperty(navigator, 'gpu', {
      value: { requestAdapter: () => Promise.resolve(null) },
      configurable: true,
    });
    const { gpuReady, stopGpu, currentGpu } = await import('/core.js');
    const { openModel } = await import('/models.js');
    const refused = await gpuReady({ software: true });
    stopGpu();
    Object.defineProperty(navigator, 'gpu', { value: undefined, configurable: true });
    const model = await openModel('/test/fixtures/models/qwen3-tiny/', { cache: false, worker: false });
    const { parts } = await model.run({ ids: [1, 2, 3] });
    Object.defineProperty(navigator, 'gpu', { value: real, configurable: true });
    return { refused, gpu: typeof currentGpu(), layers: parts[0].layers };
  });
  assert.deepEqual(found, { refused: false, gpu: 'undefined', layers: 2 });
});
