import { message } from './message.js';
import { stepsMatrix } from './steps-matrix.js';
import { stepsRow } from './steps-row.js';
import { hasScores, headFacts, stepCount } from './steps-numbers.js';
import type { Scene } from './scene.js';
import type { View } from './view.js';
import { fillIn } from './words.js';

/** Weights farther than this from the softmax of the shown scores were not computed from them; half floats stay below. */
const tolerance = 0.02;

/**
 * How weights come about (Vaswani et al. 2017, section 3.2.1), step by step: for one query every key's row of numbers,
 * or the matrices of all queries.
 */
export const steps: View = (input): Scene => {
  const { shown, words } = input;
  if (!shown.stages) return message(input, shown.joined ? words.noJoinedVectors : words.noVectors);
  if (!hasScores(shown.stages)) return message(input, words.noScores);
  const step = Math.min(input.step, stepCount(shown, input.scope));
  const scene =
    input.scope === 'matrix'
      ? stepsMatrix({ ...input, step }, shown.stages)
      : stepsRow({ ...input, step }, shown.stages);
  const { gap } = headFacts(shown, shown.stages);
  return gap > tolerance ? { ...scene, note: fillIn(words.stepsGap, { gap: gap.toFixed(2) }) } : scene;
};
