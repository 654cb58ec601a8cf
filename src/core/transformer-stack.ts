import {
  normalize,
  transformerLayer,
  type LayerCache,
  type LayerConfig,
  type LayerOptions,
  type LayerTrace,
  type LayerWeights,
  type NormWeights,
} from './transformer-layer.js';

/** An encoder or a decoder. */
export interface StackWeights extends LayerConfig {
  layers: LayerWeights[];
  /** Normalises the output of the last layer, as pre-norm stacks need. */
  finalNorm?: NormWeights;
}

export interface StackOptions extends Omit<LayerOptions, 'cache'> {
  /** What an earlier call over the tokens before these gave back. */
  cache?: LayerCache[];
  /** Keeps every stage of every layer in the trace. Default true. */
  keep?: boolean;
  /** Called with each layer as it is done: for progress, or to take what is needed from a trace that is not kept. */
  onLayer?: (trace: LayerTrace, layer: number) => void;
}

/** What a stack did. */
export interface StackTrace {
  /** Every stage of every layer; empty without `keep`. */
  layers: LayerTrace[];
  /** Keys and values of all tokens so far, per layer: hand it to the call over the tokens that follow. */
  cache: LayerCache[];
  /** Output of the last layer, before the final norm: `[tokens, dModel]`. */
  residual: Float32Array;
  /** `[tokens, dModel]` */
  output: Float32Array;
}

/**
 * Runs embedded tokens `x [tokens, dModel]` through all layers. An encoder runs as it is, a decoder with `causal: true`;
 * the decoder of an encoder-decoder also gets `memory`, the output of the encoder.
 *
 * With `cache`, `x` holds only the tokens that follow those already seen.
 */
export function transformerStack(
  x: Float32Array,
  stack: StackWeights,
  options: StackOptions = {},
): StackTrace {
  const { cache = [], keep = true, onLayer, ...layerOptions } = options;
  const layers: LayerTrace[] = [];
  const nextCache: LayerCache[] = [];
  let residual = x;
  stack.layers.forEach((weights, i) => {
    const layer = transformerLayer(residual, weights, stack, { ...layerOptions, cache: cache[i] });
    residual = layer.output;
    nextCache.push(cacheOf(layer));
    if (keep) layers.push(layer);
    onLayer?.(layer, i);
  });
  const output = stack.finalNorm ? normalize(residual, stack.finalNorm, stack) : residual;
  return { layers, cache: nextCache, residual, output };
}

function cacheOf({ selfAttention, crossAttention }: LayerTrace): LayerCache {
  const { k, v } = selfAttention.stages;
  if (!crossAttention) return { self: { k, v } };
  return { self: { k, v }, cross: { k: crossAttention.stages.k, v: crossAttention.stages.v } };
}
