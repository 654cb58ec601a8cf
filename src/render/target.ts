import type { Scene } from '../scene/scene.js';

/** What browsers take at most for a canvas; beyond it the picture is drawn coarser instead of not at all. */
const mostSide = 16_384;
const mostPixels = 2 ** 26;

export interface Target {
  ctx: CanvasRenderingContext2D;
  /** Device pixels per CSS pixel, as drawn. */
  ratio: number;
}

/**
 * Makes a canvas as large as a scene needs it, and empty. Undefined when there is nothing to draw on: a scene without
 * area, or a canvas that has no 2D context.
 */
export function prepareTarget(
  canvas: HTMLCanvasElement,
  { width, height }: Pick<Scene, 'width' | 'height'>,
  pixelRatio: number,
): Target | undefined {
  const ratio = Math.min(
    pixelRatio,
    mostSide / width,
    mostSide / height,
    Math.sqrt(mostPixels / (width * height)),
  );
  const pixels = (length: number) => Math.max(0, Math.round(length * ratio)) || 0;
  const [w, h] = [pixels(width), pixels(height)];
  // setting a size, even the same one, makes the browser allocate anew
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  const ctx = w && h ? canvas.getContext('2d') : null;
  if (!ctx) return undefined;
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.globalAlpha = 1;
  ctx.clearRect(0, 0, w, h);
  return { ctx, ratio };
}
