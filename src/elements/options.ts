import { InputError } from '../core/errors.js';
import { optionReader, readChoice, readNumber, type Leniency } from './read-attribute.js';
import { credentialModes } from './reader.js';
import type { Pooling } from '../scene/pooled-matrix.js';
import type { FlowMethod, ScaleKind } from '../scene/shown.js';
import type { CellShape, Orientation, Scope, ViewName } from '../scene/view.js';
import { lastStep } from '../scene/steps-numbers.js';
import { viewNames } from '../scene/views.js';

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
      ...((given === 'mean' || given === 'max') && { hint: `Write ${name}="all" aggregate="${given}".` }),
    });
  }
  return [...new Set(list)];
}

/**
 * Checks what the author wrote. Throws an InputError that names the first attribute that cannot be understood; with
 * `leniency`, each of these stays as it was.
 */
export function readOptions(raw: RawOptions, leniency?: Leniency<Options>): Options {
  const option = optionReader(leniency);
  const chosen = <Name extends keyof Options & keyof typeof choices>(name: Name) =>
    option(name, () => choice(raw as { [name in Name]?: string }, name) as Options[Name]);
  const layers = option('layers', () => indices('layer', raw.layer));
  const heads = option('heads', () => indices('head', raw.head));
  const topK = option('topK', () =>
    readNumber('top-k', raw.topK, 'a whole number from 0 (0 keeps all)', 0, true),
  );
  const query = option('query', () =>
    readNumber('query', raw.query, 'the index of a token, from 0', 0, true),
  );
  return {
    view: chosen('view'),
    cells: chosen('cells'),
    orientation: chosen('orientation'),
    scale: chosen('scale'),
    aggregate: chosen('aggregate'),
    controls: chosen('controls'),
    theme: chosen('theme'),
    mask: chosen('mask'),
    merge: chosen('merge'),
    mergeBy: option('mergeBy', () => choice({ 'merge-by': raw.mergeBy }, 'merge-by')),
    padding: chosen('padding'),
    scope: chosen('scope'),
    method: chosen('method'),
    loading: chosen('loading'),
    threshold: option('threshold', () => readNumber('threshold', raw.threshold, 'a weight from 0', 0) ?? 0),
    nextTokens: option('nextTokens', () =>
      Math.min(20, readNumber('next-tokens', raw.nextTokens, 'a whole number from 0 to 20', 0, true) ?? 0),
    ),
    temperature: option(
      'temperature',
      () =>
        readNumber('temperature', raw.temperature, 'a number from 0 (1 leaves the scores as they are)', 0) ??
        1,
    ),
    pooling: chosen('pooling'),
    step: option('step', () =>
      Math.min(
        lastStep,
        readNumber('step', raw.step, `a whole number from 1 to ${lastStep}`, 1, true) ?? lastStep,
      ),
    ),
    ...(raw.kind && { kind: raw.kind }),
    ...(layers !== undefined && { layers }),
    ...(heads !== undefined && { heads }),
    ...(topK !== undefined && { topK }),
    ...(query !== undefined && { query }),
  };
}

/** Options that only the data can refuse, by the attribute that their error names. */
const askedOfData = { layer: 'layers', head: 'heads', query: 'query', kind: 'kind' } as const;

/**
 * Options without the layer, head, token or part that the data have not: as it was in the last ones, or, where that is the
 * same, as if it were not given. Undefined where an error is of another kind.
 */
function withoutRefused(options: Options, last: Options, error: InputError): Options | undefined {
  const name = askedOfData[error.input as keyof typeof askedOfData] as
    (typeof askedOfData)[keyof typeof askedOfData] | undefined;
  if (error.code !== 'attribute' || !name || options[name] === undefined) return undefined;
  const { [name]: refused, ...others } = options;
  const before = last[name];
  const isOther = before !== undefined && String(before) !== String(refused);
  return isOther ? { ...others, [name]: before } : others;
}

/** Draws, if need be without what the data have not, which is noted. Gives the options that are drawn. */
export function drawAllowed(
  options: Options,
  { last, problems }: Leniency<Options>,
  draw: (options: Options) => void,
): Options {
  try {
    draw(options);
    return options;
  } catch (error) {
    const allowed = error instanceof InputError && withoutRefused(options, last, error);
    if (!allowed) throw error;
    if (!problems.some(({ input }) => input === error.input)) problems.push(error);
    return drawAllowed(allowed, { last, problems }, draw);
  }
}

/** What an image is shown as, unless the author says otherwise: itself, each query on its own scale. */
export function optionsForImage(options: Options, { view, scale }: RawOptions, isImage: boolean): Options {
  if (!isImage) return options;
  const own = view ? options.view : 'image';
  return { ...options, view: own, scale: scale || own !== 'image' ? options.scale : 'row' };
}
