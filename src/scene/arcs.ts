import { headColor, headColors, shadeOf } from './emphasis.js';
import { fade } from './color.js';
import { fitText, label, pieceInk, widest } from './labels.js';
import { labelledRows, lines, rowPitch } from './lines.js';
import { linkMarks } from './links.js';
import type { Mark, Scene, Target } from './scene.js';
import { textDirection } from './text-direction.js';
import type { Piece, Scaled } from './shown.js';
import type { View, ViewInput } from './view.js';

/** Tallest arc and space around tokens, CSS pixels. */
const tallest = 190;
const tokenPadding = 5;

/** Centres of tokens set as one line of text, from the right where the script runs so, and its width. */
function setLine(
  pieces: readonly Piece[],
  input: ViewInput,
): { x: number[]; widths: number[]; width: number } {
  const { measure, theme } = input;
  let at = 0;
  const widths = pieces.map((piece) => measure(piece.text, theme.fontSize) + 2 * tokenPadding);
  const x = widths.map((width, i) => {
    if (i > 0) at += pieces[i]!.space ? 4 : 1;
    const center = at + width / 2;
    at += width;
    return center;
  });
  const rtl = textDirection(pieces.map((piece) => piece.text).join(' ')) === 'rtl';
  return { x: rtl ? x.map((center) => at - center) : x, widths, width: at };
}

/** Arcs over one line of text: looking back above it, looking ahead below it. */
export const arcs: View = (input: ViewInput) => {
  if (!input.shown.self) return crossArcs(input);
  const line = setLine(input.shown.queries, input);
  return line.width <= input.width ? horizontalArcs(input, line) : verticalArcs(input);
};

/** How far the shown weights look, in tokens. */
interface Directions {
  back: number;
  ahead: number;
  self: boolean;
}

const known = new WeakMap<Scaled, Directions>();

/** Whether any shown weight looks from a token to itself, back or ahead; remembered. */
function directions({ shown, scaled }: ViewInput): Directions {
  let found = known.get(scaled);
  if (found) return found;
  const n = shown.keys.length;
  found = { back: 0, ahead: 0, self: false };
  for (const values of scaled.values) {
    for (let q = 0, i = 0; q < values.length / n; q++) {
      for (let k = 0; k < n; k++, i++) {
        if (!(values[i]! >= 1 / 255)) continue;
        if (k < q) found.back = Math.max(found.back, q - k);
        else if (k > q) found.ahead = Math.max(found.ahead, k - q);
        else found.self = true;
      }
    }
  }
  known.set(scaled, found);
  return found;
}

/** Height of an arc that spans some pixels. */
const rise = (span: number) => Math.min(tallest, 10 + span * 0.36);

const selfGap = 16;

function horizontalArcs(input: ViewInput, line: ReturnType<typeof setLine>): Scene {
  const { shown, theme, width } = input;
  const size = theme.fontSize;
  const x0 = Math.round((width - line.width) / 2);
  const x = line.x.map((center) => x0 + center);
  const found = directions(input);
  const reach = (tokens: number) => {
    let most = 0;
    for (let i = 0; i + tokens < x.length; i++) most = Math.max(most, Math.abs(x[i + tokens]! - x[i]!));
    return tokens > 0 ? rise(most) : 0;
  };
  const above = Math.max(reach(found.back), found.self ? selfGap : 0) + 8;
  const half = size * 0.95;
  const yText = Math.round(above + half);
  const below = reach(found.ahead);
  const marks: Mark[] = linkMarks(heads(input), input.focus, headColors(shown, theme), {
    layout: `line ${yText} ${x.join()}`,
    skip: (q, k) => q === k,
    place(q, k, points, at) {
      const up = k < q;
      const y = up ? yText - half : yText + half;
      const h = (rise(Math.abs(x[q]! - x[k]!)) * 4) / 3;
      const top = up ? y - h : y + h;
      points.set([x[q]!, y, x[q]!, top, x[k]!, top, x[k]!, y], at);
    },
  });
  marks.push(
    ...selfDots(input, (i, j, count) => [
      x[i]! + (j - (count - 1) / 2) * Math.min(6, line.widths[i]! / count),
      yText - half - 7,
    ]),
  );
  const targets: Target[] = [];
  shown.queries.forEach((piece, i) => {
    const box = { x: x[i]! - line.widths[i]! / 2, y: yText - half, width: line.widths[i]!, height: 2 * half };
    marks.push(...token(input, piece, i, box, piece.text));
    targets.push({
      type: 'rect',
      ...box,
      y: box.y - 6,
      height: box.height + 12,
      subject: { type: 'token', token: i },
    });
  });
  const height = yText + half + (below ? below + 8 : 4);
  return { width, height, marks, targets, ...(below && { note: input.words.arcsLine }) };
}

