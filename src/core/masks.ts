/**
 * Masks say which keys a query may look at: `Uint8Array [queries, keys]` for all heads, or `[heads, queries, keys]`;
 * 1 = may attend, 0 = may not. (PyTorch's `nn.MultiheadAttention` means the opposite by True.)
 *
 * `offset` is the position of query 0 among the keys. Its default `keys - queries` aligns the last query with the last
 * key, which is right for queries that follow a cache of earlier keys.
 */
export type Mask = Uint8Array;

/** A mask `[queries, keys]` from a rule on positions: `p` of the query, `k` of the key. */
function maskByRule(
  queries: number,
  keys: number,
  offset: number,
  rule: (p: number, k: number) => boolean,
): Mask {
  const mask = new Uint8Array(queries * keys);
  for (let q = 0; q < queries; q++) {
    for (let k = 0; k < keys; k++) if (rule(q + offset, k)) mask[q * keys + k] = 1;
  }
  return mask;
}

/** No token sees what comes after it. */
export function causalMask(queries: number, keys = queries, offset = keys - queries): Mask {
  return maskByRule(queries, keys, offset, (p, k) => k <= p);
}

/**
 * Each token sees itself and the `window - 1` tokens before it, as in Mistral 7B; the first `sinks` keys stay visible
 * throughout (Xiao et al. 2023, Efficient Streaming Language Models with Attention Sinks).
 */
export function slidingWindowMask(
  queries: number,
  keys: number,
  window: number,
  { sinks = 0, offset = keys - queries }: { sinks?: number; offset?: number } = {},
): Mask {
  return maskByRule(queries, keys, offset, (p, k) => k <= p && (k > p - window || k < sinks));
}

/** Each token sees those at most `radius` away on either side (Beltagy et al. 2020, Longformer). */
export function localMask(queries: number, keys: number, radius: number, offset = keys - queries): Mask {
  return maskByRule(queries, keys, offset, (p, k) => Math.abs(k - p) <= radius);
}

/** No query sees a padded key: `keep [keys]` is true (or 1) for real tokens. */
export function keyPaddingMask(queries: number, keep: ArrayLike<boolean | number>): Mask {
  return maskByRule(queries, keep.length, 0, (_, k) => !!keep[k]);
}

/** What all masks allow; a mask `[queries, keys]` counts for every head of one with heads. */
export function combineMasks(...masks: Mask[]): Mask {
  const out = new Uint8Array(Math.max(0, ...masks.map((mask) => mask.length))).fill(1);
  for (const mask of masks) for (let i = 0; i < out.length; i++) out[i]! &= mask[i % mask.length]!;
  return out;
}
