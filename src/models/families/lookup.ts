import { linear } from '../../core/linear.js';
import type { Activation } from '../../core/activations.js';
import type { RawConfig } from '../checkpoint/raw-config.js';
import type { EmbeddingParts } from './network.js';
import { asFloat32, rowsAsFloat32, type WeightMatrix } from '../../core/weight-matrix.js';

/** Rows of a table `[entries, width]` for ids, `[ids, width]`. */
export function lookUp(table: WeightMatrix, ids: readonly number[]): Float32Array {
  const { columns } = table;
  const out = new Float32Array(ids.length * columns);
  ids.forEach((id, t) => rowsAsFloat32(table, id, id + 1, out.subarray(t * columns, (t + 1) * columns)));
  return out;
}

/** Adds `y` to `x`, in place. */
export function addTo(x: Float32Array, y: Float32Array): Float32Array {
  for (let i = 0; i < x.length; i++) x[i]! += y[i]!;
  return x;
}

/** Words and positions in one, in the memory of the words. */
export const sumOf = ({ words, positions }: EmbeddingParts): Float32Array => addTo(words, positions);

/** Positions `offset`, `offset + 1`, … of `count` tokens. */
export const positionsFrom = (offset: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => offset + i);

/** A linear layer of a checkpoint, for rows of `x`. */
export function applyLinear(x: Float32Array, weight: WeightMatrix, bias?: WeightMatrix): Float32Array {
  return linear(x, weight, bias && asFloat32(bias), weight.columns);
}

/** Names of activations in configs. */
const activationNames = new Map<string, Activation>([
  ['relu', 'relu'],
  ['gelu', 'gelu'],
  ['gelu_python', 'gelu'],
  ['gelu_new', 'gelu-tanh'],
  ['gelu_fast', 'gelu-tanh'],
  ['gelu_pytorch_tanh', 'gelu-tanh'],
  ['quick_gelu', 'quick-gelu'],
  ['silu', 'silu'],
  ['swish', 'silu'],
]);

/**
 * The activation that a config names.
 *
 * @throws InputError `unsupported` for another one
 */
export function activationOf(config: RawConfig, key: string, otherwise: string): Activation {
  const name = config.text(key, otherwise);
  return activationNames.get(name) ?? config.unsupported(key, [...activationNames.keys()].join(', '));
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
