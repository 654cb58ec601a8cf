import { readablePieces, type Piece } from '../../formats/pieces.js';
import { fitText, label, pieceInk, widest } from '../labels.js';
import { cellInk } from '../cell-ink.js';
import { rampColor } from '../color.js';
import { fillIn, said } from '../words.js';
import { everyCell } from '../scene.js';
import type { StageNumbers } from './diagram.js';
import { colours, shownRamp } from './matrix-tile.js';
import { write, type Sheet } from './sheet.js';

/** Rows of a page at most. */
const mostRows = 24;

/** Part of an axis that is on the page: the page that holds a place, the last one as full as the others. */
function page(count: number, size: number, wanted: number): { first: number; shown: number } {
  const shown = Math.min(count, size);
  const first = Math.min(Math.floor(wanted / shown) * shown, count - shown);
  return { first: Math.max(0, first), shown };
}

/**
 * Every number of a matrix in its cell. Of a large one, a page, and a small picture of the whole to turn pages by.
 * `coloured` has the same numbers, and none where a mask hides them.
 */
export function numbersTable(
  sheet: Sheet,
  numbers: StageNumbers,
  top: number,
  coloured: StageNumbers = numbers,
): number {
  const { theme, width, measure, value: place } = sheet.input;
  const { small, marks } = sheet;
  const { rows, columns, values } = numbers;
  const rowPieces = numbers.rowTokens && readablePieces(numbers.rowTokens);
  const columnPieces = numbers.columnTokens && readablePieces(numbers.columnTokens);
  const names = rowPieces ? widest(rowPieces, small, measure, width * 0.24) : measure(String(rows), small);
  const left = Math.ceil(names) + 10;
  const cell = { width: Math.ceil(measure('−0.00', small)) + 10, height: Math.round(small * 1.95) };
  const fitting = Math.max(1, Math.floor((width - left - 1) / cell.width));
  const across = page(columns, fitting, Math.min(columns - 1, place?.column ?? 0));
  const down = page(rows, mostRows, Math.min(rows - 1, place?.row ?? 0));
  // few columns may be as wide as their tokens
  const wanted = columnPieces ? widest(columnPieces, small, measure, 120) + 10 : 0;
  cell.width = Math.max(cell.width, Math.min(wanted, Math.floor((width - left - 1) / across.shown)));
  const used = left + across.shown * cell.width;
  const x = Math.max(0, Math.round((width - used) / 2)) + left;
  let y = top;
  const isPaged = across.shown < columns || down.shown < rows;
  if (isPaged) y = overview(sheet, coloured, across, down, y);
  const header = Math.round(small * 1.9);
  const muted = { align: 'center', tabular: true } as const;
  for (let c = 0; c < across.shown; c++) {
    const column = across.first + c;
    const piece = columnPieces?.[column];
    const at = { x: x + (c + 0.5) * cell.width, y: y + header / 2 };
    const isHere = place?.column === column;
    const ink = isHere ? theme.accent : piece ? pieceInk(piece, theme) : theme.muted;
    const size = piece ? small : small * 0.88;
    const text = fitText(piece?.text ?? String(column), cell.width - 4, size, measure);
    marks.push(label(text, at.x, at.y, ink, size, { ...muted, weight: isHere ? 600 : 400 }));
  }
  y += header;
  const box = { x, y, width: across.shown * cell.width, height: down.shown * cell.height };
  const grid = colours(cut(coloured, across, down), box, theme, numbers);
  marks.push({ ...grid, gap: 1 });
  const ramp = shownRamp(numbers, theme);
  const level = everyCell(grid);
  for (let r = 0; r < down.shown; r++) {
    const row = down.first + r;
    const middle = y + (r + 0.5) * cell.height - 0.5;
    rowName(sheet, rowPieces?.[row], row, x - 8, middle, names, place?.row === row);
    for (let c = 0; c < across.shown; c++) {
      const number = values[row * columns + across.first + c]!;
      const fill = level[r * across.shown + c]!;
      const color = Number.isNaN(fill) ? theme.background : rampColor(ramp, fill);
      const ink = cellInk(theme, color, !Number.isFinite(number) || Number.isNaN(fill));
      marks.push(label(said(number), x + (c + 0.5) * cell.width - 0.5, middle, ink, small * 0.94, muted));
    }
  }
  const frame = { x: x - 1, y: y - 1, width: box.width + 1, height: box.height + 1 };
  marks.push({ type: 'rect', ...frame, stroke: theme.line, lineWidth: 1 });
  if (place && place.row < rows && place.column < columns) {
    const at = {
      x: x + (place.column - across.first) * cell.width - 1,
      y: y + (place.row - down.first) * cell.height - 1,
    };
    const around = { ...at, width: cell.width + 1, height: cell.height + 1, radius: 2 };
    marks.push({ type: 'rect', ...around, stroke: theme.accent, lineWidth: 2 });
  }
  const extent = { rows: down.shown, columns: across.shown, row: down.first, column: across.first };
  sheet.targets.push({ type: 'values', ...box, ...extent, path: numbers.path });
  return y + box.height + 10;
}

