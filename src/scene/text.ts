import { readableInk } from './cell-ink.js';
import { mix, rampColor } from './color.js';
import { fitText, label, pieceInk } from './labels.js';
import type { Mark, Rgba, Target } from './scene.js';
import type { Piece } from './shown.js';
import type { View, ViewInput } from './view.js';

/** The text itself, each token shaded by how much the chosen token looks at it (mean of the shown heads). */
export const text: View = (input: ViewInput) => {
  const { shown, words, theme, width } = input;
  const size = Math.round(theme.fontSize * 1.15);
  const query = input.focus.query ?? input.pinned.query;
  const marks: Mark[] = [];
  const targets: Target[] = [];
  let y = 4;
  const title = (word: string) => {
    marks.push(label(word, 0, y + theme.fontSize * 0.6, theme.muted, theme.fontSize * 0.85));
    y += theme.fontSize * 1.6;
  };
  const shades = keyShades(input, query);
  if (shown.self) {
    y = flow(
      input,
      shown.keys,
      y,
      size,
      marks,
      targets,
      (i) => ({ value: shades[i], framed: i === query }),
      (i) => ({ type: 'token', token: i }),
    );
  } else {
    title(words.target);
    y = flow(
      input,
      shown.queries,
      y,
      size,
      marks,
      targets,
      (i) => ({ value: undefined, framed: i === query }),
      (i) => ({ type: 'query', query: i }),
    );
    y += theme.fontSize * 0.8;
    title(words.source);
    y = flow(
      input,
      shown.keys,
      y,
      size,
      marks,
      targets,
      (i) => ({ value: shades[i], framed: false }),
      (i) => ({ type: 'key', key: i }),
    );
  }
  const chosen = query === undefined ? undefined : shown.queries[query]?.text;
  const note = chosen === undefined ? words.received : words.shadedBy.replace('{token}', chosen);
  return { width, height: y + 4, marks, targets, note };
};

/** Mean shown value of every key, for one query or, without one, over all queries. */
export function keyShades({ shown, scaled }: ViewInput, query: number | undefined): Float32Array {
  const [queries, keys] = [shown.queries.length, shown.keys.length];
  const out = new Float32Array(keys);
  const rows = query === undefined ? Array.from({ length: queries }, (_, q) => q) : [query];
  for (const values of scaled.values) {
    for (const q of rows) {
      for (let k = 0; k < keys; k++) {
        const value = values[q * keys + k]!;
        if (value > 0) out[k]! += value / (rows.length * scaled.values.length);
      }
    }
  }
  return out;
}

/** Sets tokens as running text and returns the y below it. Runs from the right where the text does. */
function flow(
  { theme, measure, width }: ViewInput,
  pieces: Piece[],
  top: number,
  size: number,
  marks: Mark[],
  targets: Target[],
  look: (i: number) => { value: number | undefined; framed: boolean },
  subject: (i: number) => Extract<Target, { type: 'rect' }>['subject'],
): number {
  const pad = 3;
  const space = measure(' ', size);
  const pitch = Math.round(size * 2);
  const rightToLeft = isRightToLeft(pieces);
  let [x, y] = [0, top];
  pieces.forEach((piece, i) => {
    const shown = fitText(piece.text, width - 2 * pad, size, measure);
    const box = measure(shown, size) + 2 * pad;
    if (i > 0 && piece.space) x += space * 0.6;
    const lineBreak = /^[\n⏎↵]+$/.test(piece.text);
    if (x + box > width && x > 0) [x, y] = [0, y + pitch];
    const at = {
      x: rightToLeft ? width - x - box : x,
      y: y + (pitch - size * 1.6) / 2,
      width: box,
      height: size * 1.6,
    };
    const { value, framed } = look(i);
    let ink: Rgba = pieceInk(piece, theme);
    if (value !== undefined && value > 0.004) {
      const fill = rampColor(theme.ramp, value);
      marks.push({ type: 'rect', ...at, radius: 3, fill });
      ink = readableInk(mix(theme.background, fill, fill[3]), ink, theme.background);
    }
    if (framed) marks.push({ type: 'rect', ...at, radius: 3, stroke: theme.accent, lineWidth: 2 });
    marks.push(
      label(shown, at.x + box / 2, y + pitch / 2, ink, size, {
        align: 'center',
        weight: framed ? 600 : 400,
      }),
    );
    targets.push({ type: 'rect', x: at.x, y, width: box, height: pitch, subject: subject(i) });
    x += box;
    if (lineBreak) [x, y] = [0, y + pitch];
  });
  return y + pitch;
}

/** Whether most letters of the text run from right to left (Hebrew, Arabic and their neighbours). */
export function isRightToLeft(pieces: readonly Piece[]): boolean {
  const all = pieces.map((piece) => piece.text).join('');
  const right = all.match(/[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/g)?.length ?? 0;
  return right > (all.match(/\p{L}/gu)?.length ?? 0) / 2;
}
