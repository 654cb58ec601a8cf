/** Whether weights `[…, queries, keys]` are square and zero wherever a key comes after its query. */
export function isCausal(weights: ArrayLike<number>, queries: number, keys: number): boolean {
  if (queries !== keys || queries < 2) return false;
  for (let row = 0; row * keys < weights.length; row++) {
    for (let k = (row % queries) + 1; k < keys; k++) if (weights[row * keys + k] !== 0) return false;
  }
  return true;
}
