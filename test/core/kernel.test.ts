import { expect } from '@open-wc/testing';
import { activate, type Activation } from '../../src/core/activations.js';
import { attention, type AttentionOptions } from '../../src/core/attention.js';
import { currentKernel } from '../../src/core/kernel/current.js';
import { kernelReady, stopKernel } from '../../src/core/kernel/kernel-ready.js';
import { linear } from '../../src/core/linear.js';
import { matmul, matmulTransposed } from '../../src/core/matmul.js';
import { seededRandom } from '../../src/core/sampling.js';
import { softmax } from '../../src/core/softmax.js';
import { rowsAsFloat32, type WeightMatrix, type WeightType } from '../../src/core/weight-matrix.js';

const random = seededRandom(5);
const numbers = (count: number) => Float32Array.from({ length: count }, () => 2 * random() - 1);

/** Largest difference of two arrays, as a share of the largest number. */
function difference(a: Float32Array, b: Float32Array): number {
  expect(a.length).to.equal(b.length);
  let most = 0;
  let top = 0;
  for (let i = 0; i < a.length; i++) {
    most = Math.max(most, Math.abs(a[i]! - b[i]!));
    top = Math.max(top, Math.abs(b[i]!));
  }
  return most / (top || 1);
}

/** What the kernel makes of it, with and without fused multiply-add, and what TypeScript does. */
async function bothWays(
  run: () => Float32Array,
): Promise<Record<'relaxed' | 'simd' | 'plain', Float32Array>> {
  await kernelReady();
  const relaxed = run();
  stopKernel();
  await kernelReady({ relaxed: false });
  const simd = run();
  stopKernel();
  return { relaxed, simd, plain: run() };
}

async function expectSame(run: () => Float32Array, tolerance = 1e-5): Promise<void> {
  const { relaxed, simd, plain } = await bothWays(run);
  expect(difference(relaxed, plain)).to.be.below(tolerance);
  expect(difference(simd, plain)).to.be.below(tolerance);
}

const shapes = [
  [1, 1, 1],
  [1, 768, 40],
  [3, 5, 9],
  [7, 255, 8],
  [11, 256, 17],
  [13, 257, 31],
  [250, 64, 130],
  [29, 3072, 50],
] as const;

