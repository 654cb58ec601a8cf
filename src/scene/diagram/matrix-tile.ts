import type { BlockPath } from '../../core/architecture/architecture.js';
import { mix } from '../color.js';
import type { CellsMark } from '../scene.js';
import type { Theme } from '../theme.js';
import type { Box, StageNumbers } from './diagram.js';
import { hueOf, type Hue } from './hues.js';
import { mapRamp } from './mosaic.js';
import { place, stressOf, type Sheet } from './sheet.js';

/** Cells that a small matrix has at most; more show the greatest number of neighbours. */
const most = { rows: 48, columns: 128 };

/** A matrix as a tile: its numbers as colours, or an empty tile in the colour of its kind. */
export function matrixTile(
  sheet: Sheet,
  path: BlockPath,
  box: Box,
  hue: Hue,
  numbers: StageNumbers | undefined,
): void {
  const { theme } = sheet.input;
  const stress = stressOf(sheet, path);
  const color = hueOf(theme, hue);
  const strong = stress.active || stress.hovered;
  const ground = mix(theme.background, color, numbers ? 0 : theme.dark ? 0.18 : 0.1);
  sheet.marks.push({ type: 'rect', ...box, radius: 2, fill: ground });
  if (numbers && !stress.pending) sheet.marks.push(colours(numbers, box, theme));
  sheet.marks.push({
    type: 'rect',
    ...box,
    radius: 2,
    stroke: mix(theme.background, color, stress.pending ? 0.25 : strong ? 1 : 0.5),
    lineWidth: strong ? 2 : 1,
  });
  if (stress.cursor) {
    const around = { x: box.x - 3, y: box.y - 3, width: box.width + 6, height: box.height + 6 };
    sheet.marks.push({ type: 'rect', ...around, radius: 5, stroke: theme.accent, lineWidth: 2 });
  }
  place(sheet, path, box);
}

/** The numbers of a matrix as a heat map that fills a box; `whole` is the matrix that they were cut out of. */
export function colours(numbers: StageNumbers, box: Box, theme: Theme, whole = numbers): CellsMark {
  const { rows, columns, values } = shownValues(numbers, largest(whole));
  return {
    type: 'cells',
    ...box,
    rows,
    columns,
    values,
    ramp: shownRamp(numbers, theme),
    shape: 'fill',
    gap: 0,
  };
}

/** Colour map of a matrix: of weights, or of numbers around zero. */
export const shownRamp = ({ range }: StageNumbers, theme: Theme): Uint8Array =>
  range === 'probability' ? mapRamp(theme) : theme.signed;

const largestOf = new WeakMap<Float32Array, number>();

/** The greatest magnitude in a matrix, never 0. */
function largest({ values }: StageNumbers): number {
  let most = largestOf.get(values);
  if (most === undefined) {
    most = 1e-9;
    for (const x of values) if (Math.abs(x) > most && Math.abs(x) < Infinity) most = Math.abs(x);
    largestOf.set(values, most);
  }
  return most;
}

interface Pooled {
  rows: number;
  columns: number;
  values: Float32Array;
}

const remembered = new WeakMap<Float32Array, Pooled>();

/** Shown values, 0 to 1, of a matrix that is made small; what is masked is empty. */
function shownValues({ values, rows, columns, range }: StageNumbers, largest: number): Pooled {
  const known = remembered.get(values);
  if (known) return known;
  const [r, c] = [Math.min(rows, most.rows), Math.min(columns, most.columns)];
  const strongest = new Float32Array(r * c).fill(NaN);
  for (let i = 0; i < rows; i++) {
    const row = Math.floor((i * r) / rows);
    for (let j = 0; j < columns; j++) {
      const value = values[i * columns + j]!;
      if (!Number.isFinite(value)) continue;
      const at = row * c + Math.floor((j * c) / columns);
      if (!(Math.abs(strongest[at]!) >= Math.abs(value))) strongest[at] = value;
    }
  }
  const made: Pooled = {
    rows: r,
    columns: c,
    values: strongest.map((x) =>
      range === 'probability' ? Math.sqrt(Math.max(0, x)) : 0.5 + x / largest / 2,
    ),
  };
  remembered.set(values, made);
  return made;
}
