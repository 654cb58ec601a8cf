import { fade } from './color.js';
import { fitText, label, pieceInk } from './labels.js';
import type { Mark, Target } from './scene.js';
import { isRightToLeft } from './text.js';
import type { ViewInput } from './view.js';

/** Lines that the tokens may take; of a long text only those around the chosen token stand. */
const mostLines = 3;

/**
 * The tokens as running text over a view of one query, from which the reader chooses: each answers to the pointer, the
 * chosen one is marked. Returns the height that it takes.
 */
export function queryLine(
  { shown, theme, measure, width }: ViewInput,
  query: number,
  marks: Mark[],
  targets: Target[],
): number {
  const size = theme.fontSize;
  const pitch = Math.round(size * 2);
  const pad = 5;
  const boxes: { i: number; text: string; line: number; x: number; width: number }[] = [];
  let [x, line] = [0, 0];
  shown.queries.forEach((piece, i) => {
    const text = fitText(piece.text, width - 2 * pad, size, measure);
    const box = measure(text, size, i === query ? 600 : 400) + 2 * pad;
    if (x > 0 && x + box > width) [x, line] = [0, line + 1];
    boxes.push({ i, text, line, x, width: box });
    x += box;
  });
  const middle = boxes[query]?.line ?? 0;
  const first = Math.max(0, Math.min(middle - 1, line + 1 - mostLines));
  const rightToLeft = isRightToLeft(shown.queries);
  for (const box of boxes) {
    const row = box.line - first;
    if (row < 0 || row >= mostLines) continue;
    const at = {
      x: rightToLeft ? width - box.x - box.width : box.x,
      y: row * pitch,
      width: box.width,
      height: pitch,
    };
    const chosen = box.i === query;
    if (chosen) {
      const frame = { ...at, y: at.y + pitch * 0.1, height: pitch * 0.8, radius: 5 };
      marks.push({ type: 'rect', ...frame, fill: fade(theme.accent, 0.12) });
    }
    const ink = chosen ? theme.accent : pieceInk(shown.queries[box.i]!, theme);
    const weight = chosen ? 600 : 400;
    marks.push(
      label(box.text, at.x + at.width / 2, at.y + pitch / 2, ink, size, { align: 'center', weight }),
    );
    targets.push({ type: 'rect', ...at, subject: { type: 'query', query: box.i } });
  }
  return Math.min(mostLines, line + 1) * pitch;
}
