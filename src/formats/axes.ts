import { fail } from './fail.js';
import type { Tensor } from './tensor.js';

const names: Record<string, string> = { l: 'layer', b: 'batch', h: 'head', q: 'query', k: 'key' };

/** Usual order of axes for arrays of 2 to 5 axes. */
const usual: Record<number, string> = { 2: 'qk', 3: 'hqk', 4: 'lhqk', 5: 'lbhqk' };

/**
 * One letter per axis, from an order such as `qkh` or `query key head`: l(ayer), b(atch), h(ead), q(uery), k(ey).
 *
 * @throws InputError `attribute` for other letters, for one that is there twice, or without q and k
 */
export function parseAxes(text: string): string {
  const words = text
    .trim()
    .toLowerCase()
    .split(/[\s,]+/);
  const letters = words.length > 1 ? words.map((word) => word[0]).join('') : words[0]!;
  if (!/^(?!.*(.).*\1)(?=.*q)(?=.*k)[lbhqk]+$/.test(letters)) {
    fail(
      'axes',
      'attribute',
      `"${text}"`,
      'each of l, h, q, k (and b) at most once, with q and k among them',
      'For arrays [query][key][head], write axes="qkh".',
    );
  }
  return letters;
}

/** Weights in the canonical order `[layers, heads, queries, keys]`. */
export interface Ordered extends Tensor {
  layers: number;
  heads: number;
  queries: number;
  keys: number;
}

/**
 * Brings a tensor into the canonical order `[layers, heads, queries, keys]`; copies only when the order is another one.
 *
 * @param axes letters of `parseAxes`, or undefined for the usual order of that many axes
 * @throws InputError `shape` when the number of axes is another one, or a batch holds more than one example
 */
export function orderAxes(tensor: Tensor, axes: string | undefined, input: string): Ordered {
  const { shape, data, scale } = tensor;
  const letters = axes ?? usual[shape.length];
  if (letters?.length !== shape.length) {
    fail(
      input,
      'shape',
      `${shape.length} axes, [${shape.join(', ')}]`,
      axes ? `${axes.length}, as axes="${axes}" says` : '2 to 5, at most [layer][batch][head][query][key]',
    );
  }
  const length = (letter: string): number => shape[letters.indexOf(letter)] ?? 1;
  const batch = letters.indexOf('b');
  if (length('b') !== 1) {
    fail(
      input,
      'shape',
      `a batch of ${length('b')} examples (axis ${batch})`,
      'one example',
      'Choose one first, e.g. attention[:1] in Python.',
    );
  }
  const empty = letters.split('').find((letter) => length(letter) < 1);
  if (empty) fail(input, 'shape', `an empty ${names[empty]} axis`, 'at least one entry');
  const [layers, heads, queries, keys] = ['l', 'h', 'q', 'k'].map(length) as [number, number, number, number];
  const step = (letter: string): number => {
    const axis = letters.indexOf(letter);
    return axis < 0 ? 0 : shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  };
  const ordered = { shape: [layers, heads, queries, keys], layers, heads, queries, keys, scale };
  const canonical = letters.replace('b', '') === 'lhqk'.replace(/./g, (l) => (letters.includes(l) ? l : ''));
  if (canonical) return { ...ordered, data };
  const [sl, sh, sq, sk] = ['l', 'h', 'q', 'k'].map(step) as [number, number, number, number];
  const out = data.slice();
  let at = 0;
  for (let l = 0; l < layers; l++) {
    for (let h = 0; h < heads; h++) {
      for (let q = 0; q < queries; q++) {
        const start = l * sl + h * sh + q * sq;
        for (let k = 0; k < keys; k++) out[at++] = data[start + k * sk]!;
      }
    }
  }
  return { ...ordered, data: out };
}
