import { widenBfloat } from '../core/half-floats.js';
import { fail } from './fail.js';
import { numbersOf, type Tensor } from './tensor.js';

/** Size in bytes and constructor of every number type that files hold. */
const types = {
  f4: [4, Float32Array],
  f8: [8, Float64Array],
  f2: [2, Uint16Array],
  bf16: [2, Uint16Array],
  u1: [1, Uint8Array],
  b1: [1, Int8Array],
  i1: [1, Int8Array],
  u2: [2, Uint16Array],
  i2: [2, Int16Array],
  u4: [4, Uint32Array],
  i4: [4, Int32Array],
  u8: [8, BigUint64Array],
  i8: [8, BigInt64Array],
} as const;

export type NumberType = keyof typeof types;

export const isNumberType = (type: string): type is NumberType => Object.hasOwn(types, type);

/** Bytes that one number takes. */
export const sizeOf = (type: NumberType): number => types[type][0];

/** The bytes that base64 text stands for. */
export function decodeBase64(text: string, input: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch (error) {
    return fail(input, 'syntax', 'text that is no base64', 'base64', undefined, error);
  }
}

/** The bytes of every number in reverse order; a copy. */
function swapped(bytes: Uint8Array, size: number): Uint8Array {
  const out = bytes.slice();
  for (let at = 0; at + size <= out.length; at += size) out.subarray(at, at + size).reverse();
  return out;
}

/**
 * Numbers out of bytes: float32, half floats and u1 as views where the alignment allows it, everything else as float32.
 * Assumes a little-endian machine, as all that run browsers are.
 */
export function decodeNumbers(
  bytes: Uint8Array,
  type: NumberType,
  input: string,
  { bigEndian = false, scale }: { bigEndian?: boolean; scale?: number | undefined } = {},
): Pick<Tensor, 'data' | 'scale'> {
  const [size, View] = types[type];
  if (bytes.length % size) fail(input, 'truncated', `${bytes.length} bytes`, `a multiple of ${size}`);
  const ready =
    bigEndian && size > 1 ? swapped(bytes, size) : bytes.byteOffset % size ? bytes.slice() : bytes;
  const view = new View(ready.buffer as ArrayBuffer, ready.byteOffset, ready.length / size);
  if (type === 'bf16') return numbersOf(widenBfloat(view as Uint16Array));
  return type === 'u2' ? numbersOf(Float32Array.from(view as Uint16Array)) : numbersOf(view, scale);
}
