import type { Picture } from './compose.js';
import type { Window } from './pooled-matrix.js';
import type { CellsMark } from './scene.js';
import type { Theme } from './theme.js';

/** Sides of the whole matrix in small, and least side of a part in it that can be seen, CSS pixels. */
const side = { most: 112, least: 28, part: 8 };

/** A large matrix in small, and where on it the part is that the reader has zoomed to. */
export interface Overview {
  width: number;
  height: number;
  marks: CellsMark[];
  /** CSS pixels. */
  part: { x: number; y: number; width: number; height: number };
}

/** The first shown head as a whole, as it lies in the picture. */
export function overview(
  { shown, scaled }: Pick<Picture, 'shown' | 'scaled'>,
  part: Window,
  transposed: boolean,
  theme: Pick<Theme, 'ramp'>,
): Overview {
  const [queries, keys] = [shown.queries.length, shown.keys.length];
  const [rows, columns] = transposed ? [keys, queries] : [queries, keys];
  const scale = side.most / Math.max(rows, columns);
  const [width, height] = [columns, rows].map((n) => Math.max(side.least, Math.round(n * scale))) as [
    number,
    number,
  ];
  const values = scaled.cells(0, undefined, transposed);
  const [across, down] = [span(part.left, part.columns, keys), span(part.top, part.rows, queries)];
  const [x, y] = transposed ? [down, across] : [across, down];
  const [left, wide] = x(width);
  const [top, high] = y(height);
  return {
    width,
    height,
    marks: [
      {
        type: 'cells',
        x: 0,
        y: 0,
        width,
        height,
        rows,
        columns,
        values,
        ramp: theme.ramp,
        shape: 'fill',
        gap: 0,
      },
    ],
    part: { x: left, y: top, width: wide, height: high },
  };
}

/** Start and length on a side of so many pixels; what would be too small to see is larger than it is. */
const span =
  (first: number, count: number, all: number) =>
  (pixels: number): [start: number, length: number] => {
    const length = Math.max(side.part, (pixels * count) / all);
    const middle = (pixels * (first + count / 2)) / all;
    return [Math.max(0, Math.min(pixels - length, middle - length / 2)), length];
  };
