import { expect } from '@open-wc/testing';
import { readNpy } from '../../src/formats/npy.js';
import { loadAttention } from '../../src/formats/load.js';
import { readWeights } from '../../src/formats/read-weights.js';
import type { Tensor } from '../../src/formats/tensor.js';
import { needSharedData, sharedBytes, sharedJson } from '../shared-data.js';
import { npy, npyText, safetensors, zip } from './byte-writers.js';
import { codes, expectInputError, expectSameNumbers } from './helpers.js';

const weights = [
  [
    [1, 0],
    [0.25, 0.75],
  ],
  [
    [1, 0],
    [0.5, 0.5],
  ],
];
const tokens = ['a', 'b'];
/** `[heads, 2, width]`, every number another one. */
const vectors = (heads: number, width: number, from = 0) =>
  Array.from({ length: heads }, (_, h) =>
    [0, 1].map((t) => Array.from({ length: width }, (_, d) => from + (h * 2 + t) * width + d)),
  );
const flat = (nested: number[][][]) => Float32Array.from(nested.flat(2));
const [q, k, v] = [vectors(2, 3), vectors(2, 3, 100), vectors(2, 3, 200)];

describe('query, key and value vectors beside weights', () => {
  for (const names of [
    ['q', 'k', 'v'],
    ['queries', 'keys', 'values'],
    ['query', 'key', 'value'],
  ] as const) {
    it(`are read as ${names.join(', ')}`, () => {
      const [data] = readWeights({ tokens, weights, [names[0]]: q, [names[1]]: k, [names[2]]: v });
      expectSameNumbers(data!.q!, flat(q), 'q');
      expectSameNumbers(data!.k!, flat(k), 'k');
      expectSameNumbers(data!.v!, flat(v), 'v');
      expect(data!.dHead).to.equal(3);
    });
  }

  it('are read from a NumPy archive', async () => {
    const array = (rows: number[][][]) => npy('<f4', [1, 2, 2, 3], flat(rows));
    const bytes = await zip([
      { name: 'attention.npy', bytes: npy('<f4', [1, 2, 2, 2], flat(weights)) },
      { name: 'queries.npy', bytes: array(q) },
      { name: 'keys.npy', bytes: array(k) },
      { name: 'values.npy', bytes: array(v) },
      { name: 'tokens.npy', bytes: npyText(tokens) },
    ]);
    const [data] = await loadAttention(URL.createObjectURL(new Blob([bytes])));
    expectSameNumbers(data!.q!, flat(q), 'q');
    expectSameNumbers(data!.k!, flat(k), 'k');
    expectSameNumbers(data!.v!, flat(v), 'v');
  });

  it('are read from safetensors, half floats too', async () => {
    const halves = new Uint16Array(12).fill(0x3e00); // 1.5
    const bytes = safetensors({
      attention: { dtype: 'F32', shape: [1, 2, 2, 2], array: flat(weights) },
      queries: { dtype: 'F32', shape: [1, 2, 2, 3], array: flat(q) },
      keys: { dtype: 'F16', shape: [1, 2, 2, 3], array: halves },
    });
    const [data] = await loadAttention(URL.createObjectURL(new Blob([bytes])), { tokens });
    expectSameNumbers(data!.q!, flat(q), 'q');
    expectSameNumbers(data!.k!, new Float32Array(12).fill(1.5), 'k');
  });

  it('repeat key heads that query heads share', () => {
    const [data] = readWeights({ tokens, weights, q, k: k.slice(1), v: v.slice(1) });
    expectSameNumbers(data!.k!, flat([k[1]!, k[1]!]), 'k');
    expectSameNumbers(data!.v!, flat([v[1]!, v[1]!]), 'v');
  });

  it('of the wrong shape are an error that names the shapes', () => {
    const read = (more: object) => () => readWeights({ tokens, weights, ...more });
    const long = vectors(2, 3).map((head) => [...head, [1, 2, 3]]);
    expectInputError(read({ queries: long }), 'shape', '(queries)', 'shape [2, 3, 3]', '[1, 2, 2, width]');
    expectInputError(read({ q, k: vectors(2, 4) }), 'shape', '(keys)', '4 numbers', '3, as in the queries');
    expectInputError(read({ q, k: vectors(3, 3) }), 'shape', '(keys)', 'shape [3, 2, 3]');
  });

  for (const wrong of [NaN, Infinity, -Infinity]) {
    it(`with ${wrong} are told, since nothing can be drawn of them`, () => {
      const keys = vectors(2, 3);
      keys[1]![0]![2] = wrong;
      const read = () => readWeights({ tokens, weights, q, k: keys });
      expectInputError(read, 'number', '(keys)', String(wrong), 'finite numbers');
    });
  }

  it('of another width are left out with a notice when they are values', () => {
    const [data] = readWeights({ tokens, weights, q, k, v: vectors(2, 5) });
    expect(data!.v).to.be.undefined;
    expect(codes(data!)).to.include('parts-skipped');
  });

  it('leave `values` to say what the weights are, and lists of names alone', () => {
    const [data] = readWeights({ tokens, weights, values: 'scores', queries: tokens, keys: tokens });
    expect(data!.values).to.equal('scores');
    expect(data!.q).to.be.undefined;
  });

  it('are checked in AttentionData', () => {
    const [data] = readWeights({ tokens, weights, q, k });
    expect(readWeights(data)[0]).to.equal(data);
    const short = { ...data, k: data!.k!.subarray(3) };
    expectInputError(() => readWeights(short), 'shape', '(k)', '9 numbers', '12');
  });

  it('of a real model make its weights again (GPT-2: softmax of q·k/√64 under the causal mask)', async function () {
    await needSharedData(this);
    const path = 'real/gpt2-john-smith-qk-9';
    const array = async (name: string) =>
      readNpy(new Uint8Array(await sharedBytes(`${path}/${name}.npy`)), name) as Tensor;
    const [w, q, k] = [await array('weights'), await array('q'), await array('k')];
    const tokens = await sharedJson<string[]>(`${path}/tokens.json`);
    const [data] = readWeights({ tokens, weights: w, queries: q, keys: k });
    expectSameNumbers(data!.q!, q.data, 'q');
    expectSameNumbers(data!.k!, k.data, 'k');
    expect(data!.dHead).to.equal(64);
  });
});
