import type { AttentionData } from '../core/attention-data.js';
import { InputError } from '../core/errors.js';
import { checkIndices, choose, type HeadChoice, type HeadWords } from './choose.js';
import type { Pooling, Window } from './pooled-matrix.js';
import type { Scene, Subject } from './scene.js';
import { flowShown, type FlowChoice, type NumbersOf } from './flow-data.js';
import { leastLink } from './links.js';
import { remember } from './remember.js';
import { numbersKept, scaleWeights } from './scale-weights.js';
import { type FlowMethod, type Focus, type Scaled, type ScaleKind, type Shown } from './shown.js';
import { chosenQuery } from './steps-numbers.js';
import type { Measure, Theme } from './theme.js';
import { transform, type Transformed, type TransformOptions } from './transform.js';
import type { CellShape, Orientation, SceneWords, Scope, ViewName } from './view.js';
import { views } from './views.js';

/** Everything that decides what a picture looks like. */
export interface PictureInput extends TransformOptions {
  parts: AttentionData[];
  kind?: string | undefined;
  view: ViewName;
  cells: CellShape;
  step: number;
  scope: Scope;
  method: FlowMethod;
  orientation: Orientation;
  scale: ScaleKind;
  aggregate: 'none' | 'mean' | 'max';
  layers?: number[] | 'all' | undefined;
  heads?: number[] | 'all' | undefined;
  threshold: number;
  /** Absent: what suits the view and the length of the text. */
  topK?: number | undefined;
  pooling?: Pooling | undefined;
  /** The part of a matrix that the reader has zoomed to, rows are queries. */
  part?: Window | undefined;
  /** One head opened out of the view of all heads. */
  detail?: { layer: number; head: number } | undefined;
  pinned: { query?: number | undefined; key?: number | undefined };
  hover?: Subject | undefined;
  words: SceneWords & HeadWords;
  /** Computes attention through the layers elsewhere; default at once. */
  numbersOf?: NumbersOf | undefined;
  theme: Theme;
  measure: Measure;
  width: number;
}

/** From more tokens on, and with more weights, links are drawn of each query's strongest weights only. */
const longText = 150;
const strongest = 8;

/** A picture with all that was decided on the way, for controls, legend and speech. */
export interface Picture {
  scene: Scene;
  /** Index of the part that is shown. */
  part: number;
  transformed: Transformed;
  shown: Shown;
  scaled: Scaled;
  /** How many of each query's strongest weights are shown; 0: all. */
  topK: number;
  view: ViewName;
  layers: number[];
  heads: number[];
  focus: Focus;
  pinned: Focus;
}

/** Shown values that are kept of what the reader has seen before; painters then find what they have of it. */
const mostCells = 2_500_000;

/** The steps from one set of data on, which go when the data go. */
const stepsOf = (data: Transformed) => ({
  chooseStep: remember((choice: HeadChoice, words: HeadWords) => choose(data, choice, words), {
    most: 16,
    sizeOf: () => 1,
  }),
  flowStep: remember((choice: FlowChoice, words: SceneWords & HeadWords, numbersOf?: NumbersOf) =>
    flowShown(data, choice, words, numbersOf),
  ),
  scaleStep: remember(scaleWeights, {
    most: mostCells,
    sizeOf: ([shown, keys]) => numbersKept(shown, keys),
  }),
});

/**
 * Makes pictures, remembering the steps whose inputs have not changed: hovering only draws the scene anew, and going back to
 * a head or a view finds it as it was.
 */
export function createComposer(): (input: PictureInput) => Picture {
  const transformStep = remember(transform);
  const stepsFor = remember(stepsOf);
  return (input) => {
    const part = partIndex(input.parts, input.kind);
    const data = input.parts[part]!;
    const { scale, threshold, pooling = 'max' } = input;
    const { merge, mergeBy, padding, hideSpecial, renormalize } = input;
    const transformed = transformStep(data, { merge, mergeBy, padding, hideSpecial, renormalize });
    const { chooseStep, flowStep, scaleStep } = stepsFor(transformed);
    const view = input.detail && input.view === 'heads' ? 'matrix' : input.view;
    const { layers, heads } = chosenHeads(data, view, input);
    const { oneHead, oneQuery, oneMatrix, throughLayers } = views[view];
    const combined = oneMatrix && input.aggregate === 'none' ? 'mean' : input.aggregate;
    const aggregate = view === 'heads' || oneHead || input.detail ? 'none' : combined;
    const shown = throughLayers
      ? flowStep({ layers, heads, method: input.method }, input.words, input.numbersOf)
      : chooseStep({ layers, heads, aggregate, explained: oneHead }, input.words);
    const topK = input.topK ?? (views[view].ofLinks && shown.keys.length > longText ? strongest : 0);
    const scaled = scaleStep(shown, shown.keys.length, {
      scale,
      threshold,
      topK,
      pooling,
      ...(views[view].ofLinks && { least: leastLink }),
    });
    const pinned = view === 'heads' ? {} : checkedPin(input.pinned, shown);
    const on = focusOf(input.hover, pinned, shown);
    const focus = oneQuery && on.key !== undefined ? { query: chosenQuery(shown, on, pinned), ...on } : on;
    const scene = views[view].draw({
      ...input,
      part: partWithin(input.part, shown),
      shown,
      scaled,
      focus,
      pinned,
    });
    return {
      scene,
      part,
      transformed,
      shown,
      scaled,
      topK,
      view,
      layers,
      heads,
      focus,
      pinned,
    };
  };
}

