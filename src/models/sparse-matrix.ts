/** A matrix `[rows, columns]` of which only the entries `[row, column, value]` are not zero; entries of one place add up. */
export interface SparseMatrix {
  rows: number;
  columns: number;
  entries: readonly (readonly [row: number, column: number, value: number])[];
}

/**
 * `x · matrixᵀ`, what `linear` of the core does for `x [tokens, columns]`, giving `[tokens, rows]`. Constructed weights
 * are nearly all zeros: the time goes with their entries, not with their shape.
 */
export function sparseLinear(x: Float32Array, { rows, columns, entries }: SparseMatrix): Float32Array {
  const tokens = x.length / columns;
  const out = new Float32Array(tokens * rows);
  for (const [row, column, value] of entries) {
    for (let t = 0; t < tokens; t++) out[t * rows + row]! += value * x[t * columns + column]!;
  }
  return out;
}

/** The same matrix with its zeros, `[rows, columns]`, as the core's `linear` and `multiHeadAttention` take it. */
export function denseMatrix({ rows, columns, entries }: SparseMatrix): Float32Array {
  const out = new Float32Array(rows * columns);
  for (const [row, column, value] of entries) out[row * columns + column]! += value;
  return out;
}
