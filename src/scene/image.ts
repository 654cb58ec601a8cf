import type { PatchImage } from '../core/attention-data.js';
import { fade } from './color.js';
import { fitText, label } from './labels.js';
import { message } from './message.js';
import type { Mark, Rgba, Scene, Target } from './scene.js';
import type { Scaled, Shown } from './shown.js';
import type { View } from './view.js';

/** Room for the line above the picture, in font sizes. */
const headRoom = 2.4;

/** Row and column of a patch by the name of its token, as vision models are run here; undefined for `[CLS]`. */
export function placeOfPatch(raw: string): { row: number; column: number } | undefined {
  const [, row, column] = /^(\d+),(\d+)$/.exec(raw) ?? [];
  return row === undefined ? undefined : { row: Number(row), column: Number(column) };
}

/** Indices of tokens by their patches, `[rows, columns]`; -1 where a patch has no token. */
export function patchTokens({ queries }: Pick<Shown, 'queries'>, { rows, columns }: PatchImage): Int32Array {
  const out = new Int32Array(rows * columns).fill(-1);
  queries.forEach(({ raw }, token) => {
    const place = placeOfPatch(raw);
    if (place && place.row < rows && place.column < columns) out[place.row * columns + place.column] = token;
  });
  return out;
}

/** The token whose attention is drawn: what is chosen, else the first that is no patch, which gathers the image's class. */
export function imageQuery(shown: Shown, focus: { query?: number }, pinned: { query?: number }): number {
  const query = focus.query ?? pinned.query;
  if (query !== undefined) return query;
  return Math.max(
    0,
    shown.queries.findIndex(({ raw }) => !placeOfPatch(raw)),
  );
}

const ramps = new WeakMap<Uint8Array, Uint8Array>();

/**
 * The colour map of weights as glass over a picture: nothing where there is no weight, then ever denser, and from the start
 * in a colour that is not the ground's.
 */
export function overlayRamp(ramp: Uint8Array): Uint8Array {
  let glass = ramps.get(ramp);
  if (!glass) {
    glass = new Uint8Array(ramp.length);
    for (let i = 0; i < 256; i++) {
      const from = 4 * Math.round(110 + (145 * i) / 255);
      glass.set(ramp.subarray(from, from + 3), 4 * i);
      glass[4 * i + 3] = Math.round(0.86 * (i / 255) ** 0.75 * ramp[from + 3]!);
    }
    ramps.set(ramp, glass);
  }
  return glass;
}

/**
 * Shown values of one query over the patches. With a scale per row they go up to the strongest patch: `[CLS]`, which is
 * not on the picture, often has more than all of them.
 */
function patchValues(shown: Shown, scaled: Scaled, query: number, tokens: Int32Array): Float32Array {
  const keys = shown.keys.length;
  const values = scaled.values[0]!.subarray(query * keys, (query + 1) * keys);
  const out = Float32Array.from(tokens, (token) => (token < 0 ? NaN : values[token]!));
  if (scaled.kind !== 'row') return out;
  const most = out.reduce((max, value) => (value > max ? value : max), 0);
  return most > 0 ? out.map((value) => value / most) : out;
}

/** The image that a vision model sees, under the attention of one of its patches, or of `[CLS]`. */
export const image: View = (input): Scene => {
  const { shown, scaled, focus, pinned, theme, words, width } = input;
  const picture = shown.image;
  if (!picture) return message(input, words.noImage);
  const size = theme.fontSize;
  const top = Math.round(size * headRoom);
  const largest = Math.min(width, 30 * size);
  const scale = Math.min(largest / picture.width, (1.2 * largest) / picture.height);
  const box = {
    y: top,
    width: Math.round(picture.width * scale),
    height: Math.round(picture.height * scale),
  };
  const at = { ...box, x: Math.round((width - box.width) / 2) };
  const { rows, columns } = picture;
  const [w, h] = [at.width / columns, at.height / rows];
  const tokens = patchTokens(shown, picture);
  const query = imageQuery(shown, focus, pinned);

  const marks: Mark[] = [
    { type: 'image', ...at, pixels: picture.pixels, columns: picture.width, rows: picture.height },
    // the ground takes the colours back a little, so that those of the weights can be told from them
    { type: 'rect', ...at, fill: fade(theme.background, 0.42) },
    {
      ...{ type: 'cells', ...at, rows, columns, shape: 'fill', gap: 0 },
      values: patchValues(shown, scaled, query, tokens),
      ramp: overlayRamp(theme.ramp),
    },
  ];
  const frame = (token: number | undefined, stroke: Rgba): void => {
    const place = token === undefined ? undefined : placeOfPatch(shown.queries[token]?.raw ?? '');
    // names may lead beyond the image that they came with
    if (!place || place.row >= rows || place.column >= columns) return;
    const patch = { x: at.x + place.column * w, y: at.y + place.row * h, width: w, height: h };
    // light around dark or dark around light: one of them is seen on every picture
    marks.push({ type: 'rect', ...grown(patch, 2), stroke: theme.background, lineWidth: 4, radius: 2 });
    marks.push({ type: 'rect', ...grown(patch, 1), stroke, lineWidth: 2, radius: 2 });
  };
  if (focus.key !== undefined && focus.key !== query) frame(focus.key, theme.text);
  frame(query, theme.accent);

  const targets: Target[] = [];
  tokens.forEach((token, i) => {
    if (token < 0) return;
    const [row, column] = [Math.floor(i / columns), i % columns];
    const place = { x: at.x + column * w, y: at.y + row * h, width: w, height: h };
    targets.push({ type: 'rect', ...place, subject: { type: 'token', token } });
  });
  headOfImage(input, at, query, marks, targets);
  const note = words.imageNote.replace('{token}', shown.queries[query]!.text);
  return { width, height: at.y + at.height + 2, marks, targets, note };
};

const grown = (box: { x: number; y: number; width: number; height: number }, by: number) => ({
  x: box.x - by,
  y: box.y - by,
  width: box.width + 2 * by,
  height: box.height + 2 * by,
});

/** Above the picture: the tokens that are no patches, to choose them too, and what is shown. */
function headOfImage(
  { shown, theme, measure, width }: Parameters<View>[0],
  at: { x: number; y: number; width: number },
  query: number,
  marks: Mark[],
  targets: Target[],
): void {
  const size = theme.fontSize;
  let x = at.x;
  shown.queries.forEach(({ raw, text }, token) => {
    const most = width - x - 2;
    if (placeOfPatch(raw) || most < 3 * size) return;
    const isQuery = token === query;
    const name = fitText(text, most - size, size, (letters, of) => measure(letters, of, 600));
    const room = Math.min(most, measure(name, size, 600) + size);
    const chip = { x, y: at.y - size * 2.1, width: room, height: size * 1.7 };
    marks.push({
      ...{ type: 'rect', ...chip, radius: 3, stroke: isQuery ? theme.accent : theme.line },
      lineWidth: isQuery ? 2 : 1,
    });
    const weight = isQuery ? 600 : 400;
    const middle = chip.y + chip.height / 2;
    const fill = isQuery ? theme.text : theme.muted;
    marks.push(label(name, x + room / 2, middle, fill, size, { align: 'center', weight }));
    // a finger needs more room than the letters do
    targets.push({ type: 'rect', ...chip, y: 0, height: at.y, subject: { type: 'token', token } });
    x += room + size / 2;
  });
}
