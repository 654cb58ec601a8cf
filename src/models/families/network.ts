import type { Architecture } from '../../core/architecture/architecture.js';
import type { MultiHeadWeights } from '../../core/multi-head-attention.js';
import type { LayerConfig, LayerWeights, NormWeights } from '../../core/transformer-layer.js';
import type { RawConfig } from '../checkpoint/raw-config.js';
import type { Tensors } from '../checkpoint/tensors.js';
import type { Weight } from '../checkpoint/weight.js';
import { asFloat32 } from '../../core/weight-matrix.js';
import type { ModelConfig, ModelKind } from '../model.js';

/** A text that enters a stack: ids, where it begins, and what BERT wants to know. */
export interface EmbedInput {
  ids: readonly number[];
  /** Position of the first token. */
  offset: number;
  /** Sentence of each token, for pairs. */
  segments?: readonly number[] | undefined;
  /** Which tokens are no padding. */
  keep?: readonly (boolean | number)[] | undefined;
}

/** What an embedding is the sum of: `[tokens, dModel]` each. */
export interface EmbeddingParts {
  words: Float32Array;
  positions: Float32Array;
}

/** An encoder or a decoder. */
export interface Side {
  layers: number;
  heads: number;
  /** Width of the keys of one token, all heads together. */
  keyWidth: number;
  /** What layer `i` has of its own kind: a scale, no rotation. */
  layerConfig(i: number): LayerConfig;
  /** Weights of layer `i`: matrices in the precision of the file, vectors in float32. */
  layer(i: number): LayerWeights;
  /** `[tokens, dModel]`; undefined for images. */
  embed?: (input: EmbedInput) => Float32Array;
  /** What `embed` adds up, before it normalises; absent where nothing is added. */
  embedParts?: (input: EmbedInput) => EmbeddingParts;
  finalNorm?: () => NormWeights;
  /** Whether tokens see only those before them. */
  causal: boolean;
  /** How many tokens layer `i` sees, itself included; undefined: all. */
  window?: (i: number) => number | undefined;
  /** Added to the scores of self-attention: `[heads, queries, keys]`. */
  bias?: (queries: number, keys: number) => Float32Array;
}

/** A checkpoint as a network: what a family makes of names and shapes. */
export interface Network {
  kind: ModelKind;
  config: Omit<ModelConfig, 'parameters'>;
  encoder?: Side;
  decoder?: Side;
  /** Scores of words for rows of the last side's output: `[tokens, vocab]`. Absent without a head. */
  logits?: (output: Float32Array) => Float32Array;
  /** Vision: patches of an image `[3, size, size]`, embedded. */
  embedImage?: (pixels: Float32Array) => EmbeddingParts;
  /** Vision: name of a class. */
  className?: (id: number) => string;
  /** What the decoder of an encoder-decoder begins with. */
  startId?: number;
  /** Ends a text. */
  endIds: number[];
  /** Never written. */
  bannedIds?: number[];
  /** Written first, whatever the scores say. */
  firstId?: number | undefined;
}

/** One family of models. */
export interface Family {
  /** Values of `model_type` in config.json. */
  types: string[];
  build(config: RawConfig, tensors: Tensors): Network;
}

/** Weights of a linear layer, by the names that the core gives them. */
export interface Linear {
  weight: Weight;
  bias: Weight | undefined;
}

/** A linear layer `[dOut, dIn]` under `name`, with its bias where there is one. */
export function linearLayer(tensors: Tensors, name: string, dOut: number, dIn: number): Linear {
  return {
    weight: tensors.matrix(`${name}.weight`, [dOut, dIn]),
    bias: tensors.optional(`${name}.bias`, dOut),
  };
}

/** A norm under `name`; checkpoints of before 2019 call weight and bias gamma and beta. */
export function normLayer(tensors: Tensors, name: string, width: number): () => NormWeights {
  const weight = tensors.vector([`${name}.weight`, `${name}.gamma`], width);
  const bias = tensors.optional([`${name}.bias`, `${name}.beta`], width);
  return () => ({ weight: asFloat32(weight), ...(bias && { bias: asFloat32(bias) }) });
}

/** Projections of attention: queries, keys, values, output. */
export type Projections = readonly [q: Linear, k: Linear, v: Linear, o: Linear];

/** One layer as its family names it. */
export interface PlannedLayer {
  heads: number;
  kvHeads?: number;
  attention: Projections;
  attentionNorm: () => NormWeights;
  /** Norms of every query and every key. */
  qNorm?: Weight;
  kNorm?: Weight;
  cross?: Projections;
  crossNorm?: () => NormWeights;
  up: Linear;
  down: Linear;
  gate?: Linear;
  feedForwardNorm: () => NormWeights;
}

/** What all layers of a stack have, told by one of them. */
export function traitsOf({
  attention: [q, , , o],
  up,
  qNorm,
}: PlannedLayer): Pick<Architecture, 'attentionBias' | 'feedForwardBias' | 'queryKeyNorm'> {
  return {
    attentionBias: q.bias && o.bias ? true : q.bias ? 'qkv' : false,
    feedForwardBias: !!up.bias,
    ...(qNorm && { queryKeyNorm: true }),
  };
}

/** The layer as the core takes it. */
export function layerWeights(plan: PlannedLayer): LayerWeights {
  const { heads, kvHeads = heads, attention, qNorm, kNorm, cross, crossNorm, up, down, gate } = plan;
  return {
    selfAttention: {
      ...attentionWeights(heads, kvHeads, attention),
      ...(qNorm && { qNorm: asFloat32(qNorm) }),
      ...(kNorm && { kNorm: asFloat32(kNorm) }),
    },
    selfAttentionNorm: plan.attentionNorm(),
    ...(cross && { crossAttention: attentionWeights(heads, heads, cross), crossAttentionNorm: crossNorm!() }),
    feedForward: {
      up: up.weight,
      down: down.weight,
      ...(gate && { gate: gate.weight }),
      ...(up.bias && { upBias: asFloat32(up.bias) }),
      ...(down.bias && { downBias: asFloat32(down.bias) }),
    },
    feedForwardNorm: plan.feedForwardNorm(),
  };
}

function attentionWeights(heads: number, kvHeads: number, [q, k, v, o]: Projections): MultiHeadWeights {
  return {
    heads,
    kvHeads,
    wq: q.weight,
    wk: k.weight,
    wv: v.weight,
    wo: o.weight,
    ...(q.bias && { bq: asFloat32(q.bias) }),
    ...(k.bias && { bk: asFloat32(k.bias) }),
    ...(v.bias && { bv: asFloat32(v.bias) }),
    ...(o.bias && { bo: asFloat32(o.bias) }),
  };
}
