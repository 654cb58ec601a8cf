import type { LabelMark, Rgba } from './scene.js';
import type { Piece } from './shown.js';
import type { Measure, Theme } from './theme.js';

/** Texts are cut to so many characters before they are measured piece by piece: no label has room for more. */
const longest = 400;

let graphemes: Intl.Segmenter | undefined;

/** Cuts a text with an ellipsis so that it is at most `width` wide. Whole characters (graphemes) only. */
export function fitText(text: string, width: number, size: number, measure: Measure): string {
  if (measure(text, size) <= width) return text;
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  const parts = Array.from(graphemes.segment(text.slice(0, longest)), ({ segment }) => segment);
  let [low, high] = [0, parts.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(parts.slice(0, middle).join('') + '…', size) <= width) low = middle;
    else high = middle - 1;
  }
  return parts.slice(0, low).join('').trimEnd() + '…';
}

/** The widest text of each list: long ones are asked for it at every frame, in other sizes as the reader zooms. */
const widestTexts = new WeakMap<readonly Piece[], { measure: Measure; text: string }>();

/** Width of the widest of some pieces, at most `limit`. All widths grow with the size alike. */
export function widest(pieces: readonly Piece[], size: number, measure: Measure, limit = Infinity): number {
  let known = widestTexts.get(pieces);
  if (known?.measure !== measure) {
    known = { measure, text: '' };
    let most = 0;
    for (const { text } of pieces) {
      const width = measure(text, size);
      if (width > most) [known.text, most] = [text, width];
    }
    widestTexts.set(pieces, known);
  }
  return Math.min(limit, measure(known.text, size));
}

/** Colour of a token's label. */
export function pieceInk(piece: Piece, theme: Theme): Rgba {
  return piece.special ? theme.muted : theme.text;
}

/** A label with the defaults of token text. */
export function label(
  text: string,
  x: number,
  y: number,
  fill: Rgba,
  size: number,
  more: Partial<LabelMark> = {},
): LabelMark {
  return { type: 'label', text, x, y, fill, size, align: 'left', baseline: 'middle', ...more };
}

/**
 * Indices of labels that can stand at `pitch` pixels from each other without overlap: every one, or every second,
 * fifth, tenth, …
 */
export function thinned(count: number, pitch: number, needed: number): number[] {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
  const step = steps.find((s) => s * pitch >= needed) ?? count;
  return Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step);
}

/** A weight in few characters for a cell: `.42`, `1`, `0`, `-2.1`. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return '';
  if (Math.abs(value) >= 99999.5) return value.toExponential(0).replace('+', '');
  if (Math.abs(value) >= 9.95) return value.toFixed(0);
  if (Math.abs(value) >= 0.995 && Math.abs(value % 1) > 0.05) return value.toFixed(1);
  if (Math.abs(value) >= 0.995) return value.toFixed(0);
  const text = value.toFixed(2);
  if (/^-?0\.00$/.test(text)) return value === 0 ? '0' : '.00';
  return text.replace('0.', '.');
}
