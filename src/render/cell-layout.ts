import type { Work } from '../core/pause.js';
import type { CellsMark, Scene } from '../scene/scene.js';
import { type Box, snapBox, snapWidth } from './pixel-grid.js';
import { poolCells } from './pool-cells.js';

/** A heat map as it stands in device pixels: what both painters draw. */
export interface CellLayout extends Box {
  rows: number;
  columns: number;
  /** `[rows, columns]`, pooled where there are more cells than pixels. */
  values: Float32Array;
  /** Empty pixels at the right and lower edge of each cell. */
  gap: number;
  /** Greatest radius of a dot in pixels, for the value 1; 0: cells are filled. Dots need room: two pixels a cell. */
  dot: number;
}

/** Lays a heat map out for a pixel ratio, with at most `most` rows and columns; undefined when nothing is to be seen. */
export function cellLayout(mark: CellsMark, ratio: number, most = Infinity): CellLayout | undefined {
  const box = snapBox(mark, ratio);
  const rows = Math.min(mark.rows, box.height, most);
  const columns = Math.min(mark.columns, box.width, most);
  if (!(rows > 0 && columns > 0)) return undefined;
  const pitch = Math.min(box.width / columns, box.height / rows);
  let gap = mark.gap > 0 ? snapWidth(mark.gap, ratio) : 0;
  if (pitch < gap + 1) gap = 0;
  return {
    ...box,
    rows,
    columns,
    values:
      mark.values instanceof Float32Array
        ? poolCells(mark.values, mark.rows, mark.columns, rows, columns)
        : mark.values.pool(rows, columns),
    gap,
    dot: mark.shape === 'dots' && pitch >= 2 ? (pitch - gap) / 2 : 0,
  };
}

/** Lays out all heat maps of a scene, one by one. What comes out is remembered by their values, for whoever draws them. */
export function* layOutCells({ marks }: Scene, ratio: number): Work<void> {
  for (const mark of marks) {
    if (mark.type !== 'cells') continue;
    yield;
    cellLayout(mark, ratio);
  }
}
