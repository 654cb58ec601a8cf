import type { CellsMark } from '../scene/scene.js';
import { cellLayout, type CellLayout } from './cell-layout.js';
import { cellEdge } from './pixel-grid.js';

/** Index into a colour map, 0 to 255, for a shown value. */
const rampIndex = (value: number) => Math.round(255 * Math.min(1, Math.max(0, value)));

/** Draws a heat map with Canvas 2D. */
export function drawCells(ctx: CanvasRenderingContext2D, mark: CellsMark, ratio: number): void {
  const layout = cellLayout(mark, ratio);
  if (!layout) return;
  if (layout.dot) drawDots(ctx, layout, mark.ramp);
  else drawFilled(ctx, layout, mark.ramp);
}

/** Pixel lines that are made at a time: bounds the memory of tall maps. */
const band = 1024;

/**
 * Makes the pixels of the map itself. Rectangles would be slow by the thousand, and a small image enlarged by the browser
 * leaves it to each browser which cell a pixel between two cells belongs to.
 */
function drawFilled(ctx: CanvasRenderingContext2D, layout: CellLayout, ramp: Uint8Array): void {
  const { x, y, width, height, rows, columns, values, gap } = layout;
  const colors = new Uint32Array(ramp.slice().buffer);
  const edges = Array.from({ length: columns + 1 }, (_, c) => cellEdge(c, columns, width));
  const scratch = document.createElement('canvas');
  scratch.width = width;
  scratch.height = Math.min(band, height);
  const memory = scratch.getContext('2d');
  if (!memory) return;
  let row = 0;
  for (let top = 0; top < height; top += band) {
    const image = new ImageData(width, Math.min(band, height - top));
    const pixels = new Uint32Array(image.data.buffer);
    for (let line = 0; line < image.height; line++) {
      while (cellEdge(row + 1, rows, height) <= top + line) row++;
      if (cellEdge(row + 1, rows, height) - gap <= top + line) continue;
      const start = line * width;
      if (line > 0 && cellEdge(row, rows, height) < top + line) {
        pixels.copyWithin(start, start - width, start);
        continue;
      }
      for (let c = 0; c < columns; c++) {
        const value = values[row * columns + c]!;
        // NaN is no value and stays empty
        if (value === value)
          pixels.fill(colors[rampIndex(value)]!, start + edges[c]!, start + edges[c + 1]! - gap);
      }
    }
    memory.putImageData(image, 0, 0);
    ctx.drawImage(scratch, 0, 0, width, image.height, x, y + top, width, image.height);
  }
  scratch.width = 0;
}

/** Draws discs whose area grows with the value. */
function drawDots(ctx: CanvasRenderingContext2D, layout: CellLayout, ramp: Uint8Array): void {
  const { x, y, width, height, rows, columns, values, gap, dot } = layout;
  const center = (i: number, count: number, pixels: number) =>
    (cellEdge(i, count, pixels) + cellEdge(i + 1, count, pixels) - gap) / 2;
  for (let r = 0, i = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++, i++) {
      const value = values[i]!;
      if (!(value > 0)) continue;
      const [red, green, blue, alpha] = ramp.subarray(4 * rampIndex(value));
      ctx.fillStyle = `rgba(${red},${green},${blue},${alpha! / 255})`;
      ctx.beginPath();
      ctx.arc(x + center(c, columns, width), y + center(r, rows, height), dot * Math.sqrt(value), 0, 7);
      ctx.fill();
    }
  }
}
