import { InputError } from './errors.js';
import { attendOnKernel, scoreOnKernel, type AttentionInputs } from './kernel/attend.js';
import { currentKernel } from './kernel/current.js';
import type { Kernel } from './kernel/kernel.js';
import { causalMask, combineMasks, type Mask } from './masks.js';
import { matmul, matmulTransposed } from './matmul.js';
import { softmax } from './softmax.js';

export interface AttentionOptions {
  /** Width of one query and one key. */
  dHead: number;
  /** Number of query heads. Default 1. */
  heads?: number;
  /** Number of key and value heads; query head `h` uses number `floor(h / (heads / kvHeads))`. Default `heads`. */
  kvHeads?: number;
  /** Hides later keys from a query; with more keys than queries the last query is aligned with the last key. */
  causal?: boolean;
  /** Which keys may be seen, 1 or 0: `[queries, keys]` or `[heads, queries, keys]`. */
  mask?: Mask;
  /** Added to the scores (ALiBi, T5, additive masks): `[queries, keys]` or `[heads, queries, keys]`. */
  bias?: Float32Array;
  /** Multiplies `q · kᵀ`. Default `1 / √dHead`; T5 has 1. */
  scale?: number;
  /** Bends scores into `-softCap … softCap` by `tanh`, before the bias (Gemma 2). */
  softCap?: number;
  /** Divides the scores, bias included. Default 1. */
  attentionTemperature?: number;
  /** Lets a head attend to nothing; see `softmax`. */
  offByOne?: boolean;
}

/** Every stage of attention, row-major. */
export interface AttentionStages {
  heads: number;
  kvHeads: number;
  queries: number;
  keys: number;
  dHead: number;
  dValue: number;
  /**
   * Scaled, capped and biased, before masking: `[heads, queries, keys]`. With the kernel, these and the masked ones are
   * computed when they are first asked for: queries, keys, bias and mask must not have changed by then.
   */
  scores: Float32Array;
  /** `-Infinity` where masked: `[heads, queries, keys]`; the same array as `scores` without a mask. */
  maskedScores: Float32Array;
  /** Each row sums to 1, or is all zeros where every key is masked: `[heads, queries, keys]`. */
  probabilities: Float32Array;
  /** Values weighted by the probabilities: `[heads, queries, dValue]`. */
  outputs: Float32Array;
}

/**
 * Scaled dot-product attention, `softmax(q · kᵀ / √d) · v`, with every stage kept (Vaswani et al. 2017, Attention Is All
 * You Need, section 3.2.1; grouped queries: Ainslie et al. 2023, GQA).
 *
 * `q [heads, queries, dHead]`, `k [kvHeads, keys, dHead]`, `v [kvHeads, keys, dValue]`; numbers of queries and keys and
 * the width of values are told by the lengths. A query that may see no key gets zeros, where PyTorch gives NaN.
 *
 * @throws InputError (`shape`) when lengths do not fit together.
 */
export function attention(
  q: Float32Array,
  k: Float32Array,
  v: Float32Array,
  options: AttentionOptions,
): AttentionStages {
  const inputs = attentionInputs(q, k, v, options);
  const kernel = currentKernel();
  return (kernel && attentionOnKernel(kernel, inputs)) ?? plainAttention(inputs);
}

/** What `attention` is given, checked and complete. */
export function attentionInputs(
  q: Float32Array,
  k: Float32Array,
  v: Float32Array,
  options: AttentionOptions,
): AttentionInputs {
  const { dHead, heads = 1, kvHeads = heads } = options;
  const queries = whole('q', q.length, heads * dHead);
  const keys = whole('k', k.length, kvHeads * dHead);
  const dValue = keys === 0 ? 0 : whole('v', v.length, kvHeads * keys);
  whole('heads', heads, kvHeads);
  if (options.bias) fits('bias', options.bias, heads, queries * keys);
  if (options.mask) fits('mask', options.mask, heads, queries * keys);
  const {
    scale = 1 / Math.sqrt(dHead),
    softCap = 0,
    attentionTemperature: temperature = 1,
    offByOne = false,
  } = options;
  const { bias, mask, causal = false } = options;
  const shape = { heads, kvHeads, queries, keys, dHead, dValue };
  return { ...shape, q, k, v, scale, softCap, temperature, offByOne, bias, mask, causal };
}

function plainAttention(inputs: AttentionInputs): AttentionStages {
  const { heads, kvHeads, queries, keys, dHead, dValue, offByOne } = inputs;
  const { scores, maskedScores } = plainScores(inputs);
  const probabilities = softmax(maskedScores, keys, { offByOne });
  const outputs = new Float32Array(heads * queries * dValue);
  for (let h = 0; h < heads; h++) addOutputs(inputs, probabilities, outputs, h);
  return { heads, kvHeads, queries, keys, dHead, dValue, scores, maskedScores, probabilities, outputs };
}

