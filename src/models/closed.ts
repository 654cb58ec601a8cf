import { InputError } from '../core/errors.js';

/** Says that a model is used after its end. */
export const closedError = (): InputError =>
  new InputError({
    code: 'unsupported',
    input: 'model',
    found: 'a model that was closed',
    expected: 'an open one',
    hint: 'Open it again by openModel().',
  });