function verticalArcs(input: ViewInput): Scene {
  const { shown, theme, width, measure } = input;
  const size = theme.fontSize;
  const pitch = rowPitch(shown.queries.length, size, true) + (shown.queries.length <= 32 ? 2 : 0);
  const found = directions(input);
  const labels = widest(shown.queries, size, measure, width * 0.4) + 2 * tokenPadding;
  const free = Math.max(24, width - labels - 8);
  const share = found.ahead && found.back ? 0.5 : found.ahead ? 1 : 0;
  const xLeft = Math.round(free * share);
  const half = labels / 2;
  const xText = xLeft + half;
  const y = (i: number) => 4 + (i + 0.5) * pitch;
  const longest = Math.max(found.back, found.ahead, 1) * pitch;
  const bulge = (span: number) =>
    Math.max(
      10,
      Math.min(free * (share === 0.5 ? 0.5 : 1) - 4, tallest) * Math.min(1, 0.12 + (0.88 * span) / longest),
    );
  const marks: Mark[] = linkMarks(heads(input), input.focus, headColors(shown, theme), {
    layout: `column ${xText} ${half} ${pitch} ${free} ${share}`,
    skip: (q, k) => q === k,
    place(q, k, points, at) {
      const back = k < q;
      const x = back ? xText + half : xText - half;
      const reach = (bulge(Math.abs(q - k) * pitch) * 4) / 3;
      const far = back ? x + reach : x - reach;
      points.set([x, y(q), far, y(q), far, y(k), x, y(k)], at);
    },
  });
  const dotX = xText + half;
  marks.push(...selfDots(input, (i, j) => [dotX + 6 * j, y(i)]));
  const rows = shown.queries.length;
  const height = Math.max(pitch, size * 1.1) - 2;
  for (const i of labelledRows(rows, pitch, size, [input.focus.query, input.focus.key, input.pinned.query])) {
    const piece = shown.queries[i]!;
    const text = fitText(piece.text, labels - 2 * tokenPadding, size, measure);
    const textWidth = measure(text, size) + 2 * tokenPadding;
    const box = { x: xText - textWidth / 2, y: y(i) - height / 2, width: textWidth, height };
    marks.push(...token(input, piece, i, box, text));
  }
  const targets: Target[] = shown.queries.map((_, i) => ({
    type: 'rect',
    x: 0,
    y: y(i) - pitch / 2,
    width,
    height: pitch,
    subject: { type: 'token', token: i },
  }));
  const note = share > 0 && { note: input.words.arcsColumn };
  return { width, height: 8 + shown.queries.length * pitch, marks, targets, ...note };
}

