import type { AttentionKind } from '../../core/attention-data.js';
import type { Part } from '../part.js';
import { isObject, layerIndicesOf, vectorsIn } from '../own-json.js';
import { tokenList } from '../tokens.js';

const sentences: Record<string, string> = { a: 'Sentence A', b: 'Sentence B' };

/** BertViz, tensor2tensor and exBERT write the same idea under different names. */
const dialects = [
  { format: 'BertViz', weights: 'attn', query: 'left_text', key: 'right_text' },
  // rows belong to the bottom text: get_out_inp_attention of tensor2tensor/visualization/attention.py
  { format: 'tensor2tensor', weights: 'att', query: 'bot_text', key: 'top_text' },
  { format: 'exBERT', weights: 'att', query: 'left', key: 'right' },
];

const t2tParts: Record<string, { name: string; kind: AttentionKind }> = {
  inp_inp: { name: 'Input → Input', kind: 'encoder' },
  inp_out: { name: 'Output → Input', kind: 'cross' },
  out_out: { name: 'Output → Output', kind: 'decoder' },
};

const kindOf = (name: string): AttentionKind | undefined =>
  (['encoder', 'decoder', 'cross'] as const).find((kind) => kind === name.toLowerCase());

/** One filter: `{attn, left_text, right_text}` with perhaps `queries`, `keys` (neuron view) and `values`, under `key`. */
function filterPart(
  key: string,
  filter: Record<string, unknown>,
  include: unknown,
  input: string,
): Part | undefined {
  const dialect = dialects.find(
    ({ weights, query }) => Array.isArray(filter[weights]) && filter[query] !== undefined,
  );
  if (!dialect) return undefined;
  const queryTokens = tokenList(filter[dialect.query], input);
  const keyTokens = tokenList(filter[dialect.key], input) ?? queryTokens;
  const pair = /^([ab])([ab])$/.exec(key);
  const layers = filter[dialect.weights] as unknown[];
  const named = typeof filter['name'] === 'string' ? filter['name'] : undefined;
  const indices = layerIndicesOf(include);
  return {
    weights: layers,
    queryTokens,
    keyTokens,
    format: dialect.format,
    ...t2tParts[key],
    ...(pair && { name: `${sentences[pair[1]!]} → ${sentences[pair[2]!]}` }),
    ...(named && { name: named, kind: kindOf(named) }),
    ...vectorsIn(filter),
    layerIndices: indices?.length === layers.length ? indices : undefined,
  };
}

/**
 * BertViz (head, model and neuron view; filters as an object or a list), tensor2tensor and exBERT: parameters of the view,
 * or only its `attention`. The default filter comes first. Undefined for anything else.
 */
export function bertvizParts(value: unknown, input: string): Part[] | undefined {
  const params = isObject(value) ? value : {};
  const filters =
    isObject(params['attention']) || Array.isArray(params['attention']) ? params['attention'] : value;
  if (!filters || typeof filters !== 'object') return undefined;
  const parts = Object.entries(filters as Record<string, unknown>)
    .sort(([a], [b]) => Number(b === params['default_filter']) - Number(a === params['default_filter']))
    .map(([key, filter]) =>
      isObject(filter) ? filterPart(key, filter, params['include_layers'], input) : undefined,
    );
  return parts.length && parts.every((part) => part !== undefined) ? parts : undefined;
}
