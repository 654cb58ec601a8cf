import type { MultiHeadStages, MultiHeadWeights } from './multi-head-attention.js';
import { matmulTransposed } from './matmul.js';
import { asFloat32 } from './weight-matrix.js';

/**
 * Attention weighted by what it carries: `probability · ‖W_O · v‖`, `[heads, queries, keys]`. A head that looks at a
 * separator with a tiny value does nothing by it (Kobayashi et al. 2020, Attention is Not Only a Weight). Biases of the
 * output projection are left out, as they belong to no key. Rows do not sum to 1.
 */
export function valueNormWeights(stages: MultiHeadStages, weights: MultiHeadWeights): Float32Array {
  const { heads, kvHeads, queries, keys, dValue, v, probabilities } = stages;
  const out = new Float32Array(probabilities.length);
  const wo = weights.wo && asFloat32(weights.wo);
  for (let h = 0; h < heads; h++) {
    const kv = Math.floor(h / (heads / kvHeads));
    const values = v.subarray(kv * keys * dValue, (kv + 1) * keys * dValue); // [keys, dValue]
    const norms = rowNorms(wo ? project(values, wo, h, heads, dValue) : values, keys);
    for (let i = h * queries * keys; i < (h + 1) * queries * keys; i++) {
      out[i] = probabilities[i]! * norms[i % keys]!;
    }
  }
  return out;
}

/** Values `[keys, dValue]` of one head through its columns of `wo [dModel, heads · dValue]`: `[keys, dModel]`. */
function project(
  values: Float32Array,
  wo: Float32Array,
  head: number,
  heads: number,
  dValue: number,
): Float32Array {
  const dModel = wo.length / (heads * dValue);
  const ofHead = new Float32Array(dModel * dValue);
  for (let i = 0; i < dModel; i++) {
    const from = (i * heads + head) * dValue;
    ofHead.set(wo.subarray(from, from + dValue), i * dValue);
  }
  return matmulTransposed(values, ofHead, values.length / dValue, dValue, dModel);
}

function rowNorms(x: Float32Array, rows: number): Float64Array {
  const width = x.length / rows;
  return Float64Array.from({ length: rows }, (_, i) => Math.hypot(...x.subarray(i * width, (i + 1) * width)));
}
