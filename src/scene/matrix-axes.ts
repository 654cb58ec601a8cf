import { fitText, label, pieceInk, thinned, widest } from './labels.js';
import type { Mark } from './scene.js';
import type { Piece } from './shown.js';
import type { ViewInput } from './view.js';

/** One axis of a heat map: its tokens, and whether they are the queries or the keys. */
export interface Axis {
  /** Those in the part that is shown. */
  pieces: Piece[];
  /** All of them: the room for labels stays the same while the part moves. */
  all: Piece[];
  /** Index of the first that is shown. */
  first: number;
  side: 'query' | 'key';
}

/** An axis with all of its tokens. */
export const wholeAxis = (side: Axis['side'], pieces: Piece[]): Axis => ({
  side,
  pieces,
  all: pieces,
  first: 0,
});

/** Where the cells of a heat map lie, CSS pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How column labels stand (level, slanted or upright) and the room that they take above and to the right. */
export function columnLabels(
  { pieces, all }: Axis,
  cell: number,
  size: number,
  labelled: boolean,
  { measure, width }: ViewInput,
) {
  if (!labelled) return { angle: 0, height: 0, right: 0 };
  const limit = Math.min(140, width * 0.3);
  const room = (piece: Piece) => Math.min(limit, measure(piece.text, size));
  if (!pieces.some((piece) => room(piece) > cell - 2)) return { angle: 0, height: size * 1.5, right: 0 };
  // slanted lines of text are nearer to each other than their columns
  const upright = cell * Math.SQRT1_2 < size;
  const angle = upright ? Math.PI / 2 : Math.PI / 4;
  const height = widest(all, size, measure, limit) * Math.sin(angle) + size * 0.8;
  let right = 0;
  pieces.forEach((piece, i) => {
    // of thousands, which only stand upright, none needs to be measured for this
    const along = upright ? 0 : room(piece) * Math.SQRT1_2;
    right = Math.max(right, along + size * 0.4 - (pieces.length - 1 - i + 0.5) * cell);
  });
  return { angle, height, right };
}

/** Labels of rows and columns, thinned where they would overlap; those in focus always stand. */
export function axisLabels(
  { focus, pinned, theme, measure, width }: ViewInput,
  rows: Axis,
  columns: Axis,
  box: Box,
  cell: number,
  size: number,
  rowLabels: number,
  angle: number,
): Mark[] {
  const marks: Mark[] = [];
  const state = (axis: Axis, i: number) =>
    (axis.side === 'query' ? [focus.query, pinned.query] : [focus.key, pinned.key]).includes(axis.first + i);
  const shownAt = (axis: Axis, needed: number) =>
    new Set([
      ...thinned(axis.pieces.length, cell, needed),
      ...(axis.side === 'query' ? [focus.query, pinned.query] : [focus.key, pinned.key]).flatMap((i) =>
        i === undefined ? [] : [i - axis.first],
      ),
    ]);
  const style = (axis: Axis, i: number) => {
    const piece = axis.pieces[i]!;
    const active = state(axis, i);
    return {
      fill: active ? theme.accent : pieceInk(piece, theme),
      weight: active ? (600 as const) : (400 as const),
    };
  };
  for (const i of shownAt(rows, size * 1.05)) {
    if (!rows.pieces[i]) continue;
    const { fill, weight } = style(rows, i);
    const text = fitText(rows.pieces[i].text, rowLabels - 8, size, measure);
    marks.push(label(text, box.x - 8, box.y + (i + 0.5) * cell, fill, size, { align: 'right', weight }));
  }
  const limit = Math.min(140, width * 0.3);
  for (const i of shownAt(columns, angle ? size * 1.05 : 0)) {
    if (!columns.pieces[i]) continue;
    const { fill, weight } = style(columns, i);
    const x = box.x + (i + 0.5) * cell;
    const text = fitText(columns.pieces[i].text, angle ? limit : cell, size, measure);
    if (angle) marks.push(label(text, x, box.y - 6, fill, size, { rotation: -angle, weight }));
    else marks.push(label(text, x, box.y - size * 0.75, fill, size, { align: 'center', weight }));
  }
  return marks;
}
