import type { PainterFactory } from '../surface.js';
import { counts } from './counts.js';
import { pixiPainter } from './pixi-painter.js';
import { openStage } from './shared-stage.js';

/**
 * Gets the GPU ready for all figures of the page and resolves with the factory of its painters; import this module by
 * `import()` only. Rejects with a clear error where WebGL 2 is missing or refused.
 */
export async function loadPixi(): Promise<PainterFactory> {
  await openStage();
  return pixiPainter;
}

/** What the painters of the page hold and have done: for tests and for debugging. */
export function stats(): Readonly<typeof counts> {
  return { ...counts };
}
