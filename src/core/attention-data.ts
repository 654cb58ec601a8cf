import { halfToFloat, widenHalf } from './half-floats.js';

/** What queries and keys belong to: one sequence looking at itself, or at another. */
export type AttentionKind = 'encoder' | 'decoder' | 'cross' | 'self';

/** What the numbers are. Everything but `probabilities` is shown with a notice. */
export type ValueKind = 'probabilities' | 'scores' | 'other';

/** Storage of weights: 32-bit floats, IEEE half floats as their bits, or bytes that are multiplied by `scale`. */
export type WeightArray = Float32Array | Uint16Array | Uint8Array;

/** Something a reader should know about the data; shown beside the picture, never thrown. */
export interface Notice {
  /** Machine-readable; the elements translate it. */
  code:
    | 'rows-not-normalised'
    | 'columns-normalised'
    | 'scores'
    | 'negative'
    | 'not-finite'
    | 'empty-rows'
    | 'tokens-missing'
    | 'far-from-training'
    | 'parts-skipped';
  /** English sentence, with figures. */
  message: string;
  /** Figures for translated sentences, by name. */
  values?: Record<string, string | number>;
}

/** Where weights come from; shown as a badge. */
export interface Source {
  /** `textbook`: constructed weights; `model`: computed here by a checkpoint; `file` and `inline`: given by the author. */
  type: 'textbook' | 'model' | 'file' | 'inline';
  /** Name of the file or model. */
  name?: string;
  /** Tool whose object this is (`BertViz`, `Hugging Face`, …), when it was recognised. */
  format?: string;
  /** For a `model` that tells how well it has learned: its weights come from training. */
  trained?: boolean;
}

/** What training told a head: which words belong to each other, or what a pronoun stands for. */
export type HeadGuide = 'alignment' | 'reference';

/** A head with a name of its own: what it does, and who described it. */
export interface HeadLabel {
  /** Short name in English, e.g. `previous token`. */
  name: string;
  /** Key into the elements' string table, when the name can be translated. */
  id?: string;
  /** One sentence, and the reference that describes the pattern. */
  description?: string;
  /**
   * Measured: mean share of the head's attention that lies where its name says, from 0 to 1, and the share that even
   * attention would put there.
   */
  score?: number;
  chance?: number;
  /** For a head without a role that stands out: `id` of the role that it is nearest to, to which its score belongs. */
  nearest?: string;
  /** Training told this head where to look. */
  guided?: HeadGuide;
}

/** An image whose patches are tokens; these are named `row,column`. */
export interface PatchImage {
  /** Rows and columns of patches, each an equal share of the image. */
  rows: number;
  columns: number;
  /** `[height, width, 4]`: red, green, blue and alpha, 0 to 255. */
  pixels: Uint8ClampedArray;
  width: number;
  height: number;
}

/**
 * Attention of one kind: the one currency between the floors.
 *
 * `weights` has shape `[layers, heads, queries, keys]`, row-major: row `q` of a head says how much query token `q`
 * looks at every key token.
 */
export interface AttentionData {
  kind: AttentionKind;
  /** Name of this part when the source has several (`Encoder`, `Sentence A → Sentence B`, …). */
  name?: string;
  layers: number;
  heads: number;
  queries: number;
  keys: number;
  weights: WeightArray;
  /** Multiplies `weights` when they are bytes; 1 otherwise. */
  scale: number;
  /** Raw pieces as the tokenizer wrote them, one per query. */
  queryTokens: string[];
  /** Raw pieces, one per key; the same array as `queryTokens` for self-attention. */
  keyTokens: string[];
  /**
   * For cross-attention of a model that writes: the token that it writes next at each query, where `queryTokens` are what
   * it has read. Shown in their place, since they are what a query of cross-attention is about.
   */
  writtenTokens?: string[];
  /** In `scores`, masked cells are -Infinity. */
  values: ValueKind;
  source: Source;
  notices: Notice[];
  /** Index of a layer in the model it was cut from, `[layers]`; absent: 0, 1, 2, … */
  layerIndices?: number[];
  /** Labels of heads `[layers][heads]`, where they have names. */
  headLabels?: (HeadLabel | undefined)[][];
  /** True when every weight above the diagonal is zero and the matrices are square. */
  causal: boolean;
  /** Heads that were switched off: these are the weights they had, but their output was taken for zero. */
  ablated?: { layer: number; head: number }[];
  /** Where tokens were left out: share of the remaining queries' weight that lies on the remaining keys, `[layers, heads]`. */
  keptShare?: Float32Array;
  /** For text that a model generated: index of the first query after the prompt. */
  generatedFrom?: number;
  /** Pre-softmax scores, scaled and unmasked, `[layers, heads, queries, keys]`. */
  scores?: Float32Array;
  /**
   * For a model that ran here, how scores came from dot products: what each layer multiplies them by, `[layers]`, and
   * whether it then adds a bias by distance. Absent where nobody told.
   */
  scoring?: { factors: number[]; biased?: true };
  /** Query, key and value vectors, `[layers, heads, tokens, dHead]`. */
  q?: Float32Array;
  k?: Float32Array;
  v?: Float32Array;
  dHead?: number;
  /** The residual stream that each layer's attention reads, `[layers, queries, dModel]`. */
  residual?: Float32Array;
  /** What it adds to that: all heads through the output projection, `[layers, queries, dModel]`. */
  attentionOutput?: Float32Array;
  dModel?: number;
  /** The image whose patches the tokens are. */
  image?: PatchImage;
}

/**
 * The `[queries, keys]` matrix of one head, as float32. A view into the same memory where weights are float32;
 * treat it as read-only. Others are widened into `scratch`, where it is given, or into a new array.
 */
export function headMatrix(
  data: AttentionData,
  layer: number,
  head: number,
  scratch?: Float32Array,
): Float32Array {
  const size = data.queries * data.keys;
  const start = (layer * data.heads + head) * size;
  return widenWeights(data.weights.subarray(start, start + size), data.scale, scratch);
}

/**
 * Weights as float32, however they are stored; float32 itself is not copied. Others are widened into `into`, where it is
 * given.
 */
export function widenWeights(weights: WeightArray, scale: number, into?: Float32Array): Float32Array {
  if (weights instanceof Float32Array) return weights;
  if (weights instanceof Uint16Array) return widenHalf(weights, into);
  const out = into ?? new Float32Array(weights.length);
  for (let i = 0; i < out.length; i++) out[i] = weights[i]! * scale;
  return out;
}

/** One weight, widened to a JavaScript number. */
export function weightAt(
  data: AttentionData,
  layer: number,
  head: number,
  query: number,
  key: number,
): number {
  const i = ((layer * data.heads + head) * data.queries + query) * data.keys + key;
  const value = data.weights[i] ?? NaN;
  if (data.weights instanceof Float32Array) return value;
  return data.weights instanceof Uint8Array ? value * data.scale : halfToFloat(value);
}
