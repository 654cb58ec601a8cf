import { InputError } from '../core/errors.js';

/** Options as they were, and a list for what is wrong with the new ones. */
export interface Leniency<Options> {
  last: Options;
  problems: InputError[];
}

/**
 * Reads options one by one. One that cannot be understood stays as it was, and its problem is noted, so that the others
 * are followed; without leniency, it throws.
 */
export const optionReader =
  <Options>(leniency: Leniency<Options> | undefined) =>
  <Name extends keyof Options>(name: Name, read: () => Options[Name]): Options[Name] => {
    try {
      return read();
    } catch (error) {
      if (!leniency || !(error instanceof InputError)) throw error;
      leniency.problems.push(error);
      return leniency.last[name];
    }
  };

/** One of a fixed set of values; the first where none is given. Throws an InputError for anything else. */
export function readChoice<Value extends string>(
  name: string,
  given: string | undefined,
  allowed: readonly Value[],
): Value {
  if (given === undefined || given === null || given === '') return allowed[0]!;
  const found = allowed.find((value) => value === given);
  if (found !== undefined) return found;
  throw new InputError({
    code: 'attribute',
    input: name,
    found: `“${given}”`,
    expected: `one of ${allowed.join(', ')}`,
    hint: 'Correct the value or leave the attribute out.',
  });
}

/** A number from `least` on, undefined where none is given. Throws an InputError for anything else. */
export function readNumber(
  name: string,
  given: number | string | undefined,
  expected: string,
  least: number,
  whole = false,
): number | undefined {
  if (given === undefined || given === null || given === '') return undefined;
  const value = Number(given);
  if (!(value >= least) || value === Infinity || (whole && !Number.isInteger(value))) {
    throw new InputError({ code: 'attribute', input: name, found: `“${given}”`, expected });
  }
  return value;
}
