import type { AttentionOptions, AttentionStages } from './attention.js';
import { appendTokens, joinHeads, splitHeads } from './heads.js';
import { attentionOf, borrowedOf, computeHere, linearOf, type Computing } from './computing.js';
import { rmsNorm } from './norms.js';
import { rope, type RopeOptions } from './rope.js';
import { weightCount, type Weights } from './weight-matrix.js';

/** Projections of multi-head attention; matrices are `[out, in]`, as PyTorch stores them. */
export interface MultiHeadWeights {
  heads: number;
  /** Number of key and value heads. Default `heads`. */
  kvHeads?: number;
  /** Width of one value; default that of one query. */
  dValue?: number;
  /** `[heads · dHead, dModel]` */
  wq: Weights;
  /** `[kvHeads · dHead, width of the tokens that keys are made of]` */
  wk: Weights;
  /** `[kvHeads · dValue, width of the tokens that values are made of]` */
  wv: Weights;
  /** `[dModel, heads · dValue]`; without it the heads are laid side by side. */
  wo?: Weights;
  /** `[heads · dHead]` */
  bq?: Float32Array;
  /** `[kvHeads · dHead]` */
  bk?: Float32Array;
  /** `[kvHeads · dValue]` */
  bv?: Float32Array;
  /** `[dModel]` */
  bo?: Float32Array;
  /** `[dHead]`: every query goes through an RMS norm before it is turned, as in Qwen3. */
  qNorm?: Float32Array;
  /** `[dHead]`: the same for every key. */
  kNorm?: Float32Array;
}

/** Keys `[kvHeads, tokens, dHead]`, turned by `rope`, and values `[kvHeads, tokens, dValue]`. */
export interface KeyValues {
  k: Float32Array;
  v: Float32Array;
}

export interface MultiHeadOptions extends Omit<AttentionOptions, 'heads' | 'kvHeads' | 'dHead'> {
  /** Width of the tokens that ask. */
  dModel: number;
  /** Tokens that are looked at `[keys, their width]`; default the asking ones (self-attention). */
  memory?: Float32Array;
  /** Tokens that values are made of `[keys, their width]`, where these are not the ones that keys are made of. */
  valueMemory?: Float32Array;
  /** Turns queries and keys by their positions. */
  rope?: RopeOptions;
  /** Added to mean squares by `qNorm` and `kNorm`. Default 1e-6. */
  epsilon?: number;
  /** Heads whose output is taken for zero, so that nothing after them hears of them. */
  ablate?: readonly number[];
  /** Keys and values of the tokens before these, which are put in front: the `k` and `v` of an earlier call. */
  past?: KeyValues;
  /** Keys and values to use instead of those of `memory`: the `k` and `v` of an earlier call with the same memory. */
  projected?: KeyValues;
}

/** Every stage of multi-head attention. */
export interface MultiHeadStages extends AttentionStages {
  /** `[heads, queries, dHead]`, turned by `rope` where there is one */
  q: Float32Array;
  /** `[kvHeads, keys, dHead]`, turned by `rope` where there is one */
  k: Float32Array;
  /** `[kvHeads, keys, dValue]` */
  v: Float32Array;
  /** Heads joined and projected: `[queries, dModel]`. */
  output: Float32Array;
}

/**
 * Multi-head attention over tokens `x [queries, dModel]` (Vaswani et al. 2017, section 3.2.2): project, cut into heads,
 * attend, join, project. All widths but `dModel` are told by the lengths of the weights.
 *
 * @throws InputError (`shape`) when lengths do not fit together.
 */
export function multiHeadAttention(
  x: Float32Array,
  weights: MultiHeadWeights,
  options: MultiHeadOptions,
): MultiHeadStages {
  return computeHere(multiHeadProducts(x, weights, options));
}

/** The same, product by product. */
export function* multiHeadProducts(
  x: Float32Array,
  weights: MultiHeadWeights,
  options: MultiHeadOptions,
): Computing<MultiHeadStages> {
  const { heads, kvHeads = heads, wq, wk, wv, wo, bo } = weights;
  const { dModel, memory = x, valueMemory = memory } = options;
  const dHead = weightCount(wq) / dModel / heads;
  const { dValue = dHead } = weights;

  const { past, projected } = options;
  const pastTokens = past ? past.k.length / (kvHeads * dHead) : 0;
  const turn = (vectors: Float32Array, count: number) => {
    if (!options.rope) return vectors;
    const offset = (options.rope.offset ?? 0) + pastTokens;
    return rope(vectors, vectors.length / (count * dHead), dHead, { ...options.rope, offset });
  };
  const even = (vectors: Float32Array, norm: Float32Array | undefined) =>
    norm ? rmsNorm(vectors, norm, options.epsilon) : vectors;
  const project = function* (
    from: Float32Array,
    w: Weights,
    b: Float32Array | undefined,
    count: number,
    d: number,
  ) {
    return splitHeads(yield* borrowedOf(from, w, b, weightCount(w) / (count * d)), count, d);
  };
  const q = turn(even(yield* project(x, wq, weights.bq, heads, dHead), weights.qNorm), heads);
  const fresh = projected ?? {
    k: turn(even(yield* project(memory, wk, weights.bk, kvHeads, dHead), weights.kNorm), kvHeads),
    v: yield* project(valueMemory, wv, weights.bv, kvHeads, dValue),
  };
  const k = past ? appendTokens(past.k, fresh.k, kvHeads) : fresh.k;
  const v = past ? appendTokens(past.v, fresh.v, kvHeads) : fresh.v;

  const stages = yield* attentionOf(q, k, v, { ...options, heads, kvHeads, dHead });
  const size = stages.queries * dValue;
  for (const head of options.ablate ?? []) stages.outputs.fill(0, head * size, (head + 1) * size);
  const joined = joinHeads(stages.outputs, heads, dValue);
  const output = wo ? yield* linearOf(joined, wo, bo, heads * dValue) : joined;
  // not spread: scores may be waiting to be asked for
  return Object.assign(stages, { q, k, v, output });
}
