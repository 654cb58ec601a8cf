import { fade } from './color.js';
import { keyRows } from './key-rows.js';
import { fitText, label, pieceInk, widest } from './labels.js';
import { queryLine } from './query-line.js';
import type { LabelMark, Mark, Scene, Target } from './scene.js';
import type { Stages } from './shown.js';
import { chosenQuery, headFacts, largest, rowNumbers, vectorAt } from './steps-numbers.js';
import { scaleTitle, streamRows, vectorStrip } from './steps-parts.js';
import type { ViewInput } from './view.js';
import { fillIn, said } from './words.js';

interface Column {
  /** The step that brings the column. */
  step: number;
  title: string;
  isStrip: boolean;
  x: number;
  width: number;
}

/** Columns of the table with their places; strips of vectors share what numbers leave. */
function layOut(input: ViewInput, stages: Stages, small: number): { columns: Column[]; names: number } {
  const { shown, measure, width, words, theme } = input;
  const { masked, scaling } = headFacts(shown, stages);
  const narrow = width < 440;
  const title = theme.fontSize * (narrow ? 0.7 : 0.8);
  const room = Math.ceil(measure('−00.00', small)) + (narrow ? 4 : 10);
  const number = (step: number, text: string) => ({
    step,
    title: text,
    isStrip: false,
    x: 0,
    width: Math.max(room, Math.ceil(measure(text, title)) + 6),
  });
  const strip = (step: number, text: string) => ({ step, title: text, isStrip: true, x: 0, width: 0 });
  const scale = scaleTitle(words, scaling, stages.dHead);
  const fits = measure(scale, title) + 6 <= room + 12;
  const columns: Column[] = [
    strip(1, 'k'),
    number(1, words.stepDot),
    number(2, fits ? scale : scaling.kind === 'root' && !scaling.biased ? words.stepScale : words.stepScore),
    ...(masked ? [number(3, words.stepMask)] : []),
    number(4, words.stepSoftmax),
    ...(stages.v ? [strip(5, words.stepValues)] : []),
  ];
  const gap = narrow ? 4 : 10;
  const strips = columns.filter((column) => column.isStrip).length;
  const numbers = columns.reduce((sum, column) => sum + column.width, 0) + gap * columns.length;
  const wanted = Math.max(widest(shown.keys, theme.fontSize, measure), measure('Σ', theme.fontSize)) + 10;
  const names = Math.max(34, Math.min(wanted, width * 0.24, width - numbers - strips * 30));
  const share = Math.max(24, Math.min(190, (width - numbers - names) / strips));
  for (const column of columns) if (column.isStrip) column.width = share;
  const used = names + numbers + strips * share;
  let x = Math.max(0, Math.round((width - used) / 2)) + names;
  for (const column of columns) {
    column.x = x + (column.isStrip ? gap / 2 : 0);
    x += column.width + gap;
  }
  return { columns, names };
}

