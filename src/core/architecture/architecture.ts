/** What a transformer is made of: hyper-parameters that fix every block, every shape and every parameter. */
export interface Architecture {
  kind: 'encoder-decoder' | 'encoder' | 'decoder';
  /** Name of a preset or a checkpoint, for people: `GPT-2 small`. */
  name?: string;
  /** Where the figures were published. */
  reference?: string;
  /** Layers of the encoder; 0 in a decoder. */
  encoderLayers: number;
  /** Layers of the decoder; 0 in an encoder. */
  decoderLayers: number;
  heads: number;
  /** Heads of keys and values; fewer than `heads` where queries share them (grouped-query attention). */
  kvHeads: number;
  dModel: number;
  /** Width of one head; `dModel / heads` in most models. */
  dHead: number;
  dFeedForward: number;
  activation: 'relu' | 'gelu' | 'silu';
  /** Whether feed-forward layers have a gate, as SwiGLU. */
  gated: boolean;
  /** `none`: the textbook model, whose figures norms would blur. */
  norm: 'layer' | 'rms' | 'none';
  /** Whether norms stand before sublayers, or after the residual sum as in the paper of 2017. */
  placement: 'pre' | 'post';
  positions: 'sinusoidal' | 'learned' | 'rope' | 'alibi' | 'relative' | 'none';
  /** Rows of a learned table of positions; of a relative one, buckets. */
  maxPositions: number;
  vocab: number;
  /** Whether encoder and decoder have each a table of words of its own; most share one. */
  separateEmbeddings?: boolean;
  /** Whether the output projection is the embedding, transposed. */
  tied: boolean;
  /** A bias for every word of the output, as Marian and BERT have it. */
  outputBias?: boolean;
  /** Whether projections of attention (or only those of queries, keys and values), feed-forward layers, norms have biases. */
  attentionBias: boolean | 'qkv';
  /** Norms of every query and every key, as in Qwen3. */
  queryKeyNorm?: boolean;
  feedForwardBias: boolean;
  normBias: boolean;
  /** A norm after the last layer. */
  finalNorm: boolean;
  /** A norm after the embeddings, as BERT has it. */
  embeddingNorm: boolean;
  /** Kinds of segments that BERT tells apart; 0 elsewhere. */
  segments: number;
  /** What stands on top: scores of words; BERT's head for masked words, which has a layer of its own, or its pooler; classes. */
  output: 'words' | 'masked-words' | 'pooler' | 'classes' | 'none';
  /** Vision: side of the image and of a patch, in pixels; colours; classes. */
  image?: { size: number; patch: number; channels: number; classes: number };
}

/** `''` is the whole model; `encoder.2.self-attention.head.3.softmax` is one stage of one head. Counted from 0. */
export type BlockPath = string;

export type BlockKind =
  | 'model'
  | 'embedding'
  | 'positions'
  | 'stack'
  | 'layer'
  | 'self-attention'
  | 'cross-attention'
  | 'head'
  | 'feed-forward'
  | 'norm'
  | 'residual'
  | 'output'
  | 'stage';

/** A matrix or vector of learned numbers. */
export interface BlockWeight {
  /** `W_Q`, `b_1`, `γ`, … */
  symbol: string;
  rows: number;
  /** 1 for vectors. */
  columns: number;
  /** How many of its kind the block holds (heads, layers). */
  count: number;
  /** Shared with another block (tied embeddings), and so not counted here. */
  shared?: boolean;
}

/** `joined` is the width of all heads side by side, `patch` that of a patch of an image, all colours of all its pixels. */
export type AxisName =
  | 'tokens'
  | 'sourceTokens'
  | 'dModel'
  | 'dHead'
  | 'joined'
  | 'dFeedForward'
  | 'vocab'
  | 'heads'
  | 'classes'
  | 'patch';

/** Size of an axis: by its name where it has one, and in numbers where these are known (`tokens` often is not). */
export interface Axis {
  name: AxisName;
  size?: number;
}

/** One block of the diagram: what the reader can walk into. */
export interface Block {
  path: BlockPath;
  kind: BlockKind;
  /** Of a layer or a head, counted from 0; of a stage, its name (`scores`). */
  index?: number;
  stage?: Stage;
  /** Learned numbers in it, all that is inside included. */
  parameters: number;
  weights: BlockWeight[];
  /** Shapes of what goes in and what comes out. */
  input: Axis[];
  output: Axis[];
}

/** Stages of an attention head, of the sublayer around it, and of a feed-forward layer, in order. */
export type Stage =
  // head
  | 'query'
  | 'key'
  | 'value'
  | 'scores'
  | 'mask'
  | 'softmax'
  | 'weighted-sum'
  // sublayer of attention
  | 'concatenation'
  | 'output-projection'
  // feed-forward
  | 'up'
  | 'gate'
  | 'activation'
  | 'down';
