import { fail } from './fail.js';
import { parseJson } from './json.js';
import { decodeNumbers, sizeOf, type NumberType } from './numbers-from-bytes.js';
import type { Part } from './part.js';
import { tokenSetsOf } from './own-json.js';
import { headerLength, parseHeader } from './safetensors-header.js';
import { product, type Tensor } from './tensor.js';
import { namedParts, type NamedArray } from './tools/named-arrays.js';

const numberTypes = new Map<string, NumberType>([
  ['F64', 'f8'],
  ['F32', 'f4'],
  ['F16', 'f2'],
  ['BF16', 'bf16'],
  ['U8', 'u1'],
  ['I8', 'i1'],
  ['I16', 'i2'],
  ['I32', 'i4'],
  ['I64', 'i8'],
  ['BOOL', 'b1'],
]);

/** An array of a `.safetensors` file; its numbers are decoded when it is read. */
export interface StoredTensor {
  name: string;
  shape: number[];
  /** Type as the file names it: `F32`, `F16`, `BF16`, … */
  dtype: string;
  read(scale?: number): Tensor;
}

/**
 * Lists the arrays of a `.safetensors` file: 8 bytes of header length, the header as JSON, the numbers
 * (https://github.com/huggingface/safetensors#format).
 *
 * @throws InputError `truncated` or `format` for headers that do not fit the file
 */
export function safetensorsEntries(
  bytes: Uint8Array,
  input: string,
): { tensors: StoredTensor[]; metadata: Map<string, string> } {
  if (bytes.length < 9) fail(input, 'truncated', `${bytes.length} bytes`, 'a header');
  const length = headerLength(bytes, input);
  if (8 + length > bytes.length) {
    fail(input, 'truncated', `a header of ${length} bytes in a file of ${bytes.length}`, 'the whole file');
  }
  const body = bytes.subarray(8 + length);
  const header = parseHeader(bytes.subarray(8, 8 + length), body.length, input);
  const tensors = header.entries.map(({ name, dtype, shape, start, end }): StoredTensor => {
    const read = (scale?: number): Tensor => {
      const type = numberTypes.get(dtype);
      if (!type)
        return fail(input, 'unsupported', `${name} of type ${dtype}`, [...numberTypes.keys()].join(', '));
      if (product(shape) * sizeOf(type) !== end - start) {
        fail(
          input,
          'format',
          `${end - start} bytes for ${name}`,
          `${product(shape) * sizeOf(type)} for [${shape.join(', ')}] of ${dtype}`,
        );
      }
      return { shape, ...decodeNumbers(body.subarray(start, end), type, input, { scale }) };
    };
    return { name, shape, dtype, read };
  });
  return { tensors, metadata: header.metadata };
}

/** A string of `__metadata__` that holds JSON, or the string itself. */
const metadataValue = (text: string, input: string): unknown =>
  /^\s*[[{]/.test(text) ? parseJson(text, input) : text;

/**
 * Attention in a `.safetensors` file: arrays by their names (see `namedParts`), tokens as JSON strings in `__metadata__`
 * (`tokens`, `source_tokens`, `target_tokens`), and there `scale` for U8 that does not count in 1/255.
 */
export function safetensorsParts(bytes: Uint8Array, input: string): Part[] {
  const { tensors, metadata } = safetensorsEntries(bytes, input);
  const scale = metadata.has('scale') ? Number(metadata.get('scale')) : undefined;
  const arrays: NamedArray[] = tensors.map((tensor) => ({
    name: tensor.name,
    rank: tensor.shape.length,
    read: () => tensor.read(scale),
  }));
  const fields = [...metadata].filter(([key]) => /tokens$/i.test(key));
  const tokens = tokenSetsOf(
    Object.fromEntries(fields.map(([key, text]) => [key, metadataValue(text, `${input} (${key})`)])),
    input,
  );
  const parts = namedParts(arrays, tokens, input);
  if (!parts.length) {
    const names =
      tensors
        .map(({ name }) => name)
        .slice(0, 4)
        .join(', ') || 'nothing';
    fail(
      input,
      'format',
      `arrays ${names}`,
      'one named attention, encoder, decoder, cross or layer_0 …',
      tensors.some(({ name }) => name.endsWith('.weight'))
        ? 'These are parameters of a model, not attention: give their folder as model="…".'
        : undefined,
    );
  }
  const model = metadata.get('model');
  return parts.map((part) => ({ ...part, model, format: part.format ?? 'safetensors' }));
}
