import { InputError } from './errors.js';

/** What needed more memory than there is, in the words of an `InputError`. */
export interface Needs {
  input: string;
  /** What there was no memory for. */
  what: string;
  expected: string;
  hint: string;
}

/**
 * What `action` gives.
 *
 * @throws InputError `too-large` where the browser has no memory for its arrays
 */
export async function needingMemory<T>({ what, ...needs }: Needs, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError({
      ...needs,
      code: 'too-large',
      found: `no memory for ${what} (${error.message})`,
      cause: error,
    });
  }
}
