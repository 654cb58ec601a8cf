import { expect } from '@open-wc/testing';
import { halfToFloat } from '../../src/core/half-floats.js';
import { assemble } from '../../src/formats/part.js';
import { npyPart, readNpy } from '../../src/formats/npy.js';
import type { Tensor } from '../../src/formats/tensor.js';
import { bytesOf, concat, npy, npyWith } from './byte-writers.js';
import { codes, expectInputError, expectSameNumbers, letters } from './helpers.js';

const fixture = async (name: string): Promise<Uint8Array> => {
  const response = await fetch(new URL(`../fixtures/numpy/${name}.npy`, import.meta.url));
  if (!response.ok) throw new Error(`no fixture ${name}`);
  return new Uint8Array(await response.arrayBuffer());
};

/** What test/fixtures/numpy_files.py writes: ((7 l + 5 h + 3 q + 2 k) mod 17) with shape [2, 3, 4, 5]. */
const whole: number[] = [];
for (let l = 0; l < 2; l++) {
  for (let h = 0; h < 3; h++) {
    for (let q = 0; q < 4; q++) for (let k = 0; k < 5; k++) whole.push((7 * l + 5 * h + 3 * q + 2 * k) % 17);
  }
}
const exact = whole.map((x) => x / 16);

describe('readNpy(bytes)', () => {
  const numbers = async (name: string): Promise<Tensor> => readNpy(await fixture(name), 'src') as Tensor;

  for (const name of ['little-f4', 'big-f4', 'little-f8', 'big-f8', 'fortran-f4', 'version-2', 'version-3']) {
    it(`reads ${name}.npy of NumPy as float32`, async () => {
      const { shape, data, scale } = await numbers(name);
      expect(shape).to.deep.equal([2, 3, 4, 5]);
      expect(data).to.be.instanceOf(Float32Array);
      expect(scale).to.equal(1);
      expectSameNumbers(data, exact, name);
    });
  }

  for (const name of ['little-f2', 'big-f2', 'fortran-f2']) {
    it(`keeps ${name}.npy as two bytes a number`, async () => {
      const { data } = await numbers(name);
      expect(data).to.be.instanceOf(Uint16Array);
      expectSameNumbers(Array.from(data, halfToFloat), exact, name);
    });
  }

  for (const name of ['little-i1', 'little-u2', 'big-i2', 'little-i4', 'little-u4', 'big-i8', 'little-u8']) {
    it(`reads ${name}.npy as plain numbers`, async () => {
      const { data } = await numbers(name);
      expect(data).to.be.instanceOf(Float32Array);
      expectSameNumbers(data, whole, name);
    });
  }

  it('keeps u1 as bytes that count in 1/255, or as the scale says', async () => {
    const { data, scale } = await numbers('little-u1');
    expect(data).to.be.instanceOf(Uint8Array);
    expectSameNumbers(data, whole, 'u1');
    expect(scale).to.equal(1 / 255);
    expect((readNpy(await fixture('little-u1'), 'src', 1 / 16) as Tensor).scale).to.equal(1 / 16);
  });

  it('reads booleans as 0 and 1', async () => {
    const { data } = await numbers('bool');
    expectSameNumbers(
      data,
      whole.map((x) => (x > 8 ? 1 : 0)),
      'bool',
    );
  });

  it('reads vectors and scalars', async () => {
    expect((await numbers('vector')).shape).to.deep.equal([5]);
    expect(await numbers('scalar')).to.deep.include({ shape: [], data: Float32Array.of(0.5) });
  });

  it('reads text of either byte order, empty strings and characters beyond 16 bits included', async () => {
    for (const name of ['text', 'text-big']) {
      expect(readNpy(await fixture(name), 'src'), name).to.deep.equal({
        shape: [5],
        text: ['Ġthe', 'Ċ', '', '고양이', '.'],
      });
    }
    expect(readNpy(await fixture('bytes'), 'src')).to.deep.include({ text: ['a', 'bc'] });
  });

  it('reads float32 in place, and at any alignment', () => {
    const file = npy('<f4', [2], Float32Array.of(1, 2));
    const padded = concat(new Uint8Array(1), file).subarray(1);
    expectSameNumbers((readNpy(padded, 'src') as Tensor).data, [1, 2], 'unaligned');
  });

  it('refuses types that hold no weights, saying what to do', async () => {
    for (const [name, hint] of [
      ['complex', '.astype('],
      ['objects', 'equal lengths'],
    ]) {
      const bytes = await fixture(name!);
      expectInputError(() => readNpy(bytes, 'src'), 'unsupported', 'src: an array of type', hint!);
    }
    expectInputError(() => readNpy(npy('|V2', [2], new Uint16Array(2)), 'src'), 'unsupported', '|V2');
  });

  it('refuses files that are cut off at any byte', async () => {
    const bytes = await fixture('little-f4');
    for (let length = 8; length < bytes.length; length += 7) {
      expectInputError(() => readNpy(bytes.slice(0, length), 'src'), 'truncated');
    }
  });

  it('refuses headers that lie about the size, before allocating', () => {
    const body = new Float32Array(4);
    expectInputError(
      () => readNpy(npy('<f4', [5], body), 'src'),
      'truncated',
      '16 bytes',
      '20 for shape (5)',
    );
    expectInputError(() => readNpy(npy('<f4', [3], body), 'src'), 'format', '16 bytes', '12 for shape (3)');
    expectInputError(
      () => readNpy(npy('<f4', [100_000, 100_000], body), 'src'),
      'too-large',
      '10000000000 numbers',
    );
    expectInputError(() => readNpy(npy('<U1000000000', [9], body), 'src'), 'truncated');
    const lying = npy('<f4', [4], body);
    new DataView(lying.buffer).setUint16(8, 65_000, true);
    expectInputError(() => readNpy(lying, 'src'), 'truncated', 'a header of 65010 bytes');
  });

  it('refuses headers that say something else', () => {
    for (const header of [
      "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (4,)}",
      '{}',
      "{'shape': (-4,)}",
    ]) {
      expectInputError(
        () => readNpy(npyWith(header, new Uint8Array(16)), 'src'),
        'format',
        header.slice(0, 9),
      );
    }
    expectInputError(() => readNpy(npyWith('{}', new Uint8Array(), 9), 'src'), 'unsupported', 'version 9');
  });
});

