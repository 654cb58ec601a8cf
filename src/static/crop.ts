import type { LabelMark, Mark, Scene } from '../scene/scene.js';
import type { Measure } from '../scene/theme.js';

/** The left and the right end of something. */
type Span = [left: number, right: number];

/** Room left beside what is drawn, CSS pixels: widths of letters are estimated. */
const margin = 16;

/** Less than this share of a picture is not worth another width. */
const least = 0.1;

/** Along its line, then across it, since letters have a height. */
function spanOfLabel(
  { text, x, size, weight, align, rotation = 0, maxWidth }: LabelMark,
  measure: Measure,
): Span {
  const length = Math.min(maxWidth ?? Infinity, measure(text, size, weight));
  const start = { left: 0, center: -length / 2, right: -length }[align];
  const ends = [start, start + length].map((end) => x + end * Math.cos(rotation));
  const across = size * Math.abs(Math.sin(rotation));
  return [Math.min(...ends) - across, Math.max(...ends) + across];
}

/** Of coordinates x, y, x, y, … */
function spanOfPoints(points: ArrayLike<number>, by: number): Span {
  const span: Span = [Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    span[0] = Math.min(span[0], points[i]! - by);
    span[1] = Math.max(span[1], points[i]! + by);
  }
  return span;
}

function spanOf(mark: Mark, measure: Measure): Span {
  switch (mark.type) {
    case 'label':
      return spanOfLabel(mark, measure);
    case 'circle':
      return [mark.x - mark.radius, mark.x + mark.radius];
    case 'line':
      return spanOfPoints(mark.points, mark.lineWidth / 2);
    case 'links':
      // curves stay between their control points
      return spanOfPoints(mark.points.subarray(0, 8 * mark.count), 2);
    default:
      return [mark.x, mark.x + mark.width];
  }
}

/** Where a scene has something, from side to side; undefined where it is about as wide as the scene. */
export function drawnPart(scene: Scene, measure: Measure): { x: number; width: number } | undefined {
  const spans = scene.marks.map((mark) => spanOf(mark, measure));
  const left = Math.max(0, Math.floor(Math.min(...spans.map(([start]) => start)) - margin));
  const right = Math.min(scene.width, Math.ceil(Math.max(...spans.map(([, end]) => end)) + margin));
  const width = right - left;
  return width > 0 && width <= (1 - least) * scene.width ? { x: left, width } : undefined;
}