/** Source above, target below, when both fit on a line; two columns otherwise. */
function crossArcs(input: ViewInput): Scene {
  const { shown, theme, width, words } = input;
  const size = theme.fontSize;
  const [top, bottom] = [setLine(shown.keys, input), setLine(shown.queries, input)];
  if (Math.max(top.width, bottom.width) > width) return lines(input);
  const at = (line: ReturnType<typeof setLine>, i: number) =>
    Math.round((width - line.width) / 2) + line.x[i]!;
  const half = size * 0.95;
  const yKeys = size * 1.9 + half;
  const yQueries = yKeys + 2 * half + Math.min(170, Math.max(90, width * 0.2));
  const marks: Mark[] = [
    label(words.key, width / 2, size * 0.8, theme.muted, size * 0.85, { align: 'center' }),
    label(words.query, width / 2, yQueries + half + size, theme.muted, size * 0.85, { align: 'center' }),
    ...linkMarks(heads(input), input.focus, headColors(shown, theme), {
      layout: `cross ${yKeys} ${yQueries} ${width} ${top.x.join()} ${bottom.x.join()}`,
      place(q, k, points, index) {
        const [y0, y1] = [yQueries - half, yKeys + half];
        const bend = (y0 - y1) * 0.45;
        const [xq, xk] = [at(bottom, q), at(top, k)];
        points.set([xq, y0, xq, y0 - bend, xk, y1 + bend, xk, y1], index);
      },
    }),
  ];
  const targets: Target[] = [];
  const row = (side: 'query' | 'key', pieces: Piece[], line: ReturnType<typeof setLine>, y: number) =>
    pieces.forEach((piece, i) => {
      const box = {
        x: at(line, i) - line.widths[i]! / 2,
        y: y - half,
        width: line.widths[i]!,
        height: 2 * half,
      };
      marks.push(...token(input, piece, i, box, piece.text, side));
      const subject = side === 'query' ? { type: side, query: i } : { type: side, key: i };
      targets.push({ type: 'rect', ...box, y: box.y - 6, height: box.height + 12, subject });
    });
  row('key', shown.keys, top, yKeys);
  row('query', shown.queries, bottom, yQueries);
  return { width, height: yQueries + half + size * 1.8, marks, targets };
}

const heads = ({ shown, scaled }: ViewInput) => ({
  scaled,
  heads: shown.heads,
  queries: shown.queries.length,
  keys: shown.keys.length,
});

/** How much a token looks at itself: a dot for each head, at the place that `where` gives to dot `j` of `count`. */
function selfDots(
  { shown, scaled, focus, theme }: ViewInput,
  where: (i: number, j: number, count: number) => [number, number],
): Mark[] {
  const n = shown.keys.length;
  const marks: Mark[] = [];
  for (let i = 0; i < n; i++) {
    const present = scaled.values
      .map((values, h) => ({ h, value: values[i * n + i]! }))
      .filter(({ value }) => value >= 0.02);
    const dimmed = focus.query !== undefined && focus.query !== i;
    present.forEach(({ h, value }, j) => {
      const [x, y] = where(i, j, present.length);
      const fill = fade(headColor(shown, h, theme), (dimmed ? 0.12 : 1) * (0.1 + 0.9 * value));
      marks.push({ type: 'circle', x, y, radius: 1.2 + 1.8 * Math.sqrt(value), fill });
    });
  }
  return marks;
}

/** A token in its box: shaded when the focus looks at it, framed when pinned, bold when in focus. */
function token(
  { shown, scaled, focus, pinned, theme }: ViewInput,
  piece: Piece,
  i: number,
  box: { x: number; y: number; width: number; height: number },
  text: string,
  side: 'both' | 'query' | 'key' = 'both',
): Mark[] {
  const marks: Mark[] = [];
  const shade =
    (side !== 'query' && shadeOf('key', i, focus, shown, scaled, theme)) ||
    (side !== 'key' && focus.query === undefined && shadeOf('query', i, focus, shown, scaled, theme));
  if (shade) marks.push({ type: 'rect', ...box, radius: 4, fill: shade.fill });
  const active = (side !== 'key' && focus.query === i) || (side === 'key' && focus.key === i);
  const isPinned = (side !== 'key' && pinned.query === i) || (side === 'key' && pinned.key === i);
  if (isPinned) marks.push({ type: 'rect', ...box, radius: 4, stroke: theme.accent, lineWidth: 1.5 });
  marks.push(
    label(text, box.x + box.width / 2, box.y + box.height / 2, pieceInk(piece, theme), theme.fontSize, {
      align: 'center',
      weight: active ? 600 : 400,
    }),
  );
  return marks;
}