/** One query against every key: its vector, the products, scores, weights, and the weighted sum of the values. */
export function stepsRow(input: ViewInput, stages: Stages): Scene {
  const { shown, theme, measure, width, words, step, focus } = input;
  const query = chosenQuery(shown, focus, input.pinned);
  const facts = headFacts(shown, stages);
  const row = rowNumbers(shown, stages, query);
  const size = theme.fontSize;
  const narrow = width < 440;
  const small = narrow ? size * 0.76 : size * 0.92;
  const pitch = Math.round(size * 1.75);
  const marks: Mark[] = [];
  const targets: Target[] = [];
  const tokens = shown.queries.length > 1 ? queryLine(input, query, marks, targets) + size * 0.5 : 0;

  const { columns, names } = layOut(input, stages, small);
  const [first, last] = [columns[0]!, columns.at(-1)!];
  const [left, right] = [first.x - 6, last.x + last.width];
  const { keys, left: leftOut, weight: restWeight } = keyRows(row.weights, focus.key);
  // summands and sum stand on one scale
  const products = new Map(
    keys.map((k) => [
      k,
      stages.v ? vectorAt(stages.v, k, stages.dHead).map((x) => x * row.weights[k]!) : row.q,
    ]),
  );
  const mostOfSum = largest(row.output, ...products.values());
  const top = tokens + pitch * 2.5;
  const rowY = (i: number) => top + (i + 0.5) * pitch;
  const strip = (vector: Float32Array, most: number, at: Column, y: number) =>
    marks.push(
      vectorStrip(
        vector,
        most,
        { x: at.x, y: y - pitch * 0.34, width: at.width, height: pitch * 0.68 },
        theme,
      ),
    );
  const write = (value: number, at: Column, y: number, more: Partial<LabelMark> = {}) =>
    marks.push(
      label(said(value), at.x + at.width - 3, y, theme.text, small, {
        align: 'right',
        tabular: true,
        ...more,
      }),
    );
  const name = (text: string, y: number, more: Partial<LabelMark> = {}) =>
    marks.push(
      label(fitText(text, names - 4, size, measure), left, y, theme.text, size, { align: 'right', ...more }),
    );

  // the column of the present step is tinted
  for (const column of columns) {
    if (column.step !== step || (column === first && step === 1)) continue;
    const box = { x: column.x - 2, y: tokens + pitch * 1.45, width: column.width + 4 };
    const height = top - box.y + (keys.length + (leftOut ? 1 : 0)) * pitch;
    marks.push({ type: 'rect', ...box, height, radius: 4, fill: fade(theme.accent, 0.07) });
  }
  const yQuery = tokens + pitch * 0.6;
  name(shown.queries[query]!.text, yQuery, { fill: theme.accent, weight: 600 });
  strip(row.q, facts.largestQ, first, yQuery);
  marks.push(label('q', first.x + first.width + 6, yQuery, theme.muted, size * 0.85));
  for (const column of columns) {
    if (column.step > step) continue;
    const titleSize = size * (narrow ? 0.7 : 0.8);
    const text = fitText(column.title, column.width + (column === last ? 0 : 6), titleSize, measure);
    const x = column.isStrip ? column.x : column.x + column.width - 3;
    marks.push(
      label(text, x, top - pitch * 0.5, column.step === step ? theme.accent : theme.muted, titleSize, {
        align: column.isStrip ? 'left' : 'right',
      }),
    );
  }
  const rule = (x0: number, x1: number, y: number) =>
    marks.push({ type: 'line', points: [x0, y, x1, y], stroke: theme.line, lineWidth: 1 });
  rule(left - names + 4, right, top);

  keys.forEach((k, i) => {
    const y = rowY(i);
    const active = focus.key === k;
    if (active) {
      const box = { x: Math.max(0, left - names), y: y - pitch / 2, height: pitch };
      marks.push({
        type: 'rect',
        ...box,
        width: right - box.x,
        radius: 3,
        fill: fade(theme.accent, 0.1),
      });
    }
    const piece = shown.keys[k]!;
    name(piece.text, y, { fill: pieceInk(piece, theme), weight: active ? 600 : 400 });
    const isMasked = row.masked[k] === -Infinity;
    for (const column of columns) {
      if (column.step > step) continue;
      if (column === first) strip(vectorAt(stages.k, k, stages.dHead), facts.largestK, column, y);
      else if (column.step === 1) write(row.dots[k]!, column, y);
      else if (column.step === 2) write(row.scaled[k]!, column, y);
      else if (column.step === 3) write(row.masked[k]!, column, y, isMasked ? { fill: theme.muted } : {});
      else if (column.step === 4) {
        weightBar(column, y, row.weights[k]!);
        write(row.weights[k]!, column, y);
      } else {
        strip(products.get(k)!, mostOfSum, column, y);
      }
    }
    const box = { x: 0, y: y - pitch / 2, width, height: pitch };
    targets.push({ type: 'rect', ...box, subject: { type: 'key', key: k } });
  });
  function weightBar(at: Column, y: number, weight: number): void {
    const length = (at.width - 2) * Math.min(1, Math.max(0, weight));
    const box = { x: at.x + at.width - length, y: y - pitch * 0.38, width: length, height: pitch * 0.76 };
    if (length > 0.3) marks.push({ type: 'rect', ...box, radius: 2, fill: fade(theme.accent, 0.24) });
  }

  let y = rowY(keys.length);
  const soft = columns.find((column) => column.step === 4)!;
  if (leftOut) {
    const text = fillIn(words.moreKeys, { count: leftOut });
    const start = left - names + 4;
    marks.push(label(fitText(text, soft.x - start, size, measure), start, y, theme.muted, size));
    if (step >= 4) write(restWeight, soft, y, { fill: theme.muted });
    y += pitch;
  }
  if (step >= 4) {
    y += 4;
    rule(soft.x, right, y - pitch * 0.55);
    write(
      row.weights.reduce((a, b) => a + b, 0),
      soft,
      y,
      { fill: theme.muted },
    );
  }
  if (step >= 5 && row.output && last.isStrip) {
    strip(row.output, mostOfSum, last, y);
    const text = fitText(words.stepSum, last.x + last.width - left, size * 0.8, measure);
    const at = last.x + last.width;
    marks.push(label(text, at, y + pitch * 0.72, theme.muted, size * 0.8, { align: 'right' }));
  }
  y += pitch * 1.3;
  // the room for it is there from the start, so that nothing below jumps
  y = streamRows(input, stages, query, y, step >= 6 ? marks : []);
  return { width: Math.max(width, right), height: Math.ceil(y), marks, targets };
}
