import { rowsAsFloat32, type WeightMatrix } from '../weight-matrix.js';
import type { Kernel, Scratch } from './kernel.js';

/** Numbers of weights that are made ready at a time: few enough to stay in the second cache. */
const blockSize = 65536;

/** Rows of a weight `[out, in]` in one block: columns of what it is multiplied with, whole panels of 8. */
export const blockColumns = (columns: number): number => Math.max(8, Math.floor(blockSize / columns / 8) * 8);

/** Where a block is made: as it comes, as float32, as panels. */
export interface BlockRoom {
  raw: number;
  floats: number;
  panels: number;
}

export function roomForBlock(scratch: Scratch, columns: number): BlockRoom {
  const size = blockColumns(columns) * columns + 8;
  return { raw: scratch.room(size), floats: scratch.room(size), panels: scratch.room(size) };
}

/** Makes panels of rows `from` up to `from + count` of a weight. */
export function packBlock(
  kernel: Kernel,
  weight: WeightMatrix,
  from: number,
  count: number,
  room: BlockRoom,
): void {
  const floats = bringBlock(kernel, weight, from, count, room);
  kernel.run.packRows(floats, room.panels, weight.columns, count);
}

/** Makes float32 of these rows, as they are; gives their address. */
export function bringBlock(
  kernel: Kernel,
  weight: WeightMatrix,
  from: number,
  count: number,
  room: BlockRoom,
): number {
  const { columns, dtype, data, scale } = weight;
  const part = data.subarray(from * columns, (from + count) * columns);
  kernel.put(part, room.raw);
  if (dtype === 'f32' && !scale) return room.raw;
  // all rows at once, or each with its scale; what is written beyond a row is overwritten by the next
  const rows = scale ? count : 1;
  const length = part.length / rows;
  for (let i = 0; i < rows; i++) {
    const at = room.raw + i * length * data.BYTES_PER_ELEMENT;
    const to = room.floats + 4 * i * length;
    const factor = scale ? scale[from + i]! : 1;
    if (dtype === 'f16') kernel.run.widenHalf(at, to, length, factor);
    else if (dtype === 'bf16') kernel.run.widenBfloat(at, to, length, factor);
    else if (dtype === 'i8') kernel.run.widenByte(at, to, length, factor);
    else kernel.put(rowsAsFloat32(weight, from + i, from + i + 1), to);
  }
  return room.floats;
}
