import type { Axis } from '../../core/architecture/architecture.js';
import type { DiagramData } from './diagram.js';

/** Narrow space that does not break. */
const gap = '\u202f';

/** A whole number in groups of three: `50,257`. */
export const grouped = (n: number): string => n.toLocaleString('en-US');

/** A count in few characters, three figures: `512`, `2,048`, `38.6 k`, `124 M`, `6.74 B`. */
export function compact(n: number): string {
  if (n < 10_000) return grouped(n);
  const [size, unit] = n < 999_500 ? [1e3, 'k'] : n < 999_500_000 ? [1e6, 'M'] : [1e9, 'B'];
  const value = n / size;
  return `${value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0)}${gap}${unit}`;
}

const letters: Partial<Record<Axis['name'], string>> = {
  tokens: 'n',
  sourceTokens: 'm',
  dModel: 'd',
  dHead: 'dₖ',
  dFeedForward: 'd_ff',
  vocab: '|V|',
  heads: 'h',
  classes: 'c',
};

/** Numbers of tokens, where data tell them. */
export type Sizes = Partial<Record<Axis['name'], number | undefined>>;

/** How many tokens there are, for shapes inside one of the stacks. */
export function sizesOf(data: DiagramData | undefined, side: 'encoder' | 'decoder'): Sizes {
  return { tokens: data?.[side]?.tokens.length, sourceTokens: data?.encoder?.tokens.length };
}

/** A shape as it is written: `6 × 512`, with letters for sizes that are not known. */
export const shapeText = (axes: readonly Axis[], sizes: Sizes = {}): string =>
  axes
    .map(({ name, size }) => {
      const known = size ?? sizes[name];
      return known === undefined ? (letters[name] ?? name) : grouped(known);
    })
    .join(' × ');
