import { expect } from '@open-wc/testing';
import type { AttentionData } from '../../src/core/attention-data.js';
import { InputError, type InputErrorCode } from '../../src/core/errors.js';

/** Runs `action`, which must throw an InputError of this code whose message holds every one of `parts`. */
export function expectInputError(
  action: () => unknown,
  code: InputErrorCode,
  ...parts: string[]
): InputError {
  try {
    action();
  } catch (error) {
    return checkInputError(error, code, parts);
  }
  throw new Error(`no error, expected ${code}`);
}

/** The same for a promise. */
export async function expectRejection(
  action: Promise<unknown>,
  code: InputErrorCode,
  ...parts: string[]
): Promise<InputError> {
  let result: unknown;
  try {
    result = await action;
  } catch (error) {
    return checkInputError(error, code, parts);
  }
  throw new Error(`no error, expected ${code}; got ${JSON.stringify(result).slice(0, 200)}`);
}

function checkInputError(error: unknown, code: InputErrorCode, parts: string[]): InputError {
  if (!(error instanceof InputError)) throw error;
  expect(error.code, error.message).to.equal(code);
  for (const part of parts) expect(error.message).to.contain(part);
  return error;
}

export const codes = (data: AttentionData): string[] => data.notices.map(({ code }) => code);

/** Bit for bit, with the first place that differs. */
export function expectSameNumbers(found: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  expect(found.length, `${what}: length`).to.equal(expected.length);
  for (let i = 0; i < expected.length; i++) {
    if (!Object.is(found[i], expected[i]))
      throw new Error(`${what}: ${found[i]} at ${i}, expected ${expected[i]}`);
  }
}

/** Nested lists of a flat row-major array. */
export function nest(data: ArrayLike<number>, shape: readonly number[]): unknown {
  let at = 0;
  const build = (axis: number): unknown =>
    Array.from({ length: shape[axis]! }, () => (axis === shape.length - 1 ? data[at++] : build(axis + 1)));
  return build(0);
}

/** Rows that sum to 1 exactly in float32, different for every head: `[layers, heads, n, m]`. */
export function sampleWeights(layers: number, heads: number, n: number, m = n): Float32Array {
  const data = new Float32Array(layers * heads * n * m);
  for (let row = 0; row < layers * heads * n; row++) {
    const peak = (row * 5 + 2) % m;
    for (let k = 0; k < m; k++) data[row * m + k] = k === peak ? 1 - (m - 1) / 64 : 1 / 64;
  }
  return data;
}

export const letters = (n: number): string[] =>
  Array.from({ length: n }, (_, i) => String.fromCodePoint(97 + i));
