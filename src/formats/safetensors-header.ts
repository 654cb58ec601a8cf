import { fail, shownValue } from './fail.js';
import { isObject } from './is-object.js';
import { parseJson } from './json.js';

/** Where an array of a `.safetensors` file lies: bytes after the header, from `start` to before `end`. */
export interface TensorEntry {
  name: string;
  shape: number[];
  /** Type as the file names it: `F32`, `F16`, `BF16`, … */
  dtype: string;
  start: number;
  end: number;
}

/** Longest header that the reference implementation accepts. */
const maxHeader = 100e6;

/** Length in bytes of the header, which the first 8 bytes of the file say. */
export function headerLength(bytes: Uint8Array, input: string): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
  if (length > maxHeader) fail(input, 'format', `a header of ${length} bytes`, `at most ${maxHeader}`);
  return length;
}

/**
 * Reads the header, which is JSON, of a `.safetensors` file (https://github.com/huggingface/safetensors#format).
 *
 * @param bodyLength bytes after the header; Infinity where it is not known yet
 * @throws InputError `truncated` or `format` for places that do not fit the file
 */
export function parseHeader(
  bytes: Uint8Array,
  bodyLength: number,
  input: string,
): { entries: TensorEntry[]; metadata: Map<string, string> } {
  const header = parseJson(new TextDecoder().decode(bytes), input);
  if (!isObject(header))
    return fail(input, 'format', 'a header that is no object', 'names and places of arrays');
  const metadata = new Map<string, string>();
  const entries: TensorEntry[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') {
      for (const [key, value] of Object.entries(entry ?? {}))
        metadata.set(key, typeof value === 'string' ? value : shownValue(value));
      continue;
    }
    const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
    const [start, end] = (Array.isArray(offsets) ? offsets : []) as number[];
    if (typeof dtype !== 'string' || !isCounts(shape) || !isCounts([start, end]) || start! > end!) {
      return fail(input, 'format', `a header without dtype, shape or place of ${name}`, 'all three');
    }
    if (end! > bodyLength) {
      fail(
        input,
        'truncated',
        `${name} up to byte ${end} of ${bodyLength}`,
        'the whole file',
        'The file may not have been copied whole.',
      );
    }
    entries.push({ name, shape, dtype, start: start!, end: end! });
  }
  return { entries, metadata };
}

const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
