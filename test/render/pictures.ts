import type { PainterFactory } from '../../src/render/surface.js';
import type { Scene } from '../../src/scene/scene.js';
import { sampleTheme } from '../scene/sample.js';

/** A scene as a painter draws it, on white, at a pixel ratio. */
export function paint(factory: PainterFactory, scene: Scene, ratio: number): ImageData {
  const canvas = document.createElement('canvas');
  const painter = factory(canvas);
  painter.draw(scene, sampleTheme, ratio);
  painter.destroy();
  return onWhite(canvas, canvas.width, canvas.height);
}

/** An SVG document as the browser draws it, on white. */
export async function rasterize(svg: string, { width, height }: Scene, ratio: number): Promise<ImageData> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  const image = new Image();
  image.src = url;
  await image.decode();
  URL.revokeObjectURL(url);
  return onWhite(image, Math.round(width * ratio), Math.round(height * ratio));
}

function onWhite(source: CanvasImageSource, width: number, height: number): ImageData {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const ctx = canvas.getContext('2d', { willReadFrequently: true })!;
  ctx.fillStyle = '#fff';
  ctx.fillRect(0, 0, width, height);
  ctx.drawImage(source, 0, 0, width, height);
  return ctx.getImageData(0, 0, width, height);
}

/** How many pixels are drawn upon, and how many differ by more than `tolerance` of 255 in a channel. */
export function compare(a: ImageData, b: ImageData, tolerance: number): { ink: number; different: number } {
  if (a.width !== b.width || a.height !== b.height) {
    throw new Error(`${a.width} × ${a.height} pixels against ${b.width} × ${b.height}`);
  }
  let [ink, different] = [0, 0];
  for (let i = 0; i < a.data.length; i += 4) {
    const far = (x: Uint8ClampedArray, y: ArrayLike<number>, at: number, by: number) =>
      [0, 1, 2].some((c) => Math.abs(x[i + c]! - y[at + c]!) > by);
    if (far(a.data, [255, 255, 255], 0, 2)) ink++;
    if (far(a.data, b.data, i, tolerance)) different++;
  }
  return { ink, different };
}
