interface Pooled {
  rows: number;
  columns: number;
  values: Float32Array;
}

/** The newest result for each array: painters ask for the same one at every frame. */
const known = new WeakMap<Float32Array, Pooled>();

/**
 * Values of a heat map `[rows, columns]` for a place with room for `[fewRows, fewColumns]` only: each of the new cells
 * shows the greatest value that it covers, so that no strong weight is lost between pixels. NaN where nothing else is
 * covered. Without a need the same array comes back.
 */
export function poolCells(
  values: Float32Array,
  rows: number,
  columns: number,
  fewRows: number,
  fewColumns: number,
): Float32Array {
  if (fewRows >= rows && fewColumns >= columns) return values;
  const found = known.get(values);
  if (found?.rows === fewRows && found.columns === fewColumns) return found.values;
  const pooled = new Float32Array(fewRows * fewColumns).fill(NaN);
  // first and last source line that touches line `i` of `few`
  const span = (i: number, few: number, count: number) =>
    [Math.floor((i * count) / few), Math.ceil(((i + 1) * count) / few)] as const;
  for (let row = 0, at = 0; row < fewRows; row++) {
    const [top, bottom] = span(row, fewRows, rows);
    for (let column = 0; column < fewColumns; column++, at++) {
      const [left, right] = span(column, fewColumns, columns);
      let most = -1;
      for (let r = top; r < bottom; r++) {
        for (let i = r * columns + left; i < r * columns + right; i++) {
          if (values[i]! > most) most = values[i]!;
        }
      }
      if (most >= 0) pooled[at] = most;
    }
  }
  known.set(values, { rows: fewRows, columns: fewColumns, values: pooled });
  return pooled;
}
