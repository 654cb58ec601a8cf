/**
 * What the rows of attention matrices are like. All take weights `[…, queries, keys]`, of one head or of many, and give
 * one number per row `[…, queries]`.
 */

/** Runs `measure` over every row of `keys` numbers; `start` is the row's first index, `row` its number. */
function perRow(weights: ArrayLike<number>, keys: number, measure: (start: number, row: number) => number) {
  return Float32Array.from({ length: weights.length / keys }, (_, row) => measure(row * keys, row));
}

/**
 * How spread out each row is: `-Σ w log w`, 0 for a single key. In nats (`unit: 'nats'`), in bits, or `normalized` by
 * the largest possible, that of equal weights on all keys.
 */
export function entropy(
  weights: ArrayLike<number>,
  keys: number,
  unit: 'nats' | 'bits' | 'normalized' = 'nats',
): Float32Array {
  const divisor = { nats: 1, bits: Math.LN2, normalized: Math.log(keys) || 1 }[unit];
  return perRow(weights, keys, (start) => {
    let sum = 0;
    for (let k = 0; k < keys; k++) {
      const weight = weights[start + k]!;
      if (weight > 0) sum -= weight * Math.log(weight);
    }
    return sum / divisor;
  });
}

/** How many tokens away each query looks on average: `Σ w · |key - query|` (Clark et al. 2019; Vig & Belinkov 2019). */
export function meanDistance(weights: ArrayLike<number>, queries: number, keys: number): Float32Array {
  return perRow(weights, keys, (start, row) => {
    let sum = 0;
    for (let k = 0; k < keys; k++) sum += weights[start + k]! * Math.abs(k - (row % queries));
    return sum;
  });
}

/** How much attention every key receives from all queries of a head: sums of columns, `[…, keys]`. */
export function attentionReceived(weights: ArrayLike<number>, queries: number, keys: number): Float32Array {
  const sums = new Float64Array(weights.length / queries);
  for (let i = 0; i < weights.length; i++) {
    sums[Math.floor(i / (queries * keys)) * keys + (i % keys)]! += weights[i]!;
  }
  return Float32Array.from(sums);
}

/** Indices of the `count` largest numbers, largest first; of equals the lower index comes first. */
export function strongest(row: ArrayLike<number>, count: number): number[] {
  return Array.from({ length: row.length }, (_, i) => i)
    .sort((a, b) => row[b]! - row[a]! || a - b)
    .slice(0, count);
}
