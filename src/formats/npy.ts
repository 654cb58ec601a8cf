import { fail } from './fail.js';
import { decodeNumbers, isNumberType, sizeOf } from './numbers-from-bytes.js';
import type { Part } from './part.js';
import { maxNumbers, product, type Tensor } from './tensor.js';

/** An array of text, `<U` or `|S` of NumPy. */
export interface TextArray {
  shape: number[];
  text: string[];
}

interface Header {
  /** Type as NumPy writes it: order of bytes, kind, size (`<f4`). */
  descr: string;
  fortran: boolean;
  shape: number[];
  /** Where the numbers begin, in bytes. */
  start: number;
}

/** The header: a Python dictionary behind magic, version and its length (numpy.lib.format, versions 1 to 3). */
function readHeader(bytes: Uint8Array, input: string): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12) fail(input, 'truncated', `.npy of ${bytes.length} bytes`, 'a header');
  const version = bytes[6]!;
  if (version < 1 || version > 3) fail(input, 'unsupported', `.npy version ${version}`, 'version 1, 2 or 3');
  const wide = version > 1;
  const start = (wide ? 12 : 10) + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  if (start > bytes.length)
    fail(input, 'truncated', `a header of ${start} bytes in a file of ${bytes.length}`, 'the whole file');
  const header = new TextDecoder(version > 2 ? 'utf-8' : 'latin1').decode(
    bytes.subarray(wide ? 12 : 10, start),
  );
  const descr = /'descr':\s*'([<>|=]?[A-Za-z]\d*)'/.exec(header)?.[1];
  const fortran = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
  const shape = /'shape':\s*\(([\d\sL,]*)\)/.exec(header)?.[1];
  if (!descr || !fortran || shape === undefined) {
    return fail(
      input,
      'format',
      `an .npy header that says ${header.trim().slice(0, 80)}`,
      'descr, fortran_order and shape of a plain array',
    );
  }
  const lengths = (shape.match(/\d+/g) ?? []).map(Number);
  return { descr, fortran: fortran === 'True', shape: lengths, start };
}

/** Column-major numbers in row-major order. */
function rowMajor<T extends Tensor['data']>(data: T, shape: number[]): T {
  const out = data.slice() as T;
  const steps = shape.map((_, axis) => product(shape.slice(0, axis)));
  const index = shape.map(() => 0);
  let from = 0;
  for (let at = 0; at < out.length; at++) {
    out[at] = data[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += steps[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= steps[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return out;
}

/** A regular expression would look for the end from every zero that is not at it. */
function withoutPadding(text: string): string {
  let end = text.length;
  while (end && text.charCodeAt(end - 1) === 0) end--;
  return text.slice(0, end);
}

/** Fixed-width strings: `U` holds UCS-4, `S` bytes of UTF-8; both are padded with zeros. */
function readText(
  bytes: Uint8Array,
  kind: string,
  width: number,
  count: number,
  bigEndian: boolean,
): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder();
  return Array.from({ length: count }, (_, i) => {
    if (kind === 'S') return withoutPadding(decoder.decode(bytes.subarray(i * width, (i + 1) * width)));
    let text = '';
    for (let at = i * width * 4; at < (i + 1) * width * 4; at += 4) {
      const code = view.getUint32(at, !bigEndian);
      text += code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
    }
    return withoutPadding(text);
  });
}

/**
 * Reads an `.npy` array: f2 and u1 stay 2 and 1 bytes a number, everything else becomes float32; text arrays are read as
 * strings. u1 counts in 1/255, unless none is above 1.
 *
 * @throws InputError `truncated`, `format` or `unsupported`; sizes are compared before anything is allocated
 */
export function readNpy(bytes: Uint8Array, input: string, scale?: number): Tensor | TextArray {
  const { descr, fortran, shape, start } = readHeader(bytes, input);
  const [, order = '|', kind = '', digits] = /^([<>|=]?)([A-Za-z])(\d*)$/.exec(descr)!;
  const width = Number(digits);
  const bigEndian = order === '>';
  const count = product(shape);
  const isText = kind === 'U' || kind === 'S';
  const type = `${kind}${width}`;
  if (!isText && !isNumberType(type)) {
    return fail(
      input,
      'unsupported',
      `an array of type ${descr}`,
      'float16, float32, float64, integers or text',
      kind === 'O'
        ? 'Python objects cannot be read: make one array of equal lengths.'
        : 'Convert it with .astype("float16").',
    );
  }
  const size = isText ? width * (kind === 'U' ? 4 : 1) : sizeOf(type as 'f4');
  const rest = bytes.length - start;
  if (count > maxNumbers) fail(input, 'too-large', `${count} numbers`, `at most ${maxNumbers}`);
  if (count * size !== rest) {
    fail(
      input,
      count * size > rest ? 'truncated' : 'format',
      `${rest} bytes of numbers`,
      `${count * size} for shape (${shape.join(', ')}) of ${descr}`,
      'The file may not have been copied whole.',
    );
  }
  const body = bytes.subarray(start);
  if (isText) return { shape, text: readText(body, kind, width, count, bigEndian) };
  const numbers = decodeNumbers(body, type as 'f4', input, { bigEndian, scale });
  const data = fortran && shape.length > 1 ? rowMajor(numbers.data, shape) : numbers.data;
  return { shape, data, scale: numbers.scale };
}

/** The one array of an `.npy` file, as weights. */
export function npyPart(bytes: Uint8Array, input: string): Part {
  const array = readNpy(bytes, input);
  if ('text' in array) fail(input, 'format', 'an array of text', 'numbers');
  return { weights: array, format: 'NumPy' };
}
