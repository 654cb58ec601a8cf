import { currentKernel } from './kernel/current.js';
import { softmaxOnKernel } from './kernel/rows.js';

export interface SoftmaxOptions {
  /** Divides every logit first: below 1 sharpens, above 1 flattens. Default 1. */
  temperature?: number;
  /** Adds 1 to the denominator, so that a row may sum to less than 1 (`softmax₁`; Miller 2023, Attention Is Off By One). */
  offByOne?: boolean;
}

/**
 * Turns each row of logits `[rows, columns]` into weights that sum to 1. The largest logit of a row is subtracted first,
 * so that no logit is too large.
 *
 * - A row of nothing but `-Infinity` (every key masked) gives **all zeros**: nothing is attended to. PyTorch gives NaN.
 * - A row that is filled with the most negative float32 gives equal weights, as in PyTorch: its logits are ties.
 * - A NaN or `+Infinity` anywhere in a row makes the whole row NaN, as in PyTorch.
 */
export function softmax(x: Float32Array, columns: number, options: SoftmaxOptions = {}): Float32Array {
  const kernel = currentKernel();
  return (kernel && softmaxOnKernel(kernel, x, columns, options)) ?? plainSoftmax(x, columns, options);
}

function plainSoftmax(x: Float32Array, columns: number, options: SoftmaxOptions): Float32Array {
  const { temperature = 1, offByOne = false } = options;
  const out = new Float32Array(x.length);
  const row = new Float64Array(columns);
  for (let start = 0; start < x.length; start += columns) {
    const shift = rowShift(x, start, columns) / temperature;
    let sum = offByOne ? Math.exp(-shift) : 0;
    for (let j = 0; j < columns; j++) sum += row[j] = Math.exp(x[start + j]! / temperature - shift);
    // a sum of zero only where every logit is -Infinity
    if (sum !== 0) for (let j = 0; j < columns; j++) out[start + j] = row[j]! / sum;
  }
  return out;
}

/**
 * Logarithms of `softmax`, without its underflow: `x - log Σ exp x` for each row of `[rows, columns]`. A row of nothing
 * but `-Infinity` stays so (the logarithm of all zeros); PyTorch gives NaN.
 */
export function logSoftmax(x: Float32Array, columns: number): Float32Array {
  const out = new Float32Array(x.length);
  for (let start = 0; start < x.length; start += columns) {
    const shift = rowShift(x, start, columns);
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += Math.exp(x[start + j]! - shift);
    const log = Math.log(sum);
    for (let j = 0; j < columns; j++) out[start + j] = sum === 0 ? -Infinity : x[start + j]! - shift - log;
  }
  return out;
}

/** What is subtracted from a row: its largest logit, or 0 where there is no finite one to compare with. */
function rowShift(x: Float32Array, start: number, columns: number): number {
  let max = -Infinity;
  for (let j = 0; j < columns; j++) if (x[start + j]! > max) max = x[start + j]!;
  return max === -Infinity ? 0 : max;
}
