import { fitText, label, widest } from './labels.js';
import { axisLabels, columnLabels, type Axis } from './matrix-axes.js';
import { cursor, grid } from './matrix-cells.js';
import type { Window } from './pooled-matrix.js';
import type { Mark, Scene, Target } from './scene.js';
import type { Piece, Shown } from './shown.js';
import type { View, ViewInput } from './view.js';

/**
 * Sizes of cells in CSS pixels. Numbers need room, and scroll inside the figure where there is none. Colours do not: of
 * more cells than pixels a pixel shows several, and the reader may zoom.
 */
const cellSize = { least: 1 / 64, most: 34, numbers: 30, numbersMost: 46, sheet: 780 };
const panelGap = 24;

/** A heat map for each shown head, side by side where there are several. */
export const matrix: View = (input: ViewInput) => {
  const { shown, width } = input;
  const part = input.part ?? wholeOf(shown);
  const axis = (side: 'query' | 'key', all: Piece[], first: number, count: number): Axis => ({
    side,
    all,
    first,
    pieces: count < all.length ? all.slice(first, first + count) : all,
  });
  const queries = axis('query', shown.queries, part.top, part.rows);
  const keys = axis('key', shown.keys, part.left, part.columns);
  const [rows, columns] = input.orientation === 'query-columns' ? [keys, queries] : [queries, keys];
  if (shown.heads.length === 1) return panel(input, rows, columns, 0, width, false);

  const count = shown.heads.length;
  const perRow = Math.max(1, Math.min(count, Math.floor((width + panelGap) / (190 + panelGap))));
  const slot = (width - (perRow - 1) * panelGap) / perRow;
  const scene: Scene = { width, height: 0, marks: [], targets: [] };
  for (let start = 0; start < count; start += perRow) {
    const line = shown.heads
      .slice(start, start + perRow)
      .map((_, i) => panel(input, rows, columns, start + i, slot, true));
    if (line[0]!.note) scene.note = line[0]!.note;
    line.forEach((part, i) => place(scene, part, i * (slot + panelGap), scene.height));
    scene.width = Math.max(scene.width, ...line.map((part, i) => i * (slot + panelGap) + part.width));
    scene.height += Math.max(...line.map((part) => part.height)) + panelGap;
  }
  scene.height -= panelGap;
  return scene;
};

/** The part that is all of it. */
export const wholeOf = ({ queries, keys }: Pick<Shown, 'queries' | 'keys'>): Window => ({
  top: 0,
  left: 0,
  rows: queries.length,
  columns: keys.length,
});

/** Adds a scene to another at an offset. */
function place(into: Scene, part: Scene, dx: number, dy: number): void {
  for (const mark of part.marks) {
    if (mark.type === 'line') mark.points = mark.points.map((p, i) => p + (i % 2 ? dy : dx));
    else if (mark.type !== 'links') into.marks.push(Object.assign(mark, { x: mark.x + dx, y: mark.y + dy }));
    if (mark.type === 'line') into.marks.push(mark);
  }
  for (const target of part.targets) into.targets.push({ ...target, x: target.x + dx, y: target.y + dy });
}

function panel(
  input: ViewInput,
  rows: Axis,
  columns: Axis,
  index: number,
  width: number,
  titled: boolean,
): Scene {
  const { shown, theme, measure, words, cells } = input;
  const head = shown.heads[index]!;
  const [nRows, nColumns] = [rows.pieces.length, columns.pieces.length];
  const numbers = cells === 'numbers';
  const largest = cellSize.sheet / Math.max(rows.pieces.length, columns.pieces.length);
  const most = numbers ? cellSize.numbersMost : titled ? 24 : Math.max(9, Math.min(cellSize.most, largest));
  const least = numbers ? cellSize.numbers : cellSize.least;
  const small = titled ? 0.85 : 1;

  let size = theme.fontSize * small;
  let rowLabels = widest(rows.all, size, measure, width * 0.34) + 8;
  let cell = Math.min(most, Math.max(least, (width - rowLabels) / (nColumns + 0.7)));
  const labelled = cell >= 9 || !titled;
  if (cell < size * 1.25) size = Math.max(theme.fontSize * 0.7, Math.min(size, cell * 0.82));
  rowLabels = labelled ? widest(rows.all, size, measure, width * 0.34) + 8 : 0;
  if (labelled && !titled)
    rowLabels = Math.max(rowLabels, measure(`${words[rows.side]} ↓`, theme.fontSize * 0.85) + 8);
  const spread = columnLabels(columns, cell, size, labelled, input);
  cell = Math.min(most, Math.max(least, (width - rowLabels - spread.right) / nColumns));
  if (cell >= 6) cell = Math.floor(cell);

  const title = titled ? Math.round(theme.fontSize * 1.7) : 0;
  const axis = labelled && !titled ? Math.round(theme.fontSize * 1.2) : 0;
  const used = rowLabels + nColumns * cell + spread.right;
  const x0 = Math.max(0, titled ? 0 : Math.round((width - used) / 2)) + Math.ceil(rowLabels);
  const y0 = title + axis + Math.ceil(spread.height);
  const box = { x: x0, y: y0, width: nColumns * cell, height: nRows * cell };

  const marks: Mark[] = [];
  if (titled) {
    const text = head.title ?? head.label;
    marks.push(
      label(
        fitText(text, width - (x0 - Math.ceil(rowLabels)), size, measure),
        x0,
        title / 2,
        theme.text,
        size,
      ),
    );
  }
  if (axis) {
    const small = theme.fontSize * 0.85;
    marks.push(
      label(`${words[columns.side]} →`, x0, axis * 0.4, theme.muted, small),
      label(`${words[rows.side]} ↓`, x0 - 8, y0 - small * 0.7, theme.muted, small, { align: 'right' }),
    );
  }
  marks.push(...grid(input, rows, columns, index, box, cell));
  if (labelled) {
    marks.push(...axisLabels(input, rows, columns, box, cell, size, rowLabels, spread.angle));
  }
  marks.push(...cursor(input, rows, columns, head, box, cell));

  const targets: Target[] = [
    {
      type: 'grid',
      ...box,
      rows: nRows,
      columns: nColumns,
      firstRow: rows.first,
      firstColumn: columns.first,
      transposed: rows.side === 'key',
      ...(head.layer !== undefined && { layer: head.layer }),
      ...(head.head !== undefined && { head: head.head }),
    },
  ];
  if (labelled) {
    targets.push(
      {
        type: 'axis',
        side: rows.side,
        first: rows.first,
        count: nRows,
        level: false,
        x: x0 - rowLabels,
        y: y0,
        width: rowLabels,
        height: box.height,
      },
      {
        type: 'axis',
        side: columns.side,
        first: columns.first,
        count: nColumns,
        level: true,
        x: x0,
        y: y0 - spread.height,
        width: box.width,
        height: spread.height,
      },
    );
  }
  return {
    width: Math.max(width, x0 + box.width + spread.right),
    height: y0 + box.height + 4,
    ...(cell < 1 && { note: input.pooling === 'mean' ? words.pooledMean : words.pooledMax }),
    marks,
    targets,
  };
}
