import { InputError } from '../../core/errors.js';

/** Number types that weights come in, as safetensors calls them; half floats and bfloat16 are kept as their bits. */
export const weightTypes = {
  F32: Float32Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I8: Int8Array,
} as const;

export type FileType = keyof typeof weightTypes;

export const isFileType = (type: string): type is FileType => Object.hasOwn(weightTypes, type);

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
