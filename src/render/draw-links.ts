import type { LinksMark } from '../scene/scene.js';
import { cssColor } from './css-color.js';
import { markBox } from './mark-box.js';
import { snapBox, type Box } from './pixel-grid.js';
import { scanLinks } from './scan-links.js';

/** From so many on, curves are drawn apart in memory: a GPU canvas without a real GPU needs a millisecond for each. */
const many = 64;

/** From so many on, they are quicker drawn by `scanLinks` than stroked one by one. */
const thousands = 1000;

/** Whether a mark is drawn once and then kept as a picture. */
const isKept = ({ count, opacity = 1 }: LinksMark) => count >= thousands || (opacity < 1 && count > 0);

/** Draws curves with Canvas 2D. Thousands of them are kept as a picture, and drawn anew only when they change. */
export function drawLinks(ctx: CanvasRenderingContext2D, mark: LinksMark, ratio: number): void {
  if (mark.count === 0) return;
  if (mark.count < many && !isKept(mark)) return stroke(ctx, mark, ratio);
  const { canvas } = ctx;
  const box = clipped(snapBox(markBox(mark), ratio), canvas.width, canvas.height);
  if (!box) return;
  const layer = isKept(mark) ? keptLayer(mark, ratio, box) : drawLayer(mark, ratio, box);
  if (!layer) return stroke(ctx, mark, ratio);
  ctx.globalAlpha = mark.opacity ?? 1;
  ctx.drawImage(layer, box.x, box.y);
  ctx.globalAlpha = 1;
  // some browsers count the memory of canvases until they are collected
  if (!isKept(mark)) layer.width = 0;
}

function clipped({ x, y, width, height }: Box, mostWidth: number, mostHeight: number): Box | undefined {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const box = {
    x: left,
    y: top,
    width: Math.min(mostWidth, x + width) - left,
    height: Math.min(mostHeight, y + height) - top,
  };
  return box.width > 0 && box.height > 0 ? box : undefined;
}

/** The newest picture of each set of curves: it lives as long as their control points. */
const kept = new WeakMap<Float32Array, { layer: HTMLCanvasElement; alphas: Float32Array; key: string }>();

function keptLayer(mark: LinksMark, ratio: number, box: Box): HTMLCanvasElement | undefined {
  const key = [ratio, box.x, box.y, box.width, box.height, ...mark.colors].join();
  const found = kept.get(mark.points);
  if (found?.key === key && found.alphas === mark.alphas) return found.layer;
  const layer = drawLayer(mark, ratio, box);
  if (layer) kept.set(mark.points, { layer, key, alphas: mark.alphas });
  return layer;
}

/** Curves alone on a canvas in memory. */
function drawLayer(mark: LinksMark, ratio: number, box: Box): HTMLCanvasElement | undefined {
  const layer = document.createElement('canvas');
  layer.width = box.width;
  layer.height = box.height;
  const memory = layer.getContext('2d', { willReadFrequently: true });
  if (!memory) return undefined;
  if (mark.count >= thousands) memory.putImageData(scanLinks(mark, ratio, box), 0, 0);
  else {
    memory.translate(-box.x, -box.y);
    stroke(memory, mark, ratio);
  }
  return layer;
}

function stroke(
  ctx: CanvasRenderingContext2D,
  { count, points, widths, alphas, colorIndex, colors }: LinksMark,
  ratio: number,
): void {
  const styles = colors.map(cssColor);
  let last = -1;
  for (let i = 0, p = 0; i < count; i++, p += 8) {
    if (!(alphas[i]! >= 0.5 / 255)) continue;
    if (colorIndex[i] !== last) ctx.strokeStyle = styles[(last = colorIndex[i]!)]!;
    ctx.globalAlpha = Math.min(1, alphas[i]!);
    ctx.lineWidth = widths[i]! * ratio;
    const at = (j: number) => points[p + j]! * ratio;
    ctx.beginPath();
    ctx.moveTo(at(0), at(1));
    ctx.bezierCurveTo(at(2), at(3), at(4), at(5), at(6), at(7));
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}
