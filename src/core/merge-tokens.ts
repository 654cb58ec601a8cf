import type { AttentionData } from './attention-data.js';
import { mapHeads } from './map-heads.js';
import { newGeneratedFrom } from './with-weights.js';

/** How the weights between two groups of tokens become one. */
export type MergeBy = 'mean' | 'max';

/**
 * Joins tokens: pieces to words, words to sentences, padding to one. `queryGroups` and `keyGroups` list, for every joined
 * token, the indices it is made of, and `queryNames` and `keyNames` (default the same array) what it is called. By `mean`,
 * weights on keys of a group are added up and those of its queries averaged, so that rows that summed to 1 still do (Clark
 * et al. 2019, What Does BERT Look At?, section 4.1); by `max`, the greatest weight between any two of their tokens is
 * kept, and rows sum to nothing in particular. Vectors and scores are left out: no vector of a word would give its weights.
 */
export function mergeTokens(
  data: AttentionData,
  queryGroups: number[][],
  keyGroups: number[][],
  queryNames: string[],
  keyNames: string[] = queryNames,
  by: MergeBy = 'mean',
): AttentionData {
  const generatedFrom = newGeneratedFrom(data, queryGroups);
  const { keys } = data;
  return mapHeads(data, { queryTokens: queryNames, keyTokens: keyNames, generatedFrom }, (matrix, out) => {
    let i = 0;
    for (const queries of queryGroups) {
      for (const group of keyGroups) {
        out[i++] = by === 'max' ? greatest(matrix, keys, queries, group) : mean(matrix, keys, queries, group);
      }
    }
  });
}

function mean(matrix: Float32Array, keys: number, queries: number[], group: number[]): number {
  let sum = 0;
  for (const q of queries) for (const k of group) sum += matrix[q * keys + k]!;
  return sum / (queries.length || 1);
}

function greatest(matrix: Float32Array, keys: number, queries: number[], group: number[]): number {
  let most = -Infinity;
  for (const q of queries) for (const k of group) most = Math.max(most, matrix[q * keys + k]!);
  return most;
}
