import type { Box } from './diagram.js';
import type { Sheet } from './sheet.js';

/** One thing in a column of blocks, and the space after it. */
export interface Row {
  height: number;
  /** To the next row. */
  gap: number;
  draw(box: Box): void;
}

/** A column in which numbers flow, with the residual stream along one side. */
export interface Column {
  sheet: Sheet;
  x: number;
  width: number;
  /** Numbers flow upward, as in the figure of 2017; downward on a narrow page, as one reads. */
  up: boolean;
  /** x of the residual stream. */
  stream: number;
  /** Blocks that hang on the stream. */
  left: number;
  right: number;
  /** Edge of the blocks that faces the stream. */
  near: number;
}

/** Space between the edge of a column, its stream, and the blocks beside it. */
const streamInset = 22;
const blockInset = 44;
const farInset = 12;

export function newColumn(sheet: Sheet, x: number, width: number, up: boolean, mirrored: boolean): Column {
  const [left, right] = mirrored
    ? [x + farInset, x + width - blockInset]
    : [x + blockInset, x + width - farInset];
  const stream = mirrored ? x + width - streamInset : x + streamInset;
  return { sheet, x, width, up, stream, left, right, near: mirrored ? right : left };
}

export const heightOf = (rows: readonly Row[]): number =>
  rows.reduce((sum, row, i) => sum + row.height + (i < rows.length - 1 ? row.gap : 0), 0);

/** Boxes of rows, the first at the top, or at the bottom where numbers flow upward. */
export function placeRows({ x, width, up }: Column, rows: readonly Row[], top: number): Box[] {
  let y = up ? top + heightOf(rows) : top;
  return rows.map((row) => {
    const box = { x, y: up ? y - row.height : y, width, height: row.height };
    y += (up ? -1 : 1) * (row.height + row.gap);
    return box;
  });
}

/** Where numbers enter a box, and where they leave it. */
export const entry = ({ up }: Pick<Column, 'up'>, box: Box): number => (up ? box.y + box.height : box.y);
export const exit = ({ up }: Pick<Column, 'up'>, box: Box): number => (up ? box.y : box.y + box.height);

/** A box on the stream, as wide as the blocks and the stream together. */
export const acrossStream = ({ stream, left, right }: Column, { y, height }: Box): Box => {
  const x = Math.min(left, stream - 12);
  return { x, y, width: Math.max(right, stream + 12) - x, height };
};
