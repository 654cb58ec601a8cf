import type { WeightArray } from '../core/attention-data.js';
import { fail } from './fail.js';

/** Numbers in row-major order, with the lengths of their axes. Bytes and half floats stay as they are. */
export interface Tensor {
  shape: number[];
  data: WeightArray;
  /** Multiplies `data` when they are bytes; 1 otherwise. */
  scale: number;
}

/** Most numbers that one array may hold: 2 GB of float32. */
export const maxNumbers = 2 ** 29;

/** No format nests deeper than `generate()`: [step][layer][batch][head][query][key]. */
const maxRank = 6;

const nonFinite = new Map([
  ['nan', NaN],
  ['inf', Infinity],
  ['-inf', -Infinity],
  ['infinity', Infinity],
  ['-infinity', -Infinity],
]);

export const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** `[0][3][2]`, or `[]` for the outermost list. */
export const place = (path: readonly number[]): string => `[${path.join('][')}]`;

const describe = (value: unknown): string =>
  typeof value === 'string'
    ? `"${value.length > 24 ? `${value.slice(0, 24)}…` : value}"`
    : Array.isArray(value)
      ? 'a list'
      : value === null || typeof value !== 'object'
        ? String(value)
        : 'an object';

/** Bytes without a type, as anywidget and `ArrayBuffer`s bring them: float32 unless `dtype` says float16 or uint8. */
function viewOf(bytes: DataView, dtype: unknown, input: string): ArrayBufferView {
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const type = typeof dtype === 'string' ? dtype : 'float32';
  const View = /^(float16|f2)/.test(type) ? Uint16Array : /^u(int8|1)/.test(type) ? Uint8Array : Float32Array;
  if (View === Float32Array && !/^(float32|f4)/.test(type))
    fail(input, 'unsupported', type, 'float32, float16 or uint8');
  if (buffer.byteLength % View.BYTES_PER_ELEMENT)
    fail(input, 'truncated', `${buffer.byteLength} bytes`, `whole ${type} numbers`);
  return new View(buffer as ArrayBuffer);
}

/**
 * Storage that `AttentionData` can hold, from any typed array: `Float32Array`, half floats (`Float16Array`, or
 * `Uint16Array`, which is read as their bits) and bytes are taken without a copy; other kinds become float32. Bytes
 * without a scale are multiples of 1/255, or plain numbers when none is above 1.
 */
export function numbersOf(data: ArrayBufferView, scale?: unknown): Pick<Tensor, 'data' | 'scale'> {
  if (data instanceof Float32Array || data instanceof Uint16Array) return { data, scale: 1 };
  const { buffer, byteOffset, byteLength } = data;
  if (Object.prototype.toString.call(data) === '[object Float16Array]') {
    return { data: new Uint16Array(buffer, byteOffset, byteLength / 2), scale: 1 };
  }
  if (data instanceof Uint8Array || data instanceof Uint8ClampedArray) {
    const bytes = data instanceof Uint8Array ? data : new Uint8Array(buffer, byteOffset, byteLength);
    const step = typeof scale === 'number' ? scale : bytes.every((byte) => byte <= 1) ? 1 : 1 / 255;
    return { data: bytes, scale: step };
  }
  return { data: Float32Array.from(data as Float64Array, Number), scale: 1 };
}

/**
 * The tensor that an object is, when it is one: a typed array, perhaps with a `shape`, or `{data, dims}` / `{data, shape}`
 * as transformers.js, ONNX Runtime and ndarray write it. Undefined for anything else.
 *
 * @throws InputError `shape` when the shape and the number of numbers do not agree
 */
