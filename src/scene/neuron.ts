import { fade, mix } from './color.js';
import { keyRows } from './key-rows.js';
import { fitText, label, pieceInk, widest } from './labels.js';
import { message } from './message.js';
import { signedBars, type Strip } from './neuron-bars.js';
import { neuronPair } from './neuron-pair.js';
import { queryLine } from './query-line.js';
import type { LabelMark, Mark, Scene, Target } from './scene.js';
import { chosenKey, chosenQuery, headFacts, largest, rowNumbers, vectorAt } from './steps-numbers.js';
import type { Measure } from './theme.js';
import type { View, ViewInput } from './view.js';
import { fillIn, said } from './words.js';

/**
 * Where a weight comes from, number by number: the query's vector, every key's, their products element by element, whose
 * sum is the dot product, and the softmax weight (the neuron view of Vig 2019, A Multiscale Visualization of Attention).
 * Bars stand up for positive numbers and hang down for negative ones.
 */
export const neuron: View = (input: ViewInput): Scene => {
  const { shown, theme, measure, width, words, focus } = input;
  const { stages } = shown;
  if (!stages) return message(input, shown.joined ? words.noJoinedVectors : words.noVectors);
  const query = chosenQuery(shown, focus, input.pinned);
  const row = rowNumbers(shown, stages, query);
  const facts = headFacts(shown, stages);
  const chosen = chosenKey(row.weights, focus);
  const { keys, left: leftOut, weight: restWeight } = keyRows(row.weights, focus.key);
  const keyVector = (k: number) => vectorAt(stages.k, k, stages.dHead);
  const product = (k: number) => keyVector(k).map((x, d) => x * row.q[d]!);
  const products = new Map([...keys, chosen].map((k) => [k, product(k)]));
  const largestProduct = largest(...products.values());

  const size = theme.fontSize;
  const narrow = width < 560;
  const small = narrow ? size * 0.8 : size * 0.92;
  const pitch = Math.round(size * (narrow ? 1.9 : 2.1));
  const number = Math.ceil(measure('−00.00', small)) + 10;
  const bar = Math.max(number, Math.min(120, width * 0.16));
  // beside the strips stand tokens, and the name of the product
  const symbol = Math.ceil(measure('q ⊙ k', size * 0.85)) + 9;
  // the chosen ones are bold
  const bold: Measure = (text, size) => measure(text, size, 600);
  const names = Math.max(symbol, Math.min(widest(shown.keys, size, bold) + 10, width * 0.24));
  const strips = narrow ? 1 : 2;
  const stripWidth = Math.min(
    stages.dHead * 5,
    (width - names - number - bar - (strips - 1) * 14 - 8) / strips,
  );
  const used = names + strips * stripWidth + (strips - 1) * 14 + number + bar + 8;
  const left = Math.max(0, Math.round((width - used) / 2)) + names;
  const kStrip = { x: left, width: stripWidth };
  const pStrip = { x: left + (strips - 1) * (stripWidth + 14), width: stripWidth };
  const dotX = pStrip.x + stripWidth + number;
  const softX = dotX + 8;

  const marks: Mark[] = [];
  const targets: Target[] = [];
  const bars: Strip[] = [];
  let y = shown.queries.length > 1 ? queryLine(input, query, marks, targets) + size * 0.6 : 0;
  const pair = { query, key: chosen, q: row.q, k: keyVector(chosen), product: products.get(chosen)! };
  const scales = { q: facts.largestQ, k: facts.largestK, product: largestProduct };
  const box = { x: left - names, y, width: softX + bar - left + names, names };
  y = neuronPair(input, pair, scales, box, marks, bars);

  const write = (text: string, x: number, at: number, more: Partial<LabelMark> = {}) =>
    marks.push(label(text, x, at, theme.text, small, { align: 'right', tabular: true, ...more }));
  const heading = { size: size * (narrow ? 0.72 : 0.8), fill: theme.muted };
  y += size * 0.9;
  if (!narrow) write('k', kStrip.x, y, { ...heading, align: 'left' });
  write('q ⊙ k', pStrip.x, y, { ...heading, align: 'left' });
  write(words.stepDot, dotX, y, heading);
  write(words.stepSoftmax, softX + bar, y, heading);
  y += size * 0.9;
  marks.push({ type: 'line', points: [left - names, y, softX + bar, y], stroke: theme.line, lineWidth: 1 });
  for (const k of keys) {
    const middle = y + pitch / 2;
    const active = k === chosen;
    if (active) {
      const wash = { x: left - names, y, width: softX + bar - left + names, height: pitch };
      marks.push({
        type: 'rect',
        ...wash,
        radius: 3,
        fill: fade(theme.accent, focus.key === k ? 0.12 : 0.06),
      });
    }
    const piece = shown.keys[k]!;
    const ink = pieceInk(piece, theme);
    const weight = active ? 600 : 400;
    marks.push(
      label(fitText(piece.text, names - 8, size, active ? bold : measure), left - 8, middle, ink, size, {
        align: 'right',
        weight,
      }),
    );
    const strip = { y: y + 2, height: pitch - 4 };
    if (!narrow) bars.push({ vector: keyVector(k), most: facts.largestK, ...kStrip, ...strip });
    bars.push({ vector: products.get(k)!, most: largestProduct, ...pStrip, ...strip });
    write(said(row.dots[k]!), dotX, middle);
    const isMasked = row.masked[k] === -Infinity;
    const length = bar * Math.min(1, Math.max(0, row.weights[k]!));
    if (length > 0.3) {
      const share = { x: softX + bar - length, y: y + pitch * 0.14, width: length, height: pitch * 0.72 };
      marks.push({ type: 'rect', ...share, radius: 2, fill: fade(theme.accent, 0.24) });
    }
    write(
      isMasked ? words.stepMask : said(row.weights[k]!),
      softX + bar - 3,
      middle,
      isMasked ? { fill: theme.muted } : {},
    );
    const line = { x: 0, y, width, height: pitch };
    targets.push({ type: 'rect', ...line, subject: { type: 'key', key: k } });
    y += pitch;
  }
  if (leftOut) {
    const text = fillIn(words.moreKeys, { count: leftOut });
    marks.push(label(text, left, y + pitch / 2, theme.muted, small, { align: 'left' }));
    write(said(restWeight), softX + bar - 3, y + pitch / 2, { fill: theme.muted });
    y += pitch;
  }
  const root = input.scaled.kind === 'sqrt' || input.scaled.kind === 'log';
  const zero = mix(theme.background, theme.muted, 0.45);
  marks.push(...signedBars(bars, theme.signed, zero, root));
  const note = fillIn(words.neuronNote, { scale: root ? words.neuronRoot : words.neuronLinear });
  return { width: Math.max(width, softX + bar), height: Math.ceil(y + 6), marks, targets, note };
};
