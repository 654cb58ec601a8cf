import type { Pooling, Window } from './pooled-matrix.js';
import type { Scene } from './scene.js';
import type { Focus, Scaled, Shown } from './shown.js';
import type { Measure, Theme } from './theme.js';

export type ViewName = 'arcs' | 'lines' | 'matrix' | 'heads' | 'text' | 'steps' | 'neuron' | 'flow' | 'image';
export type CellShape = 'color' | 'dots' | 'numbers';
/** Whether the steps are shown for one query or for all of them. */
export type Scope = 'query' | 'matrix';
export type Orientation = 'query-rows' | 'query-columns';

/** Words that stand in a picture, in the reader's language. */
export interface SceneWords {
  query: string;
  key: string;
  /** What a pixel shows of several cells. */
  pooledMax: string;
  pooledMean: string;
  layer: string;
  head: string;
  /** Which side of the text an arc lies on, for text set in a line and in a column. */
  arcsLine: string;
  arcsColumn: string;
  /** What is shaded, without and with a chosen token (`{token}`). */
  received: string;
  shadedBy: string;
  source: string;
  target: string;
  /** Headings of the columns of the view of steps. */
  stepDot: string;
  stepScale: string;
  stepScore: string;
  stepMask: string;
  stepSoftmax: string;
  stepValues: string;
  stepSum: string;
  stepOutput: string;
  /** Names of the three rows of the last step. */
  streamBefore: string;
  streamAdded: string;
  streamAfter: string;
  /** Keys that are left out of a long list (`{count}`). */
  moreKeys: string;
  noVectors: string;
  /** The same where the tokens had vectors before they were joined to words. */
  noJoinedVectors: string;
  noScores: string;
  /** The view of images: what it needs, and whose attention is drawn (`{token}`). */
  noImage: string;
  imageNote: string;
  /** Weights that are not the softmax of the scores (`{gap}`). */
  stepsGap: string;
  /** What the bars of the neuron view say (`{scale}`), and the names of their scales. */
  neuronNote: string;
  neuronLinear: string;
  neuronRoot: string;
  dimension: string;
  /** Flow through the layers. */
  flowInput: string;
  flowOutput: string;
  rolloutLabel: string;
  maxFlowLabel: string;
  rolloutNote: string;
  maxFlowNote: string;
  flowNeedsSelf: string;
  flowNeedsWeights: string;
}

export interface ViewInput {
  shown: Shown;
  scaled: Scaled;
  focus: Focus;
  /** The pinned row and column stay marked while the pointer is elsewhere. */
  pinned: Focus;
  cells: CellShape;
  /** How far the view of steps has come, 1 to 6. */
  step: number;
  scope: Scope;
  orientation: Orientation;
  /** The part of the matrix that is shown, rows are queries; absent: all of it. */
  part?: Window | undefined;
  pooling?: Pooling | undefined;
  words: SceneWords;
  /** Width that the page gives, in CSS pixels; a scene may be narrower, and wider only where it cannot help it. */
  width: number;
  theme: Theme;
  measure: Measure;
}

/** A view turns data, state, size and theme into a scene; nothing else knows it. */
export type View = (input: ViewInput) => Scene;
