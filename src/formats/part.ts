import type {
  AttentionData,
  AttentionKind,
  HeadLabel,
  Notice,
  Source,
  ValueKind,
} from '../core/attention-data.js';
import { orderAxes, parseAxes } from './axes.js';
import { checkWeights, eagerHint, skippedLayers } from './check-weights.js';
import { workThrough, type Work } from '../core/pause.js';
import { fail } from './fail.js';
import { toTensor, type Tensor } from './tensor.js';
import { readVectors } from './vectors.js';

/** Token lists by the role they play; `tokens` serves where no more exact one is given. */
export interface TokenSets {
  tokens?: string[] | undefined;
  /** Tokens of the encoder: keys of cross-attention. */
  sourceTokens?: string[] | undefined;
  /** Tokens of the decoder: queries of cross-attention. */
  targetTokens?: string[] | undefined;
  queryTokens?: string[] | undefined;
  keyTokens?: string[] | undefined;
}

/** What the author says beside the weights. */
export interface ReadOptions extends TokenSets {
  /** The same texts, divided in another way: taken where only these are as many as the weights have. */
  otherwise?: TokenSets | undefined;
  /** Order of the axes when it is unusual, e.g. `qkh`. */
  axes?: string | undefined;
  /** Name of the attribute or property, for messages; `weights` by default. */
  input?: string | undefined;
  source?: Source | undefined;
}

/** One attention found in the input, as its format writes it: what recognisers make and `assemble` turns into data. */
export interface Part extends TokenSets {
  /** Nested lists, typed arrays or tensors, in the usual order or that of `axes`. */
  weights: unknown;
  kind?: AttentionKind | undefined;
  name?: string | undefined;
  model?: string | undefined;
  /** Tool that writes this format. */
  format?: string | undefined;
  axes?: string | undefined;
  values?: ValueKind | undefined;
  layerIndices?: number[] | undefined;
  headLabels?: (HeadLabel | undefined)[][] | undefined;
  generatedFrom?: number | undefined;
  notices?: Notice[] | undefined;
  /** The arrays were found by their names among others of a tool's: what does not fit is left out with a notice. */
  found?: boolean | undefined;
  /** `[layers, heads, tokens, dHead]`, nested or tensors; `k` and `v` may have fewer heads that are shared. */
  q?: unknown;
  k?: unknown;
  v?: unknown;
  /** `[layers, heads, queries, keys]`. */
  scores?: unknown;
}

/** Query and key tokens for a kind of attention, where the sets say them. */
export function tokensFor(
  kind: AttentionKind | undefined,
  { tokens, sourceTokens, targetTokens, queryTokens, keyTokens }: TokenSets,
): [query: string[] | undefined, key: string[] | undefined] {
  const pair = sourceTokens && targetTokens && kind !== 'self';
  const [query, key] =
    kind === 'encoder'
      ? [sourceTokens ?? tokens, sourceTokens ?? tokens]
      : kind === 'decoder'
        ? [targetTokens ?? tokens, targetTokens ?? tokens]
        : kind === 'cross' || pair
          ? [targetTokens ?? tokens, sourceTokens ?? tokens]
          : [tokens ?? targetTokens ?? sourceTokens, tokens ?? sourceTokens ?? targetTokens];
  return [queryTokens ?? query, keyTokens ?? key];
}

/** The same for the author's texts, in each way that they are divided. */
export const givenTokensFor = (kind: AttentionKind | undefined, { otherwise, ...first }: ReadOptions) =>
  [first, ...(otherwise ? [{ ...first, ...otherwise }] : [])].map((sets) => tokensFor(kind, sets));

const sameTokens = (a: string[], b: string[]): boolean =>
  a === b || (a.length === b.length && a.every((token, i) => token === b[i]));

/**
 * A flat list gets its axes from the token counts, `[heads, queries, keys]`, of the first that fit, or is one square matrix.
 */
function reshape(
  tensor: Tensor,
  counts: (readonly [queries: number | undefined, keys: number | undefined])[],
  input: string,
): Tensor {
  const count = tensor.data.length;
  if (tensor.shape.length !== 1) return tensor;
  const side = Math.sqrt(count);
  const sizes = counts.map(([queries, keys]): [number, number] =>
    queries && keys ? [queries, keys] : [side, side],
  );
  const fits = ([q, k]: [number, number]) => Number.isInteger(count / (q * k)) && Number.isInteger(q);
  const [q, k] = sizes.find(fits) ?? sizes[0]!;
  if (!fits([q, k])) {
    fail(
      input,
      'shape',
      `a flat list of ${count} numbers`,
      counts[0]?.[0] ? `a multiple of ${q} × ${k}, one number per pair of tokens` : 'a square number of them',
      'Separate rows by ";", or nest the lists.',
    );
  }
  return { ...tensor, shape: [count / (q * k), q, k] };
}

/** Names an order of axes in which the lengths of the last axes are the token counts, when there is one. */
function axesHint(shape: number[], queries: number, keys: number): string {
  const orders: Record<number, string[]> = {
    2: ['kq'],
    3: ['qkh', 'hkq', 'kqh'],
    4: ['lqkh', 'qklh', 'qkhl', 'lhkq'],
  };
  const fits = orders[shape.length]?.find(
    (order) => shape[order.indexOf('q')] === queries && shape[order.indexOf('k')] === keys,
  );
  return fits ? `If the axes come in another order, say so: axes="${fits}".` : '';
}

