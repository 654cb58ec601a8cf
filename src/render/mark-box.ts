import type { LinksMark, Mark } from '../scene/scene.js';
import type { Box } from './pixel-grid.js';

const boxOf = (left: number, top: number, right: number, bottom: number): Box => ({
  x: left,
  y: top,
  width: right - left,
  height: bottom - top,
});

/** The box of points x, y, x, y, …, `around` wider on every side. */
function boxOfPoints(points: ArrayLike<number>, count: number, around: number): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < count; i += 2) {
    const [x, y] = [points[i]!, points[i + 1]!];
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return boxOf(left - around, top - around, right + around, bottom + around);
}

const knownLinks = new WeakMap<Float32Array, Box>();

/** The box of all control points, remembered: curves never leave the hull of theirs. */
function linksBox({ points, widths, count }: LinksMark): Box {
  let box = knownLinks.get(points);
  if (!box) {
    let widest = 0;
    for (let i = 0; i < count; i++) widest = Math.max(widest, widths[i]!);
    knownLinks.set(points, (box = boxOfPoints(points, 8 * count, widest / 2 + 1)));
  }
  return box;
}

/** A box in CSS pixels that holds a mark. For text it is an estimate on the safe side: nothing is measured. */
export function markBox(mark: Mark): Box {
  switch (mark.type) {
    case 'links':
      return linksBox(mark);
    case 'line':
      return boxOfPoints(mark.points, mark.points.length, mark.lineWidth);
    case 'circle': {
      const { x, y, radius } = mark;
      return boxOf(x - radius, y - radius, x + radius, y + radius);
    }
    case 'label': {
      const { x, y, size, text, align } = mark;
      const width = text.length * size * (/^[\0-\u024f]*$/.test(text) ? 0.65 : 1);
      if (mark.rotation) return boxOf(x - width, y - width, x + width, y + width);
      const left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
      return boxOf(left, y - size, left + width, y + size);
    }
    default:
      return mark;
  }
}
