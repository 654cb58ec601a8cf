import type { Architecture, BlockPath, BlockWeight } from './architecture.js';
import { checkPath } from './paths.js';
import { weightsOf } from './weights.js';

/** Learned numbers in weights; shared ones are counted where they are at home. */
export function countWeights(weights: readonly BlockWeight[]): number {
  return weights.reduce(
    (sum, { rows, columns, count, shared }) => sum + (shared ? 0 : rows * columns * count),
    0,
  );
}

/**
 * Learned numbers of an architecture, or of one block of it: every matrix, bias and norm, tied ones once.
 *
 * @throws InputError (`attribute`) for a path that leads nowhere
 */
export function countParameters(architecture: Architecture, path: BlockPath = ''): number {
  checkPath(architecture, path);
  return countWeights(weightsOf(architecture, path));
}
