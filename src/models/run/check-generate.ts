import { fail } from '../../formats/fail.js';
import type { GenerateOptions } from '../model.js';

/** A whole number from `least` on, or no limit at all. */
const isCount = (value: number, least: number): boolean =>
  value >= least && (Number.isInteger(value) || value === Infinity);

type Choice = 'maxTokens' | 'samplingTemperature' | 'topK' | 'topP' | 'seed';

const rules: { [name in Choice]: [fits: (value: number) => boolean, expected: string] } = {
  maxTokens: [(value) => isCount(value, 0), 'a whole number from 0'],
  samplingTemperature: [
    (value) => value >= 0 && value < Infinity,
    'a number from 0, which takes the most probable token',
  ],
  topK: [(value) => isCount(value, 1), 'a whole number from 1'],
  topP: [(value) => value > 0 && value <= 1, 'a probability above 0, at most 1'],
  seed: [Number.isSafeInteger, 'a whole number'],
};

/**
 * Checks how words are to be chosen: arithmetic would take anything for a number, and write nothing or anything.
 *
 * @throws InputError `number` that names the option
 */
export function checkGenerate(options: GenerateOptions): void {
  for (const name of Object.keys(rules) as Choice[]) {
    const value: unknown = options[name];
    if (value === undefined) continue;
    const [fits, expected] = rules[name];
    if (typeof value !== 'number' || !fits(value)) fail(name, 'number', shown(value), expected);
  }
}

const shown = (value: unknown): string => (typeof value === 'string' ? `“${value}”` : String(value));
