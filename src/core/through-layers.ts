import type { AttentionData } from './attention-data.js';
import { headMatrix } from './attention-data.js';
import { flowSteps } from './attention-flow.js';
import { rollSteps } from './attention-rollout.js';
import { HeadFuser } from './fuse-heads.js';
import { finish, type Steps } from './steps.js';

/** How the attention of several layers becomes one: multiplied up, or as the greatest flow through a network of pipes. */
export type FlowMethod = 'rollout' | 'flow';

/** Which layers are followed, from the lowest up, and which heads of each. */
export interface ThroughChoice {
  layers: number[];
  heads: number[];
  method: FlowMethod;
  /** Share of the residual connection in each layer. */
  residual: number;
}

/** Attention through several layers, for one sequence of `n` tokens. */
export interface LayerNumbers {
  /** Where each token's information comes from, layer by layer: `[layers, n, n]`, rows sum to 1. */
  fused: Float64Array;
  /** The same from each layer down to the input (rollout): `[layers, n, n]`. */
  rolled: Float32Array;
  /** From the last layer down to the input, by the method that was asked for: `[n, n]`. */
  weights: Float32Array;
}

/** Products between two shares that are told, some tenths of a second. */
const told = 2 ** 27;

/**
 * Follows attention down through the layers, all at once; `followSteps` and `HeadFuser` do it in parts. `onProgress` is
 * told the share that is done.
 */
export function throughLayers(
  data: AttentionData,
  choice: ThroughChoice,
  onProgress?: (share: number) => void,
): LayerNumbers {
  const { layers, heads, residual } = choice;
  const fuser = new HeadFuser(layers.length, heads.length, data.queries, residual);
  for (const layer of layers) for (const head of heads) fuser.add(headMatrix(data, layer, head));
  return finish(followSteps(fuser.fused, data.queries, choice.method, onProgress && told), onProgress);
}

/** The same for heads that are fused already, in steps of about `atOnce` products each. */
export function* followSteps(
  fused: Float64Array,
  tokens: number,
  method: FlowMethod,
  atOnce?: number,
): Steps<LayerNumbers> {
  const rolling = rollSteps(fused, tokens, atOnce);
  const rolled = method === 'rollout' ? yield* rolling : finish(rolling);
  const weights = method === 'flow' ? yield* flowSteps(fused, tokens) : rolled.slice(-tokens * tokens);
  return { fused, rolled, weights };
}
