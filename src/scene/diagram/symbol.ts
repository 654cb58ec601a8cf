import type { Rgba } from '../scene.js';
import { label } from '../labels.js';
import { write, type Sheet } from './sheet.js';

/** Writes the name of a matrix, `W_Q` with its letter below the line. Returns its width. */
export function writeSymbol(
  sheet: Sheet,
  symbol: string,
  x: number,
  y: number,
  fill: Rgba,
  size: number,
): number {
  const [base = '', below = ''] = symbol.split('_');
  const width = write(sheet, base, x, y, fill, size, 200, { weight: 500 });
  if (!below) return width;
  const small = size * 0.74;
  sheet.marks.push(label(below, x + width + 0.5, y + size * 0.28, fill, small));
  return width + 0.5 + sheet.input.measure(below, small);
}

/** Width of the name of a matrix as it is written. */
export function symbolWidth({ input: { measure } }: Sheet, symbol: string, size: number): number {
  const [base = '', below = ''] = symbol.split('_');
  return measure(base, size, 500) + (below ? 0.5 + measure(below, size * 0.74) : 0);
}
