import { label } from './labels.js';
import type { Mark, Scene } from './scene.js';
import type { ViewInput } from './view.js';

/** A picture that says in words why there is nothing to draw, and what is needed; wrapped to the width. */
export function message({ theme, measure, width }: ViewInput, text: string): Scene {
  const size = theme.fontSize;
  const room = Math.min(width - 16, size * 34);
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && measure(longer, size) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const pitch = Math.round(size * 1.6);
  const top = pitch;
  const marks: Mark[] = lines.map((line, i) =>
    label(line, width / 2, top + (i + 0.5) * pitch, theme.muted, size, { align: 'center' }),
  );
  return { width, height: top * 2 + lines.length * pitch, marks, targets: [] };
}
