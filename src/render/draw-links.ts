import type { LinksMark } from '../scene/scene.js';
import { cssColor } from './css-color.js';
import { markBox } from './mark-box.js';
import { snapBox } from './pixel-grid.js';

/** So many curves are drawn one by one; Canvas 2D needs about 25 µs for each. */
const most = 20_000;

/** From so many on, curves are drawn apart in memory: a GPU canvas without a real GPU needs a millisecond for each. */
const many = 64;

/** Draws curves with Canvas 2D. Of more than 20,000 the faintest are left out. */
export function drawLinks(ctx: CanvasRenderingContext2D, mark: LinksMark, ratio: number): void {
  if (mark.count === 0) return;
  const least = faintest(mark);
  const { canvas } = ctx;
  const box = snapBox(markBox(mark), ratio);
  const [left, top] = [Math.max(0, box.x), Math.max(0, box.y)];
  const width = Math.min(canvas.width, box.x + box.width) - left;
  const height = Math.min(canvas.height, box.y + box.height) - top;
  if (!(width > 0 && height > 0)) return;
  const layer = mark.count < many ? null : document.createElement('canvas');
  const memory = layer?.getContext('2d', { willReadFrequently: true });
  if (!layer || !memory) return stroke(ctx, mark, ratio, least);
  layer.width = width;
  layer.height = height;
  memory.translate(-left, -top);
  stroke(memory, mark, ratio, least);
  ctx.drawImage(layer, left, top);
  // some browsers count the memory of canvases until they are collected
  layer.width = 0;
}

function stroke(
  ctx: CanvasRenderingContext2D,
  { count, points, widths, alphas, colorIndex, colors }: LinksMark,
  ratio: number,
  least: number,
): void {
  const styles = colors.map(cssColor);
  let last = -1;
  for (let i = 0, p = 0; i < count; i++, p += 8) {
    if (!(alphas[i]! >= least)) continue;
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

/** The least opacity to draw: what can be seen and, of too many curves, the strongest of 256 levels. */
function faintest({ count, alphas }: LinksMark): number {
  let least = 0.5 / 255;
  if (count <= most) return least;
  const levels = new Uint32Array(257);
  for (let i = 0; i < count; i++) levels[Math.min(256, Math.floor(alphas[i]! * 256))]!++;
  let drawn = 0;
  for (let level = 256; level > 0; level--) {
    drawn += levels[level]!;
    // the highest level that is there is drawn whole, however many they are
    if (drawn > most && drawn > levels[level]!) break;
    least = level / 256;
  }
  return least;
}