function attentionOnKernel(kernel: Kernel, inputs: AttentionInputs): AttentionStages | undefined {
  const { heads, queries, keys, dValue } = inputs;
  const probabilities = new Float32Array(heads * queries * keys);
  const outputs = new Float32Array(heads * queries * dValue);
  const left = attendOnKernel(kernel, inputs, probabilities, outputs);
  if (!left) return undefined;
  for (const h of left) addOutputs(inputs, probabilities, outputs, h);
  return stagesWithout(inputs, probabilities, outputs);
}

/** Stages without scores, which are the largest arrays of all: they are computed again where they are asked for. */
export function stagesWithout(
  inputs: AttentionInputs,
  probabilities: Float32Array,
  outputs: Float32Array,
): AttentionStages {
  const { heads, kvHeads, queries, keys, dHead, dValue } = inputs;
  let computed: Scores | undefined;
  const scoresNow = () => (computed ??= scoresOnKernel(inputs) ?? plainScores(inputs));
  return {
    heads,
    kvHeads,
    queries,
    keys,
    dHead,
    dValue,
    get scores() {
      return scoresNow().scores;
    },
    get maskedScores() {
      return scoresNow().maskedScores;
    },
    probabilities,
    outputs,
  };
}

type Scores = Pick<AttentionStages, 'scores' | 'maskedScores'>;

function plainScores(inputs: AttentionInputs): Scores {
  const { heads, kvHeads, queries, keys, dHead, q, k, scale, softCap, temperature, bias } = inputs;
  const size = queries * keys;
  const scores = new Float32Array(heads * size);
  for (let h = 0; h < heads; h++) {
    const kOfHead = part(k, Math.floor((h * kvHeads) / heads), keys * dHead);
    scores.set(matmulTransposed(part(q, h, queries * dHead), kOfHead, queries, dHead, keys), h * size);
  }
  for (let i = 0; i < scores.length; i++) {
    let score = scores[i]! * scale;
    if (softCap) score = softCap * Math.tanh(score / softCap);
    if (bias) score += bias[i % bias.length]!;
    scores[i] = score / temperature;
  }
  const mask = maskOf(inputs);
  return { scores, maskedScores: mask ? applyMask(scores, mask) : scores };
}

function scoresOnKernel(inputs: AttentionInputs): Scores | undefined {
  const kernel = currentKernel();
  const mask = maskOf(inputs);
  const scores = new Float32Array(inputs.heads * inputs.queries * inputs.keys);
  const maskedScores = mask ? new Float32Array(scores.length) : scores;
  const done = kernel && scoreOnKernel(kernel, { ...inputs, mask }, scores, maskedScores);
  return done ? { scores, maskedScores } : undefined;
}

/** Values of head `h`, weighted by its probabilities. */
function addOutputs(
  { heads, kvHeads, queries, keys, dValue, v }: AttentionInputs,
  probabilities: Float32Array,
  outputs: Float32Array,
  h: number,
): void {
  const vOfHead = part(v, Math.floor((h * kvHeads) / heads), keys * dValue);
  const ofHead = part(probabilities, h, queries * keys);
  outputs.set(matmul(ofHead, vOfHead, queries, keys, dValue), h * queries * dValue);
}

function maskOf({ queries, keys, causal, mask }: AttentionInputs): Mask | undefined {
  if (!causal) return mask;
  return mask ? combineMasks(causalMask(queries, keys), mask) : causalMask(queries, keys);
}

function applyMask(scores: Float32Array, mask: Mask): Float32Array {
  return scores.map((score, i) => (mask[i % mask.length] ? score : -Infinity));
}

/** The `index`-th block of `size` numbers; no copy. */
function part(array: Float32Array, index: number, size: number): Float32Array {
  return array.subarray(index * size, (index + 1) * size);
}

function whole(input: string, length: number, unit: number): number {
  const count = length / unit;
  if (Number.isInteger(count)) return count;
  const found = input === 'heads' ? `${length} query heads` : `${length} numbers`;
  throw new InputError({ code: 'shape', input, found, expected: `a multiple of ${unit}` });
}

function fits<T extends Uint8Array | Float32Array>(input: string, array: T, heads: number, size: number): T {
  if (array.length === size || array.length === heads * size) return array;
  throw new InputError({
    code: 'shape',
    input,
    found: `${array.length} numbers`,
    expected: `${size}, one per query and key, or ${heads * size}, one per head, query and key`,
  });
}
