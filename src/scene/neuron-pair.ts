import { fitText, label } from './labels.js';
import type { Strip } from './neuron-bars.js';
import type { Mark, Rgba } from './scene.js';
import type { ViewInput } from './view.js';
import { said } from './words.js';

export interface Pair {
  query: number;
  key: number;
  q: Float32Array;
  k: Float32Array;
  product: Float32Array;
}

/**
 * One query and one key enlarged: q, k and their product under each other on one axis of dimensions, so that the eye can
 * follow a dimension down. Adds marks and strips, and returns the y below.
 */
export function neuronPair(
  { shown, theme, measure, width, words }: ViewInput,
  pair: Pair,
  scales: { q: number; k: number; product: number },
  box: { x: number; y: number; width: number; names: number },
  marks: Mark[],
  bars: Strip[],
): number {
  const size = theme.fontSize;
  const tall = Math.round(size * (width < 560 ? 2.6 : 3));
  const sum = `Σ = ${said(pair.product.reduce((a, b) => a + b, 0))}`;
  const right = Math.ceil(measure(sum, size, 600)) + 10;
  const strip = { x: box.x + box.names, width: box.width - box.names - right, height: tall - 6 };
  const rows: [symbol: string, token: string, ink: Rgba, vector: Float32Array, most: number][] = [
    ['q', shown.queries[pair.query]!.text, theme.accent, pair.q, scales.q],
    ['k', shown.keys[pair.key]!.text, theme.text, pair.k, scales.k],
    ['q ⊙ k', '', theme.text, pair.product, scales.product],
  ];
  rows.forEach(([symbol, token, ink, vector, most], i) => {
    const y = box.y + i * tall;
    const middle = y + tall / 2;
    const at = strip.x - 8;
    if (token) {
      const text = fitText(token, box.names - 8, size, (text, size) => measure(text, size, 600));
      marks.push(label(text, at, middle - size * 0.5, ink, size, { align: 'right', weight: 600 }));
      marks.push(label(symbol, at, middle + size * 0.6, theme.muted, size * 0.8, { align: 'right' }));
    } else marks.push(label(symbol, at, middle, theme.muted, size * 0.85, { align: 'right' }));
    bars.push({ vector, most, ...strip, y: y + 3 });
  });
  const end = box.y + 3 * tall;
  const middle = end - tall / 2;
  const x = strip.x + strip.width;
  marks.push(label(sum, x + 8, middle, theme.text, size, { weight: 600, tabular: true }));
  dimensionAxis();
  return end + size * 1.2;

  function dimensionAxis(): void {
    const count = pair.q.length;
    const small = size * 0.72;
    const pitch = strip.width / count;
    const room = measure('000', small) + 8;
    const step = [1, 2, 4, 8, 16, 32, 64, 128, 256].find((s) => s * pitch >= room) ?? count;
    for (let d = 0; d < count; d += step) {
      const at = strip.x + (d + 0.5) * pitch;
      marks.push({ type: 'line', points: [at, end, at, end + 3], stroke: theme.line, lineWidth: 1 });
      marks.push(label(String(d), at, end + small, theme.muted, small, { align: 'center', tabular: true }));
    }
    if (measure(words.dimension, small) > box.names - 8) return;
    marks.push(label(words.dimension, strip.x - 8, end + small, theme.muted, small, { align: 'right' }));
  }
}
