import type { AttentionData } from './attention-data.js';
import { mapHeads } from './map-heads.js';
import { newGeneratedFrom } from './with-weights.js';

/**
 * Joins pieces of words: `queryGroups` and `keyGroups` list, for every joined token, the indices it is made of, and
 * `queryNames` and `keyNames` (default the same array) what it is called. Weights on keys of a group are added up and
 * those of its queries averaged, so that rows that summed to 1 still do (Clark et al. 2019, What Does BERT Look At?,
 * section 4.1). Vectors and scores are left out: no vector of a word would give its weights.
 */
export function mergeTokens(
  data: AttentionData,
  queryGroups: number[][],
  keyGroups: number[][],
  queryNames: string[],
  keyNames: string[] = queryNames,
): AttentionData {
  const generatedFrom = newGeneratedFrom(data, queryGroups);
  return mapHeads(data, { queryTokens: queryNames, keyTokens: keyNames, generatedFrom }, (matrix, out) => {
    let i = 0;
    for (const queries of queryGroups) {
      for (const keys of keyGroups) {
        let sum = 0;
        for (const q of queries) for (const k of keys) sum += matrix[q * data.keys + k]!;
        out[i++] = sum / (queries.length || 1);
      }
    }
  });
}
