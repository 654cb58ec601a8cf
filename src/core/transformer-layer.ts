import type { Activation } from './activations.js';
import { computeHere, type Computing } from './computing.js';
import { feedForwardProducts, type FeedForwardStages, type FeedForwardWeights } from './feed-forward.js';
import type { Mask } from './masks.js';
import {
  multiHeadProducts,
  type KeyValues,
  type MultiHeadStages,
  type MultiHeadWeights,
} from './multi-head-attention.js';
import { layerNorm, rmsNorm } from './norms.js';
import type { RopeOptions } from './rope.js';

/** What all layers of a stack have in common. */
export interface LayerConfig {
  dModel: number;
  /** `pre`: sublayers get a normalised copy of the residual stream; `post`: the stream itself is normalised after each. */
  placement: 'pre' | 'post';
  /** Default `layer`. */
  norm?: 'layer' | 'rms';
  /** Added to variances. Default 1e-5 for layer norm, 1e-6 for RMS norm. */
  epsilon?: number;
  activation: Activation;
  /** See `attention`; for self- and cross-attention. */
  scale?: number;
  softCap?: number;
  /** Turns queries and keys of self-attention; `epsilon` is also that of their norms, where a layer has these. */
  rope?: RopeOptions;
}

export interface NormWeights {
  /** `[dModel]` */
  weight: Float32Array;
  /** `[dModel]` */
  bias?: Float32Array;
}

/** One layer of an encoder or, with cross-attention, of the decoder of an encoder-decoder. */
export interface LayerWeights {
  selfAttention: MultiHeadWeights;
  selfAttentionNorm: NormWeights;
  crossAttention?: MultiHeadWeights;
  crossAttentionNorm?: NormWeights;
  feedForward: FeedForwardWeights;
  feedForwardNorm: NormWeights;
}

/** Keys and values of one layer that need no computing again. */
export interface LayerCache {
  /** Of earlier tokens. */
  self?: KeyValues;
  /** Of the encoder's output. */
  cross?: KeyValues;
}

export interface LayerOptions {
  /** No token sees later ones. */
  causal?: boolean;
  /** For self-attention, see `attention`. */
  mask?: Mask;
  bias?: Float32Array;
  /** Output of the encoder `[keys, dModel]`, for cross-attention. */
  memory?: Float32Array;
  /** For cross-attention. */
  crossMask?: Mask;
  /** Divides the scores of both; see `attention`. */
  attentionTemperature?: number;
  /** Heads of self-attention whose output is taken for zero. */
  ablate?: readonly number[];
  /** The same for cross-attention. */
  crossAblate?: readonly number[];
  cache?: LayerCache;
}

/** A sublayer with its place in the residual stream. All `[tokens, dModel]`. */
export interface Sublayer<Stages> {
  /** The residual stream that comes in. */
  before: Float32Array;
  /** What the sublayer is given: `before`, normalised with `pre`. */
  input: Float32Array;
  /** Everything that happens inside; `stages.output` is added to the stream. */
  stages: Stages;
  /** The residual stream that goes on, normalised with `post`. */
  after: Float32Array;
}

/** Every stage of a layer. */
export interface LayerTrace {
  selfAttention: Sublayer<MultiHeadStages>;
  crossAttention?: Sublayer<MultiHeadStages>;
  feedForward: Sublayer<FeedForwardStages>;
  /** `[tokens, dModel]` */
  output: Float32Array;
}

/** Normalises rows as the stack does. */
export function normalize(x: Float32Array, norm: NormWeights, config: LayerConfig): Float32Array {
  return config.norm === 'rms'
    ? rmsNorm(x, norm.weight, config.epsilon)
    : layerNorm(x, norm.weight, norm.bias, config.epsilon);
}

/**
 * One layer of a transformer over `x [tokens, dModel]`: self-attention, cross-attention where the layer has its weights,
 * feed-forward; each added to the residual stream (Vaswani et al. 2017, section 3.1; placement of the norms: Xiong et al.
 * 2020, On Layer Normalization in the Transformer Architecture).
 */
export function transformerLayer(
  x: Float32Array,
  weights: LayerWeights,
  config: LayerConfig,
  options: LayerOptions = {},
): LayerTrace {
  return computeHere(layerProducts(x, weights, config, options));
}

/** The same, product by product. */
export function* layerProducts(
  x: Float32Array,
  weights: LayerWeights,
  config: LayerConfig,
  options: LayerOptions = {},
): Computing<LayerTrace> {
  const { dModel, scale, softCap, rope, epsilon } = config;
  const {
    causal,
    mask,
    bias,
    memory,
    crossMask,
    attentionTemperature,
    ablate,
    crossAblate,
    cache = {},
  } = options;
  const common = { dModel, scale, softCap, epsilon, attentionTemperature };

  const selfAttention = yield* sublayer(x, weights.selfAttentionNorm, config, (input) =>
    multiHeadProducts(input, weights.selfAttention, {
      ...common,
      causal,
      mask,
      bias,
      rope,
      ablate,
      past: cache.self,
    }),
  );

  const cross = weights.crossAttention;
  const crossAttention =
    cross &&
    (yield* sublayer(selfAttention.after, weights.crossAttentionNorm!, config, (input) =>
      multiHeadProducts(input, cross, {
        ...common,
        memory,
        mask: crossMask,
        ablate: crossAblate,
        projected: cache.cross,
      }),
    ));

  const ffn = yield* sublayer(
    (crossAttention ?? selfAttention).after,
    weights.feedForwardNorm,
    config,
    (input) => feedForwardProducts(input, weights.feedForward, config.activation, dModel),
  );
  return { selfAttention, ...(crossAttention && { crossAttention }), feedForward: ffn, output: ffn.after };
}

function* sublayer<Stages extends { output: Float32Array }>(
  before: Float32Array,
  norm: NormWeights,
  config: LayerConfig,
  run: (input: Float32Array) => Computing<Stages>,
): Computing<Sublayer<Stages>> {
  const isPre = config.placement === 'pre';
  const input = isPre ? normalize(before, norm, config) : before;
  const stages = yield* run(input);
  const sum = before.map((value, i) => value + stages.output[i]!);
  return { before, input, stages, after: isPre ? sum : normalize(sum, norm, config) };
}
