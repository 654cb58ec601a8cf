import type { Architecture, BlockPath } from '../../core/architecture/architecture.js';
import type { DiagramData } from '../../models/diagram/diagram-data.js';
import type { Rgba, Scene } from '../scene.js';
import type { Measure, Theme } from '../theme.js';

export type { DiagramData, SideData } from '../../models/diagram/diagram-data.js';

/** The numbers that stand at a stage: a matrix with names for its rows and, where these are tokens, its columns. */
export interface StageNumbers {
  path: BlockPath;
  rows: number;
  columns: number;
  /** `[rows, columns]`; -Infinity where masked. */
  values: Float32Array;
  rowTokens?: string[];
  columnTokens?: string[];
  /** `probability`: 0 to 1; `signed`: around 0. */
  range: 'probability' | 'signed';
}

/** Where a play-through is. */
export interface PlayState {
  /** Blocks that work now. */
  active: BlockPath[];
  /** Blocks that are done. */
  done: BlockPath[];
  /** Tokens of the decoder that exist by now, and how many of these come from the key-value cache. */
  decoderTokens?: number;
  cached?: number;
}

/** Words that stand in a diagram, in the reader's language; figures are put in for `{…}`. */
export interface DiagramWords {
  encoder: string;
  decoder: string;
  /** `Layer {n}`, `Head {n}`: counted from 0, as in paths. */
  layer: string;
  head: string;
  /** `{count} more`. */
  more: string;
  embedding: string;
  patchEmbedding: string;
  positions: string;
  /** Names of schemes of positions. */
  sinusoidal: string;
  learned: string;
  rope: string;
  alibi: string;
  relative: string;
  selfAttention: string;
  maskedSelfAttention: string;
  crossAttention: string;
  feedForward: string;
  layerNorm: string;
  rmsNorm: string;
  finalNorm: string;
  residual: string;
  output: string;
  pooler: string;
  classes: string;
  /** `{heads} heads × {width}`; with fewer heads of keys and values, `{kv}` of them. */
  headsOf: string;
  headsGrouped: string;
  /** What enters and leaves a level. */
  input: string;
  result: string;
  /** `{count} parameters`. */
  parameters: string;
  /** Instead of a count: the numbers are those of the embedding. */
  shared: string;
  /** Stages. */
  query: string;
  key: string;
  value: string;
  scores: string;
  mask: string;
  softmax: string;
  weightedSum: string;
  concatenation: string;
  outputProjection: string;
  up: string;
  gate: string;
  activation: string;
  down: string;
  /** Keys and values that are remembered from earlier steps. */
  cache: string;
  /** `{count}` tokens have their keys and values from it. */
  cachedNote: string;
  /** `{n} tokens`. */
  tokens: string;
  /** What comes next. */
  next: string;
  /** `rows {a} to {b} of {n}`, `columns …`. */
  rowsShown: string;
  columnsShown: string;
  /** The matrix is not known: only weights were given. */
  noNumbers: string;
  /** Only the build is known. */
  noData: string;
  /** Positions that are no sum before the first layer. */
  everyLayer: string;
  /** How miniatures of attention are coloured; and what they show without data. */
  mapsNote: string;
  maskNote: string;
}

export interface DiagramInput {
  architecture: Architecture;
  data?: DiagramData | undefined;
  /** Block that fills the picture. */
  focus: BlockPath;
  hover?: BlockPath | undefined;
  /** Block that the keyboard is on. */
  cursor?: BlockPath | undefined;
  /** Head that the reader has chosen, where a whole attention block shows only one. */
  head?: number | undefined;
  play?: PlayState | undefined;
  /** Number that the reader is on, in a matrix; the page of a large matrix that holds it is shown. */
  value?: { row: number; column: number } | undefined;
  words: DiagramWords;
  width: number;
  theme: Theme;
  measure: Measure;
}

/** A scene that also knows where its blocks stand, for zooming into them. */
export interface DiagramScene extends Scene {
  boxes: Map<BlockPath, Box>;
  /** Colour of the page, on which one level appears over another. */
  ground?: Rgba;
}

/** A rectangle in CSS pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
