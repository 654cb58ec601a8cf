import { InputError } from '../core/errors.js';
import { readChoice, readNumber } from './read-attribute.js';
import { credentialModes } from './reader.js';
import type { Pooling } from '../scene/pooled-matrix.js';
import type { FlowMethod, ScaleKind } from '../scene/shown.js';
import type { CellShape, Orientation, Scope, ViewName } from '../scene/view.js';
import { lastStep } from '../scene/steps-numbers.js';
import { viewNames } from '../scene/views.js';
import { checkModel } from './model-address.js';

/** What the author wrote, as attributes or properties. */
export interface RawOptions {
  view?: string;
  cells?: string;
  orientation?: string;
  scale?: string;
  aggregate?: string;
  controls?: string;
  theme?: string;
  mask?: string;
  merge?: string;
  mergeBy?: string;
  padding?: string;
  kind?: string;
  model?: string;
  loading?: string;
  layer?: number | number[] | string;
  head?: number | number[] | string;
  threshold?: number | string;
  topK?: number | string;
  query?: number | string;
  step?: number | string;
  scope?: string;
  method?: string;
  nextTokens?: number | string;
  temperature?: number | string;
  pooling?: string;
}

/** The same, checked. */
export interface Options {
  view: ViewName;
  cells: CellShape;
  orientation: Orientation;
  scale: ScaleKind;
  aggregate: 'none' | 'mean' | 'max';
  controls: 'full' | 'minimal' | 'none';
  theme: 'auto' | 'light' | 'dark';
  mask: 'none' | 'causal';
  merge: 'none' | 'word' | 'sentence';
  mergeBy: 'mean' | 'max';
  padding: 'show' | 'collapse' | 'hide';
  kind?: string;
  layers?: number[] | 'all';
  heads?: number[] | 'all';
  threshold: number;
  topK?: number;
  pooling: Pooling;
  query?: number;
  step: number;
  scope: Scope;
  method: FlowMethod;
  loading: 'lazy' | 'eager';
  /** 0: none are shown. */
  nextTokens: number;
  temperature: number;
}

/** Attributes with a fixed set of values; the first is the default. */
export const choices = {
  view: viewNames,
  cells: ['color', 'dots', 'numbers'],
  orientation: ['query-rows', 'query-columns'],
  scale: ['linear', 'log', 'sqrt', 'row'],
  aggregate: ['none', 'mean', 'max'],
  controls: ['minimal', 'full', 'none'],
  theme: ['auto', 'light', 'dark'],
  mask: ['none', 'causal'],
  merge: ['none', 'word', 'sentence'],
  'merge-by': ['mean', 'max'],
  padding: ['show', 'collapse', 'hide'],
  scope: ['query', 'matrix'],
  method: ['rollout', 'flow'],
  loading: ['lazy', 'eager'],
  pooling: ['max', 'mean'],
  credentials: credentialModes,
} as const;

const choice = <Name extends keyof typeof choices>(
  raw: { [name in Name]?: string | undefined },
  name: Name,
) => readChoice<(typeof choices)[Name][number]>(name, raw[name], choices[name]);

/** A number, a list (`0 2 5`, `[0, 2, 5]`) or `all`. */
function indices(name: string, given: number | number[] | string | undefined): number[] | 'all' | undefined {
  if (given === undefined || given === null || given === '') return undefined;
  if (given === 'all') return 'all';
  const list =
    typeof given === 'string'
      ? given
          .split(/[\s,[\]]+/)
          .filter(Boolean)
          .map(Number)
      : [given].flat();
  if (list.length === 0 || list.some((i) => !Number.isInteger(i) || i < 0)) {
    throw new InputError({
      code: 'attribute',
      input: name,
      found: `“${String(given)}”`,
      expected: 'a number from 0, a list such as “0 2 5”, or “all”',
    });
  }
  return [...new Set(list)];
}

/** Checks what the author wrote. Throws an InputError that names the first attribute that cannot be understood. */
export function readOptions(raw: RawOptions): Options {
  checkModel(raw.model);
  const layers = indices('layer', raw.layer);
  const heads = indices('head', raw.head);
  const topK = readNumber('top-k', raw.topK, 'a whole number from 0 (0 keeps all)', 0, true);
  const query = readNumber('query', raw.query, 'the index of a token, from 0', 0, true);
  return {
    view: choice(raw, 'view'),
    cells: choice(raw, 'cells'),
    orientation: choice(raw, 'orientation'),
    scale: choice(raw, 'scale'),
    aggregate: choice(raw, 'aggregate'),
    controls: choice(raw, 'controls'),
    theme: choice(raw, 'theme'),
    mask: choice(raw, 'mask'),
    merge: choice(raw, 'merge'),
    mergeBy: choice({ 'merge-by': raw.mergeBy }, 'merge-by'),
    padding: choice(raw, 'padding'),
    scope: choice(raw, 'scope'),
    method: choice(raw, 'method'),
    loading: choice(raw, 'loading'),
    threshold: readNumber('threshold', raw.threshold, 'a weight from 0', 0) ?? 0,
    nextTokens: Math.min(
      20,
      readNumber('next-tokens', raw.nextTokens, 'a whole number from 0 to 20', 0, true) ?? 0,
    ),
    temperature:
      readNumber('temperature', raw.temperature, 'a number from 0 (1 leaves the scores as they are)', 0) ?? 1,
    pooling: choice(raw, 'pooling'),
    step: Math.min(
      lastStep,
      readNumber('step', raw.step, `a whole number from 1 to ${lastStep}`, 1, true) ?? lastStep,
    ),
    ...(raw.kind && { kind: raw.kind }),
    ...(layers !== undefined && { layers }),
    ...(heads !== undefined && { heads }),
    ...(topK !== undefined && { topK }),
    ...(query !== undefined && { query }),
  };
}

/** What an image is shown as, unless the author says otherwise: itself, each query on its own scale. */
export function optionsForImage(options: Options, { view, scale }: RawOptions, isImage: boolean): Options {
  if (!isImage) return options;
  const own = view ? options.view : 'image';
  return { ...options, view: own, scale: scale || own !== 'image' ? options.scale : 'row' };
}
