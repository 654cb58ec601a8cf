import type { CellsMark, LinksMark, Mark } from '../scene/scene.js';
import { isKept } from './draw-links.js';
import { markBox } from './mark-box.js';
import type { Box } from './pixel-grid.js';

/** Marks of thousands of things, which the GPU draws. */
export type DenseMark = CellsMark | LinksMark;

/** What is drawn together: first what the GPU draws, then what stands on it. */
export interface Pass {
  dense: DenseMark[];
  plain: Mark[];
}

/** Curves that are kept as a picture are drawn from there. */
export const isDense = (mark: Mark): mark is DenseMark =>
  mark.type === 'cells' || (mark.type === 'links' && !isKept(mark));

const touch = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/**
 * Splits marks into as few passes as keep the picture what drawing them one after the other makes it: a dense mark joins
 * those before it unless it would have to cover something that has come between.
 */
export function planPasses(marks: readonly Mark[]): Pass[] {
  let pass: Pass = { dense: [], plain: [] };
  const passes = [pass];
  for (const mark of marks) {
    if (!isDense(mark)) {
      pass.plain.push(mark);
      continue;
    }
    const box = markBox(mark);
    if (pass.plain.some((other) => touch(markBox(other), box)))
      passes.push((pass = { dense: [], plain: [] }));
    pass.dense.push(mark);
  }
  return passes;
}
