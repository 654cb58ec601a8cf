import { headColors, shadeOf } from './emphasis.js';
import { fitText, label, pieceInk, shortNumber, thinned, widest } from './labels.js';
import { linkMarks } from './links.js';
import type { Mark, Rgba, Target } from './scene.js';
import type { View, ViewInput } from './view.js';

/**
 * Height of a token's row in CSS pixels: airy for sentences, tight for long texts; `thin`: lower than a line of text where
 * a view does without some labels.
 */
export function rowPitch(count: number, fontSize: number, thin = false): number {
  const airy = Math.round(fontSize * 1.7);
  if (count <= 32) return airy;
  const tight = Math.max(Math.round(fontSize * 1.05), Math.round(airy - (count - 32) * 0.12));
  return thin ? Math.min(tight, Math.max(1, tallest / count)) : tight;
}

/** Longer columns of tokens are set closer than their labels, CSS pixels. */
const tallest = 2250;

const columnGap = { least: 72, most: 340 };
const padding = 6;

/** Two columns of tokens, queries left and keys right, and a link for every weight. */
export const lines: View = (input: ViewInput) => {
  const { shown, scaled, focus, pinned, theme, measure, width, words } = input;
  const size = theme.fontSize;
  const pitch = rowPitch(Math.max(shown.queries.length, shown.keys.length), size, true);
  const labelHeight = Math.max(pitch, size * 1.1) - 2;
  const numberWidth = shown.heads.length === 1 ? measure('.00', size * 0.85) + 8 : 0;
  const limit = Math.max(40, (width - columnGap.least - numberWidth) / 2 - 2 * padding);
  const left =
    Math.max(widest(shown.queries, size, measure, limit), measure(words.query, size * 0.85)) + 2 * padding;
  const right =
    Math.max(widest(shown.keys, size, measure, limit), measure(words.key, size * 0.85)) +
    2 * padding +
    numberWidth;
  const gap = Math.max(40, Math.min(columnGap.most, width - left - right));
  const x0 = Math.max(0, Math.round((width - left - gap - right) / 2));
  const [xQuery, xKey] = [x0 + left, x0 + left + gap];
  const top = Math.round(size * 1.9);
  const rowY = (i: number) => top + (i + 0.5) * pitch;
  const height = top + Math.max(shown.queries.length, shown.keys.length) * pitch + 4;

  const marks: Mark[] = [
    label(words.query, xQuery - padding, size * 0.8, theme.muted, size * 0.85, { align: 'right' }),
    label(words.key, xKey + padding, size * 0.8, theme.muted, size * 0.85),
  ];
  marks.push(
    ...linkMarks(
      { scaled, heads: shown.heads, queries: shown.queries.length, keys: shown.keys.length },
      focus,
      headColors(shown, theme),
      {
        layout: `lines ${xQuery} ${xKey} ${top} ${pitch}`,
        place(q, k, points, at) {
          const [y0, y1] = [rowY(q), rowY(k)];
          const bend = gap * 0.42;
          points[at] = xQuery;
          points[at + 2] = xQuery + bend;
          points[at + 4] = xKey - bend;
          points[at + 6] = xKey;
          points[at + 1] = points[at + 3] = y0;
          points[at + 5] = points[at + 7] = y1;
        },
      },
    ),
  );

  const targets: Target[] = [];
  const column = (side: 'query' | 'key') => {
    const isQuery = side === 'query';
    const pieces = isQuery ? shown.queries : shown.keys;
    const inner = (isQuery ? left : right - numberWidth) - 2 * padding;
    const [here, pin] = isQuery ? [focus.query, pinned.query] : [focus.key, pinned.key];
    const labelled = labelledRows(pieces.length, pitch, size, [here, pin]);
    pieces.forEach((piece, i) => {
      const y = rowY(i);
      const shade = shadeOf(side, i, focus, shown, scaled, theme);
      const active = here === i;
      if (!labelled.has(i)) {
        if (shade) marks.push(tick(shade.fill, isQuery ? xQuery - 4 : xKey, y, pitch));
        return;
      }
      const text = fitText(piece.text, inner, size, measure);
      const textWidth = measure(text, size, active ? 600 : 400);
      const x = isQuery ? xQuery - padding - textWidth : xKey + padding;
      if (shade) {
        const box = { x: x - 4, y: y - labelHeight / 2, width: textWidth + 8, height: labelHeight };
        marks.push({ type: 'rect', ...box, radius: 4, fill: shade.fill });
      }
      if (pin === i) {
        const box = { x: x - 4, y: y - labelHeight / 2, width: textWidth + 8, height: labelHeight };
        marks.push({ type: 'rect', ...box, radius: 4, stroke: theme.accent, lineWidth: 1.5 });
      }
      marks.push(
        label(text, isQuery ? xQuery - padding : xKey + padding, y, pieceInk(piece, theme), size, {
          align: isQuery ? 'right' : 'left',
          weight: active ? 600 : 400,
        }),
      );
      if (!isQuery && shade && numberWidth && Math.abs(shade.weight) >= 0.005) {
        const x = xKey + right - 2;
        marks.push(
          label(shortNumber(shade.weight), x, y, theme.muted, size * 0.85, { align: 'right', tabular: true }),
        );
      }
    });
    targets.push({
      type: 'axis',
      side,
      first: 0,
      count: pieces.length,
      level: false,
      x: isQuery ? x0 : xKey - gap / 2,
      y: top,
      width: isQuery ? left + gap / 2 : right + gap / 2,
      height: pieces.length * pitch,
    });
  };
  column('query');
  column('key');
  return { width: Math.max(width, xKey + right), height, marks, targets };
};

/**
 * Rows whose tokens stand in the picture: all where there is room, else every second, fifth, …, and those that the reader
 * is on, which push their neighbours out.
 */
export function labelledRows(
  count: number,
  pitch: number,
  size: number,
  wanted: (number | undefined)[],
): Set<number> {
  const rows = new Set(thinned(count, pitch, size * 1.05));
  if (rows.size === count) return rows;
  for (const row of wanted) {
    if (row === undefined) continue;
    for (let i = Math.ceil(row - (size * 1.05) / pitch); i < row + (size * 1.05) / pitch; i++) rows.delete(i);
  }
  for (const row of wanted) if (row !== undefined) rows.add(row);
  return rows;
}

/** Shade of a row that is too low for its token. */
const tick = (fill: Rgba, x: number, y: number, pitch: number): Mark => ({
  type: 'rect',
  x,
  y: y - pitch / 2,
  width: 4,
  height: pitch,
  fill,
});
