import { InputError } from '../../core/errors.js';

/**
 * What `action` gives.
 *
 * @throws InputError `too-large` where the browser has no memory for its arrays
 */
export async function needingMemory<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError({
      code: 'too-large',
      input: 'text',
      found: `no memory for the attention of so many tokens (${error.message})`,
      expected: 'a text that fits',
      hint: 'Shorten the text, close other pages, or take a smaller model.',
      cause: error,
    });
  }
}
