import type { AttentionData } from './attention-data.js';
import { matmul } from './matmul.js';
import { fuseHeads, type FuseOptions } from './fuse-heads.js';

/**
 * Attention rollout: how much of every token at the input each token holds after each layer, along all paths, as the
 * product of the layers' matrices (Abnar & Zuidema 2020, Quantifying Attention Flow in Transformers). Entry `l` of
 * `[layers, tokens, tokens]` reaches from layer `l` down to the input; the last one is the whole model.
 *
 * @throws InputError (`shape`) for matrices that are not square.
 */
export function attentionRollout(data: AttentionData, options: FuseOptions = {}): Float32Array {
  return rollOut(fuseHeads(data, options), data.queries);
}

/** The same for matrices that are fused already, `[layers, tokens, tokens]`. */
export function rollOut(fused: Float64Array, tokens: number): Float32Array {
  const size = tokens * tokens;
  const out = new Float32Array(fused.length);
  for (let at = 0; at < fused.length; at += size) {
    const layer = Float32Array.from(fused.subarray(at, at + size));
    // rows sum to 1: rounding errors of layers add up, but do not grow
    out.set(at ? matmul(layer, out.subarray(at - size, at), tokens, tokens, tokens) : layer, at);
  }
  return out;
}