describe('npyPart(bytes)', () => {
  it('becomes AttentionData that names NumPy', () => {
    const file = npy('<f2', [1, 1, 2, 2], Uint16Array.of(0x3c00, 0, 0x3800, 0x3800));
    const data = assemble(npyPart(file, 'src'), { tokens: letters(2), input: 'src' });
    expect(data.source.format).to.equal('NumPy');
    expect(data.weights).to.be.instanceOf(Uint16Array);
    expect(codes(data)).to.deep.equal([]);
  });

  it('refuses text and shapes that are no attention', () => {
    expectInputError(
      () => npyPart(npy('<U1', [2], Uint32Array.of(97, 98)), 'src'),
      'format',
      'an array of text',
    );
    const vector = npyPart(npy('<f4', [3], Float32Array.of(1, 0, 0)), 'src');
    expectInputError(
      () => assemble(vector, { tokens: letters(2), input: 'src' }),
      'shape',
      'src: a flat list of 3',
    );
    const scalar = npyPart(npy('<f4', [], Float32Array.of(1)), 'src');
    expectInputError(() => assemble(scalar, { input: 'src' }), 'shape', '0 axes');
  });

  it('reads bytes that are a view into a larger buffer', () => {
    const file = npy('<f4', [2, 2], Float32Array.of(1, 0, 0, 1));
    const shifted = concat(Uint8Array.of(1, 2, 3), file, Uint8Array.of(4)).subarray(3, 3 + file.length);
    expect(bytesOf(shifted)).to.have.length(file.length);
    expect(assemble(npyPart(shifted, 'src'), { tokens: letters(2) }).queries).to.equal(2);
  });
});