describe('the kernel', () => {
  after(() => stopKernel());

  for (const [n, d, m] of shapes) {
    it(`multiplies as TypeScript does: ${n} × ${d} × ${m}`, async () => {
      const a = numbers(n * d);
      const b = numbers(d * m);
      const bias = numbers(m);
      await expectSame(() => matmul(a, b, n, d, m), 1e-6);
      await expectSame(() => matmulTransposed(a, b, n, d, m), 1e-6);
      await expectSame(() => linear(a, b, bias, d), 1e-6);
    });
  }

  it('works off in parts what is larger than its scratch space', async () => {
    const x = numbers(700 * 96);
    const w = numbers(8000 * 96);
    await expectSame(() => linear(x, w, undefined, 96), 1e-6);
  });

  it('leaves to TypeScript what no part of would fit', async () => {
    const d = 600_000;
    const a = numbers(d);
    await expectSame(() => matmul(a, numbers8(d), 1, d, 8), 1e-5);
    await expectSame(() => linear(a, numbers8(d), undefined, d), 1e-5);
  });

  it('lets a zero count for nothing, even against a number that is not finite', async () => {
    const a = Float32Array.of(1, 0, 0, 1);
    const b = Float32Array.of(2, 3, NaN, 5);
    const { relaxed, plain } = await bothWays(() => matmul(a, b, 2, 2, 2));
    expect([...relaxed]).to.deep.equal([2, 3, NaN, 5]);
    expect([...plain]).to.deep.equal([2, 3, NaN, 5]);
  });

  for (const activation of ['relu', 'gelu', 'gelu-tanh', 'quick-gelu', 'silu'] as Activation[]) {
    it(`has ${activation}, far from zero and near it`, async () => {
      const x = Float32Array.from({ length: 4001 }, (_, i) => (i - 2000) / 100);
      x[5] = NaN;
      const { relaxed, simd, plain } = await bothWays(() => activate(x, activation));
      for (const [i, expected] of plain.entries()) {
        for (const { [i]: actual } of [relaxed, simd]) {
          // relative, but where TypeScript itself is left with rounding errors of 1 - 1
          const allowed = 1e-5 * Math.abs(expected) + 1e-14;
          if (Number.isNaN(expected)) expect(actual, `${x[i]}`).to.be.NaN;
          else expect(actual, `${x[i]}`).to.be.within(expected - allowed, expected + allowed);
        }
      }
    });
  }

  it('takes the softmax of rows, relatively as exact where a weight is small', async () => {
    const x = Float32Array.from({ length: 7 * 33 }, (_, i) => ((i * 37) % 101) - 50);
    const { relaxed, simd, plain } = await bothWays(() => softmax(x, 33, { temperature: 1.3 }));
    for (const [i, expected] of plain.entries()) {
      expect(relaxed[i]).to.be.within(expected * (1 - 1e-5), expected * (1 + 1e-5));
      expect(simd[i]).to.be.within(expected * (1 - 1e-5), expected * (1 + 1e-5));
    }
  });

  const attentions: [string, Omit<AttentionOptions, 'dHead'>][] = [
    ['plain', {}],
    ['causal', { causal: true }],
    ['with grouped heads', { kvHeads: 2 }],
    [
      'with soft cap, bias and temperature',
      { softCap: 0.5, attentionTemperature: 0.7, bias: numbers(90 * 110) },
    ],
    ['with scores in the hundreds', { scale: 60 }],
    ['off by one', { offByOne: true }],
    ['with a mask for every head', { mask: Uint8Array.from(numbers(4 * 90 * 110), (x) => +(x > 0)) }],
  ];
  for (const [name, options] of attentions) {
    it(`attends as TypeScript does: ${name}`, async () => {
      const [heads, queries, keys, dHead, dValue] = [4, 90, 110, 24, 20];
      const kvHeads = options.kvHeads ?? heads;
      const q = numbers(heads * queries * dHead);
      const k = numbers(kvHeads * keys * dHead);
      const v = numbers(kvHeads * keys * dValue);
      const stages = ['scores', 'maskedScores', 'probabilities', 'outputs'] as const;
      for (const stage of stages) {
        await expectSame(() => {
          const array = attention(q, k, v, { ...options, heads, dHead })[stage];
          return array.map((x) => (x === -Infinity ? 0 : x));
        });
      }
    });
  }

  it('attends to more keys than it can hold by TypeScript', async () => {
    const keys = 60_000;
    const q = numbers(2 * 32);
    const kv = numbers(keys * 32);
    await expectSame(() => attention(q, kv, kv, { dHead: 32 }).outputs);
  });

  it('is one for all that wait for it, and away when it is stopped', async () => {
    const [one, other] = await Promise.all([kernelReady(), kernelReady()]);
    expect([one, other]).to.deep.equal([true, true]);
    const kernel = currentKernel();
    await kernelReady();
    expect(currentKernel()).to.equal(kernel);
    const late = kernelReady();
    stopKernel();
    await late;
    expect(currentKernel()).to.equal(undefined);
    // one that is stopped while it starts does not come back later
    const stopped = kernelReady();
    stopKernel();
    expect(await stopped).to.be.false;
    expect(currentKernel()).to.equal(undefined);
  });

  it('is done without where WebAssembly is forbidden', async () => {
    const { compile } = WebAssembly;
    WebAssembly.compile = () => Promise.reject(new WebAssembly.CompileError('forbidden'));
    try {
      expect(await kernelReady()).to.be.false;
      expect([...matmul(Float32Array.of(2), Float32Array.of(3), 1, 1, 1)]).to.deep.equal([6]);
    } finally {
      WebAssembly.compile = compile;
      stopKernel();
    }
  });
});

/** The same numbers over and over: `[d, 8]`, quickly. */
function numbers8(d: number): Float32Array {
  return Float32Array.from({ length: 8 * d }, (_, i) => ((i * 7) % 13) - 6);
}

const types: Record<WeightType, (count: number) => WeightMatrix['data']> = {
  f32: numbers,
  f16: (count) => Uint16Array.from({ length: count }, () => (random() * 65536) & 0xbbff),
  bf16: (count) => new Uint16Array(numbers(count).buffer).filter((_, i) => i % 2),
  i8: (count) => Int8Array.from({ length: count }, () => random() * 256 - 128),
};

describe('weights of every type', () => {
  after(() => stopKernel());

  for (const dtype of Object.keys(types) as WeightType[]) {
    for (const scaled of [false, true]) {
      const [rows, columns] = [301, 270];
      const scale = Float32Array.from({ length: rows }, (_, i) => 1 / (i + 1));
      const data = types[dtype](rows * columns);
      const weight: WeightMatrix = { rows, columns, dtype, data, ...(scaled && { scale }) };
      const x = numbers(5 * columns);

      it(`are multiplied with: ${dtype}${scaled ? ', scaled' : ''}`, async () => {
        const floats = rowsAsFloat32(weight, 0, rows);
        const expected = linear(x, floats, undefined, columns);
        await expectSame(() => linear(x, weight, undefined, columns), 1e-6);
        expect(difference(linear(x, weight, undefined, columns), expected)).to.be.below(1e-7);
      });
    }
  }
});