function rowName(
  sheet: Sheet,
  piece: Piece | undefined,
  row: number,
  x: number,
  y: number,
  room: number,
  isHere: boolean,
): void {
  const { theme, measure } = sheet.input;
  const ink = isHere ? theme.accent : piece ? pieceInk(piece, theme) : theme.muted;
  const text = fitText(piece?.text ?? String(row), room + 1, sheet.small, measure);
  sheet.marks.push(label(text, x, y, ink, sheet.small, { align: 'right', weight: isHere ? 600 : 400 }));
}

interface Part {
  first: number;
  shown: number;
}

/** The numbers of a page, as a matrix of its own. */
function cut({ values, columns, ...rest }: StageNumbers, across: Part, down: Part): StageNumbers {
  const out = new Float32Array(across.shown * down.shown);
  for (let r = 0; r < down.shown; r++) {
    const from = (down.first + r) * columns + across.first;
    out.set(values.subarray(from, from + across.shown), r * across.shown);
  }
  return { ...rest, rows: down.shown, columns: across.shown, values: out };
}

/** The whole matrix in small, with a frame around the page; says which rows and columns are on it. */
function overview(sheet: Sheet, numbers: StageNumbers, across: Part, down: Part, top: number): number {
  const { theme, width, words } = sheet.input;
  const { small } = sheet;
  const { rows, columns, path } = numbers;
  const wide = Math.min(width, 720);
  const box = {
    x: Math.round((width - wide) / 2),
    y: top,
    width: wide,
    height: Math.max(18, Math.min(72, rows * 4)),
  };
  sheet.marks.push(colours(numbers, box, theme));
  sheet.marks.push({ type: 'rect', ...box, stroke: theme.line, lineWidth: 1 });
  const frame = {
    x: box.x + (box.width * across.first) / columns - 1,
    y: box.y + (box.height * down.first) / rows - 1,
    width: Math.max(4, (box.width * across.shown) / columns + 2),
    height: Math.max(4, (box.height * down.shown) / rows + 2),
  };
  sheet.marks.push({ type: 'rect', ...frame, radius: 2, stroke: theme.accent, lineWidth: 2 });
  sheet.targets.push({ type: 'values', ...box, rows, columns, path, row: 0, column: 0 });
  const part = (text: string, { first, shown }: Part, n: number) =>
    shown < n ? [fillIn(text, { a: first, b: first + shown - 1, n })] : [];
  const text = [...part(words.rowsShown, down, rows), ...part(words.columnsShown, across, columns)].join(
    ' · ',
  );
  const y = box.y + box.height + small * 1.1;
  write(sheet, text, width / 2, y, theme.muted, small, width, { align: 'center', tabular: true });
  return y + small * 1.2;
}
