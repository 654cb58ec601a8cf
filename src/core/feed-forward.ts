import { activate, type Activation } from './activations.js';
import { computeHere, linearOf, type Computing } from './computing.js';
import { weightCount, type Weights } from './weight-matrix.js';

/** Matrices are `[out, in]`, as PyTorch stores them. */
export interface FeedForwardWeights {
  /** `[dFeedForward, dModel]` */
  up: Weights;
  /** `[dModel, dFeedForward]` */
  down: Weights;
  /** `[dFeedForward, dModel]`: makes it a gated layer, such as SwiGLU with `silu` (Shazeer 2020, GLU Variants). */
  gate?: Weights;
  /** `[dFeedForward]` */
  upBias?: Float32Array;
  /** `[dModel]` */
  downBias?: Float32Array;
}

/** Every stage of a feed-forward layer. */
export interface FeedForwardStages {
  /** Before the activation: `[tokens, dFeedForward]`. */
  up: Float32Array;
  /** The gate before its activation, where there is one: `[tokens, dFeedForward]`. */
  gate?: Float32Array;
  /** What `down` is given: `[tokens, dFeedForward]`. */
  hidden: Float32Array;
  /** `[tokens, dModel]` */
  output: Float32Array;
}

/**
 * The feed-forward layer, for each row of `x [tokens, dModel]` on its own: `down · f(up · x)`, or with a gate
 * `down · (f(gate · x) ⊙ up · x)`.
 */
export function feedForward(
  x: Float32Array,
  weights: FeedForwardWeights,
  activation: Activation,
  dModel: number,
): FeedForwardStages {
  return computeHere(feedForwardProducts(x, weights, activation, dModel));
}

/** The same, product by product. */
export function* feedForwardProducts(
  x: Float32Array,
  weights: FeedForwardWeights,
  activation: Activation,
  dModel: number,
): Computing<FeedForwardStages> {
  const up = yield* linearOf(x, weights.up, weights.upBias, dModel);
  const gate = weights.gate && (yield* linearOf(x, weights.gate, undefined, dModel));
  const hidden = activate(gate ?? up, activation);
  if (gate) for (let i = 0; i < hidden.length; i++) hidden[i]! *= up[i]!;
  const output = yield* linearOf(hidden, weights.down, weights.downBias, weightCount(weights.up) / dModel);
  return { up, ...(gate && { gate }), hidden, output };
}
