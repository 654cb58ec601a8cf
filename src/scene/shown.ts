import type { AttentionKind, PatchImage, ValueKind } from '../core/attention-data.js';
import type { Piece } from '../formats/pieces.js';

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
  guided?: boolean;
  /** The head is switched off: what it looks at moves nothing. */
  off?: true;
  /** Positions in the data; absent for aggregates. */
  layer?: number;
  head?: number;
  /** Index into the theme's head colours. */
  color: number;
  /** True weights, `[queries, keys]`. */
  weights: Float32Array;
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
  /** What the layer's attention reads, `[queries, dModel]`; with `attentionOutput`, what all its heads add to it. */
  residual?: Float32Array;
  attentionOutput?: Float32Array;
  dModel?: number;
}

/** How the attention of several layers becomes one: multiplied up, or as the greatest flow through a network of pipes. */
export type FlowMethod = 'rollout' | 'flow';

/** Attention through the layers, for one sequence of `n` tokens. */
export interface LayerFlow {
  method: FlowMethod;
  /** Names of the layers from the lowest up. */
  layers: number[];
  /** How many heads are averaged in each. */
  heads: number;
  /** Share of the residual connection in each layer. */
  residual: number;
  /** Where each token's information comes from, layer by layer: `[layers, n, n]`, rows sum to 1. */
  fused: Float64Array;
  /** The same from each layer down to the input (rollout): `[layers, n, n]`. */
  rolled: Float32Array;
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
  /** There when one head is shown and the data bring its vectors. */
  stages?: Stages;
  /** Tokens had vectors of their own before they were joined to words. */
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
}

/** Shown values of every head, and what the legend says of them. */
export interface Scaled {
  kind: ScaleKind;
  /** Weights that become 0 and 1. For `row`, the largest of each row becomes 1. */
  domain: [low: number, high: number];
  /** `[queries, keys]` for each head: 0 to 1, NaN where a weight is left out or is no finite number. */
  values: Float32Array[];
  /** Share of the whole weight that is kept, 0 to 1. */
  share: number;
  /** Whether anything was left out by threshold or top-k. */
  filtered: boolean;
}

/** Magnitudes from here on are masks written as numbers (`finfo.min`), not values. */
const maskMagnitude = 1e30;

/** Decades that a log scale spans. */
const logDecades = 4;

/** Scales the weights of all shown heads together, so that colours can be compared between heads. */
export function scaleWeights(
  shown: Pick<Shown, 'heads' | 'values'>,
  columns: number,
  options: ScaleOptions,
): Scaled {
  const { scale, threshold, topK } = options;
  let [low, high] = [0, 0];
  if (shown.values !== 'probabilities') [low, high] = [Infinity, -Infinity];
  for (const { weights } of shown.heads) {
    for (const w of weights) {
      if (!(Math.abs(w) < maskMagnitude)) continue;
      if (w > high) high = w;
      if (w < low) low = w;
    }
  }
  if (low > high) [low, high] = [0, 1];
  if (low === high) high = low + 1;
  const floor = high * 10 ** -logDecades;
  const toUnit = (w: number): number => {
    if (scale === 'log' && low >= 0) return w <= floor ? 0 : 1 + Math.log10(w / high) / logDecades;
    const t = (w - low) / (high - low);
    return scale === 'sqrt' ? Math.sqrt(Math.max(0, t)) : t;
  };

  let [kept, total, dropped] = [0, 0, 0];
  const values = shown.heads.map(({ weights }) => {
    const out = new Float32Array(weights.length).fill(NaN);
    for (let start = 0; start < weights.length; start += columns) {
      const row = weights.subarray(start, start + columns);
      let rowHigh = -Infinity;
      for (const w of row) if (w > rowHigh) rowHigh = w;
      const cut = topK > 0 && topK < columns ? kthLargest(row, topK) : -Infinity;
      for (let i = 0; i < row.length; i++) {
        const w = row[i]!;
        if (!(Math.abs(w) < maskMagnitude)) continue;
        total += Math.abs(w);
        if (w < threshold || w < cut) {
          if (w !== 0) dropped++;
          continue;
        }
        kept += Math.abs(w);
        out[start + i] = scale === 'row' ? (rowHigh > low ? (w - low) / (rowHigh - low) : 0) : toUnit(w);
      }
    }
    return out;
  });
  return {
    kind: scale,
    domain: [low, high],
    values,
    share: total > 0 ? kept / total : 1,
    filtered: dropped > 0,
  };
}

function kthLargest(row: Float32Array, k: number): number {
  const sorted = Float32Array.from(row).sort();
  return sorted[sorted.length - k] ?? -Infinity;
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
