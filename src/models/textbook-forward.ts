import { attention } from '../core/attention.js';
import { joinHeads, splitHeads } from '../core/heads.js';
import type { LayerStages } from '../core/to-attention-data.js';
import { sparseLinear, type SparseMatrix } from './sparse-matrix.js';
import { dHead } from './textbook-space.js';
import type { TextbookLayer } from './textbook-weights.js';

export interface TextbookTrace {
  /** Every stage of every layer's attention, with its queries, keys and values. */
  layers: LayerStages[];
  /** The residual stream after the last layer, `[tokens, dModel]`. */
  residual: Float32Array;
}

export interface TextbookForwardOptions {
  causal?: boolean;
  memory?: Float32Array;
  /** Heads whose output is taken for zero. */
  ablate?: readonly { layer: number; head: number }[];
}

/**
 * The forward pass over embedded tokens `x [tokens, dModel]`: attention, then feed-forward where there is one, each added
 * to the residual stream. With `memory [keys, dModel]` keys and values are made of that (cross-attention). There is no
 * layer normalisation; it would be in the way of exact figures.
 */
export function textbookForward(
  x: Float32Array,
  layers: readonly TextbookLayer[],
  { causal = false, memory, ablate = [] }: TextbookForwardOptions = {},
): TextbookTrace {
  const residual = x.slice();
  const stages = layers.map(({ heads: { length: heads }, wq, wk, wv, wo, feedForward }, i) => {
    const project = (from: Float32Array, w: SparseMatrix) => splitHeads(sparseLinear(from, w), heads, dHead);
    const q = project(residual, wq);
    const k = project(memory ?? residual, wk);
    const v = project(memory ?? residual, wv);
    const result = attention(q, k, v, { dHead, heads, causal });
    const size = result.outputs.length / heads;
    for (const { layer, head } of ablate)
      if (layer === i) result.outputs.fill(0, head * size, (head + 1) * size);
    const before = residual.slice();
    const attentionOutput = sparseLinear(joinHeads(result.outputs, heads, dHead), wo);
    add(residual, attentionOutput);
    if (feedForward) {
      const hidden = sparseLinear(residual, feedForward[0]).map((unit) => Math.max(0, unit));
      add(residual, sparseLinear(hidden, feedForward[1]));
    }
    return Object.assign(result, { q, k, v, residual: before, attentionOutput });
  });
  return { layers: stages, residual };
}

function add(to: Float32Array, x: Float32Array): void {
  for (let i = 0; i < to.length; i++) to[i]! += x[i]!;
}