/** The part that the reader has zoomed to, where it fits what is shown now. */
function partWithin(part: Window | undefined, { queries, keys }: Shown): Window | undefined {
  const fits = part && part.top + part.rows <= queries.length && part.left + part.columns <= keys.length;
  return fits ? part : undefined;
}

/** Names come from files, and may be of any length. */
const inShort = (name: string) => (name.length > 60 ? `${name.slice(0, 59)}…` : name);

function partIndex(parts: AttentionData[], kind: string | undefined): number {
  if (!kind) return 0;
  const wanted = kind.toLowerCase();
  let index = parts.findIndex((part) => part.name?.toLowerCase() === wanted);
  if (index < 0) index = parts.findIndex((part) => part.kind === wanted);
  if (index >= 0) return index;
  throw new InputError({
    code: 'attribute',
    input: 'kind',
    found: `“${kind}”`,
    expected: `one of ${parts.map((part) => inShort(part.name ?? part.kind)).join(', ')}`,
  });
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

function chosenHeads(data: AttentionData, view: ViewName, { layers, heads, detail }: PictureInput) {
  if (detail) return { layers: [detail.layer], heads: [detail.head] };
  const all = { layers: range(data.layers), heads: range(data.heads) };
  if (Array.isArray(layers)) checkIndices('layer', layers, data.layers);
  if (Array.isArray(heads)) checkIndices('head', heads, data.heads);
  const { headsByDefault, oneHead, throughLayers } = views[view];
  if (headsByDefault === 'every-layer') return all;
  const chosen = {
    layers: layers === 'all' ? all.layers : (layers ?? [0]),
    heads: heads === 'all' ? all.heads : (heads ?? (headsByDefault === 'first' ? [0] : all.heads)),
  };
  if (oneHead) return { layers: chosen.layers.slice(0, 1), heads: chosen.heads.slice(0, 1) };
  if (throughLayers && layers !== 'all')
    chosen.layers = range(1 + (layers ? Math.max(...layers) : data.layers - 1));
  return chosen;
}

function checkedPin(pinned: PictureInput['pinned'], shown: Shown): Focus {
  const { query, key } = pinned;
  if (query !== undefined && query >= shown.queries.length) {
    throw new InputError({
      code: 'attribute',
      input: 'query',
      found: `${query}, but there are ${shown.queries.length} tokens`,
      expected: `a number from 0 to ${shown.queries.length - 1}`,
    });
  }
  return {
    ...(query !== undefined && { query }),
    ...(key !== undefined && key < shown.keys.length && { key }),
  };
}

/** What the reader is on: the place under the pointer, read together with what is pinned. */
export function focusOf(
  hover: Subject | undefined,
  pinned: Focus,
  shown: Pick<Shown, 'queries' | 'keys'>,
): Focus {
  if (!hover) return pinned;
  switch (hover.type) {
    case 'query':
      return hover.query < shown.queries.length ? { query: hover.query } : pinned;
    case 'key':
      if (hover.key >= shown.keys.length) return pinned;
      return pinned.query === undefined ? { key: hover.key } : { query: pinned.query, key: hover.key };
    case 'token':
      if (hover.token >= shown.queries.length) return pinned;
      return pinned.query === undefined || pinned.query === hover.token
        ? { query: hover.token }
        : { query: pinned.query, key: hover.token };
    case 'cell': {
      const { query, key, layer, head } = hover;
      if (query >= shown.queries.length || key >= shown.keys.length) return pinned;
      return { query, key, ...(head !== undefined && { head }), ...(layer !== undefined && { layer }) };
    }
    case 'head':
      return { layer: hover.layer, head: hover.head };
    // of diagrams, which are no picture of attention alone
    case 'block':
    case 'value':
      return pinned;
  }
}
