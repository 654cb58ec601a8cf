import type { BlockPath } from '../../core/architecture/architecture.js';
import { mix } from '../color.js';
import type { Box } from './diagram.js';
import { hueOf } from './hues.js';
import { colours } from './matrix-tile.js';
import { numbersAt } from './numbers-at.js';
import type { Sheet, Stress } from './sheet.js';

export const sketchHeight = 30;

/**
 * Widths of a feed-forward layer as one sees them: narrow, wide, narrow, joined by what is between; and where they are
 * known, the numbers in the middle of it.
 */
export function feedForwardSketch(sheet: Sheet, path: BlockPath, box: Box, { pending }: Stress): void {
  const { theme, architecture } = sheet.input;
  const { marks } = sheet;
  const { dModel, dFeedForward } = architecture;
  const hue = hueOf(theme, 'feed-forward');
  const color = mix(theme.background, hue, pending ? 0.25 : 0.75);
  const thin = mix(theme.background, hue, pending ? 0.15 : 0.4);
  const numbers = pending ? undefined : numbersAt(sheet, `${path}.activation`);
  const width = numbers ? Math.min(box.width * 0.3, 96) : Math.min(box.width, 320);
  const bar = 5;
  const tall = box.height;
  const short = Math.max(4, Math.round((tall * dModel) / Math.max(dModel, dFeedForward)));
  const middle = box.y + box.height / 2;
  const at = [box.x, box.x + (width - bar) / 2, box.x + width - bar];
  const heights = [short, tall, short];
  for (const side of [-1, 1]) {
    marks.push({
      type: 'line',
      points: at.flatMap((x, i) => [x + bar / 2, middle + (side * heights[i]!) / 2]),
      stroke: thin,
      lineWidth: 1,
    });
  }
  at.forEach((x, i) => {
    const height = heights[i]!;
    marks.push({ type: 'rect', x, y: middle - height / 2, width: bar, height, radius: 2, fill: color });
  });
  if (!numbers) return;
  const x = box.x + width + 16;
  const strip = { x, y: box.y, width: box.x + box.width - x, height: box.height };
  marks.push(colours(numbers, strip, theme), { type: 'rect', ...strip, stroke: thin, lineWidth: 1 });
}
