import type { BlockWeight } from '../../core/architecture/architecture.js';
import { mix } from '../color.js';
import { compact, grouped } from './figures.js';
import { write, type Sheet } from './sheet.js';
import { symbolWidth, writeSymbol } from './symbol.js';

/** The longest side of a learned matrix, and the shortest, CSS pixels. */
const side = { most: 64, least: 3 };

/** Learned matrices as rectangles, their sides by the square roots of their sizes; returns the y below them. */
export function weightTiles(sheet: Sheet, weights: readonly BlockWeight[], top: number): number {
  const { theme, width, measure, words } = sheet.input;
  const { small } = sheet;
  const largest = Math.sqrt(Math.max(...weights.flatMap(({ rows, columns }) => [rows, columns])));
  const length = (n: number) => Math.max(side.least, (side.most * Math.sqrt(n)) / largest);
  const tiles = weights.map((weight) => {
    const { symbol, rows, columns, count, shared } = weight;
    const shape = columns === 1 ? grouped(rows) : `${grouped(rows)} × ${grouped(columns)}`;
    const figure = shared
      ? words.shared
      : columns === 1 && count === 1
        ? ''
        : compact(rows * columns * count);
    const text = Math.max(
      symbolWidth(sheet, symbol, small) + 8 + measure(shape, small),
      measure(figure, small),
    );
    // a vector stands upright, as a column
    return { weight, shape, figure, width: length(columns), height: length(rows), text };
  });
  let x = 0;
  const lines: (typeof tiles)[] = [];
  for (const tile of tiles) {
    const wide = tile.width + 8 + tile.text + 26;
    if (!lines.length || x + wide - 26 > width) {
      lines.push([]);
      x = 0;
    }
    lines.at(-1)!.push(tile);
    x += wide;
  }
  let y = top;
  for (const line of lines) {
    const tall = Math.max(small * 2.8, ...line.map((tile) => tile.height));
    const used = line.reduce((sum, tile) => sum + tile.width + 8 + tile.text + 26, -26);
    let left = Math.max(0, (width - used) / 2);
    for (const tile of line) {
      const box = { x: left, y: y + (tall - tile.height) / 2, width: tile.width, height: tile.height };
      const fill = mix(theme.background, theme.text, 0.1);
      const stroke = mix(theme.background, theme.text, 0.34);
      sheet.marks.push({ type: 'rect', ...box, radius: 2, fill, stroke, lineWidth: 1 });
      const at = left + tile.width + 8;
      const middle = y + tall / 2;
      const first = tile.figure ? middle - small * 0.72 : middle;
      const named = writeSymbol(sheet, tile.weight.symbol, at, first, theme.text, small);
      const muted = { tabular: true } as const;
      write(sheet, tile.shape, at + named + 8, first, theme.muted, small, tile.text, muted);
      write(sheet, tile.figure, at, middle + small * 0.72, theme.muted, small, tile.text + 1, muted);
      left += tile.width + 8 + tile.text + 26;
    }
    y += tall + 14;
  }
  return y + 6;
}
