import type { AttentionData } from './attention-data.js';
import { mapHeads } from './map-heads.js';
import { newGeneratedFrom } from './with-weights.js';

/**
 * Leaves out tokens, such as `[CLS]` and `[SEP]`: only the queries and keys at the given indices stay, in that order.
 * With `renormalize` every row is divided by what is left of it, so that it sums to 1 again; a row with nothing left
 * stays zero. Scores are never renormalised.
 */
export function dropTokens(
  data: AttentionData,
  keepQueries: number[],
  keepKeys: number[],
  renormalize: boolean,
): AttentionData {
  const queryTokens = keepQueries.map((q) => data.queryTokens[q] ?? '');
  const isOneSequence = data.queryTokens === data.keyTokens && sameNumbers(keepQueries, keepKeys);
  const keyTokens = isOneSequence ? queryTokens : keepKeys.map((k) => data.keyTokens[k] ?? '');
  const generatedFrom = newGeneratedFrom(
    data,
    keepQueries.map((q) => [q]),
  );
  return mapHeads(data, { queryTokens, keyTokens, generatedFrom }, (matrix, out) => {
    keepQueries.forEach((q, row) => {
      let sum = 0;
      for (const k of keepKeys) sum += matrix[q * data.keys + k]!;
      const divisor = renormalize && data.values !== 'scores' && sum !== 0 ? sum : 1;
      keepKeys.forEach((k, j) => (out[row * keepKeys.length + j] = matrix[q * data.keys + k]! / divisor));
    });
  });
}

function sameNumbers(a: number[], b: number[]): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}
