import { fade } from './color.js';
import { fitText, label, pieceInk, widest } from './labels.js';
import type { CellsMark, LabelMark, Mark, Scene, Target } from './scene.js';
import type { Stages } from './shown.js';
import type { View, ViewInput } from './view.js';

/** The last step: everything is there. */
export const lastStep = 5;

/** Numbers with two digits after the point, a real minus sign. */
const number = (value: number) =>
  Number.isFinite(value)
    ? value.toFixed(Math.abs(value) >= 99.5 ? 0 : Math.abs(value) >= 9.95 ? 1 : 2).replace('-', '−')
    : '−∞';

interface Column {
  /** The step that brings the column. */
  step: number;
  title: string;
  x: number;
  width: number;
}

/**
 * How one query's weights come about, from left to right: its vector against every key's, the scaled score, the mask, the
 * softmax, and the values weighted and summed up (Vaswani et al. 2017, section 3.2.1).
 */
export const steps: View = (input: ViewInput) => {
  const { shown, theme, measure, width, words } = input;
  const query = input.focus.query ?? input.pinned.query ?? shown.queries.length - 1;
  const size = theme.fontSize;
  if (!shown.stages) return missing(input);
  const sums = arithmetic(input, shown.stages, query);
  const pitch = Math.round(size * 1.7);
  const small = width < 440 ? size * 0.78 : size * 0.9;
  const numberWidth = Math.ceil(measure('−00.00', small)) + 6;
  const names =
    Math.min(
      width * 0.2,
      Math.max(widest(shown.keys, size, measure), measure(shown.queries[query]!.text, size, 600)),
    ) + 10;
  const titles = [
    words.stepDot,
    words.stepScale,
    ...(sums.masked ? [words.stepMask] : []),
    words.stepSoftmax,
  ];
  const numbers = titles.map((title) =>
    Math.max(numberWidth, width < 440 ? 0 : Math.ceil(measure(title, size * 0.8)) + 8),
  );
  const fixed = names + numbers.reduce((a, b) => a + b, 0) + 24;
  const strip = Math.max(30, Math.min(180, (width - fixed) / 2));
  const used = fixed + 2 * strip;
  let x = Math.max(0, Math.round((width - used) / 2)) + names;
  const column = (step: number, title: string, columnWidth: number): Column => {
    const at = { step, title, x, width: columnWidth };
    x += columnWidth;
    return at;
  };
  const vectors = column(1, 'k', strip);
  x += 6;
  const dot = column(1, titles[0]!, numbers[0]!);
  const scaled = column(2, titles[1]!, numbers[1]!);
  const mask = sums.masked ? column(3, titles[2]!, numbers[2]!) : undefined;
  const soft = column(4, titles.at(-1)!, numbers.at(-1)!);
  x += 12;
  const values = column(5, words.stepValues, strip);

  const top = pitch * 2.7;
  const rowY = (i: number) => top + (i + 0.5) * pitch;
  const height = top + shown.keys.length * pitch + pitch * 1.6;
  const marks: Mark[] = [];
  const targets: Target[] = [];
  const text = (value: string, at: Column, y: number, more: Partial<LabelMark> = {}) =>
    marks.push(
      label(value, at.x + at.width - 4, y, theme.text, small, {
        align: 'right',
        tabular: true,
        ...more,
      }),
    );
  const bar = (vector: Float32Array, largest: number, at: Column, y: number, alpha = 1): void => {
    marks.push(
      vectorStrip(
        vector,
        largest,
        { x: at.x, y: y - pitch * 0.32, width: strip, height: pitch * 0.64 },
        fadeRamp(theme.signed, alpha),
      ),
    );
  };

  // the query and its vector stand over the keys
  const yQuery = pitch * 0.5;
  const left = vectors.x - 10;
  marks.push(
    label(fitText(shown.queries[query]!.text, names - 10, size, measure), left, yQuery, theme.accent, size, {
      align: 'right',
      weight: 600,
    }),
  );
  bar(sums.q, sums.largestQk, vectors, yQuery);
  marks.push(label('q', vectors.x + strip + 6, yQuery, theme.muted, size * 0.85));
  for (const at of [vectors, dot, scaled, ...(mask ? [mask] : []), soft, values]) {
    if (at.step > input.step) continue;
    const current = at.step === input.step || (at === vectors && input.step === 1);
    const isStrip = at === vectors || at === values;
    const fill = current ? theme.accent : theme.muted;
    const title = fitText(at.title, at.width - 2, size * 0.8, measure);
    marks.push(
      label(title, isStrip ? at.x : at.x + at.width - 4, top - pitch * 0.55, fill, size * 0.8, {
        align: isStrip ? 'left' : 'right',
      }),
    );
  }
  marks.push({
    type: 'line',
    points: [left - names + 10, top - 2, x, top - 2],
    stroke: theme.line,
    lineWidth: 1,
  });

  shown.keys.forEach((piece, k) => {
    const y = rowY(k);
    const active = input.focus.key === k;
    const weight = sums.weights[k]!;
    if (active)
      marks.push({
        type: 'rect',
        x: left - names + 6,
        y: y - pitch / 2,
        width: x - left + names,
        height: pitch,
        radius: 3,
        fill: fade(theme.accent, 0.08),
      });
    marks.push(
      label(fitText(piece.text, names - 10, size, measure), left, y, pieceInk(piece, theme), size, {
        align: 'right',
        weight: active ? 600 : 400,
      }),
    );
    bar(sums.k(k), sums.largestQk, vectors, y);
    text(number(sums.dots[k]!), dot, y);
    if (input.step >= 2) text(number(sums.scaled[k]!), scaled, y);
    if (mask && input.step >= 3)
      text(number(sums.afterMask[k]!), mask, y, sums.afterMask[k] === -Infinity ? { fill: theme.muted } : {});
    if (input.step >= 4) {
      const room = soft.width - 2;
      marks.push({
        type: 'rect',
        x: soft.x + soft.width - 2 - room * weight,
        y: y - pitch * 0.4,
        width: room * weight,
        height: pitch * 0.8,
        radius: 2,
        fill: fade(theme.accent, 0.22),
      });
      text(number(weight), soft, y);
    }
    const v = sums.v?.(k);
    if (v && input.step >= 5) bar(v, sums.largestV, values, y, Math.max(0.06, weight));
    targets.push({
      type: 'rect',
      x: 0,
      y: y - pitch / 2,
      width,
      height: pitch,
      subject: { type: 'key', key: k },
    });
  });
  if (input.step >= 4) {
    const y = rowY(shown.keys.length) + 4;
    marks.push({
      type: 'line',
      points: [soft.x, y - pitch * 0.6, x, y - pitch * 0.6],
      stroke: theme.line,
      lineWidth: 1,
    });
    text(number(sums.weights.reduce((a, b) => a + b, 0)), soft, y, { fill: theme.muted });
    if (input.step >= 5 && sums.output) {
      bar(sums.output, sums.largestV, values, y);
      marks.push(label(words.stepSum, values.x, y + pitch * 0.62, theme.muted, size * 0.8));
    }
  }
  return { width: Math.max(width, x), height: height + 8, marks, targets };
};

