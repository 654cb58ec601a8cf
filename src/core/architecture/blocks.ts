import type { Architecture, Block, BlockPath, Stage } from './architecture.js';
import { countWeights } from './count-parameters.js';
import { checkPath, kindOf, segmentsOf } from './paths.js';
import { shapesOf } from './shapes.js';
import { weightsOf } from './weights.js';

/**
 * The block at a path: shapes, weights and how many learned numbers they hold. Made when it is asked for, so that a model
 * of 96 layers of 96 heads costs no more than a small one.
 *
 * @throws InputError (`attribute`) for a path that leads nowhere, with the nearest one that does
 */
export function blockAt(architecture: Architecture, path: BlockPath): Block {
  checkPath(architecture, path);
  const kind = kindOf(path);
  const weights = weightsOf(architecture, path);
  const last = segmentsOf(path).at(-1) ?? '';
  return {
    path,
    kind,
    ...((kind === 'layer' || kind === 'head') && { index: Number(last.replace('head.', '')) }),
    ...(kind === 'stage' && { stage: last as Stage }),
    parameters: countWeights(weights),
    weights,
    ...shapesOf(architecture, path),
  };
}
