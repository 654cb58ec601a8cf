import { InputError, type InputErrorInit } from '../core/errors.js';
import type { GenerateOptions, ModelConfig, ModelKind, OpenOptions, RunInput, RunOptions } from './model.js';

/** What a page asks of the worker that holds its model. Every question has a number; its answer has the same. */
export type Question = { id: number } & (
  | { ask: 'open'; url: string; options: Pick<OpenOptions, 'cache'> }
  | { ask: 'tokenize'; text: string }
  | { ask: 'run'; input: RunInput; options: Omit<RunOptions, 'signal'> }
  | { ask: 'generate'; input: RunInput; options: Omit<GenerateOptions, 'signal'> }
  /** The next step of the generation with number `of`. */
  | { ask: 'next'; of: number }
  /** Ends the question with number `of`; a generation for good. */
  | { ask: 'stop'; of: number }
);

/** What `open` is answered with. */
export interface OpenedModel {
  family: string;
  kind: ModelKind;
  name: string;
  config: ModelConfig;
}

export type Answer =
  /** The worker runs. */
  | { ready: true }
  | { id: number; progress: [loaded: number, total: number | undefined] }
  | { id: number; result: unknown }
  | { id: number; error: ErrorMessage };

/** An error on its way between threads, which keeps no classes. */
export type ErrorMessage = { input: Omit<InputErrorInit, 'cause'> } | { error: unknown };

export function packError(error: unknown): ErrorMessage {
  if (!(error instanceof InputError)) return { error };
  const { code, input, found, expected, hint } = error;
  return { input: { code, input, found, expected, hint } };
}

export const unpackError = (message: ErrorMessage): unknown =>
  'input' in message ? new InputError(message.input) : message.error;

/** Every buffer in an answer, once: handed over instead of copied. */
export function buffersOf(
  value: unknown,
  found = new Set<ArrayBuffer>(),
  seen = new Set(),
): Set<ArrayBuffer> {
  if (typeof value !== 'object' || value === null || seen.has(value)) return found;
  seen.add(value);
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else for (const inner of Object.values(value)) buffersOf(inner, found, seen);
  return found;
}
