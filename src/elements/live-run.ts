import type { Ablation, Model, ModelRun, Prediction, RunInput, RunOptions } from '../models/model.js';

/** A run of a checkpoint, with what it was made of. */
export interface LiveRun {
  model: Model;
  input: RunInput;
  parts: ModelRun['parts'];
  /** What the model says; undefined where it has no head for words or classes. */
  predictions: Prediction[] | undefined;
  /** What it says with all heads on, where some are off. */
  before?: Prediction[] | undefined;
  mask: RunOptions['mask'];
}

export interface LiveOptions {
  mask?: RunOptions['mask'];
  ablate: readonly Ablation[];
  signal: AbortSignal;
  /** The run before, which may have been of the same input. */
  last: LiveRun | undefined;
}

/** Runs a model and, where heads are off, also with all heads on, to compare what it says. */
export async function runLive(
  model: Model,
  input: RunInput,
  { mask, ablate, signal, last }: LiveOptions,
): Promise<LiveRun> {
  const options = { signal, ...(mask && { mask }), want: { predictions: true } };
  const run = await model.run(input, { ...options, ablate });
  const live = { model, input, mask, parts: run.parts, predictions: run.predictions };
  if (ablate.length === 0 || !run.predictions?.length) return live;
  const isSame = last?.model === model && last.mask === mask && sameInput(last.input, input);
  const known = isSame
    ? (last.before ?? (last.parts.some(({ ablated }) => ablated) ? undefined : last.predictions))
    : undefined;
  return { ...live, before: known ?? (await model.run(input, options)).predictions };
}

function sameInput(a: RunInput, b: RunInput): boolean {
  if ('pixels' in a || 'pixels' in b) return 'pixels' in a && 'pixels' in b && a.pixels === b.pixels;
  return JSON.stringify(a) === JSON.stringify(b);
}
