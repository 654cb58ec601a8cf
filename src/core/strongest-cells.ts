import { meaningOf, type StoredHead } from './stored-head.js';

/** A weight and where it stands. */
export interface StrongCell {
  query: number;
  key: number;
  weight: number;
}

/**
 * The `count` greatest weights of a head `[queries, keys]`, the greatest first; of equal ones those that come first. Tokens
 * that look at themselves are passed over where `self` says that queries and keys are the same.
 */
export function strongestCells(
  stored: StoredHead,
  keys: number,
  count: number,
  { self = false }: { self?: boolean } = {},
): StrongCell[] {
  const { data } = stored;
  const meaning = meaningOf(stored);
  const found: StrongCell[] = [];
  let least = -Infinity;
  for (let start = 0, query = 0; start < data.length; start += keys, query++) {
    for (let key = 0; key < keys; key++) {
      const stand = data[start + key]!;
      const weight = meaning ? meaning[stand]! : stand;
      if (!(weight > least) || (self && key === query)) continue;
      let at = found.length;
      while (at > 0 && found[at - 1]!.weight < weight) at--;
      found.splice(at, 0, { query, key, weight });
      if (found.length > count) found.pop();
      if (found.length === count) least = found[count - 1]!.weight;
    }
  }
  return found;
}
