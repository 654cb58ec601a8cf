import type { AttentionKind, HeadLabel, ValueKind } from '../core/attention-data.js';
import { fail, shownValue } from './fail.js';
import { isObject } from './is-object.js';
import type { Part, TokenSets } from './part.js';
import { rankOf } from './tensor.js';
import { tokenList } from './tokens.js';
import { isGenerated, stitchGenerated } from './tools/generated.js';

export { isObject };

const kinds = ['encoder', 'decoder', 'cross', 'self'];

/** `headLabels` in any of their forms (names of one layer's heads, or per layer; strings or objects). */
function headLabelsOf(value: unknown): (HeadLabel | undefined)[][] | undefined {
  if (!Array.isArray(value) || !value.length) return undefined;
  const label = (entry: unknown): HeadLabel | undefined =>
    typeof entry === 'string'
      ? { name: entry }
      : isObject(entry) && typeof entry['name'] === 'string'
        ? { name: entry['name'], ...texts(entry, 'id', 'description') }
        : undefined;
  const layers: unknown[] = Array.isArray(value[0]) ? value : [value];
  return layers.map((layer) => (Array.isArray(layer) ? layer.map(label) : []));
}

/** A list of the numbers of layers; undefined for anything else. */
export const layerIndicesOf = (value: unknown): number[] | undefined =>
  Array.isArray(value) && value.every(Number.isInteger) ? (value as number[]) : undefined;

/** Those of an object's properties that are text. */
const texts = (object: Record<string, unknown>, ...names: string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => (typeof object[name] === 'string' ? [[name, object[name]]] : [])),
  );

/** Token lists of an object, under the names that are in use for them. */
export function tokenSetsOf(object: Record<string, unknown>, input: string): TokenSets {
  const find = (...names: string[]): string[] | undefined =>
    tokenList(object[names.find((name) => object[name] !== undefined) ?? ''], input);
  const { tokens } = object;
  const byRole = isObject(tokens) ? tokens : {};
  return {
    tokens: isObject(tokens) ? undefined : find('tokens', 'str_tokens'),
    sourceTokens:
      tokenList(byRole['encoder'], input) ??
      find('sourceTokens', 'source_tokens', 'encoder_tokens', 'src_tokens', 'input_tokens'),
    targetTokens:
      tokenList(byRole['decoder'], input) ??
      find('targetTokens', 'target_tokens', 'decoder_tokens', 'tgt_tokens', 'output_tokens'),
    queryTokens: find('queryTokens', 'query_tokens'),
    keyTokens: find('keyTokens', 'key_tokens'),
  };
}

/** Vectors and scores of an object, under the names that are in use for them. */
export function vectorsIn(object: Record<string, unknown>): Pick<Part, 'q' | 'k' | 'v' | 'scores'> {
  // lists of names are something else, and so is `values: "scores"`
  const find = (...names: string[]): unknown =>
    names.map((name) => object[name]).find((value) => rankOf(value) >= 2);
  return {
    q: find('q', 'queries', 'query'),
    k: find('k', 'keys', 'key'),
    v: find('v', 'values', 'value'),
    scores: find('scores'),
  };
}

/** What stands beside `attentions` in the outputs of Hugging Face’s models, and in no object that is written by hand. */
const besideAttentions = [
  'logits',
  'last_hidden_state',
  'hidden_states',
  'past_key_values',
  'pooler_output',
  'sequences',
];

/** Whose form it is: a tool’s, where its objects alone have such names; anyone may write `{tokens, attention}`. */
function formatOf(object: Record<string, unknown>): string | undefined {
  if (object['weights'] !== undefined) return undefined;
  if (object['attentions'] !== undefined && besideAttentions.some((name) => name in object))
    return 'Hugging Face';
  return object['attention'] !== undefined && 'attentionHeadNames' in object ? 'CircuitsVis' : 'JSON';
}

/**
 * Our own JSON, and what is written the same way: `{tokens, weights}` with `weights`, `attention` (as in CircuitsVis) or
 * `attentions` (as in Hugging Face, also of `generate()`).
 */
export function ownPart(object: Record<string, unknown>, input: string): Part | undefined {
  const name = ['weights', 'attention', 'attentions'].find((key) => object[key] !== undefined);
  if (!name) return undefined;
  const { shape, dims = shape, kind, layers, model, axes, values } = object;
  const value = object[name];
  const weights = dims && !isObject(value) ? { data: value, shape: dims, scale: object['scale'] } : value;
  const rank = rankOf(weights);
  // a flat list with these names is tensor2tensor's
  if (!rank || (rank === 1 && object['source_tokens'] && object['target_tokens'] && !kind)) return undefined;
  if (kind !== undefined && !kinds.includes(kind as string)) {
    fail(input, 'attribute', `kind ${shownValue(kind)}`, kinds.join(', '));
  }
  const generated = isGenerated(weights);
  return {
    ...(generated ? stitchGenerated(weights, input) : { weights }),
    ...tokenSetsOf(object, input),
    kind: kind as AttentionKind | undefined,
    name: typeof object['name'] === 'string' ? object['name'] : undefined,
    model: typeof model === 'string' ? model : undefined,
    axes: typeof axes === 'string' ? axes : undefined,
    values: typeof values === 'string' ? (values as ValueKind) : undefined,
    format: generated ? 'Hugging Face' : formatOf(object),
    layerIndices: layerIndicesOf(layers),
    headLabels: headLabelsOf(object['headLabels'] ?? object['attentionHeadNames']),
    ...vectorsIn(object),
  };
}
