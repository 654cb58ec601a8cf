import type { AttentionData } from './attention-data.js';
import { matmul } from './matmul.js';
import { fuseHeads, type FuseOptions } from './fuse-heads.js';
import { finish, type Steps } from './steps.js';

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
  return finish(rollSteps(fused, tokens));
}

/** The same in steps of about `atOnce` products. */
export function* rollSteps(fused: Float64Array, tokens: number, atOnce = Infinity): Steps<Float32Array> {
  const size = tokens * tokens;
  const rows = Math.min(tokens, Math.max(1, Math.floor(atOnce / size)));
  const out = new Float32Array(fused.length);
  // rows sum to 1: rounding errors of layers add up, but do not grow
  out.set(fused.subarray(0, size));
  for (let at = size; at < fused.length; at += size) {
    const layer = Float32Array.from(fused.subarray(at, at + size));
    const below = out.subarray(at - size, at);
    for (let row = 0; row < tokens; row += rows) {
      const some = layer.subarray(row * tokens, (row + rows) * tokens);
      out.set(matmul(some, below, some.length / tokens, tokens, tokens), at + row * tokens);
      yield (at + row * tokens + some.length - size) / (fused.length - size);
    }
  }
  return out;
}
