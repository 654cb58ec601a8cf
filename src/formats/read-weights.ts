import type { AttentionData } from '../core/attention-data.js';
import { fail } from './fail.js';
import { parseJson } from './json.js';
import { parseLiteral } from './literal.js';
import { isObject, ownPart, tokenSetsOf } from './own-json.js';
import { assemble, givenTokensFor, type Part, type ReadOptions } from './part.js';
import { rankOf } from './tensor.js';
import { bertvizParts } from './tools/bertviz.js';
import { isGenerated, stitchGenerated } from './tools/generated.js';
import { inspectusParts } from './tools/inspectus.js';
import { namedParts } from './tools/named-arrays.js';
import { checkVectors } from './vectors.js';

/** Whether a value is `AttentionData` already; its sizes must agree. */
function isAttentionData(value: unknown): value is AttentionData {
  if (!isObject(value) || !ArrayBuffer.isView(value['weights']) || !Array.isArray(value['notices']))
    return false;
  const data = value as unknown as AttentionData;
  return (
    data.weights.length === data.layers * data.heads * data.queries * data.keys &&
    data.queryTokens?.length === data.queries &&
    data.keyTokens?.length === data.keys
  );
}

/** A literal; its rows may hold the matrices of several heads below each other when the token count is known. */
function literalPart(text: string, options: ReadOptions, input: string): Part {
  const tensor = parseLiteral(text, input);
  const [rows, columns] = tensor.shape;
  const given = givenTokensFor(undefined, options);
  const queries = (given.find(([, key]) => key?.length === columns) ?? given[0]!)[0]?.length;
  const stacked = columns && queries && !options.axes && rows !== queries && rows! % queries === 0;
  return { weights: stacked ? { ...tensor, shape: [rows! / queries, queries, columns] } : tensor };
}

/** Nested lists, typed arrays and tensors; the steps of `generate()`. */
function arrayPart(value: unknown, input: string): Part {
  if (isGenerated(value)) return { ...stitchGenerated(value, input), format: 'Hugging Face' };
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  // tensors of others have numbers and sizes too, but do not wrap one of ONNX Runtime
  const format = isObject(first) && 'ort_tensor' in first ? 'transformers.js' : undefined;
  return { weights: value, format };
}

/** tensor2tensor's insights: one flat matrix whose rows are the source tokens. */
function insightsParts(object: Record<string, unknown>, input: string): Part[] | undefined {
  const { sourceTokens, targetTokens } = tokenSetsOf(object, input);
  if (rankOf(object['weights']) !== 1 || !sourceTokens || !targetTokens) return undefined;
  const weights = { data: object['weights'], shape: [sourceTokens.length, targetTokens.length] };
  return [{ weights, axes: 'kq', kind: 'cross', sourceTokens, targetTokens, format: 'tensor2tensor' }];
}

/** Model outputs and caches: every property that is an array, as a named array. */
function propertyParts(object: Record<string, unknown>, input: string): Part[] {
  const arrays = Object.entries(object).map(([name, value]) => {
    // Transformer Explainer: {data: number[][]} without dims counts as its data
    const array = isObject(value) && !rankOf(value) ? value['data'] : value;
    return { name, rank: rankOf(array), read: () => array };
  });
  return namedParts(arrays, tokenSetsOf(object, input), input);
}

function partsOf(value: unknown, input: string): Part[] | undefined {
  if (rankOf(value)) return [arrayPart(value, input)];
  const own = isObject(value) && ownPart(value, input);
  if (own) return [own];
  return (
    bertvizParts(value, input) ??
    inspectusParts(value, input) ??
    (isObject(value) ? (insightsParts(value, input) ?? propertyParts(value, input)) : undefined)
  );
}

/**
 * Reads weights in any form that authors hold them in, and says in `source.format` whose form it was. One item per part:
 * encoder, decoder, cross; or the sentence filters of BertViz.
 *
 * - text: the literal `1 0; .4 .6`, or JSON of what follows
 * - nested lists, typed arrays and tensors `{data, dims}`, `[layer][batch=1][head][query][key]` or the last 4, 3 or 2 of
 *   these; other orders with `axes`; flat lists when the token count is known
 * - `{tokens, weights}` with perhaps `kind`, `name`, `model`, `layers`, `headLabels`, `axes`, and `queries`,
 *   `keys`, `values` (or `q`, `k`, `v`) `[layer][head][token][number]`, `scores`
 * - BertViz, Hugging Face model outputs and `generate()`, CircuitsVis, Inspectus, tensor2tensor, LIT, exBERT,
 *   TransformerLens caches, Transformer Explainer, transformers.js; lists of any of these; `AttentionData` as it is
 *
 * @throws InputError what was found, what was expected, and how to mend it
 */
export function readWeights(given: unknown, options: ReadOptions = {}): AttentionData[] {
  const input = options.input ?? 'weights';
  let value = given;
  if (typeof value === 'string') {
    const text = value.trim();
    if (!text) fail(input, 'syntax', 'nothing', 'numbers', 'Write rows as "1 0; .4 .6", or JSON.');
    if (!/^[[{]/.test(text)) return [assemble(literalPart(text, options, input), options)];
    value = parseJson(text, input);
  }
  if (isAttentionData(value)) return [checkVectors(value, input)];
  const parts = partsOf(value, input);
  if (parts?.length) return parts.map((part) => assemble(part, options));
  if (Array.isArray(value) && value.length && value.every(isObject)) {
    return value.flatMap((part) => readWeights(part, options));
  }
  return refuse(value, input);
}

function refuse(value: unknown, input: string): never {
  const names = isObject(value) ? Object.keys(value).slice(0, 6).join(', ') : '';
  const found = names
    ? `an object with ${names}`
    : Array.isArray(value)
      ? 'a list without numbers'
      : `${typeof value}`;
  return fail(
    input,
    'format',
    value === null || value === undefined ? 'nothing' : found,
    'weights [layer][head][query][key], or an object such as {tokens, weights}',
    /\.weight\b|state_dict/.test(names)
      ? 'These are parameters of a model, not attention: give their folder as model="…".'
      : '',
  );
}