/** Tokens for one side: the author's, else those of the data. The first that fit, or the first that there are. */
function chooseTokens(
  given: (string[] | undefined)[],
  own: string[] | undefined,
  fits: (tokens: string[]) => boolean,
): string[] | undefined {
  const all = [...given, own].filter((tokens) => tokens !== undefined);
  return all.find(fits) ?? all[0];
}

/** Removes layers that are null, as transformers returns them where attention was not computed. */
function withoutNullLayers(part: Part, input: string): Part {
  if (!Array.isArray(part.weights)) return part;
  const all: unknown[] = part.weights;
  const isMissing = (layer: unknown): boolean =>
    layer === null ||
    layer === undefined ||
    (Array.isArray(layer) && layer.length > 0 && layer.every((x) => x === null));
  if (!all.some(isMissing)) return part;
  const kept = all.map((_, l) => l).filter((l) => !isMissing(all[l]));
  if (!kept.length) fail(input, 'number', 'None (null) instead of weights', 'numbers', eagerHint);
  const index = part.layerIndices ?? all.map((_, l) => l);
  const dropped = index.filter((_, l) => !kept.includes(l));
  const keep = (value: unknown): unknown =>
    Array.isArray(value) && value.length === all.length ? kept.map((l) => value[l] as unknown) : value;
  return {
    ...part,
    weights: keep(all),
    q: keep(part.q),
    k: keep(part.k),
    v: keep(part.v),
    scores: keep(part.scores),
    layerIndices: kept.map((l) => index[l]!),
    notices: [...(part.notices ?? []), skippedLayers(dropped)],
  };
}

const generatedNotice: Notice = {
  code: 'parts-skipped',
  message: 'The last generated token was never read by the model: it has no attention and is left out.',
};

/**
 * Turns one part into `AttentionData`: flattens the lists, brings the axes into order, finds the tokens, and checks the
 * numbers.
 *
 * @throws InputError `shape`, `tokens`, `number`: what is wrong, where, and how to mend it
 */
export const assemble = (given: Part, options: ReadOptions): AttentionData =>
  workThrough(assembling(given, options));

/** The same as work that others may interrupt. */
export function* assembling(found: Part, options: ReadOptions): Work<AttentionData> {
  const input = options.input ?? 'weights';
  const part = withoutNullLayers(found, input);
  const given = givenTokensFor(part.kind, options);
  const [ownQuery, ownKey] = tokensFor(part.kind, part);
  const axes = options.axes ? parseAxes(options.axes) : part.axes;
  const tensor = reshape(
    toTensor(part.weights, input),
    given.map(([query = ownQuery, key = ownKey]) => [query?.length, key?.length] as const),
    input,
  );
  const ordered = orderAxes(tensor, axes, input);
  const { layers, heads, queries, keys, data, scale } = ordered;
  const notices = [...(part.notices ?? [])];

  // generate() returns one token more than it has read
  const spare = part.generatedFrom !== undefined ? 1 : 0;
  const choose = (side: 0 | 1, own: string[] | undefined, count: number): string[] | undefined => {
    const sides = given.map((pair) => pair[side]);
    const tokens = chooseTokens(sides, own, ({ length }) => length === count || length === count + spare);
    if (tokens?.length !== count + spare || !spare) return tokens;
    if (!notices.includes(generatedNotice)) notices.push(generatedNotice);
    return tokens.slice(0, count);
  };
  let query = choose(0, ownQuery, queries);
  let key = choose(1, ownKey, keys);
  for (const [role, count, tokens] of [
    ['query', queries, query],
    ['key', keys, key],
  ] as const) {
    if (tokens && tokens.length !== count) {
      fail(
        input,
        'tokens',
        `${count} ${role} positions (shape [${tensor.shape.join(', ')}])`,
        `${tokens.length}, one per token`,
        axesHint(tensor.shape, query?.length ?? queries, key?.length ?? keys) ||
          'Give the tokens that the model saw, special tokens included, as a JSON list.',
      );
    }
  }
  const labels = part.headLabels;
  if (labels && (labels.length !== layers || labels.some((layer) => layer.length !== heads))) {
    const found = labels.map(({ length }) => length).join(' + ');
    fail(input, 'shape', `${found} head labels`, `${heads} for each of ${layers} layers`);
  }
  if (!query || !key) {
    notices.push({ code: 'tokens-missing', message: 'No tokens were given: positions are numbered from 1.' });
    const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i + 1));
    const side = !query && !key && queries === keys ? numbered(queries) : undefined;
    query ??= side ?? numbered(queries);
    key ??= side ?? numbered(keys);
  }
  if (sameTokens(query, key) && part.kind !== 'cross') key = query;
  const { vectors, notices: ofVectors } = readVectors(part, ordered, input);
  notices.push(...ofVectors);
  const usual = part.layerIndices?.every((index, l) => index === l);
  return yield* checkWeights(
    {
      kind: part.kind ?? (key === query ? 'self' : 'cross'),
      ...(part.name && { name: part.name }),
      layers,
      heads,
      queries,
      keys,
      weights: data,
      scale,
      queryTokens: query,
      keyTokens: key,
      values: part.values ?? 'probabilities',
      source: {
        ...(options.source ?? { type: 'inline' }),
        ...(part.format && { format: part.format }),
        ...(part.model && !options.source?.name && { name: part.model }),
      },
      notices,
      causal: false,
      ...(part.layerIndices?.length === layers && !usual && { layerIndices: part.layerIndices }),
      ...(part.headLabels && { headLabels: part.headLabels }),
      ...(part.generatedFrom !== undefined && { generatedFrom: part.generatedFrom }),
      ...vectors,
    },
    input,
  );
}
