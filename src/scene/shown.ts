import type { AttentionKind, HeadGuide, PatchImage, ValueKind } from '../core/attention-data.js';
import type { StoredHead } from '../core/stored-head.js';
import type { FlowMethod, LayerNumbers } from '../core/through-layers.js';
import type { Piece } from '../formats/pieces.js';
import type { Pooling, Window } from './pooled-matrix.js';
import type { CellSource } from './scene.js';

export type { Piece };

/** One matrix in the picture: a head, or several heads made one. */
export interface ShownHead {
  /** Names the head to the reader: `Layer 0 · Head 3`, `mean of 12 heads`. */
  label: string;
  /** Name of what the head does, where it has one. */
  name?: string;
  /** The name as it stands alone: with the head's number where several heads have it. */
  title?: string;
  description?: string;
  /** Training was told where the head is to look. */
  guided?: HeadGuide;
  /** The head is switched off: what it looks at moves nothing. */
  off?: true;
  /** Positions in the data; absent for aggregates. */
  layer?: number;
  head?: number;
  /** Index into the theme's head colours. */
  color: number;
  /** True weights, `[queries, keys]`. Those of half floats and bytes are widened when they are asked for. */
  readonly weights: Float32Array;
  /** The same in their storage; absent where they were computed for the picture. */
  stored?: StoredHead;
}

/** Vectors behind one head: what its weights were computed from. */
export interface Stages {
  dHead: number;
  /** `[queries, dHead]` */
  q: Float32Array;
  /** `[keys, dHead]` */
  k: Float32Array;
  /** `[keys, dHead]` */
  v?: Float32Array;
  /** Scaled, unmasked scores, `[queries, keys]`. */
  scores?: Float32Array;
  /** What a model is known to have multiplied the dot products by, and whether it added a bias by distance. */
  scoring?: { factor: number; biased: boolean };
  /** What the layer's attention reads, `[queries, dModel]`; with `attentionOutput`, what all its heads add to it. */
  residual?: Float32Array;
  attentionOutput?: Float32Array;
  dModel?: number;
}

export type { FlowMethod };

/** Attention through the layers, for one sequence of `n` tokens. */
export interface LayerFlow extends LayerNumbers {
  method: FlowMethod;
  /** Names of the layers from the lowest up. */
  layers: number[];
  /** How many heads are averaged in each. */
  heads: number;
  /** Share of the residual connection in each layer. */
  residual: number;
}

/** What a picture is about, after choosing and transforming, before scaling. */
export interface Shown {
  kind: AttentionKind;
  queries: Piece[];
  keys: Piece[];
  /** One sequence looks at itself. */
  self: boolean;
  heads: ShownHead[];
  values: ValueKind;
  causal: boolean;
  /** Share of the weight of these heads that lies on tokens which were left out, 0 to 1. */
  hidden: number;
  /** There when one head is shown and the data bring its vectors. */
  stages?: Stages;
  /** Tokens had vectors of their own before they were joined. */
  joined?: boolean;
  /** The view shows the numbers behind each weight, so that a reading of it should too. */
  explained?: boolean;
  /** There when the tokens are patches of an image. */
  image?: PatchImage;
  /** There when what is shown leads through several layers; `heads` then holds the one resulting matrix. */
  flow?: LayerFlow;
}

/** How weights become shown values between 0 and 1. */
export type ScaleKind = 'linear' | 'log' | 'sqrt' | 'row';

export interface ScaleOptions {
  scale: ScaleKind;
  /** Weights below are left out. */
  threshold: number;
  /** Largest weights of each query that are kept; 0 keeps all. */
  topK: number;
  /** Shown values below are not drawn; their weight counts as left out. */
  least?: number;
  /** What a pixel shows that stands for several cells. */
  pooling: Pooling;
}

/** Shown values of every head, and what the legend says of them. */
export interface Scaled {
  kind: ScaleKind;
  /** Weights that become 0 and 1. For `row`, the largest of each row becomes 1. */
  domain: [low: number, high: number];
  /**
   * `[queries, keys]` for each head: 0 to 1, NaN where a weight is left out or is no finite number. Computed when they are
   * asked for.
   */
  values: readonly Float32Array[];
  /** The same for a heat map of one head or a part of it, as many as there are pixels; the same object each time. */
  cells(head: number, part?: Window, transposed?: boolean): CellSource;
  /** Share of the whole weight that is kept, 0 to 1. */
  share: number;
  /** Whether anything was left out by threshold or top-k. */
  filtered: boolean;
}

/** Scaled heads with their shape, for what draws one link or dot a weight. */
export interface ScaledHeads {
  scaled: Scaled;
  heads: ShownHead[];
  queries: number;
  keys: number;
}

/** What the reader is on: rows and columns of the shown matrix. */
export interface Focus {
  query?: number;
  key?: number;
  layer?: number;
  head?: number;
}

/** Whether a query or key is part of what the reader is on. */
export const isFocused = (focus: Focus) => focus.query !== undefined || focus.key !== undefined;
