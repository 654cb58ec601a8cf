import { InputError } from '../core/errors.js';

/** What went wrong, as the element says it. */
export function asInputError(error: unknown, element: string): InputError {
  if (error instanceof InputError) return error;
  return new InputError({
    code: 'unsupported',
    input: element,
    found: String(error),
    expected: 'to read and compute what was given',
    hint: 'If a part of the library could not be fetched, see that the files beside its script are served too.',
    cause: error,
  });
}
