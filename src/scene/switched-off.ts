import type { AttentionData } from '../core/attention-data.js';
import type { LineMark, Rgba } from './scene.js';
import type { ShownHead } from './shown.js';

/** Says of heads that are switched off that they are. */
export function markSwitchedOff(
  heads: ShownHead[],
  { ablated }: Pick<AttentionData, 'ablated'>,
  words: { off(head: string): string },
): void {
  if (!ablated) return;
  for (const head of heads) {
    if (!ablated.some((each) => each.layer === head.layer && each.head === head.head)) continue;
    head.off = true;
    head.label = words.off(head.label);
    if (head.name !== undefined) head.name = words.off(head.name);
    if (head.title !== undefined) head.title = words.off(head.title);
  }
}

/** A line through the picture of a head that is switched off. */
export const strike = (x: number, y: number, width: number, height: number, stroke: Rgba): LineMark => ({
  type: 'line',
  points: [x, y + height, x + width, y],
  stroke,
  lineWidth: 1.5,
});
