import type { CellsMark } from '../scene/scene.js';
import { cellLayout, type CellLayout } from './cell-layout.js';
import { cellEdge, unionBox } from './pixel-grid.js';

/** Index into a colour map, 0 to 255, for a shown value. */
const rampIndex = (value: number) => Math.round(255 * Math.min(1, Math.max(0, value)));

/** A heat map where it stands, and its colours. */
interface Placed extends CellLayout {
  ramp: Uint8Array;
}

/** Draws heat maps that lie beside each other with Canvas 2D. */
export function drawCells(ctx: CanvasRenderingContext2D, marks: readonly CellsMark[], ratio: number): void {
  const maps = marks.flatMap((mark): Placed[] => {
    const layout = cellLayout(mark, ratio);
    return layout ? [{ ...layout, ramp: mark.ramp }] : [];
  });
  const filled = maps.filter((map) => !map.dot);
  if (filled.length > 0) drawFilled(ctx, filled);
  for (const map of maps) if (map.dot) drawDots(ctx, map);
}

/** Pixel lines that are made at a time: bounds the memory of tall maps. */
const band = 1024;

/**
 * Makes the pixels of the maps itself, all in one image: one for each would cost more than its pixels. Rectangles would be
 * slow by the thousand, and a small image enlarged by the browser leaves it to each browser which cell a pixel between two
 * cells belongs to.
 */
function drawFilled(ctx: CanvasRenderingContext2D, maps: readonly Placed[]): void {
  const box = unionBox(maps);
  const scratch = document.createElement('canvas');
  scratch.width = box.width;
  scratch.height = Math.min(band, box.height);
  const memory = scratch.getContext('2d');
  if (!memory) return;
  for (let top = 0; top < box.height; top += band) {
    const image = new ImageData(box.width, Math.min(band, box.height - top));
    for (const map of maps) fillLines(map, image, box.x, box.y + top);
    memory.putImageData(image, 0, 0);
    ctx.drawImage(scratch, 0, 0, box.width, image.height, box.x, box.y + top, box.width, image.height);
  }
  scratch.width = 0;
}

/** Fills the lines of a map that an image has whose first pixel stands at `(left, top)`. */
function fillLines(map: Placed, image: ImageData, left: number, top: number): void {
  const { rows, columns, values, gap } = map;
  const pixels = new Uint32Array(image.data.buffer);
  const colors = new Uint32Array(map.ramp.slice().buffer);
  const edges = Int32Array.from({ length: columns + 1 }, (_, c) => cellEdge(c, columns, map.width));
  const edge = (row: number) => cellEdge(row, rows, map.height);
  const first = Math.max(0, top - map.y);
  const end = Math.min(map.height, top + image.height - map.y);
  for (let line = first, row = 0; line < end; line++) {
    while (edge(row + 1) <= line) row++;
    if (edge(row + 1) - gap <= line) continue;
    const start = (map.y + line - top) * image.width + map.x - left;
    if (line > first && edge(row) < line) {
      pixels.copyWithin(start, start - image.width, start - image.width + map.width);
      continue;
    }
    for (let c = 0; c < columns; c++) {
      const value = values[row * columns + c]!;
      // NaN is no value and stays empty
      if (value !== value) continue;
      const color = colors[rampIndex(value)]!;
      const stop = start + edges[c + 1]! - gap;
      // most cells of a large map are a pixel or two, for which `fill` takes several times as long
      for (let pixel = start + edges[c]!; pixel < stop; pixel++) pixels[pixel] = color;
    }
  }
}

/** Draws discs whose area grows with the value. */
function drawDots(ctx: CanvasRenderingContext2D, map: Placed): void {
  const { x, y, width, height, rows, columns, values, gap, dot, ramp } = map;
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
