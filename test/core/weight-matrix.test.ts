import { expect } from '@open-wc/testing';
import { asFloat32, rowsAsFloat32, weightCount, type WeightMatrix } from '../../src/core/weight-matrix.js';

const float = new Float32Array(1);
const bitsOfFloat = new Uint32Array(float.buffer);

/** The number that 16 bits of IEEE half precision stand for, by the definition. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -14 * (fraction / 1024));
}

describe('rowsAsFloat32(matrix, from, to)', () => {
  const all = Uint16Array.from({ length: 65536 }, (_, i) => i);

  it('gives the number of every half', () => {
    const out = rowsAsFloat32({ rows: 256, columns: 256, dtype: 'f16', data: all }, 0, 256);
    expect(out.findIndex((x, i) => !Object.is(x, half(i)))).to.equal(-1);
  });

  it('gives the number of every bfloat16', () => {
    const out = rowsAsFloat32({ rows: 256, columns: 256, dtype: 'bf16', data: all }, 0, 256);
    const wrong = out.findIndex((x, i) => {
      bitsOfFloat[0] = i * 65536;
      return !Object.is(x, float[0]);
    });
    expect(wrong).to.equal(-1);
  });

  it('multiplies whole numbers by the scale of their row', () => {
    const matrix: WeightMatrix = {
      rows: 3,
      columns: 2,
      dtype: 'i8',
      data: Int8Array.of(1, 2, -128, 127, 3, -4),
      scale: Float32Array.of(1, 0.5, 2),
    };
    expect([...rowsAsFloat32(matrix, 1, 3)]).to.deep.equal([-64, 63.5, 6, -8]);
    expect([...asFloat32(matrix)]).to.deep.equal([1, 2, -64, 63.5, 6, -8]);
    expect(weightCount(matrix)).to.equal(6);
  });

  it('copies float32 only on request', () => {
    const data = Float32Array.of(1, 2, 3, 4);
    const matrix: WeightMatrix = { rows: 2, columns: 2, dtype: 'f32', data };
    const view = rowsAsFloat32(matrix, 1, 2);
    expect(view.buffer).to.equal(data.buffer);
    expect([...view]).to.deep.equal([3, 4]);
    const out = new Float32Array(2);
    expect(rowsAsFloat32(matrix, 0, 1, out)).to.equal(out);
    expect([...out]).to.deep.equal([1, 2]);
    expect(asFloat32(data)).to.equal(data);
  });
});