/** The numbers of one query: what the core computed, and the products that lead there. */
function arithmetic({ shown }: ViewInput, stages: Stages, query: number) {
  const { dHead, q: allQ, k: allK, v: allV, scores } = stages;
  const keys = shown.keys.length;
  const row = (all: Float32Array, i: number) => all.subarray(i * dHead, (i + 1) * dHead);
  const q = row(allQ, query);
  const dots = Float32Array.from({ length: keys }, (_, k) =>
    row(allK, k).reduce((sum, x, d) => sum + x * q[d]!, 0),
  );
  const scaled =
    scores?.subarray(query * keys, (query + 1) * keys) ?? dots.map((dot) => dot / Math.sqrt(dHead));
  const weights = shown.heads[0]!.weights.subarray(query * keys, (query + 1) * keys);
  const isMasked = (k: number) =>
    scaled[k] === -Infinity || (shown.causal && k > query + keys - shown.queries.length);
  const afterMask = scaled.map((score, k) => (isMasked(k) ? -Infinity : score));
  const largest = (...arrays: Float32Array[]) =>
    Math.max(1e-9, ...arrays.map((a) => a.reduce((m, x) => Math.max(m, Math.abs(x)), 0)));
  const output =
    allV &&
    new Float32Array(dHead).map((_, d) => weights.reduce((sum, w, k) => sum + w * allV[k * dHead + d]!, 0));
  return {
    q,
    k: (i: number) => row(allK, i),
    v: allV && ((i: number) => row(allV, i)),
    dots,
    scaled,
    afterMask,
    masked: shown.causal && keys > 1,
    weights,
    output,
    largestQk: largest(q, allK),
    largestV: allV ? largest(allV) : 1,
  };
}

/** A vector as a row of coloured cells. */
function vectorStrip(
  vector: Float32Array,
  largest: number,
  box: { x: number; y: number; width: number; height: number },
  ramp: Uint8Array,
): CellsMark {
  const values = vector.map((value) => 0.5 + value / largest / 2);
  return { type: 'cells', ...box, rows: 1, columns: vector.length, values, ramp, shape: 'fill', gap: 0 };
}

const faded = new WeakMap<Uint8Array, Map<number, Uint8Array>>();

/** A colour map at a lower opacity, in steps of a sixteenth, so that painters see few different maps. */
function fadeRamp(ramp: Uint8Array, alpha: number): Uint8Array {
  const level = Math.round(alpha * 16);
  if (level >= 16) return ramp;
  let known = faded.get(ramp);
  if (!known) faded.set(ramp, (known = new Map<number, Uint8Array>()));
  let made = known.get(level);
  if (!made)
    known.set(level, (made = ramp.map((byte, i) => (i % 4 === 3 ? Math.round((byte * level) / 16) : byte))));
  return made;
}

/** Nothing to draw when the data hold weights only: the legend says so. */
function missing({ words, width }: ViewInput): Scene {
  return { width, height: 8, marks: [], targets: [], note: words.noVectors };
}
