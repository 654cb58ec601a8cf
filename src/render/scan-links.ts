import type { LinksMark, Rgba } from '../scene/scene.js';
import type { Box } from './pixel-grid.js';

/** Steps of opacity that partly covered pixels are told apart by. */
const parts = 16;

/** Optical depth at which nothing shines through, and steps of the table that turns depth into opacity. */
const deepest = 6;
const tableSteps = 1024;

const opacities = Float32Array.from(
  { length: tableSteps + 1 },
  (_, i) => 1 - Math.exp((-deepest * i) / tableSteps),
);

/**
 * Draws thousands of curves in memory, in time that grows with their length and little more: Canvas 2D takes some 25 µs to
 * stroke a single one. Nothing is left out, however many they are.
 *
 * Curves of one colour darken a pixel by their optical depths, which add up in any order: what over-painting them one by
 * one comes to. Colours are then laid over each other in the order in which they first appear.
 */
export function scanLinks(mark: LinksMark, ratio: number, box: Box): ImageData {
  const image = new ImageData(box.width, box.height);
  const plane = new Float32Array(box.width * box.height);
  const canvas: Canvas = { plane, box, top: box.height, bottom: 0, ratio };
  for (const [color, curves] of byColor(mark)) {
    canvas.top = box.height;
    canvas.bottom = 0;
    for (const i of curves) scanCurve(canvas, mark, i);
    lay(canvas, mark.colors[color]!, image.data);
  }
  return image;
}

/** Indices of curves by the index of their colour. */
function byColor({ count, alphas, colorIndex }: LinksMark): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (let i = 0; i < count; i++) {
    if (!(alphas[i]! > 0)) continue;
    const group = groups.get(colorIndex[i]!);
    if (group) group.push(i);
    else groups.set(colorIndex[i]!, [i]);
  }
  return groups;
}

/** Where curves of one colour add up; rows from `top` to before `bottom` have been touched. */
interface Canvas {
  plane: Float32Array;
  box: Box;
  top: number;
  bottom: number;
  ratio: number;
}

/** Optical depth of the curve in hand where it covers a pixel by so many parts. */
const depths = new Float32Array(parts + 1);

/** Chops a curve into short straight lines: so many that they stay within a tenth of a pixel of it. */
function scanCurve(canvas: Canvas, { points, widths, alphas }: LinksMark, i: number): void {
  const { ratio, box } = canvas;
  const alpha = Math.min(0.996, alphas[i]!);
  for (let part = 0; part <= parts; part++) depths[part] = -Math.log(1 - (alpha * part) / parts);
  const p = 8 * i;
  const x0 = points[p]! * ratio - box.x;
  const y0 = points[p + 1]! * ratio - box.y;
  const x1 = points[p + 2]! * ratio - box.x;
  const y1 = points[p + 3]! * ratio - box.y;
  const x2 = points[p + 4]! * ratio - box.x;
  const y2 = points[p + 5]! * ratio - box.y;
  const x3 = points[p + 6]! * ratio - box.x;
  const y3 = points[p + 7]! * ratio - box.y;
  // how far the curve may bend from a straight line decides the number of its parts (de Boor's bound)
  const bend = Math.max(
    Math.abs(x0 - 2 * x1 + x2) + Math.abs(y0 - 2 * y1 + y2),
    Math.abs(x1 - 2 * x2 + x3) + Math.abs(y1 - 2 * y2 + y3),
  );
  const count = Math.max(1, Math.min(200, Math.ceil(Math.sqrt(7.5 * bend))));
  const half = (widths[i]! * ratio) / 2;
  let x = x0;
  let y = y0;
  for (let line = 1; line <= count; line++) {
    const t = line / count;
    const u = 1 - t;
    const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
    const toX = a * x0 + b * x1 + c * x2 + d * x3;
    const toY = a * y0 + b * y1 + c * y2 + d * y3;
    const [dx, dy] = [toX - x, toY - y];
    const { width, height } = box;
    // along the longer side one pixel at a time: `step` leads to the next pixel along, `side` to the next across
    if (Math.abs(dx) >= Math.abs(dy)) {
      const start = dx > 0 ? x : toX;
      scanLine(
        canvas.plane,
        start,
        start + Math.abs(dx),
        x,
        y,
        dy / (dx || 1),
        half,
        1,
        width,
        width,
        height,
      );
    } else {
      const start = dy > 0 ? y : toY;
      scanLine(canvas.plane, start, start + Math.abs(dy), y, x, dx / dy, half, width, 1, height, width);
    }
    x = toX;
    y = toY;
  }
  const [top, bottom] = [Math.min(y0, y1, y2, y3) - half - 1, Math.max(y0, y1, y2, y3) + half + 2];
  canvas.top = Math.max(0, Math.min(canvas.top, Math.floor(top)));
  canvas.bottom = Math.min(box.height, Math.max(canvas.bottom, Math.ceil(bottom)));
}

/**
 * A straight line across the pixels whose middles lie between `start` and `end`: at `from` it is at `across`, and moves by
 * `slope` (at most 1) with every pixel. `step` and `side` are the distances in the plane of the next pixel along and across,
 * `length` and `breadth` how many there are.
 */
function scanLine(
  plane: Float32Array,
  start: number,
  end: number,
  from: number,
  across: number,
  slope: number,
  half: number,
  step: number,
  side: number,
  length: number,
  breadth: number,
): void {
  const first = Math.max(0, Math.ceil(start - 0.5));
  const last = Math.min(length, Math.ceil(end - 0.5));
  const reach = half * Math.sqrt(1 + slope * slope);
  let low = across + (first + 0.5 - from) * slope - reach;
  for (let i = first; i < last; i++, low += slope) {
    const high = low + reach + reach;
    if (low < 0 || high >= breadth) continue;
    let at = low | 0;
    const over = high | 0;
    let place = i * step + at * side;
    if (over === at) {
      plane[place]! += depths[((high - low) * parts + 0.5) | 0]!;
      continue;
    }
    plane[place]! += depths[((at + 1 - low) * parts + 0.5) | 0]!;
    for (at++, place += side; at < over; at++, place += side) plane[place]! += depths[parts]!;
    plane[place]! += depths[((high - over) * parts + 0.5) | 0]!;
  }
}

/** Lays a colour over the image, as opaque as its depths say, and clears them. */
function lay({ plane, box, top, bottom }: Canvas, [r, g, b, a]: Rgba, pixels: Uint8ClampedArray): void {
  const scale = tableSteps / deepest;
  for (let at = top * box.width, end = bottom * box.width; at < end; at++) {
    const depth = plane[at]!;
    if (depth === 0) continue;
    plane[at] = 0;
    const over = a * opacities[Math.min(tableSteps, (depth * scale) | 0)]!;
    const p = 4 * at;
    const under = (pixels[p + 3]! / 255) * (1 - over);
    const sum = over + under;
    if (sum <= 0) continue;
    pixels[p] = (r * over + pixels[p]! * under) / sum;
    pixels[p + 1] = (g * over + pixels[p + 1]! * under) / sum;
    pixels[p + 2] = (b * over + pixels[p + 2]! * under) / sum;
    pixels[p + 3] = 255 * sum;
  }
}
