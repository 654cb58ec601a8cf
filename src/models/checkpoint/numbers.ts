import { halfToFloat } from '../../core/attention-data.js';
import { InputError } from '../../core/errors.js';

/** Number types that weights come in. */
export const weightTypes = {
  F32: Float32Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I8: Int8Array,
} as const;

export type WeightType = keyof typeof weightTypes;

export const isWeightType = (type: string): type is WeightType => Object.hasOwn(weightTypes, type);

/** Numbers as the file holds them: half floats and bfloat16 as their bits. */
export type Stored = Float32Array | Uint16Array | Int8Array;

let halves: Float32Array | undefined;

/**
 * Writes `stored` as float32 to `out`. Numbers of I8 are whole; what they are multiplied by is `scales`' affair, one per
 * row of `columns` numbers.
 */
export function widen(
  type: WeightType,
  stored: Stored,
  out: Float32Array,
  columns: number,
  scales?: Float32Array,
): void {
  if (type === 'F16') {
    halves ??= Float32Array.from({ length: 0x10000 }, (_, bits) => halfToFloat(bits));
    for (let i = 0; i < stored.length; i++) out[i] = halves[stored[i]!]!;
  } else if (type === 'BF16') {
    // bfloat16 is the upper half of a float32
    const bits = new Uint32Array(out.buffer, out.byteOffset, stored.length);
    for (let i = 0; i < stored.length; i++) bits[i] = stored[i]! << 16;
  } else if (scales) {
    for (let row = 0, i = 0; i < stored.length; row++) {
      const scale = scales[row % scales.length]!;
      for (const end = i + columns; i < end; i++) out[i] = stored[i]! * scale;
    }
  } else out.set(stored);
}

/**
 * Turns `[rows, columns]` into `[columns, rows]`, in place. `spare` is memory for a copy, which is handed back for the next
 * one: a model has dozens of such matrices, and garbage of that size is not collected at once.
 */
export function transpose(
  stored: Stored,
  rows: number,
  columns: number,
  spare: ArrayBuffer | undefined,
): ArrayBuffer {
  const size = stored.byteLength;
  const buffer = spare && spare.byteLength >= size ? spare : allocate(Uint8Array, size).buffer;
  const copy = new (stored.constructor as typeof Uint16Array)(buffer, 0, stored.length) as Stored;
  copy.set(stored);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) stored[j * rows + i] = copy[i * columns + j]!;
  }
  return buffer;
}

/**
 * A typed array of that length.
 *
 * @throws InputError `too-large` where the browser has no memory for it
 */
export function allocate<T>(Type: new (length: number) => T, length: number): T {
  try {
    return new Type(length);
  } catch (cause) {
    throw new InputError({
      code: 'too-large',
      input: 'model',
      found: `no memory for ${length} numbers more`,
      expected: 'a model that fits',
      hint: 'Close other pages, or take a smaller model or one in half precision or int8.',
      cause,
    });
  }
}
