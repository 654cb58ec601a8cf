import { tokenProbabilities } from '../core/sampling.js';
import type { Prediction } from './model.js';

/** One of the most probable words or classes. */
export interface Ranked {
  /** Raw piece, or name of a class. */
  token: string;
  id: number;
  probability: number;
  /** Its probability in the run that this one is compared with. */
  before?: number;
}

export interface Ranking {
  best: Ranked[];
  /** Probability of all that are not listed, together. */
  rest: number;
  restBefore?: number;
  /** How many are not listed. */
  others: number;
}

export interface RankOptions {
  /** How many are listed; at most 20 are known. */
  count: number;
  /** Divides the scores before the softmax; 0 leaves only the most probable one. Default 1. */
  temperature?: number;
  /** The same place in another run, such as the one with all heads on. */
  before?: Prediction | undefined;
}

/**
 * The most probable words or classes at one place, with true probabilities: over everything that there is. Compared with
 * another run, those that were most probable there are among them.
 */
export function rankPredictions(
  prediction: Prediction,
  { count, temperature = 1, before }: RankOptions,
): Ranking {
  const probabilities = tokenProbabilities(prediction.logits, { temperature });
  const earlier = before && tokenProbabilities(before.logits, { temperature });
  const known = new Map([...prediction.best, ...(before?.best ?? [])].map(({ id, token }) => [id, token]));
  const best = Array.from(known, ([id, token]): Ranked => ({
    token,
    id,
    probability: probabilities[id]!,
    ...(earlier && { before: earlier[id]! }),
  }))
    .sort((a, b) => highest(b) - highest(a))
    .slice(0, count)
    .sort((a, b) => b.probability - a.probability);
  const left = (all: Float32Array): number =>
    Math.max(0, 1 - best.reduce((sum, { id }) => sum + all[id]!, 0));
  return {
    best,
    rest: left(probabilities),
    ...(earlier && { restBefore: left(earlier) }),
    others: probabilities.length - best.length,
  };
}

const highest = ({ probability, before = 0 }: Ranked): number => Math.max(probability, before);
