import { fitText, label } from './labels.js';
import type { CellsMark, Mark } from './scene.js';
import type { Stages } from './shown.js';
import { largest, vectorAt, type Scaling } from './steps-numbers.js';
import type { Theme } from './theme.js';
import type { SceneWords, ViewInput } from './view.js';
import { said } from './words.js';

/**
 * What was done to the dot products, as a heading: `÷ √64`, `× 0.25`, with `+ b` for a bias, or a word where it is something
 * else.
 */
export function scaleTitle(words: SceneWords, { kind, factor, biased }: Scaling, dHead: number): string {
  if (kind === 'other') return words.stepScore;
  if (biased && factor === 1) return '+ b';
  const scaled = kind === 'root' ? `÷ √${dHead}` : `× ${said(factor)}`;
  return biased ? `${scaled} + b` : scaled;
}

/** A vector as a row of coloured cells; zero is the ground. */
export function vectorStrip(
  vector: Float32Array,
  most: number,
  box: { x: number; y: number; width: number; height: number },
  theme: Theme,
): CellsMark {
  const values = vector.map((value) => 0.5 + value / most / 2);
  const ramp = clearMiddle(theme.signed);
  return { type: 'cells', ...box, rows: 1, columns: vector.length, values, ramp, shape: 'fill', gap: 0 };
}

const cleared = new WeakMap<Uint8Array, Uint8Array>();

/** A colour map of signed numbers whose middle lets the ground shine through, so that strips do not cut rows that are marked. */
function clearMiddle(ramp: Uint8Array): Uint8Array {
  let made = cleared.get(ramp);
  if (!made) {
    made = ramp.map((byte, i) => {
      const distance = Math.abs((i >> 2) - 127.5) / 127.5;
      return i % 4 === 3 ? Math.round(byte * Math.min(1, distance * 8)) : byte;
    });
    cleared.set(ramp, made);
  }
  return made;
}

/**
 * The last step: what the query's token is before, what all heads of the layer add to it through the output projection,
 * and the sum. Three strips on one scale under each other. Returns the y below them.
 */
export function streamRows(
  input: ViewInput,
  { residual, attentionOutput, dModel = 0 }: Stages,
  query: number,
  top: number,
  marks: Mark[],
): number {
  if (!residual || !attentionOutput || !dModel) return top;
  const { theme, measure, width, words } = input;
  const size = theme.fontSize * 0.85;
  const before = vectorAt(residual, query, dModel);
  const added = vectorAt(attentionOutput, query, dModel);
  const after = before.map((x, d) => x + added[d]!);
  const most = largest(before, added, after);
  const names = [words.streamBefore, words.streamAdded, words.streamAfter];
  const labels = Math.min(width * 0.42, Math.max(...names.map((text) => measure(text, size))) + 12);
  const used = Math.min(width, labels + 460);
  const x = Math.max(0, Math.round((width - used) / 2)) + labels;
  const pitch = Math.round(theme.fontSize * 1.75);
  [before, added, after].forEach((vector, i) => {
    const y = top + (i + 0.5) * pitch;
    const ink = i === 2 ? theme.text : theme.muted;
    marks.push(label(fitText(names[i]!, labels - 8, size, measure), x - 8, y, ink, size, { align: 'right' }));
    const box = { x, y: y - pitch * 0.34, width: used - labels, height: pitch * 0.68 };
    marks.push(vectorStrip(vector, most, box, theme));
    const frame = { type: 'rect', ...box, stroke: theme.line, lineWidth: 1 } as const;
    marks.push(frame);
  });
  const line = top + 2 * pitch;
  marks.push({ type: 'line', points: [x, line, x + used - labels, line], stroke: theme.muted, lineWidth: 1 });
  return top + 3 * pitch + 6;
}
