import type { AttentionData } from './attention-data.js';
import { isCausal } from './is-causal.js';

/** The tokens of both sides of a matrix. */
export interface Sides {
  queryTokens: string[];
  /** The same array as `queryTokens` where queries and keys are one sequence. */
  keyTokens: string[];
  /** Index of the first query after the prompt, for generated text. */
  generatedFrom?: number | undefined;
}

/** The same heads with other tokens and weights. Scores and vectors, which no longer fit, are left out. */
export function withWeights(
  data: AttentionData,
  { queryTokens, keyTokens, generatedFrom }: Sides,
  weights: Float32Array,
): AttentionData {
  const queries = queryTokens.length;
  const keys = keyTokens.length;
  const causal = isCausal(weights, queries, keys);
  const out: AttentionData = { ...data, queries, keys, queryTokens, keyTokens, weights, scale: 1, causal };
  delete out.scores;
  delete out.scoring;
  delete out.q;
  delete out.k;
  delete out.v;
  delete out.dHead;
  delete out.residual;
  delete out.attentionOutput;
  delete out.dModel;
  delete out.generatedFrom;
  delete out.writtenTokens;
  if (generatedFrom !== undefined) out.generatedFrom = generatedFrom;
  return out;
}

/** Where generated text begins among new queries, each made of the old queries `group`. */
export function newGeneratedFrom({ generatedFrom }: AttentionData, groups: number[][]): number | undefined {
  if (generatedFrom === undefined) return undefined;
  const index = groups.findIndex((group) => group.some((q) => q >= generatedFrom));
  return index < 0 ? undefined : index;
}
