import { headMatrix, type AttentionData } from './attention-data.js';
import { withWeights, type Sides } from './with-weights.js';

/**
 * The same heads with other matrices: `change` writes what becomes of a head `[data.queries, data.keys]` to
 * `out [sides.queryTokens, sides.keyTokens]`.
 */
export function mapHeads(
  data: AttentionData,
  sides: Sides,
  change: (matrix: Float32Array, out: Float32Array) => void,
): AttentionData {
  const size = sides.queryTokens.length * sides.keyTokens.length;
  const weights = new Float32Array(data.layers * data.heads * size);
  for (let i = 0; i < data.layers * data.heads; i++) {
    const matrix = headMatrix(data, Math.floor(i / data.heads), i % data.heads);
    change(matrix, weights.subarray(i * size, (i + 1) * size));
  }
  return withWeights(data, sides, weights);
}
