import { InputError, type InputErrorCode } from '../core/errors.js';

/** Throws an InputError; the short form that readers use. */
export function fail(
  input: string,
  code: InputErrorCode,
  found: string,
  expected: string,
  hint?: string,
  cause?: unknown,
): never {
  throw new InputError({ input, code, found, expected, ...(hint && { hint }), cause });
}
