import type { Architecture, BlockPath } from '../../core/architecture/architecture.js';
import type { DiagramData, StageNumbers } from './diagram.js';
import type { Sheet } from './sheet.js';
import { stageNumbers } from './stage-numbers.js';

type Known = Map<BlockPath, StageNumbers | undefined>;

const remembered = new WeakMap<DiagramData, { architecture: Architecture; known: Known }>();

/** The numbers at a block, the same arrays each time, so that painters see the same picture again in the next frame. */
export function numbersAt({ input }: Pick<Sheet, 'input'>, path: BlockPath): StageNumbers | undefined {
  const { architecture, data } = input;
  if (!data) return undefined;
  let kept = remembered.get(data);
  if (kept?.architecture !== architecture) remembered.set(data, (kept = { architecture, known: new Map() }));
  if (!kept.known.has(path)) kept.known.set(path, stageNumbers(architecture, data, path));
  return kept.known.get(path);
}
