import { headMatrix, type AttentionData } from './attention-data.js';

export interface HeadSelection {
  /** Indices into `data.layers`. */
  layers: number[];
  /** Indices into `data.heads`. */
  heads: number[];
  how: 'mean' | 'max';
}

/**
 * One matrix `[queries, keys]` for all chosen heads of all chosen layers: the mean (rows that summed to 1 still do) or
 * the largest weight of each cell (they do not). Zeros when nothing is chosen.
 */
export function aggregateHeads(data: AttentionData, { layers, heads, how }: HeadSelection): Float32Array {
  const size = data.queries * data.keys;
  const sum = new Float64Array(size);
  const count = layers.length * heads.length;
  if (how === 'max' && count) sum.fill(-Infinity);
  for (const layer of layers) {
    for (const head of heads) {
      const matrix = headMatrix(data, layer, head);
      if (how === 'mean') for (let i = 0; i < size; i++) sum[i]! += matrix[i]!;
      else for (let i = 0; i < size; i++) if (matrix[i]! > sum[i]!) sum[i] = matrix[i]!;
    }
  }
  return Float32Array.from(sum, (x) => (how === 'mean' && count ? x / count : x));
}
