import type { CellsMark, Mark } from '../scene/scene.js';
import { markBox } from './mark-box.js';
import type { Box } from './pixel-grid.js';

/** What is drawn together: first what the GPU draws, then what stands on it. */
export interface Pass {
  cells: CellsMark[];
  plain: Mark[];
}

const touch = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/**
 * Splits marks into as few passes as keep the picture what drawing them one after the other makes it: a heat map joins
 * those before it unless it would have to cover something that has come between.
 */
export function planPasses(marks: readonly Mark[]): Pass[] {
  let pass: Pass = { cells: [], plain: [] };
  const passes = [pass];
  for (const mark of marks) {
    if (mark.type !== 'cells') {
      pass.plain.push(mark);
      continue;
    }
    const box = markBox(mark);
    if (pass.plain.some((other) => touch(markBox(other), box)))
      passes.push((pass = { cells: [], plain: [] }));
    pass.cells.push(mark);
  }
  return passes;
}
