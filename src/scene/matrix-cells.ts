import { cellInk } from './cell-ink.js';
import { mix, rampColor } from './color.js';
import { label, shortNumber } from './labels.js';
import type { Axis, Box } from './matrix-axes.js';
import type { CellSource, Mark } from './scene.js';
import type { ShownHead } from './shown.js';
import type { ViewInput } from './view.js';

/** Values of one head laid out as drawn: rows are queries, or keys when queries are columns. */
function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) out[c * rows + r] = values[r * columns + c]!;
  return out;
}

/** A transposed copy a values array, so that painters see the same array again in the next frame. */
const transposed = new WeakMap<Float32Array, Float32Array>();

/** So many cells are drawn as they are; of more, as many as there are pixels. */
const mostExact = 2 ** 16;

/** Values of the part of a head that is shown, as it lies on the screen. */
function valuesOf(input: ViewInput, rows: Axis, columns: Axis, index: number): Float32Array | CellSource {
  const { shown, scaled, part, cells } = input;
  const [queries, keys] = [shown.queries.length, shown.keys.length];
  const isTransposed = rows.side === 'key';
  if (!part && queries * keys <= mostExact) {
    const values = scaled.values[index]!;
    if (!isTransposed) return values;
    let turned = transposed.get(values);
    if (!turned) transposed.set(values, (turned = transpose(values, queries, keys)));
    return turned;
  }
  const source = scaled.cells(index, part, isTransposed);
  const few = cells === 'numbers' || (part && part.rows * part.columns <= mostExact);
  return few ? source.pool(rows.pieces.length, columns.pieces.length) : source;
}

/** Cells of one head with their frame, and numbers where they are wanted. */
export function grid(
  input: ViewInput,
  rows: Axis,
  columns: Axis,
  index: number,
  box: Box,
  cell: number,
): Mark[] {
  const { shown, theme, cells, measure } = input;
  const keys = shown.keys.length;
  const values = valuesOf(input, rows, columns, index);
  const [nRows, nColumns] = [rows.pieces.length, columns.pieces.length];
  const gap = cell >= 14 ? 1 : 0;
  const shape = cells === 'dots' ? 'dots' : 'fill';
  const frame: Mark = {
    type: 'rect',
    x: box.x - 1,
    y: box.y - 1,
    width: box.width + 2 - gap,
    height: box.height + 2 - gap,
    stroke: theme.line,
    lineWidth: 1,
  };
  const marks: Mark[] = [
    { type: 'cells', ...box, rows: nRows, columns: nColumns, values, ramp: theme.ramp, shape, gap },
    frame,
  ];
  if (cells !== 'numbers' || !(values instanceof Float32Array)) return marks;
  const { weights } = shown.heads[index]!;
  const size = Math.min(theme.fontSize * 0.85, (cell - 4) / Math.max(0.1, measure('.00', 1)));
  for (let r = 0; r < nRows; r++) {
    for (let c = 0; c < nColumns; c++) {
      const value = values[r * nColumns + c]!;
      if (Number.isNaN(value)) continue;
      const [row, column] = [r + rows.first, c + columns.first];
      const weight = weights[rows.side === 'key' ? column * keys + row : row * keys + column]!;
      const text = shortNumber(weight);
      // what rounds to nothing stays in the background
      const ink = cellInk(theme, rampColor(theme.ramp, value), value < 0.005 && weight < 0.005);
      const [x, y] = [box.x + (c + 0.5) * cell - gap / 2, box.y + (r + 0.5) * cell - gap / 2];
      marks.push(label(text, x, y, ink, size, { align: 'center', tabular: true }));
    }
  }
  return marks;
}

/** Frames around the row, column and cell that the reader is on. */
export function cursor(
  { focus, pinned, theme }: ViewInput,
  rows: Axis,
  columns: Axis,
  head: ShownHead,
  box: Box,
  cell: number,
): Mark[] {
  const marks: Mark[] = [];
  const here = (f: { layer?: number; head?: number }) => f.head === undefined || f.head === head.head;
  const gap = cell >= 14 ? 1 : 0;
  const frame = (row: number | undefined, column: number | undefined, strong: boolean) => {
    const x = column === undefined ? box.x : box.x + column * cell;
    const y = row === undefined ? box.y : box.y + row * cell;
    const width = column === undefined ? box.width : cell;
    const height = row === undefined ? box.height : cell;
    const stroke = strong ? theme.accent : mix(theme.background, theme.accent, 0.55);
    marks.push({
      type: 'rect',
      x: x - 1,
      y: y - 1,
      width: width + 2 - gap,
      height: height + 2 - gap,
      radius: 2,
      stroke,
      lineWidth: strong ? 2 : 1,
    });
  };
  const within = ({ side, first, pieces }: Axis, f: { query?: number; key?: number }) => {
    const at = side === 'query' ? f.query : f.key;
    return at === undefined || at < first || at >= first + pieces.length ? undefined : at - first;
  };
  const rowOf = (f: { query?: number; key?: number }) => within(rows, f);
  const columnOf = (f: { query?: number; key?: number }) => within(columns, f);
  for (const [f, isPinned] of [
    [pinned, true],
    [focus, false],
  ] as const) {
    const [row, column] = [rowOf(f), columnOf(f)];
    if (!here(f) || (row === undefined && column === undefined)) continue;
    if (row !== undefined && column !== undefined) {
      if (!isPinned) {
        frame(row, undefined, false);
        frame(undefined, column, false);
      }
      frame(row, column, true);
    } else frame(row, column, isPinned);
  }
  return marks;
}
