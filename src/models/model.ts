import type { Architecture } from '../core/architecture/architecture.js';
import type { AttentionData, AttentionKind } from '../core/attention-data.js';
import type { LayerTrace } from '../core/transformer-layer.js';

/** `decoder`: GPT-2, Llama; `encoder`: BERT; `encoder-decoder`: T5, Marian; `vision`: ViT. */
export type ModelKind = 'decoder' | 'encoder' | 'encoder-decoder' | 'vision';

/** What a model is made of, whatever its family calls it. */
export interface ModelConfig {
  /** Of the decoder, where there is one; of the encoder otherwise. */
  layers: number;
  /** Of the encoder of an encoder-decoder. */
  encoderLayers?: number;
  heads: number;
  /** Heads of keys and values; fewer than `heads` where queries share them. */
  kvHeads: number;
  dModel: number;
  dHead: number;
  dFeedForward: number;
  /** Entries of the vocabulary; of a vision model, classes. */
  vocab: number;
  /** Tokens that fit into one run; Infinity where positions have no end, as in T5. */
  maxPositions: number;
  /** Numbers in all tensors that the model uses. */
  parameters: number;
  positions: 'learned' | 'sinusoidal' | 'rope' | 'relative';
  norm: 'layer' | 'rms';
  /** Whether sublayers get a normalised copy of the residual stream, or the stream itself is normalised after each. */
  placement: 'pre' | 'post';
  activation: string;
  /** Whether feed-forward layers have a gate, as SwiGLU. */
  gated: boolean;
  /** Side of an image, and of one patch of it, in pixels. */
  image?: { size: number; patch: number };
  /** What a diagram of it must know besides: biases, shared tables, what stands on top. */
  architecture?: Partial<Architecture>;
}

/** Text as the model reads it. */
export interface Tokens {
  ids: number[];
  /** Raw pieces as the tokenizer writes them, one per id. */
  tokens: string[];
}

/**
 * What a model runs on. `text` is the source of an encoder-decoder; without a target that writes its own. With `source`
 * and `target`, an encoder reads both as a pair of sentences. Lists of numbers are token ids and are taken as they are.
 */
export type RunInput =
  | { text: string }
  | { ids: readonly number[]; segments?: readonly number[]; keep?: readonly (boolean | number)[] }
  | { source: string; target?: string }
  | {
      sourceIds: readonly number[];
      /** What the decoder reads, its start token included. */
      targetIds?: readonly number[];
      /** Which tokens of the source are no padding. */
      keep?: readonly (boolean | number)[];
    }
  /** `[3, height, width]`, red, green and blue from 0 to 1; resized where it is not of the model's size. */
  | { pixels: Float32Array; width?: number; height?: number };

/** A head to switch off: its output is zero, and everything after it is computed without it. */
export interface Ablation {
  layer: number;
  head: number;
  /** Of an encoder-decoder; default `decoder`. */
  part?: Exclude<AttentionKind, 'self'>;
}

export interface RunOptions {
  signal?: AbortSignal;
  /** Divides all attention scores; of the words that come next, see `samplingTemperature`. Default 1. */
  attentionTemperature?: number;
  /** What self-attention may see, instead of what the model was trained with. */
  mask?: 'causal' | 'none';
  ablate?: readonly Ablation[];
  /**
   * What is kept besides the attention: every stage of every layer; the scores of all words at all places; the scores
   * only where the model says something: after the last token, under each mask, of the classes; the attention weighted
   * by what it carries, see `valueNormWeights`.
   */
  want?: { trace?: boolean; logits?: boolean; predictions?: boolean; valueNorms?: boolean };
}

/** A word that may come next. */
export interface NextToken {
  /** Raw piece. */
  token: string;
  id: number;
  probability: number;
}

