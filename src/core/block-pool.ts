/**
 * A matrix `[rows, columns]` made smaller, `[toRows, toColumns]` (each at most as many), for pictures with fewer pixels than cells: block `i`
 * covers rows `⌊i · rows / toRows⌋` up to the start of the next, and columns likewise. `max` lets no single strong weight
 * vanish, `sum` keeps the sum of a row's blocks over all its rows, `mean` their height.
 */
export function blockPool(
  matrix: ArrayLike<number>,
  rows: number,
  columns: number,
  toRows: number,
  toColumns: number,
  how: 'max' | 'mean' | 'sum',
): Float32Array {
  const out = new Float32Array(toRows * toColumns);
  for (let i = 0; i < toRows; i++) {
    const top = Math.floor((i * rows) / toRows);
    const bottom = Math.floor(((i + 1) * rows) / toRows);
    for (let j = 0; j < toColumns; j++) {
      const left = Math.floor((j * columns) / toColumns);
      const right = Math.floor(((j + 1) * columns) / toColumns);
      let pooled = how === 'max' ? -Infinity : 0;
      for (let r = top; r < bottom; r++) {
        for (let c = left; c < right; c++) {
          const value = matrix[r * columns + c]!;
          pooled = how === 'max' ? Math.max(pooled, value) : pooled + value;
        }
      }
      out[i * toColumns + j] = how === 'mean' ? pooled / ((bottom - top) * (right - left)) : pooled;
    }
  }
  return out;
}
