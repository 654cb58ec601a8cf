import { headMatrix, type AttentionData } from './attention-data.js';
import { InputError } from './errors.js';

export interface FuseOptions {
  /** How heads become one. Default `mean`. */
  fuse?: 'mean' | 'max' | 'min';
  /** Share of the residual connection, which carries a token on unchanged; 0 leaves it out. Default 0.5. */
  residual?: number;
  /** Indices of the heads that count. Default all. */
  heads?: number[];
}

/**
 * One matrix per layer that says where a token's information comes from: heads fused, the residual connection mixed in,
 * rows divided by their sums. `[layers, tokens, tokens]`, the input of attention rollout and attention flow.
 *
 * @throws InputError (`shape`) for matrices that are not square.
 */
export function fuseHeads(data: AttentionData, options: FuseOptions = {}): Float64Array {
  const { fuse = 'mean', residual = 0.5 } = options;
  const heads = options.heads ?? Array.from({ length: data.heads }, (_, h) => h);
  const n = data.queries;
  if (n !== data.keys) {
    throw new InputError({
      code: 'shape',
      input: 'weights',
      found: `${n} queries and ${data.keys} keys`,
      expected: 'as many queries as keys, since each layer looks at the one below',
    });
  }
  const out = new Float64Array(data.layers * n * n);
  for (let layer = 0; layer < data.layers; layer++) {
    const fused = out.subarray(layer * n * n, (layer + 1) * n * n);
    heads.forEach((head, index) => {
      const matrix = headMatrix(data, layer, head);
      if (fuse === 'mean') addShare(fused, matrix, heads.length);
      else if (index === 0) fused.set(matrix);
      else keepMost(fused, matrix, fuse === 'max' ? 1 : -1);
    });
    addResidual(fused, n, residual);
  }
  return out;
}

/**
 * The same, by the mean, for heads that come one by one, so that they need not all be in one place: layer after layer,
 * in each as many as `heads`.
 */
export class HeadFuser {
  /** `[layers, tokens, tokens]`, once all have come. */
  readonly fused: Float64Array;
  readonly #tokens: number;
  readonly #heads: number;
  readonly #residual: number;
  #count = 0;

  constructor(layers: number, heads: number, tokens: number, residual = 0.5) {
    this.fused = new Float64Array(layers * tokens * tokens);
    [this.#tokens, this.#heads, this.#residual] = [tokens, heads, residual];
  }

  /** Takes the next head, `[tokens, tokens]`; gives whether it was the last. */
  add(matrix: Float32Array): boolean {
    const size = matrix.length;
    const layer = Math.floor(this.#count++ / this.#heads);
    const fused = this.fused.subarray(layer * size, (layer + 1) * size);
    addShare(fused, matrix, this.#heads);
    if (this.#count % this.#heads === 0) addResidual(fused, this.#tokens, this.#residual);
    return this.#count * size === this.fused.length * this.#heads;
  }
}

/** Adds what one of so many heads has in their mean. */
function addShare(fused: Float64Array, matrix: Float32Array, heads: number): void {
  for (let i = 0; i < fused.length; i++) fused[i]! += matrix[i]! / heads;
}

/** The greater numbers, or with a sign of -1 the smaller ones. */
function keepMost(fused: Float64Array, matrix: Float32Array, sign: 1 | -1): void {
  for (let i = 0; i < fused.length; i++) if (sign * matrix[i]! > sign * fused[i]!) fused[i] = matrix[i]!;
}

/** `(1 - residual) · A + residual · I`, rows divided by their sums: in place. */
function addResidual(fused: Float64Array, n: number, residual: number): void {
  for (let q = 0; q < n; q++) {
    const row = fused.subarray(q * n, (q + 1) * n);
    let sum = 0;
    for (let k = 0; k < n; k++) sum += row[k] = row[k]! * (1 - residual) + (k === q ? residual : 0);
    // a query without numbers hands on what it has
    if (!Number.isFinite(sum)) row.fill(0)[q] = sum = 1;
    if (sum) for (let k = 0; k < n; k++) row[k]! /= sum;
  }
}
