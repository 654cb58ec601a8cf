import type { CircleMark, LineMark, RectMark } from '../scene/scene.js';
import { cssColor } from './css-color.js';
import { snapBox, snapLine, snapWidth } from './pixel-grid.js';

/** Draws a rectangle with Canvas 2D: edges on the pixel grid, the outline inside. */
export function drawRect(ctx: CanvasRenderingContext2D, mark: RectMark, ratio: number): void {
  const { x, y, width, height } = snapBox(mark, ratio);
  const radius = Math.max(0, Math.min((mark.radius ?? 0) * ratio, width / 2, height / 2));
  const path = (inset: number) => {
    ctx.beginPath();
    const box = [x + inset, y + inset, width - 2 * inset, height - 2 * inset] as const;
    if (radius > inset) ctx.roundRect(...box, radius - inset);
    else ctx.rect(...box);
  };
  if (mark.fill) {
    ctx.fillStyle = cssColor(mark.fill);
    path(0);
    ctx.fill();
  }
  if (mark.stroke) {
    const lineWidth = Math.min(snapWidth(mark.lineWidth ?? 1, ratio), width, height);
    ctx.strokeStyle = cssColor(mark.stroke);
    ctx.lineWidth = lineWidth;
    path(lineWidth / 2);
    ctx.stroke();
  }
}

/** Draws a circle with Canvas 2D, the outline inside. */
export function drawCircle(ctx: CanvasRenderingContext2D, mark: CircleMark, ratio: number): void {
  const path = (radius: number) => {
    ctx.beginPath();
    ctx.arc(mark.x * ratio, mark.y * ratio, Math.max(0, radius), 0, 7);
  };
  if (mark.fill) {
    ctx.fillStyle = cssColor(mark.fill);
    path(mark.radius * ratio);
    ctx.fill();
  }
  if (mark.stroke) {
    ctx.strokeStyle = cssColor(mark.stroke);
    ctx.lineWidth = (mark.lineWidth ?? 1) * ratio;
    path(mark.radius * ratio - ctx.lineWidth / 2);
    ctx.stroke();
  }
}

/** Draws a polyline with Canvas 2D; level and upright ones stand on the pixel grid. */
export function drawLine(ctx: CanvasRenderingContext2D, mark: LineMark, ratio: number): void {
  const lineWidth = snapWidth(mark.lineWidth, ratio);
  const points = snapLine(mark.points, lineWidth, ratio);
  ctx.strokeStyle = cssColor(mark.stroke);
  ctx.lineWidth = lineWidth;
  ctx.setLineDash(mark.dash?.map((length) => length * ratio) ?? []);
  ctx.beginPath();
  for (let i = 0; i + 1 < points.length; i += 2) ctx.lineTo(points[i]!, points[i + 1]!);
  ctx.stroke();
  ctx.setLineDash([]);
}
