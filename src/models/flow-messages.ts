import type { WeightArray } from '../core/attention-data.js';
import type { Steps } from '../core/steps.js';
import type { FlowMethod, LayerNumbers } from '../core/through-layers.js';

/** What the page sends to the worker: what is to come, then every head in turn. */
export type FlowQuestion =
  | { layers: number; heads: number; tokens: number; residual: number; method: FlowMethod }
  | { matrix: WeightArray; scale: number };

/** `taken`: the next head may come. */
export type FlowAnswer =
  { ready: true } | { taken: true } | { share: number } | { numbers: LayerNumbers } | { error: Error };

/** Share of the whole that is done when all heads have been read. */
export const readingShare = 0.1;

/** Counts steps from where reading ends. */
export function* afterReading<T>(steps: Steps<T>): Steps<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield readingShare + (1 - readingShare) * step.value;
  }
}
