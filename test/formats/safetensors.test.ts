import { expect } from '@open-wc/testing';
import { headMatrix } from '../../src/core/attention-data.js';
import { halfToFloat } from '../../src/core/half-floats.js';
import { assemble, type ReadOptions } from '../../src/formats/part.js';
import { safetensorsEntries, safetensorsParts } from '../../src/formats/safetensors.js';
import { needSharedData, sharedBytes } from '../shared-data.js';
import { safetensors, safetensorsWith } from './byte-writers.js';
import { codes, expectInputError, expectSameNumbers, letters, sampleWeights } from './helpers.js';

const read = (bytes: Uint8Array, options: ReadOptions = {}) =>
  safetensorsParts(bytes, 'src').map((part) => assemble(part, { input: 'src', ...options }));

const tokens = ['a', 'b'];
const halves = Uint16Array.of(0x3c00, 0, 0x3800, 0x3800);
const rows = [1, 0, 0.5, 0.5];

describe('safetensorsParts(bytes)', () => {
  const types: [dtype: string, array: ArrayBufferView, stored: unknown][] = [
    ['F32', Float32Array.from(rows), Float32Array],
    ['F64', Float64Array.from(rows), Float32Array],
    ['F16', halves, Uint16Array],
    ['BF16', Uint16Array.of(0x3f80, 0, 0x3f00, 0x3f00), Float32Array],
    ['U8', Uint8Array.of(255, 0, 128, 127), Uint8Array],
  ];
  for (const [dtype, array, stored] of types) {
    it(`reads ${dtype}`, () => {
      const [data] = read(safetensors({ attention: { dtype, shape: [1, 1, 2, 2], array } }), { tokens });
      expect(data!.weights).to.be.instanceOf(stored);
      const found = [...headMatrix(data!, 0, 0)];
      rows.forEach((x, i) => expect(found[i]).to.be.closeTo(x, dtype === 'U8' ? 0.002 : 0));
      expect(codes(data!)).to.deep.equal([]);
      expect(data!.source.format).to.equal('safetensors');
    });
  }

  it('reads tokens, model and scale from the metadata', () => {
    const bytes = safetensors(
      { attention: { dtype: 'U8', shape: [1, 1, 2, 2], array: Uint8Array.of(4, 0, 2, 2) } },
      { tokens: '["Ġthe", "<b>"]', model: 'gpt2', scale: '0.25', format: 'pt' },
    );
    const [data] = read(bytes);
    expect(data!.queryTokens).to.deep.equal(['Ġthe', '<b>']);
    expect(data!.source).to.deep.include({ name: 'gpt2' });
    expect(data!.scale).to.equal(0.25);
  });

  it('sorts layers by number, and reads encoder, decoder and cross', () => {
    const layer = (l: number) => ({
      dtype: 'F32',
      shape: [1, 2, 2],
      array: sampleWeights(12, 1, 2).subarray(l * 4, (l + 1) * 4),
    });
    const order = [10, 11, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    const entries = order.flatMap((l) => [
      [`decoder.layers.${l}.self_attn`, layer(l)] as const,
      [`decoder.layers.${l}.encoder_attn`, layer(l)] as const,
    ]);
    const parts = read(safetensors(Object.fromEntries(entries)), {
      targetTokens: tokens,
      sourceTokens: tokens,
    });
    expect(parts.map(({ kind, layers }) => [kind, layers])).to.deep.equal([
      ['decoder', 12],
      ['cross', 12],
    ]);
    for (const part of parts) expectSameNumbers(part.weights, sampleWeights(12, 1, 2), part.kind);
  });

  it('says what a file without attention holds, and that parameters belong to model', () => {
    const array = new Float32Array(4);
    const checkpoint = safetensors({
      'h.0.attn.c_attn.weight': { dtype: 'F32', shape: [2, 2], array },
      'h.0.attn.c_attn.bias': { dtype: 'F32', shape: [4], array },
      'h.1.attn.c_attn.weight': { dtype: 'F32', shape: [2, 2], array },
    });
    expectInputError(() => read(checkpoint), 'format', 'h.0.attn.c_attn.weight', 'model="…"');
  });

  it('refuses token lists in the metadata that are broken', () => {
    const bytes = safetensors(
      { attention: { dtype: 'F16', shape: [2, 2], array: halves } },
      { tokens: '["a", ' },
    );
    expectInputError(() => read(bytes), 'syntax', 'src (tokens): broken JSON');
  });

  it('is safe against names such as __proto__', () => {
    const header =
      '{"__proto__": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}, "__metadata__": {"__proto__": "x"}}';
    const [data] = read(safetensorsWith(header, new Uint8Array(Float32Array.from(rows).buffer)), { tokens });
    expectSameNumbers(data!.weights, rows, '__proto__');
    expect(({} as Record<string, unknown>)['dtype']).to.equal(undefined);
  });
});

describe('safetensorsEntries(bytes)', () => {
  const header = (fields: object): string =>
    JSON.stringify({ attention: { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16], ...fields } });
  const body = new Uint8Array(16);
  const readAll = (bytes: Uint8Array) => () =>
    safetensorsEntries(bytes, 'src').tensors.map((tensor) => tensor.read());

  it('refuses files that are cut off at any byte', () => {
    const bytes = safetensorsWith(header({}), body);
    for (let length = 0; length < bytes.length; length += 3) {
      expectInputError(readAll(bytes.slice(0, length)), 'truncated');
    }
  });

  it('refuses headers that lie, before allocating', () => {
    const lie = (fields: object, ...rest: [Parameters<typeof expectInputError>[1], string]) =>
      expectInputError(readAll(safetensorsWith(header(fields), body)), ...rest);
    lie({ shape: [2, 3] }, 'format', '16 bytes for attention');
    lie({ shape: [2 ** 20, 2 ** 20] }, 'format', '16 bytes for attention');
    lie({ shape: [-2, -2] }, 'format', 'without dtype, shape or place');
    lie({ data_offsets: [0, 17] }, 'truncated', 'attention up to byte 17 of 16');
    lie({ data_offsets: [16, 0] }, 'format', 'without dtype, shape or place');
    lie({ data_offsets: [0] }, 'format', 'without dtype, shape or place');
    lie({ data_offsets: 'x' }, 'format', 'without dtype, shape or place');
    lie({ dtype: 'constructor' }, 'unsupported', 'constructor');
    lie({ dtype: 'F8_E4M3' }, 'unsupported', 'F8_E4M3');
    lie({ dtype: 7 }, 'format', 'without dtype');
  });

  it('refuses a header of absurd length, broken JSON and JSON that is no object', () => {
    const bytes = safetensorsWith(header({}), body);
    new DataView(bytes.buffer).setUint32(4, 1, true);
    expectInputError(readAll(bytes), 'format', 'a header of 4294967');
    expectInputError(readAll(safetensorsWith('{"a": ', body)), 'syntax', 'broken JSON');
    expectInputError(readAll(safetensorsWith('[1, 2]', body)), 'format', 'no object');
    expectInputError(readAll(safetensorsWith('{"a": null}', body)), 'format', 'place of a');
  });

  it('reads a real checkpoint in float32, float16 and bfloat16 to the same numbers, within their precision', async function () {
    await needSharedData(this);
    const load = async (file: string) =>
      new Map(
        safetensorsEntries(new Uint8Array(await sharedBytes(`models/gpt2-tiny/${file}`)), 'src').tensors.map(
          (tensor) => [tensor.name, tensor] as const,
        ),
      );
    const [f32, f16, bf16] = await Promise.all([
      load('model.safetensors'),
      load('model.f16.safetensors'),
      load('model.bf16.safetensors'),
    ]);
    expect(f32.size).to.be.greaterThan(10);
    for (const [name, tensor] of f32) {
      const expected = tensor.read();
      const half = f16.get(name)!.read();
      const brain = bf16.get(name)!.read();
      expect(half.data).to.be.instanceOf(Uint16Array);
      expect(half.shape).to.deep.equal(expected.shape);
      for (let i = 0; i < expected.data.length; i += 97) {
        const x = expected.data[i]!;
        expect(Math.abs(halfToFloat(half.data[i]!) - x)).to.be.at.most(Math.abs(x) * 2 ** -11 + 2 ** -25);
        expect(Math.abs(brain.data[i]! - x)).to.be.at.most(Math.abs(x) * 2 ** -8);
      }
    }
  });

  it('lists names, shapes and types without decoding', () => {
    const { tensors, metadata } = safetensorsEntries(
      safetensors({ a: { dtype: 'F16', shape: [2, 2], array: halves } }, { k: 'v' }),
      'src',
    );
    expect(tensors.map(({ name, shape, dtype }) => [name, shape, dtype])).to.deep.equal([
      ['a', [2, 2], 'F16'],
    ]);
    expect([...metadata]).to.deep.equal([['k', 'v']]);
    expect(letters(1)).to.deep.equal(['a']);
  });
});
