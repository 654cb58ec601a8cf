import { widenBfloat, widenHalf } from './half-floats.js';

/** How the numbers of a matrix are stored: IEEE single and half precision, bfloat16, whole numbers of 8 bits. */
export type WeightType = 'f32' | 'f16' | 'bf16' | 'i8';

/**
 * Weights of a layer `[rows, columns]`, row-major, that is `[out, in]` as PyTorch stores them, in the precision that a
 * checkpoint has them in. They are made float32 in blocks, when they are used: a large model is never held twice.
 */
export interface WeightMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly dtype: WeightType;
  /** `[rows, columns]`: Float32Array for `f32`, the raw bits in a Uint16Array for `f16` and `bf16`, Int8Array for `i8`. */
  readonly data: Float32Array | Uint16Array | Int8Array;
  /** `[rows]`: what the numbers of every row are to be multiplied by, for quantised weights. */
  readonly scale?: Float32Array | undefined;
}

/** A matrix of weights as functions of this library take it: plain float32, or in a precision of its own. */
export type Weights = Float32Array | WeightMatrix;

/** How many numbers there are: `rows · columns`. */
export function weightCount(weights: Weights): number {
  return weights instanceof Float32Array ? weights.length : weights.rows * weights.columns;
}

/**
 * Rows `from` up to `to` as float32, `[to - from, columns]`. A view where the numbers are float32 as they are; otherwise
 * a new array, or `out`, where one is given.
 */
export function rowsAsFloat32(
  matrix: WeightMatrix,
  from: number,
  to: number,
  out?: Float32Array,
): Float32Array {
  const { columns, dtype, data, scale } = matrix;
  const part = data.subarray(from * columns, to * columns);
  if (!out && !scale && part instanceof Float32Array) return part;
  const numbers = out ?? new Float32Array(part.length);
  if (part instanceof Uint16Array) (dtype === 'bf16' ? widenBfloat : widenHalf)(part, numbers);
  else numbers.set(part);
  if (scale) {
    for (let i = 0; i < part.length; i++) numbers[i]! *= scale[from + Math.floor(i / columns)]!;
  }
  return numbers;
}

/** All of a matrix as float32; a copy only where it has to be. */
export function asFloat32(weights: Weights): Float32Array {
  return weights instanceof Float32Array ? weights : rowsAsFloat32(weights, 0, weights.rows);
}