export function asTensor(value: unknown, input: string): Tensor | undefined {
  if (!value || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const fields = value as Record<string, unknown>;
  const { dims, shape = dims, scale, stride, type, dtype = type } = fields;
  const typed = ArrayBuffer.isView(value);
  const raw = typed ? value : fields['data'];
  if (!raw || typeof raw !== 'object' || !(typed || Array.isArray(shape))) return undefined;
  const bytes = raw instanceof ArrayBuffer ? new DataView(raw) : raw;
  const view = bytes instanceof DataView ? viewOf(bytes, dtype, input) : bytes;
  const numbers = ArrayBuffer.isView(view) ? numbersOf(view, scale) : toTensor(view, input);
  const count = numbers.data.length;
  // lists would be read as numbers too
  const length = (n: unknown): number => (typeof n === 'object' ? NaN : Number(n));
  const lengths = Array.isArray(shape) ? shape.map(length) : [count];
  if (product(lengths) !== count || !lengths.every((n) => Number.isSafeInteger(n) && n >= 0)) {
    fail(input, 'shape', `shape [${lengths.join(', ')}] for ${count} numbers`, `${product(lengths)} numbers`);
  }
  if (
    Array.isArray(stride) &&
    stride.some((step, i) => lengths[i]! > 1 && step !== product(lengths.slice(i + 1)))
  ) {
    fail(input, 'unsupported', `strides [${stride.join(', ')}]`, 'row-major order', 'Copy the array first.');
  }
  return { shape: lengths, data: numbers.data, scale: numbers.scale };
}

/**
 * Number of axes of nested lists of numbers, typed arrays or tensors; 0 for anything else. Looks at the first entry of
 * each list that is not null.
 */
export function rankOf(value: unknown): number {
  let rank = 0;
  let leaf = value;
  for (; Array.isArray(leaf) && rank <= maxRank; rank++) {
    leaf = (leaf as unknown[]).find((entry) => entry !== null && entry !== undefined);
    if (leaf === undefined) return rank + 1;
  }
  if (typeof leaf === 'number' || rank > maxRank) return rank;
  if (typeof leaf === 'string') return nonFinite.has(leaf.toLowerCase()) ? rank : 0;
  if (!leaf || typeof leaf !== 'object') return 0;
  const { data, dims, shape = dims } = leaf as Record<string, unknown>;
  if (Array.isArray(shape) && (ArrayBuffer.isView(leaf) || (data && typeof data === 'object')))
    return rank + shape.length;
  return ArrayBuffer.isView(leaf) ? rank + 1 : 0;
}

/**
 * One tensor from nested lists whose leaves are numbers, typed arrays or tensors, in one pass. `null` and "NaN" are read
 * as NaN, "Infinity" and "-Infinity" as what they say, since JSON has no other way to write them.
 *
 * @throws InputError `shape` for lists of different lengths, `number` for anything that is no number; both name the place
 */
export function toTensor(value: unknown, input: string): Tensor {
  const shape: number[] = [];
  let leaf = value;
  for (; Array.isArray(leaf); leaf = (leaf as unknown[])[0]) {
    if (!leaf.length) fail(input, 'shape', 'an empty list', 'numbers');
    if (shape.push(leaf.length) > maxRank) {
      fail(
        input,
        'shape',
        `lists nested more than ${maxRank} deep`,
        'at most [layer][batch][head][query][key]',
      );
    }
  }
  const depth = shape.length;
  const first = asTensor(leaf, input);
  if (first && !depth) return first;
  if (!depth) fail(input, 'shape', describe(value), 'nested lists of numbers');
  if (first) shape.push(...first.shape);
  const size = product(shape);
  if (size > maxNumbers) fail(input, 'too-large', `${size} numbers`, `at most ${maxNumbers}`);
  const same = first && !(first.data instanceof Float32Array);
  const data = same
    ? new (first.data.constructor as Uint16ArrayConstructor | Uint8ArrayConstructor)(size)
    : new Float32Array(size);
  const path: number[] = [];
  let at = 0;

  const number = (entry: unknown, k: number): number => {
    if (entry === null) return NaN;
    const known = typeof entry === 'string' ? nonFinite.get(entry.toLowerCase()) : undefined;
    if (known !== undefined) return known;
    const where = place([...path, k]);
    return Array.isArray(entry)
      ? fail(input, 'shape', `a list at ${where}`, 'a number, as at the first place')
      : fail(input, 'number', `${describe(entry)} at ${where}`, 'a number');
  };

  const fill = (list: unknown, level: number): void => {
    path.length = level;
    if (level === depth) {
      const tensor = asTensor(list, input);
      const matches =
        tensor?.shape.length === shape.length - depth && tensor.shape.every((n, i) => n === shape[depth + i]);
      if (!tensor || !matches) {
        fail(
          input,
          'shape',
          `${tensor ? `shape [${tensor.shape.join(', ')}]` : describe(list)} at ${place(path)}`,
          `shape [${shape.slice(depth).join(', ')}], as at the first place`,
        );
      }
      if (tensor.data.constructor !== data.constructor || tensor.scale !== first!.scale) {
        fail(input, 'format', `another type of number at ${place(path)}`, 'one type throughout');
      }
      data.set(tensor.data, at);
      at += tensor.data.length;
      return;
    }
    const length = shape[level]!;
    if (!Array.isArray(list) || list.length !== length) {
      const found = Array.isArray(list) ? `${list.length} entries` : describe(list);
      fail(
        input,
        Array.isArray(list) ? 'shape' : 'number',
        `${found} at ${place(path)}`,
        `${length} ${level === depth - 1 && !first ? 'numbers' : 'entries'}, as at the first place`,
        'Give every row, head and layer the same length.',
      );
    }
    const entries = list as unknown[];
    if (level === depth - 1 && !first) {
      for (let k = 0; k < length; k++) {
        const entry = entries[k];
        data[at++] = typeof entry === 'number' ? entry : number(entry, k);
      }
      return;
    }
    for (let i = 0; i < length; i++) {
      path[level] = i;
      fill(entries[i], level + 1);
    }
  };
  fill(value, 0);
  return { shape, data, scale: first?.scale ?? 1 };
}
