import type { AttentionData } from '../core/attention-data.js';
import type { ReadOptions } from './part.js';

/** Rows of a literal or nested lists, innermost first flattened: the numbers, and the lengths of the axes. */
interface Numbers {
  shape: number[];
  data: Float32Array;
}

/** Nested lists of numbers; undefined where lengths differ or something is no number. */
function flatten(lists: unknown): Numbers | undefined {
  const shape: number[] = [];
  for (let list = lists; Array.isArray(list) && shape.length < 6; list = list[0] as unknown)
    shape.push(list.length);
  const size = shape.reduce((a, b) => a * b, 1);
  if (!shape.length || !size || size > 2 ** 27) return undefined;
  const data = new Float32Array(size);
  let at = 0;
  const fill = (list: unknown, level: number): boolean => {
    if (!Array.isArray(list) || list.length !== shape[level]) return false;
    if (level < shape.length - 1) return list.every((entry) => fill(entry, level + 1));
    for (const entry of list as unknown[]) {
      if (typeof entry !== 'number') return false;
      data[at++] = entry;
    }
    return true;
  };
  return fill(lists, 0) ? { shape, data } : undefined;
}

const isJson = (text: string): boolean => /^\s*[[{]/.test(text);

/** Lists out of text: JSON, or rows of numbers by `;`. */
function parse(text: string): unknown {
  if (isJson(text)) {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }
  const rows = text.replace(/;\s*$/, '').split(';');
  const lists = rows.map((row) =>
    (row.match(/[^\s,]+/g) ?? []).map((word) => (/^[\d.e+-]+$/i.test(word) ? Number(word) : NaN)),
  );
  return rows.length > 1 ? lists : lists[0];
}

/**
 * Axes `[layers, heads, queries, keys]` of a shape, when it fits the token counts. A flat list, and the rows of a literal,
 * may hold several heads.
 */
function axesOf(
  { shape, data }: Numbers,
  queries: number,
  keys: number,
  literal: boolean,
): number[] | undefined {
  const heads = data.length / (queries * keys);
  if (shape.length === 1 || (literal && shape[1] === keys))
    return Number.isInteger(heads) ? [1, heads, queries, keys] : undefined;
  const [q, k] = shape.slice(-2);
  const [layers = 1, ...batch] = shape.slice(0, -3);
  if (q !== queries || k !== keys || shape.length > 5 || (batch[0] ?? 1) !== 1) return undefined;
  return [layers, shape.at(-3) ?? 1, q, k];
}

/**
 * Reads what needs no explaining, at once and with little code: the literal `1 0; .4 .6` and nested lists (or their JSON)
 * whose shape fits the tokens and whose rows sum to 1. Undefined for everything else, faults included: then `readWeights`,
 * which is large and may be loaded only then, reads the same value and says what it is or what is wrong with it.
 *
 * Where it reads a value, the result equals that of `readWeights`.
 */
export function readPlain(value: unknown, options: ReadOptions = {}): AttentionData[] | undefined {
  const { tokens, sourceTokens, targetTokens, axes, source } = options;
  const pair = sourceTokens && targetTokens;
  const queryTokens = pair ? targetTokens : tokens;
  const keyTokens = pair ? sourceTokens : tokens;
  if (!queryTokens?.length || !keyTokens?.length || axes) return undefined;
  const numbers = flatten(typeof value === 'string' ? parse(value) : value);
  const literal = typeof value === 'string' && !isJson(value);
  const shape = numbers && axesOf(numbers, queryTokens.length, keyTokens.length, literal);
  if (!shape) return undefined;
  const [layers, heads, queries, keys] = shape as [number, number, number, number];
  const { data } = numbers;
  let causal = queries === keys;
  for (let row = 0; row * keys < data.length; row++) {
    let sum = 0;
    for (let k = 0; k < keys; k++) {
      const x = data[row * keys + k]!;
      if (!(x >= 0)) return undefined;
      if (x && k > row % queries) causal = false;
      sum += x;
    }
    if (!(Math.abs(sum - 1) <= 0.01)) return undefined;
  }
  const same = !pair || (queries === keys && targetTokens.every((token, i) => token === sourceTokens[i]));
  return [
    {
      kind: same ? 'self' : 'cross',
      layers,
      heads,
      queries,
      keys,
      weights: data,
      scale: 1,
      queryTokens,
      keyTokens: same ? queryTokens : keyTokens,
      values: 'probabilities',
      source: source ?? { type: 'inline' },
      notices: [],
      causal,
    },
  ];
}
