import type { AttentionData } from './attention-data.js';
import { mapHeads } from './map-heads.js';
import { newGeneratedFrom } from './with-weights.js';

/**
 * Leaves out tokens, such as `[CLS]` and `[SEP]`: only the queries and keys at the given indices stay, in that order, with
 * their vectors and scores. With `renormalize` every row is divided by what is left of it, so that it sums to 1 again; a
 * row with nothing left stays zero. Scores are never renormalised. What the heads add to the residual stream is left out:
 * the tokens that are gone have a part in it. Which share of the weight stays is told for every head.
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
  const keptShare = new Float32Array(data.layers * data.heads);
  let index = 0;
  const dropped = mapHeads(data, { queryTokens, keyTokens, generatedFrom }, (matrix, out) => {
    let [kept, total] = [0, 0];
    keepQueries.forEach((q, row) => {
      let sum = 0;
      for (const k of keepKeys) {
        sum += matrix[q * data.keys + k]!;
        kept += Math.abs(matrix[q * data.keys + k]!);
      }
      for (let k = 0; k < data.keys; k++) total += Math.abs(matrix[q * data.keys + k]!);
      const divisor = renormalize && data.values !== 'scores' && sum !== 0 ? sum : 1;
      keepKeys.forEach((k, j) => (out[row * keepKeys.length + j] = matrix[q * data.keys + k]! / divisor));
    });
    keptShare[index++] = total > 0 ? kept / total : 1;
  });
  if (data.values !== 'scores') dropped.keptShare = keptShare;
  const { q, k, v, dHead, scores, scoring, queries, keys } = data;
  if (dHead) {
    dropped.dHead = dHead;
    if (scoring) dropped.scoring = scoring;
    if (q) dropped.q = pickRows(q, queries, dHead, keepQueries);
    if (k) dropped.k = pickRows(k, keys, dHead, keepKeys);
    if (v) dropped.v = pickRows(v, keys, dHead, keepKeys);
  }
  // columns are rows of numbers
  if (scores) dropped.scores = pickRows(pickRows(scores, queries, keys, keepQueries), keys, 1, keepKeys);
  return dropped;
}

/** Rows `kept` of every block of `x [blocks, rows, width]`. */
function pickRows(x: Float32Array, rows: number, width: number, kept: number[]): Float32Array {
  const blocks = x.length / (rows * width);
  const out = new Float32Array(blocks * kept.length * width);
  let at = 0;
  for (let block = 0; block < blocks; block++) {
    for (const row of kept) {
      const from = (block * rows + row) * width;
      out.set(x.subarray(from, from + width), at);
      at += width;
    }
  }
  return out;
}

function sameNumbers(a: number[], b: number[]): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}
