import type { BlockPath } from '../../core/architecture/architecture.js';
import { mapBox, type Mosaic } from './mosaic.js';
import type { Sheet } from './sheet.js';

/** Frames around the maps of the heads that the reader, the keyboard or the play is on, and of the chosen one. */
export function headFrames(
  { input, marks }: Sheet,
  path: BlockPath,
  at: { x: number; y: number },
  layout: Mosaic,
): void {
  const { hover, cursor, head, play, theme } = input;
  const strong = [hover, cursor, ...(play?.active ?? [])].map((other) => headIn(other, path));
  const framed = new Set<number>();
  for (const i of [...strong, head]) {
    if (i === undefined || i >= layout.count || framed.has(i)) continue;
    framed.add(i);
    const isStrong = strong.includes(i);
    const { x, y, width, height } = mapBox(layout, i);
    const frame = { x: at.x + x - 2, y: at.y + y - 2, width: width + 4, height: height + 4, radius: 2 };
    const stroke = isStrong ? theme.accent : theme.muted;
    marks.push({ type: 'rect', ...frame, stroke, lineWidth: isStrong ? 2 : 1 });
  }
}

function headIn(other: BlockPath | undefined, path: BlockPath): number | undefined {
  if (!other?.startsWith(`${path}.head.`)) return undefined;
  return Number.parseInt(other.slice(path.length + 6), 10);
}
