import { linear } from '../../core/linear.js';
import type { Activation } from '../../core/activations.js';
import type { RawConfig } from '../checkpoint/raw-config.js';
import type { Weight } from '../checkpoint/weight.js';

/** Numbers that are widened at once where a table is too large to widen whole: 4 MB of float32. */
const blockSize = 1 << 20;

/** Rows of a table `[entries, width]` for ids, `[ids, width]`. */
export function lookUp(table: Weight, ids: readonly number[], width = table.columns): Float32Array {
  const out = new Float32Array(ids.length * width);
  ids.forEach((id, t) => out.set(table.block(id, id + 1), t * width));
  return out;
}

/** Adds `y` to `x`, in place. */
export function addTo(x: Float32Array, y: Float32Array): Float32Array {
  for (let i = 0; i < x.length; i++) x[i]! += y[i]!;
  return x;
}

/** Positions `offset`, `offset + 1`, … of `count` tokens. */
export const positionsFrom = (offset: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => offset + i);

/** `x · tableᵀ + bias` for a table of a whole vocabulary, widened block by block: `[rows of x, rows of table]`. */
export function project(x: Float32Array, table: Weight, bias?: Weight): Float32Array {
  const { rows: entries, columns } = table;
  const tokens = x.length / columns;
  const step = Math.max(1, Math.floor(blockSize / columns));
  const out = new Float32Array(tokens * entries);
  for (let from = 0; from < entries; from += step) {
    const to = Math.min(entries, from + step);
    const block = linear(x, table.block(from, to), undefined, columns);
    for (let t = 0; t < tokens; t++) {
      out.set(block.subarray(t * (to - from), (t + 1) * (to - from)), t * entries + from);
    }
  }
  const added = bias?.floats();
  if (added) for (let i = 0; i < out.length; i++) out[i]! += added[i % entries]!;
  return out;
}

/** Names of activations in configs. */
const activationNames: Record<string, Activation> = {
  relu: 'relu',
  gelu: 'gelu',
  gelu_python: 'gelu',
  gelu_new: 'gelu-tanh',
  gelu_fast: 'gelu-tanh',
  gelu_pytorch_tanh: 'gelu-tanh',
  quick_gelu: 'quick-gelu',
  silu: 'silu',
  swish: 'silu',
};

/**
 * The activation that a config names.
 *
 * @throws InputError `unsupported` for another one
 */
export function activationOf(config: RawConfig, key: string, otherwise: string): Activation {
  const name = config.text(key, otherwise);
  return activationNames[name] ?? config.unsupported(key, Object.keys(activationNames).join(', '));
}

/**
 * Width of a head where all heads together are as wide as the model.
 *
 * @throws InputError `unsupported` where heads do not divide the width
 */
export function headWidth(config: RawConfig, dModel: number, heads: number): number {
  return dModel % heads === 0
    ? dModel / heads
    : config.refuse(`${heads} heads`, `a divisor of the width, ${dModel}`);
}
