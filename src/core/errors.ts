/** What kind of input was wrong. */
export type InputErrorCode =
  | 'syntax'
  | 'shape'
  | 'number'
  | 'tokens'
  | 'attribute'
  | 'format'
  | 'truncated'
  | 'too-large'
  | 'network'
  | 'unsupported';

export interface InputErrorInit {
  code: InputErrorCode;
  /** Attribute, property or place that holds the bad input: `weights`, `src`, `layer`, … */
  input: string;
  /** What was found, in a few words: `row 3 has 4 numbers`. */
  found: string;
  /** What was expected: `5 numbers, one per token`. */
  expected: string;
  /** How to mend it; a whole sentence. */
  hint?: string;
  cause?: unknown;
  /** What else was wrong at the same time. */
  others?: readonly InputError[];
}

/** Most characters of what came from outside that a message repeats. */
const most = 400;

const clip = (text: string): string => (text.length > most ? `${text.slice(0, most)}…` : text);

/**
 * Bad input from the page's author. The message reads
 * `weights: row 3 has 4 numbers; expected 5, one per token. Give every row the same length.`
 */
export class InputError extends Error {
  readonly code: InputErrorCode;
  readonly input: string;
  readonly found: string;
  readonly expected: string;
  readonly hint: string;
  readonly others: readonly InputError[];

  constructor({ code, input: place, found: all, expected, hint = '', cause, others = [] }: InputErrorInit) {
    const [input, found] = [clip(place), clip(all)];
    const own = `${input}: ${found}; expected ${expected}.${hint && ` ${hint}`}`;
    super(
      [own, ...others.map(({ message }) => message)].join('\n'),
      cause === undefined ? undefined : { cause },
    );
    this.name = 'InputError';
    this.code = code;
    this.input = input;
    this.found = found;
    this.expected = expected;
    this.hint = hint;
    this.others = others;
  }
}

/** One error for all that is wrong: the first, whose message names the others too. Undefined where nothing is wrong. */
export function errorOf([first, ...others]: readonly InputError[]): InputError | undefined {
  if (!first || !others.length) return first;
  const { code, input, found, expected, hint, cause } = first;
  return new InputError({ code, input, found, expected, hint, cause, others });
}
