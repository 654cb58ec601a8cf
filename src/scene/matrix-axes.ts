import { fitText, label, pieceInk, thinned } from './labels.js';
import type { Mark } from './scene.js';
import type { Piece } from './shown.js';
import type { ViewInput } from './view.js';

/** One axis of a heat map: its tokens, and whether they are the queries or the keys. */
export interface Axis {
  pieces: Piece[];
  side: 'query' | 'key';
}

/** Where the cells of a heat map lie, CSS pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How column labels stand (level, slanted or upright) and the room that they take above and to the right. */
export function columnLabels(
  pieces: Piece[],
  cell: number,
  size: number,
  labelled: boolean,
  { measure, width }: ViewInput,
) {
  if (!labelled) return { angle: 0, height: 0, right: 0 };
  const limit = Math.min(140, width * 0.3);
  const widths = pieces.map((piece) => Math.min(limit, measure(piece.text, size)));
  if (widths.every((w) => w <= cell - 2)) return { angle: 0, height: size * 1.5, right: 0 };
  // slanted lines of text are nearer to each other than their columns
  const angle = cell * Math.SQRT1_2 < size ? Math.PI / 2 : Math.PI / 4;
  const height = Math.max(...widths) * Math.sin(angle) + size * 0.8;
  const overhang = widths.map(
    (w, i) => w * Math.cos(angle) + size * 0.4 - (widths.length - 1 - i + 0.5) * cell,
  );
  return { angle, height, right: Math.max(0, ...overhang) };
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
    (axis.side === 'query' ? [focus.query, pinned.query] : [focus.key, pinned.key]).includes(i);
  const shownAt = (axis: Axis, needed: number) =>
    new Set([
      ...thinned(axis.pieces.length, cell, needed),
      ...[focus.query, pinned.query, focus.key, pinned.key].filter(
        (i, j) => i !== undefined && (axis.side === 'query') === j < 2,
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
  for (const i of shownAt(rows, size * 1.05) as Set<number>) {
    if (!rows.pieces[i]) continue;
    const { fill, weight } = style(rows, i);
    const text = fitText(rows.pieces[i].text, rowLabels - 8, size, measure);
    marks.push(label(text, box.x - 8, box.y + (i + 0.5) * cell, fill, size, { align: 'right', weight }));
  }
  const limit = Math.min(140, width * 0.3);
  for (const i of shownAt(columns, angle ? size * 1.05 : 0) as Set<number>) {
    if (!columns.pieces[i]) continue;
    const { fill, weight } = style(columns, i);
    const x = box.x + (i + 0.5) * cell;
    const text = fitText(columns.pieces[i].text, angle ? limit : cell, size, measure);
    if (angle) marks.push(label(text, x, box.y - 6, fill, size, { rotation: -angle, weight }));
    else marks.push(label(text, x, box.y - size * 0.75, fill, size, { align: 'center', weight }));
  }
  return marks;
}
