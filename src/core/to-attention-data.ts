import type { AttentionStages } from './attention.js';
import type { AttentionData, AttentionKind, HeadLabel, Source } from './attention-data.js';
import { isCausal } from './is-causal.js';

export interface AttentionDataInit {
  queryTokens: string[];
  /** Default `queryTokens`. */
  keyTokens?: string[];
  kind?: AttentionKind;
  name?: string;
  source?: Source;
  headLabels?: (HeadLabel | undefined)[][];
}

/** Stages of attention, perhaps with the vectors they were computed from, as `multiHeadAttention` gives them. */
export type LayerStages = AttentionStages & {
  q?: Float32Array;
  k?: Float32Array;
  v?: Float32Array;
  /** The residual stream before the layer, `[queries, dModel]`. */
  residual?: Float32Array;
  /** All heads through the output projection, `[queries, dModel]`; what is added to `residual`. */
  attentionOutput?: Float32Array;
};

/**
 * Puts computed attention, one entry a layer, into the form that every view draws. Scores are carried along, and queries,
 * keys and values where all layers have them and all three have one width; shared key and value heads are repeated for
 * each query head. The residual stream comes along where all layers have it.
 */
export function toAttentionData(layers: LayerStages[], init: AttentionDataInit): AttentionData {
  const { heads, queries, keys, dHead, dValue } = layers[0]!;
  const { queryTokens, keyTokens = queryTokens, kind = 'self', name, headLabels } = init;
  const weights = concat(layers.map((layer) => layer.probabilities));
  const data: AttentionData = {
    kind,
    layers: layers.length,
    heads,
    queries,
    keys,
    weights,
    scale: 1,
    queryTokens,
    keyTokens,
    values: 'probabilities',
    source: init.source ?? { type: 'inline' },
    notices: [],
    causal: isCausal(weights, queries, keys),
    scores: concat(layers.map((layer) => layer.scores)),
  };
  if (name !== undefined) data.name = name;
  if (headLabels) data.headLabels = headLabels;
  if (dHead === dValue && layers.every((layer) => layer.q && layer.k && layer.v)) {
    data.dHead = dHead;
    data.q = concat(layers.map((layer) => layer.q!));
    data.k = concat(layers.map((layer) => repeatHeads(layer.k!, layer, keys * dHead)));
    data.v = concat(layers.map((layer) => repeatHeads(layer.v!, layer, keys * dHead)));
  }
  if (queries && layers.every((layer) => layer.residual && layer.attentionOutput)) {
    data.residual = concat(layers.map((layer) => layer.residual!));
    data.attentionOutput = concat(layers.map((layer) => layer.attentionOutput!));
    data.dModel = layers[0]!.residual!.length / queries;
  }
  return data;
}

/** `[kvHeads, …]` with every head as often as query heads share it: `[heads, …]`. */
function repeatHeads(x: Float32Array, { heads, kvHeads }: AttentionStages, size: number): Float32Array {
  if (heads === kvHeads) return x;
  return concat(
    Array.from({ length: heads }, (_, h) => {
      const kv = Math.floor((h * kvHeads) / heads);
      return x.subarray(kv * size, (kv + 1) * size);
    }),
  );
}

function concat(parts: Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
