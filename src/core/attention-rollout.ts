import type { AttentionData } from './attention-data.js';
import { fuseHeads, type FuseOptions } from './fuse-heads.js';

/**
 * Attention rollout: how much of every token at the input each token holds after each layer, along all paths, as the
 * product of the layers' matrices (Abnar & Zuidema 2020, Quantifying Attention Flow in Transformers). Entry `l` of
 * `[layers, tokens, tokens]` reaches from layer `l` down to the input; the last one is the whole model.
 *
 * @throws InputError (`shape`) for matrices that are not square.
 */
export function attentionRollout(data: AttentionData, options: FuseOptions = {}): Float32Array {
  const n = data.queries;
  const fused = fuseHeads(data, options);
  const out = new Float32Array(fused.length);
  let rolled = fused.slice(0, n * n);
  for (let layer = 0; layer < data.layers; layer++) {
    if (layer) rolled = multiply(fused.subarray(layer * n * n, (layer + 1) * n * n), rolled, n);
    out.set(rolled, layer * n * n);
  }
  return out;
}

/** `a · b`, both `[n, n]`; in 64 bits, since errors of many layers add up. */
function multiply(a: Float64Array, b: Float64Array, n: number): Float64Array<ArrayBuffer> {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const weight = a[i * n + k]!;
      for (let j = 0; j < n; j++) out[i * n + j]! += weight * b[k * n + j]!;
    }
  }
  return out;
}
