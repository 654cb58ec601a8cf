import { computeWith } from '../../core/computing.js';
import { currentGpu } from '../../core/gpu/gpu-ready.js';
import { combineMasks, keyPaddingMask, slidingWindowMask, type Mask } from '../../core/masks.js';
import type { KeyValues } from '../../core/multi-head-attention.js';
import {
  normalize,
  layerProducts,
  transformerLayer,
  type LayerCache,
  type LayerOptions,
  type LayerTrace,
  type LayerWeights,
} from '../../core/transformer-layer.js';
import type { Side } from '../families/network.js';
import { discard, discardLayer } from './discard.js';
import { pause } from '../../core/pause.js';

export interface SideOptions {
  signal?: AbortSignal | undefined;
  attentionTemperature?: number | undefined;
  mask?: 'causal' | 'none' | undefined;
  /** Heads to switch off, by layer. */
  ablate?: Map<number, number[]> | undefined;
  crossAblate?: Map<number, number[]> | undefined;
  /** Which keys of self-attention are no padding. */
  keep?: readonly (boolean | number)[] | undefined;
  /** Output of the encoder `[keys, dModel]`, and which of its tokens are no padding. */
  memory?: Float32Array | undefined;
  memoryKeep?: readonly (boolean | number)[] | undefined;
  /** Keys and values of earlier tokens, per layer; what is put together with new ones is used up. */
  past?: LayerCache[] | undefined;
  /**
   * Called with each layer as it is done, and the weights that did it. Arrays of the layer are good until the call
   * returns, unless `keepLayers` is set.
   */
  onLayer: (trace: LayerTrace, weights: LayerWeights) => void;
  keepLayers?: boolean | undefined;
}

/** Keys and values of all tokens so far, and what leaves the last layer `[tokens, dModel]`. */
export interface SideOutput {
  cache: LayerCache[];
  output: Float32Array;
}

/** Runs embedded tokens `x [tokens, dModel]`, which it may use up, through all layers, with pauses between them. */
export async function runSide(side: Side, x: Float32Array, options: SideOptions): Promise<SideOutput> {
  const { signal, attentionTemperature, memory, memoryKeep, past, onLayer } = options;
  const { dModel } = side.layerConfig(0);
  const queries = x.length / dModel;
  const keys = queries + pastTokens(past, side);
  const bias = side.bias?.(queries, keys);
  const crossMask = memoryKeep && keyPaddingMask(queries, memoryKeep);
  const causal = options.mask ? options.mask === 'causal' : side.causal;
  const cache: LayerCache[] = [];
  let residual = x;
  for (let i = 0; i < side.layers; i++) {
    await pause();
    signal?.throwIfAborted();
    const mask = maskOf(queries, keys, options.mask ? undefined : side.window?.(i), options.keep);
    const weights = side.layer(i);
    const given = [residual, weights, side.layerConfig(i)] as const;
    const layerOptions: LayerOptions = {
      causal,
      ...(mask && { mask }),
      ...(bias && { bias }),
      ...(memory && { memory }),
      ...(crossMask && { crossMask }),
      ...(attentionTemperature !== undefined && { attentionTemperature }),
      ablate: options.ablate?.get(i) ?? [],
      crossAblate: options.crossAblate?.get(i) ?? [],
      ...(past?.[i] && { cache: past[i] }),
    };
    const gpu = currentGpu();
    const layer = gpu
      ? await computeWith(layerProducts(...given, layerOptions), gpu.take)
      : transformerLayer(...given, layerOptions);
    residual = layer.output;
    const spent = past?.[i]?.self;
    if (spent) discard([spent.k.buffer, spent.v.buffer]);
    const [self, cross] = [layer.selfAttention, layer.crossAttention].map(keyValues);
    cache.push({ self: self!, ...(cross && { cross }) });
    onLayer(layer, weights);
    if (!options.keepLayers)
      discardLayer(layer, [residual, ...[self, cross].flatMap((kv) => (kv ? [kv.k, kv.v] : []))]);
  }
  const norm = side.finalNorm?.();
  return { cache, output: norm ? normalize(residual, norm, side.layerConfig(0)) : residual };
}

function keyValues(sublayer: LayerTrace['crossAttention']): KeyValues | undefined {
  return sublayer && { k: sublayer.stages.k, v: sublayer.stages.v };
}

function pastTokens(past: LayerCache[] | undefined, side: Side): number {
  const k = past?.[0]?.self?.k;
  return k ? k.length / side.keyWidth : 0;
}

function maskOf(
  queries: number,
  keys: number,
  window: number | undefined,
  keep: readonly (boolean | number)[] | undefined,
): Mask | undefined {
  const masks: Mask[] = [];
  if (window !== undefined && window < keys) masks.push(slidingWindowMask(queries, keys, window));
  if (keep) masks.push(keyPaddingMask(queries, keep));
  return masks.length ? combineMasks(...masks) : undefined;
}
