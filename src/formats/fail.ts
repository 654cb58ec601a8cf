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

/** A value from outside as JSON; of what is nested deeper than the stack, only that. */
export function shownValue(value: unknown): string {
  try {
    return String(JSON.stringify(value));
  } catch {
    return 'a value nested without end';
  }
}
