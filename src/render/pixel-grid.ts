/**
 * The grid of device pixels. Edges that stand on it are crisp, and neighbours that share an edge meet without a seam.
 */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A box in CSS pixels as whole device pixels. What has a size keeps at least one pixel of it. */
export function snapBox({ x, y, width, height }: Box, ratio: number): Box {
  const left = Math.round(x * ratio);
  const top = Math.round(y * ratio);
  const least = (size: number) => (size > 0 ? 1 : 0);
  return {
    x: left,
    y: top,
    width: Math.max(least(width), Math.round((x + width) * ratio) - left),
    height: Math.max(least(height), Math.round((y + height) * ratio) - top),
  };
}

/** The box that holds all of them. */
export function unionBox(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

/** A line width in CSS pixels as whole device pixels, one at least. */
export function snapWidth(lineWidth: number, ratio: number): number {
  return Math.max(1, Math.round(lineWidth * ratio));
}

/**
 * The points of a line in device pixels (x, y, x, y, …). Where all of it runs level and upright, the points stand so that
 * a line of `lineWidth` device pixels covers whole pixels; other lines stay where they are.
 */
export function snapLine(points: readonly number[], lineWidth: number, ratio: number): number[] {
  const scaled = points.map((p) => p * ratio);
  const level = (axis: number, i: number) => Math.abs(scaled[i + axis]! - scaled[i + axis - 2]!) < 0.01;
  for (let i = 2; i < scaled.length; i += 2) if (!level(0, i) && !level(1, i)) return scaled;
  const half = (lineWidth % 2) / 2;
  // the ends of a single stroke stand on the grid, what runs along it between the grid's lines
  const shift = (i: number) => (scaled.length === 4 && !level(i % 2, 2) ? 0 : half);
  return scaled.map((p, i) => Math.round(p - shift(i)) + shift(i));
}

/** First pixel of cell `i` when `count` cells share `pixels` pixels: pixels belong to the cell at their centre. */
export function cellEdge(i: number, count: number, pixels: number): number {
  return Math.ceil((i * pixels) / count - 0.5);
}
