import type { AttentionData } from '../../src/core/attention-data.js';

/** Self-attention of numbered tokens, from weights `[layers, heads, tokens, tokens]`. */
export function squareData(
  weights: Float32Array,
  layers: number,
  heads: number,
  count: number,
  tokens: string[] = Array.from({ length: count }, (_, i) => String(i + 1)),
): AttentionData {
  return {
    kind: 'self',
    layers,
    heads,
    queries: count,
    keys: count,
    weights,
    scale: 1,
    queryTokens: tokens,
    keyTokens: tokens,
    values: 'probabilities',
    source: { type: 'inline' },
    notices: [],
    causal: false,
  };
}
