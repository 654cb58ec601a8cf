import type { ImageMark } from '../scene/scene.js';
import { snapBox } from './pixel-grid.js';

const known = new WeakMap<Uint8ClampedArray, HTMLCanvasElement>();

/** The pixels of a mark on a canvas of their own, made once. */
function canvasOf({ pixels, columns, rows }: ImageMark): HTMLCanvasElement {
  let canvas = known.get(pixels);
  if (!canvas) {
    canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [columns, rows];
    canvas.getContext('2d')?.putImageData(new ImageData(Uint8ClampedArray.from(pixels), columns, rows), 0, 0);
    known.set(pixels, canvas);
  }
  return canvas;
}

/** Draws an image with Canvas 2D, smoothed where it is shown at another size. */
export function drawImage(ctx: CanvasRenderingContext2D, mark: ImageMark, ratio: number): void {
  const { x, y, width, height } = snapBox(mark, ratio);
  ctx.imageSmoothingQuality = 'high';
  ctx.drawImage(canvasOf(mark), x, y, width, height);
}
