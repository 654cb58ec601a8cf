import { fade, mix } from '../color.js';
import { fitText, label, pieceInk } from '../labels.js';
import type { LinksMark, Rgba } from '../scene.js';
import { rowAt, type Lanes } from './compare.js';
import { arrow } from './sheet.js';

/** Beyond so many tokens only the links of one token are drawn: all would be a grey area. */
const mostTokens = 64;

/** The chain: every cell waits for the one above it. The way between picked tokens is numbered, hop by hop. */
export function drawChain(lanes: Lanes): void {
  const { input, marks, chain, radius, left, from, to, small, pitch } = lanes;
  const { theme, tokens, step } = input;
  const waiting = mix(theme.background, theme.muted, 0.35);
  const isWay = (token: number) => from !== undefined && to !== undefined && token > from && token <= to;
  tokens.forEach((_, token) => {
    const y = rowAt(lanes, token);
    const isDone = token < step;
    const ink = isDone ? theme.muted : waiting;
    arrow(lanes, [left - 3, y, chain + radius + 2, y], ink);
    if (token === 0) return;
    const hop = [chain, y - pitch + radius + 1, chain, y - radius - 2];
    const color = isWay(token) ? theme.accent : ink;
    arrow(lanes, hop, color, isWay(token) ? 2.5 : 1.25);
    if (!isWay(token)) return;
    const count = { align: 'right', tabular: true, weight: 500 } as const;
    const text = String(token - from!);
    marks.push(label(text, chain - radius * 0.9, y - pitch / 2, theme.accent, small, count));
  });
  tokens.forEach((_, token) => {
    const isOn = isWay(token) || token === from;
    cell(lanes, chain, token, { number: token + 1, isDone: token < step, isNow: token === step - 1, isOn });
  });
}

/** Self-attention: every token looks at every other, and all are done in the first step. */
export function drawAttention(lanes: Lanes): void {
  const { input, marks, outputs, radius, right, from, to, small } = lanes;
  const { theme, tokens, step } = input;
  const isDone = step > 0;
  marks.push(links(lanes, isDone ? theme.accent : mix(theme.background, theme.muted, 0.5)));
  if (from !== undefined && to !== undefined) {
    const way = emptyLinks(1, [theme.accent]);
    place(lanes, to, from, way.points, 0);
    way.widths[0] = 2.5;
    way.alphas[0] = 1;
    marks.push(way);
    const [x, y] = [(right + outputs - radius) / 2, (rowAt(lanes, from) + rowAt(lanes, to)) / 2];
    const around = { x, y, radius: small * 0.8, fill: theme.background };
    marks.push({ type: 'circle', ...around, stroke: theme.accent, lineWidth: 1.5 });
    const count = { align: 'center', tabular: true, weight: 500 } as const;
    marks.push(label(from === to ? '0' : '1', x, y + 0.5, theme.accent, small, count));
  }
  tokens.forEach((_, token) => {
    cell(lanes, outputs, token, { number: 1, isDone, isNow: step === 1, isOn: token === to });
  });
}

/** The tokens, once for both. */
export function drawTokens(lanes: Lanes): void {
  const { input, marks, pieces, left, right, from, to } = lanes;
  const { theme, measure, hover } = input;
  const { fontSize } = theme;
  const height = fontSize * 1.75;
  pieces.forEach((piece, token) => {
    const y = rowAt(lanes, token);
    const isPicked = token === from || token === to;
    const depth = isPicked ? 0.16 : token === hover ? 0.12 : 0.055;
    marks.push({
      ...{ type: 'rect', x: left, y: y - height / 2, width: right - left, height, radius: 5 },
      fill: mix(theme.background, isPicked ? theme.accent : theme.text, depth),
      ...(isPicked && { stroke: theme.accent, lineWidth: 1.5 }),
    });
    const text = fitText(piece.text, right - left - 10, fontSize, measure);
    marks.push(
      label(text, (left + right) / 2, y + 0.5, pieceInk(piece, theme), fontSize, { align: 'center' }),
    );
  });
}

interface Cell {
  /** Step in which it is computed. */
  number: number;
  isDone: boolean;
  isNow: boolean;
  isOn: boolean;
}

function cell({ input, marks, radius, small, ...lanes }: Lanes, x: number, token: number, state: Cell): void {
  const { theme } = input;
  const y = rowAt({ input, marks, radius, small, ...lanes }, token);
  const { number, isDone, isNow, isOn } = state;
  const strong = mix(theme.background, theme.accent, theme.dark ? 0.75 : 0.85);
  const fill = isNow ? strong : mix(theme.background, theme.accent, isDone ? 0.2 : 0);
  const waiting = mix(theme.background, theme.muted, 0.45);
  const stroke = isOn || isNow ? theme.accent : isDone ? mix(theme.background, theme.accent, 0.6) : waiting;
  marks.push({ type: 'circle', x, y, radius, fill, stroke, lineWidth: isOn ? 2.5 : 1.25 });
  const ink = isNow ? theme.background : isDone ? theme.text : fade(theme.muted, 0.8);
  const size = number > 99 ? small * 0.8 : small;
  marks.push(label(String(number), x, y + 0.5, ink, size, { align: 'center', tabular: true }));
}

function links(lanes: Lanes, color: Rgba): LinksMark {
  const { input, from, to } = lanes;
  const { tokens, weights, causal = false, hover } = input;
  const n = tokens.length;
  const isPicked = from !== undefined && to !== undefined;
  // of one token: what the reader points at, or the last, which has most to look back at
  const only = n <= mostTokens ? undefined : (to ?? hover ?? from ?? n - 1);
  const pairs: [query: number, key: number][] = [];
  for (let query = 0; query < n; query++) {
    if (only !== undefined && query !== only) continue;
    for (let key = 0; key < (causal ? query + 1 : n); key++) pairs.push([query, key]);
  }
  const mark = emptyLinks(pairs.length, [color]);
  pairs.forEach(([query, key], i) => {
    place(lanes, query, key, mark.points, 8 * i);
    const weight = weights?.[query * n + key];
    const strength = weight ?? Math.min(0.5, 1 / Math.sqrt(n));
    const isFront = hover === undefined || hover === query || hover === key;
    mark.widths[i] = 0.75 + 1.5 * strength * +isFront;
    mark.alphas[i] = (0.06 + 0.7 * strength) * (isPicked ? 0.4 : isFront ? 1 : 0.3);
  });
  return mark;
}

/** The curve from a token to what becomes of another. */
function place(lanes: Lanes, query: number, key: number, points: Float32Array, at: number): void {
  const { right, outputs, radius } = lanes;
  const [x0, x1] = [right + 2, outputs - radius - 1];
  const [y0, y1] = [rowAt(lanes, key), rowAt(lanes, query)];
  const half = (x1 - x0) / 2;
  points.set([x0, y0, x0 + half, y0, x1 - half, y1, x1, y1], at);
}

const emptyLinks = (count: number, colors: Rgba[]): LinksMark => ({
  ...{ type: 'links', count, colors },
  points: new Float32Array(8 * count),
  widths: new Float32Array(count),
  alphas: new Float32Array(count),
  colorIndex: new Uint8Array(count),
});
