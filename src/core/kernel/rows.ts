import type { Activation } from '../activations.js';
import type { SoftmaxOptions } from '../softmax.js';
import { scratchSize, type Kernel } from './kernel.js';

/** Numbers that are worked on at a time: they stay in the second cache. */
const atOnce = 65536;

/** Softmax of rows, see `softmax`; nothing where one row alone is too large. */
export function softmaxOnKernel(
  kernel: Kernel,
  x: Float32Array,
  columns: number,
  { temperature = 1, offByOne = false }: SoftmaxOptions,
): Float32Array | undefined {
  if (2 * columns > scratchSize || columns === 0 || !(temperature > 0)) return undefined;
  const rows = Math.max(1, Math.floor(atOnce / columns));
  return inParts(kernel, x, rows * columns, (at, count) => {
    const shape = [count / columns, columns, columns, columns, 0, at + 4 * count] as const;
    kernel.run.rowTops(at, ...shape);
    kernel.run.softmaxRows(at, ...shape, 1 / temperature, +offByOne);
  });
}

/** An activation of every number; nothing for those that need no kernel. */
export function activateOnKernel(
  kernel: Kernel,
  x: Float32Array,
  activation: Activation,
): Float32Array | undefined {
  if (activation === 'relu') return undefined;
  return inParts(kernel, x, atOnce, (at, count) => {
    if (activation === 'gelu') kernel.run.gelu(at, count);
    else kernel.run.sigmoidUnit(at, count, ...factors[activation]);
  });
}

/** What the sigmoid is taken of, `linear · x + cubic · x³`: GELU's tanh of `x` is a sigmoid of `2x`. */
const factors: Record<Exclude<Activation, 'relu' | 'gelu'>, [linear: number, cubic: number]> = {
  silu: [1, 0],
  'quick-gelu': [1.702, 0],
  'gelu-tanh': [2 * Math.sqrt(2 / Math.PI), 2 * Math.sqrt(2 / Math.PI) * 0.044715],
};

function inParts(
  kernel: Kernel,
  x: Float32Array,
  size: number,
  run: (at: number, count: number) => void,
): Float32Array {
  const at = kernel.scratch().room(2 * size);
  const out = new Float32Array(x.length);
  for (let i = 0; i < x.length; i += size) {
    const count = Math.min(size, x.length - i);
    kernel.put(x.subarray(i, i + count), at);
    run(at, count);
    out.set(kernel.view(at, count), i);
  }
  return out;
}
