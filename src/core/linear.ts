import { matmulTransposed } from './matmul.js';

/**
 * `x · weightᵀ + bias`, a layer of a network: `x [rows, dIn]`, `weight [dOut, dIn]` as PyTorch stores it, `bias [dOut]`;
 * gives `[rows, dOut]`. `dOut` is told by the length of `weight`.
 */
export function linear(
  x: Float32Array,
  weight: Float32Array,
  bias: Float32Array | undefined,
  dIn: number,
): Float32Array {
  const rows = x.length / dIn;
  const dOut = weight.length / dIn;
  const out = matmulTransposed(x, weight, rows, dIn, dOut);
  if (bias) for (let i = 0; i < out.length; i++) out[i]! += bias[i % dOut]!;
  return out;
}
