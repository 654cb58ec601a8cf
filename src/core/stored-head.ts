import type { AttentionData, WeightArray } from './attention-data.js';
import { halvesAsFloats } from './half-floats.js';

/** The `[queries, keys]` weights of one head as they are stored: floats, bits of half floats, or bytes times `scale`. */
export interface StoredHead {
  data: WeightArray;
  scale: number;
  /** Where it is known already. */
  range?: Range;
}

/** Ranges of all heads, `[layers × heads]`, of data whose numbers somebody has looked at. */
const known = new WeakMap<AttentionData, readonly Range[]>();

/** Remembers what `rangeOf` would find for each head. */
export function rememberRanges(data: AttentionData, found: readonly Range[]): void {
  known.set(data, found);
}

/** One head as it is stored: a view, whatever the storage. Treat it as read-only. */
export function storedHead(data: AttentionData, layer: number, head: number): StoredHead {
  const size = data.queries * data.keys;
  const index = layer * data.heads + head;
  const range = known.get(data)?.[index];
  const start = index * size;
  return { data: data.weights.subarray(start, start + size), scale: data.scale, ...(range && { range }) };
}

/** What every byte, or every pattern of 16 bits, stands for; undefined where numbers are stored as themselves. */
export function meaningOf({ data, scale }: StoredHead): Float32Array | undefined {
  if (data instanceof Float32Array) return undefined;
  if (data instanceof Uint8Array) return Float32Array.from({ length: 256 }, (_, byte) => byte * scale);
  return halvesAsFloats();
}

/** Magnitudes from here on are masks written as numbers (`finfo.min`), not values. */
export const maskMagnitude = 1e30;

export interface Range {
  low: number;
  high: number;
}

const ranges = new WeakMap<WeightArray, Range>();

/** The least and the greatest weight, masks left out; `Infinity` and `-Infinity` where there is none. Remembered by array. */
export function rangeOf(stored: StoredHead): Range {
  let range = stored.range ?? ranges.get(stored.data);
  if (!range) ranges.set(stored.data, (range = findRange(stored)));
  return range;
}

function findRange(stored: StoredHead): Range {
  const { data, scale } = stored;
  let [low, high] = [Infinity, -Infinity];
  if (data instanceof Uint8Array) {
    for (let i = 0; i < data.length; i++) {
      const byte = data[i]!;
      if (byte > high) high = byte;
      if (byte < low) low = byte;
    }
    return { low: low * scale, high: high * scale };
  }
  const meaning = meaningOf(stored);
  for (let i = 0; i < data.length; i++) {
    const weight = meaning ? meaning[data[i]!]! : data[i]!;
    if (!(Math.abs(weight) < maskMagnitude)) continue;
    if (weight > high) high = weight;
    if (weight < low) low = weight;
  }
  return { low, high };
}
