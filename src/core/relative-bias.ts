export interface RelativeBucketOptions {
  /** How many buckets there are. Default 32. */
  buckets?: number;
  /** Distance from which on all share the last bucket. Default 128. */
  maxDistance?: number;
  /** Half of the buckets are for keys after the query; otherwise these count as distance 0 (decoders). Default true. */
  bidirectional?: boolean;
}

/**
 * T5's bucket for a distance `key - query`: one each for short distances, ever wider ones up to `maxDistance`
 * (Raffel et al. 2020, Exploring the Limits of Transfer Learning, section 2.1, and the authors' code).
 */
export function relativeBucket(distance: number, options: RelativeBucketOptions = {}): number {
  const { buckets = 32, maxDistance = 128, bidirectional = true } = options;
  const count = bidirectional ? buckets / 2 : buckets;
  const base = bidirectional && distance > 0 ? count : 0;
  const far = bidirectional ? Math.abs(distance) : Math.max(0, -distance);
  const exact = Math.floor(count / 2);
  if (far < exact) return base + far;
  const ratio = Math.log(far / exact) / Math.log(maxDistance / exact);
  return base + Math.min(count - 1, exact + Math.floor(ratio * (count - exact)));
}

/**
 * T5's learned bias for `attention`, `[heads, queries, keys]`, from a table `[buckets, heads]`. Query 0 stands at
 * position `offset`.
 */
export function relativeBias(
  table: Float32Array,
  heads: number,
  queries: number,
  keys = queries,
  options: RelativeBucketOptions & { offset?: number } = {},
): Float32Array {
  const { offset = keys - queries } = options;
  const bias = new Float32Array(heads * queries * keys);
  for (let q = 0; q < queries; q++) {
    for (let k = 0; k < keys; k++) {
      const bucket = relativeBucket(k - q - offset, options);
      for (let h = 0; h < heads; h++) bias[(h * queries + q) * keys + k] = table[bucket * heads + h]!;
    }
  }
  return bias;
}