/** What a model says at one place: the word that comes next, the word under a mask, or the class of an image. */
export interface Prediction {
  kind: 'next' | 'mask' | 'class';
  /** Index of the token that says it: the last one of a decoder, a mask of an encoder, `[CLS]` of an image. */
  at: number;
  /** The 20 most probable, first. */
  best: NextToken[];
  /** Scores of all words or classes before the softmax: `[vocab]`. */
  logits: Float32Array;
}

/** Every stage of every layer of an encoder or a decoder. */
export interface SideTrace {
  /** What enters the first layer: `[tokens, dModel]`. */
  embedding: Float32Array;
  /** What the tokens alone become, and what is added for their positions, before any norm: `[tokens, dModel]`. */
  words?: Float32Array;
  positions?: Float32Array;
  /** Scores, probabilities, queries, keys, values, outputs of heads, feed-forward, and the residual stream between. */
  layers: LayerTrace[];
  /** What leaves the last layer, normalised where the model does that: `[tokens, dModel]`. */
  output: Float32Array;
}

export interface ModelTrace {
  encoder?: SideTrace;
  decoder?: SideTrace;
}

/** What a run gives. */
export interface ModelRun {
  /** Attention, with scores, queries, keys and values where there is room for them: encoder, decoder, cross. */
  parts: AttentionData[];
  /** What a decoder thinks comes next, the 20 most probable first. */
  next?: NextToken[];
  /** What a vision model sees, the 20 most probable classes first; names of classes as `token`. */
  classes?: NextToken[];
  /** `[tokens, vocab]` of the decoder, or of an encoder with a masked-word head; of a vision model, `[1, classes]`. */
  logits?: Float32Array;
  /** One of a decoder or a vision model, one for each mask that an encoder reads; undefined without a head for them. */
  predictions?: Prediction[];
  trace?: ModelTrace;
  /**
   * The parts once more, with `probability · ‖W_O · v‖` as weights (Kobayashi et al. 2020): how much of each key arrives,
   * not how much of it is looked at. Rows do not sum to 1. A head that is switched off has what it would have carried.
   */
  valueNorms?: AttentionData[];
}

export interface GenerateOptions extends Omit<RunOptions, 'want'> {
  /** Most tokens to write. Default 20. */
  maxTokens?: number;
  /** Of the choice among words, not of the attention: 0, the default, takes the most probable. */
  samplingTemperature?: number;
  topK?: number;
  topP?: number;
  /** The same seed draws the same words. Default 1. */
  seed?: number;
}

/** A token that the model wrote. */
export interface GenerationStep extends NextToken {
  /** The 20 most probable tokens that it was chosen from. */
  next: NextToken[];
  /**
   * Attention of the tokens read in this step to all tokens so far, per part: the prompt in the first step, the token
   * before in every other (`stitchGenerated` puts them together). The encoder comes with the first step only.
   */
  parts: AttentionData[];
  /** Whether the model ended the text with this token. */
  end: boolean;
}

/** A checkpoint that runs in the page. */
export interface Model {
  /** `model_type` of its config: `gpt2`, `bert`, … */
  readonly family: string;
  readonly kind: ModelKind;
  /** Last part of its address. */
  readonly name: string;
  readonly config: ModelConfig;
  /** Text as the model reads it, special tokens included. */
  tokenize(text: string): Promise<Tokens>;
  run(input: RunInput, options?: RunOptions): Promise<ModelRun>;
  /** Writes on, token by token, with a cache of keys and values. */
  generate(input: RunInput, options?: GenerateOptions): AsyncIterable<GenerationStep>;
  /** Frees its memory. Whatever runs is rejected. */
  close(): void;
}

export interface OpenOptions {
  /** Stops the download. */
  signal?: AbortSignal;
  /** Called while bytes arrive, counted over all files; `total` is undefined until it is known. */
  onProgress?: (loaded: number, total: number | undefined) => void;
  /** Keeps downloads in the browser's Cache Storage, where there is one. Default true. */
  cache?: boolean;
  /** Computes in a worker, where the page may have one. Default true. */
  worker?: boolean;
}
