import type { AttentionData, AttentionKind, Source } from '../../core/attention-data.js';
import { isCausal } from '../../core/is-causal.js';
import type { MultiHeadStages, MultiHeadWeights } from '../../core/multi-head-attention.js';
import type { Sublayer } from '../../core/transformer-layer.js';
import { valueNormWeights } from '../../core/value-norms.js';
import { withWeights } from '../../core/with-weights.js';
import { floatToHalf } from './float-to-half.js';

/** Most weights that are kept as float32, with their scores: 128 MB each. */
const usualRoom = 2 ** 25;

export interface CollectorInit {
  kind: AttentionKind;
  name?: string;
  layers: number;
  queryTokens: string[];
  keyTokens: string[];
  source: Source;
  headLabels?: AttentionData['headLabels'];
  /** Heads that are switched off. */
  ablated?: AttentionData['ablated'] | undefined;
  /** What dot products are multiplied by, where that is all but a bias. */
  factors?: number[] | undefined;
  /** A bias by distance is added to scores. */
  biased?: boolean;
  /** Whether no query saw a later key, where weights are too many to look through. */
  causal: boolean;
  /** Beyond so many weights they are kept as half floats, and scores not at all. Default 2²⁵. */
  room?: number;
}

/** Gathers attention layer by layer, so that no layer has to be kept whole. */
export class AttentionCollector {
  readonly #init: CollectorInit;
  #layer = 0;
  #data: AttentionData | undefined;
  #valueNorms: Float32Array | undefined;

  constructor(init: CollectorInit) {
    this.#init = init;
  }

  /** Takes the next layer; copies all that it keeps. With `projections`, weights by norms of values are kept as well. */
  add({ before, stages }: Sublayer<MultiHeadStages>, projections?: MultiHeadWeights): void {
    const data = (this.#data ??= this.#begin(stages, before.length));
    const { heads, queries, keys, dHead, probabilities } = stages;
    const at = this.#layer++ * heads * queries * keys;
    if (data.weights instanceof Float32Array) data.weights.set(probabilities, at);
    else for (let i = 0; i < probabilities.length; i++) data.weights[at + i] = floatToHalf(probabilities[i]!);
    data.scores?.set(stages.scores, at);
    if (projections) {
      this.#valueNorms ??= new Float32Array(data.weights.length);
      this.#valueNorms.set(valueNormWeights(stages, projections), at);
    }
    const l = this.#layer - 1;
    data.residual?.set(before, l * before.length);
    data.attentionOutput?.set(stages.output, l * before.length);
    if (!data.q) return;
    data.q.set(stages.q, l * heads * queries * dHead);
    copyHeads(stages.k, data.k!, stages, l);
    copyHeads(stages.v, data.v!, stages, l);
  }

  finish(): AttentionData {
    const data = this.#data!;
    const { weights, queries, keys } = data;
    data.causal = weights instanceof Float32Array ? isCausal(weights, queries, keys) : this.#init.causal;
    return data;
  }

  /**
   * The same part weighted by what is carried, where every layer came with its projections; without scores and vectors,
   * since no softmax leads from them to these numbers.
   */
  valueNorms(): AttentionData {
    const data = this.#data!;
    return { ...withWeights(data, data, this.#valueNorms!), values: 'other', notices: [] };
  }

  /** `stream`: length of the residual stream, `queries · dModel`. */
  #begin({ heads, queries, keys, dHead, dValue }: MultiHeadStages, stream: number): AttentionData {
    const {
      layers,
      kind,
      name,
      queryTokens,
      keyTokens,
      source,
      headLabels,
      ablated,
      factors,
      biased,
      room = usualRoom,
    } = this.#init;
    const size = layers * heads * queries * keys;
    const isRoomy = size <= room;
    const vectors = (tokens: number) => new Float32Array(layers * heads * tokens * dHead);
    return {
      ...{ kind, layers, heads, queries, keys, queryTokens, keyTokens, source, causal: false },
      ...(name !== undefined && { name }),
      ...(headLabels && { headLabels }),
      ...(ablated?.length && { ablated }),
      weights: isRoomy ? new Float32Array(size) : new Uint16Array(size),
      scale: 1,
      values: 'probabilities',
      notices: [],
      ...(isRoomy && {
        scores: new Float32Array(size),
        residual: new Float32Array(layers * stream),
        attentionOutput: new Float32Array(layers * stream),
        dModel: stream / queries,
      }),
      ...(factors && { scoring: { factors, ...(biased && { biased }) } }),
      ...(dHead === dValue && { dHead, q: vectors(queries), k: vectors(keys), v: vectors(keys) }),
    };
  }
}

/** Keys or values `[kvHeads, keys, dHead]` to layer `l` of `out`, shared ones as often as query heads share them. */
function copyHeads(x: Float32Array, out: Float32Array, stages: MultiHeadStages, l: number): void {
  const { heads, kvHeads, keys, dHead } = stages;
  const size = keys * dHead;
  for (let h = 0; h < heads; h++) {
    const kv = Math.floor((h * kvHeads) / heads);
    out.set(x.subarray(kv * size, (kv + 1) * size), (l * heads + h) * size);
  }
}
