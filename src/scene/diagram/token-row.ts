import { readablePieces } from '../../formats/pieces.js';
import { fade, mix } from '../color.js';
import { fitText, label } from '../labels.js';
import { fillIn } from '../words.js';
import type { Box } from './diagram.js';
import type { Sheet } from './sheet.js';

const pad = 5;
const space = 4;

const widthOf = (chips: readonly number[]) =>
  chips.reduce((sum, width) => sum + width, 0) + Math.max(0, chips.length - 1) * space;

/** How much of the spare room is before the text. */
const share = { left: 0, center: 0.5, right: 1 };

/**
 * Tokens as a line of chips from one side of a box; what does not fit is counted. Of a text that is being written, only
 * what exists by now is in ink.
 */
export function tokenRow(
  sheet: Sheet,
  tokens: readonly string[] | undefined,
  box: Box,
  side: 'left' | 'center' | 'right',
  grown?: number,
): void {
  const { theme, measure, words } = sheet.input;
  const { small, marks } = sheet;
  const y = box.y + box.height / 2;
  if (!tokens?.length) {
    const { image } = sheet.input.architecture;
    const count = image ? (image.size / image.patch) ** 2 + 1 : 'n';
    const text = fillIn(words.tokens, { n: count });
    marks.push(
      label(text, side === 'left' ? box.x : box.x + box.width, y, theme.muted, small, { align: side }),
    );
    return;
  }
  const pieces = readablePieces(tokens as string[]).map(({ text, special }) => ({
    text: fitText(text, Math.min(120, box.width / 2), small, measure),
    special,
  }));
  const widths = pieces.map(({ text }) => measure(text, small) + 2 * pad);
  const count = pieces.length;
  const aside = (left: number) =>
    left > 0 ? measure(fillIn(words.more, { count: left }), small) + space : 0;
  const fits = (from: number, to: number) =>
    aside(from) + aside(count - to) + widthOf(widths.slice(from, to)) <= box.width;
  // of a text that is being written, the newest token is in sight
  const newest = Math.min(count, grown ?? 1);
  let first = 0;
  while (first < newest - 1 && !fits(first, newest)) first++;
  let end = newest;
  while (end < count && fits(first, end + 1)) end++;
  const used = aside(first) + aside(count - end) + widthOf(widths.slice(first, end));
  let x = box.x + share[side] * Math.max(0, box.width - used);
  const writeAside = (left: number) => {
    if (left <= 0) return;
    const text = fillIn(words.more, { count: left });
    marks.push(label(text, x, y, theme.muted, small));
    x += aside(left);
  };
  writeAside(first);
  const height = small * 1.75;
  for (let i = first; i < end; i++) {
    const { text, special } = pieces[i]!;
    const there = grown === undefined || i < grown;
    const fill = mix(theme.background, theme.text, there ? 0.055 : 0);
    const chip = { x, y: y - height / 2, width: widths[i]!, height, radius: 4 };
    marks.push({ type: 'rect', ...chip, fill, ...(!there && { stroke: theme.line, lineWidth: 1 }) });
    const ink = special ? theme.muted : theme.text;
    const at = x + widths[i]! / 2;
    marks.push(label(text, at, y, there ? ink : fade(theme.muted, 0.5), small, { align: 'center' }));
    x += widths[i]! + space;
  }
  writeAside(count - end);
}
