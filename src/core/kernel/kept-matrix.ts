import type { WeightMatrix } from '../weight-matrix.js';
import { currentKernel } from './current.js';
import type { Kernel } from './kernel.js';
import { blockColumns, packBlock, roomForBlock } from './weight-blocks.js';

const abandoned = new FinalizationRegistry<{ kernel: Kernel; address: number }>(({ kernel, address }) =>
  kernel.release(address),
);

/** A matrix of weights that lives in the kernel's memory, in the order in which it is multiplied with. */
export class KeptMatrix implements WeightMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly dtype = 'f32';
  readonly kernel: Kernel;
  readonly #address: number;

  constructor(kernel: Kernel, address: number, { rows, columns }: WeightMatrix) {
    this.rows = rows;
    this.columns = columns;
    this.kernel = kernel;
    this.#address = address;
    abandoned.register(this, { kernel, address }, this);
  }

  /** The panels of rows `row` and following, where `row` begins a block. */
  panels(row: number): number {
    return this.#address + 4 * row * this.columns;
  }

  /** The numbers in the order of rows, copied out: `[rows, columns]`. */
  get data(): Float32Array {
    return unpack(this);
  }

  /** Gives the memory back; the matrix must not be used afterwards. One that is not referred to any more does so by itself. */
  release(): void {
    abandoned.unregister(this);
    this.kernel.release(this.#address);
  }
}

/**
 * Moves weights into the kernel's memory, ready to be multiplied with, for a model that runs more than once: float32,
 * whatever they were before. Gives what to use in their place. Without a kernel, or without room, that is `weight` itself.
 */
export function keepWeights(weight: WeightMatrix): WeightMatrix {
  const kernel = currentKernel();
  if (!kernel || weight instanceof KeptMatrix) return weight;
  const { rows, columns } = weight;
  const address = kernel.keep(columns * Math.ceil(rows / 8) * 8);
  if (!address) return weight;
  const kept = new KeptMatrix(kernel, address, weight);
  const block = blockColumns(columns);
  const room = roomForBlock(kernel.scratch(), columns);
  for (let j = 0; j < rows; j += block) {
    packBlock(kernel, weight, j, Math.min(block, rows - j), room, kept.panels(j));
  }
  return kept;
}

/** The reverse of `packRows` of the kernel. */
function unpack(matrix: KeptMatrix): Float32Array {
  const { rows, columns, kernel } = matrix;
  const out = new Float32Array(rows * columns);
  const block = blockColumns(columns);
  for (let first = 0; first < rows; first += block) {
    const count = Math.min(block, rows - first);
    const panels = kernel.view(matrix.panels(first), Math.ceil(count / 8) * 8 * columns);
    let at = 0;
    for (let done = 0; done < columns; done += 256) {
      const end = Math.min(columns, done + 256);
      for (let j = first; j < first + count; j += 8) {
        for (let i = done; i < end; i++, at += 8) {
          for (let row = j; row < Math.min(j + 8, rows); row++)
            out[row * columns + i] = panels[at + row - j]!;
        }
      }
    }
  }
  return out;
}
