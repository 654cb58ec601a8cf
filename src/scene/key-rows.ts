/** Rows of keys that a view of one query draws at most. */
const mostRows = 64;

/** Keys in the order of the text, without the weakest of a long one, and what was left out. */
export interface KeyRows {
  keys: number[];
  left: number;
  /** Weight of what was left out. */
  weight: number;
}

/** The keys that stand in a view of one query: all, or of more than 64 the strongest and the one in focus. */
export function keyRows(weights: Float32Array, focus: number | undefined): KeyRows {
  const all = Array.from(weights, (_, k) => k);
  if (all.length <= mostRows) return { keys: all, left: 0, weight: 0 };
  const strongest = new Set(all.sort((a, b) => weights[b]! - weights[a]!).slice(0, mostRows - 1));
  if (focus !== undefined) strongest.add(focus);
  const keys = [...strongest].sort((a, b) => a - b);
  const kept = keys.reduce((sum, k) => sum + weights[k]!, 0);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return { keys, left: weights.length - keys.length, weight: Math.max(0, whole - kept) };
}
