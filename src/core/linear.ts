import { currentKernel } from './kernel/current.js';
import { linearOnKernel } from './kernel/products.js';
import { matmulTransposed } from './matmul.js';
import { rowsAsFloat32, type WeightMatrix, type Weights } from './weight-matrix.js';

/**
 * `x · weightᵀ + bias`, a layer of a network: `x [rows, dIn]`, `weight [dOut, dIn]` as PyTorch stores it, `bias [dOut]`;
 * gives `[rows, dOut]`. `dOut` is told by the length of `weight`.
 */
export function linear(
  x: Float32Array,
  weight: Weights,
  bias: Float32Array | undefined,
  dIn: number,
): Float32Array {
  return compute(x, weight, bias, dIn, false);
}

/** The same, to be read at once: what comes back may be overwritten by whatever is computed next. */
export function borrowedLinear(
  x: Float32Array,
  weight: Weights,
  bias: Float32Array | undefined,
  dIn: number,
): Float32Array {
  return compute(x, weight, bias, dIn, true);
}

function compute(
  x: Float32Array,
  weight: Weights,
  bias: Float32Array | undefined,
  dIn: number,
  borrowed: boolean,
): Float32Array {
  const matrix =
    weight instanceof Float32Array
      ? ({ rows: weight.length / dIn, columns: dIn, dtype: 'f32', data: weight } as const)
      : weight;
  const kernel = currentKernel();
  const done = kernel && linearOnKernel(kernel, x, matrix, bias, x.length / dIn, borrowed);
  if (done) return done;
  const out = inBlocks(x, matrix);
  if (bias) for (let i = 0; i < out.length; i++) out[i]! += bias[i % matrix.rows]!;
  return out;
}

/** Rows of a weight that are made float32 at a time. */
const rowsAtOnce = 64;

function inBlocks(x: Float32Array, matrix: WeightMatrix): Float32Array {
  const { rows: dOut, columns: dIn, data, scale } = matrix;
  const count = x.length / dIn;
  if (data instanceof Float32Array && !scale) return matmulTransposed(x, data, count, dIn, dOut);
  const out = new Float32Array(count * dOut);
  for (let from = 0; from < dOut; from += rowsAtOnce) {
    const to = Math.min(dOut, from + rowsAtOnce);
    const width = to - from;
    const block = matmulTransposed(x, rowsAsFloat32(matrix, from, to), count, dIn, width);
    for (let i = 0; i < count; i++) out.set(block.subarray(i * width, (i + 1) * width), i * dOut + from);
  }
  return out;
}
