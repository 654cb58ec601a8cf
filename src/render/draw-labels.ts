import type { LabelMark, Scene } from '../scene/scene.js';
import { textDirection } from '../scene/text-direction.js';
import type { Theme } from '../scene/theme.js';
import { cssColor } from './css-color.js';

type Context = CanvasRenderingContext2D;

/** Draws one line of text with Canvas 2D; leaves the transform as it was reset. */
export function drawLabel(ctx: Context, mark: LabelMark, fontFamily: string, ratio: number): void {
  const font = `${mark.weight ?? 400} ${mark.size}px ${fontFamily}`;
  ctx.font = font;
  ctx.fillStyle = cssColor(mark.fill);
  ctx.textAlign = mark.align;
  ctx.textBaseline = mark.baseline;
  ctx.direction = mark.direction ?? textDirection(mark.text);
  // the size stays in CSS pixels, so that text is exactly as wide as the view has measured it
  ctx.setTransform(ratio, 0, 0, ratio, mark.x * ratio, mark.y * ratio);
  if (mark.rotation) ctx.rotate(mark.rotation);
  const pitch = mark.tabular ? figureWidth(ctx, font) : 0;
  if (pitch) drawFigures(ctx, mark, pitch);
  else ctx.fillText(mark.text, 0, 0);
  ctx.setTransform(1, 0, 0, 1, 0, 0);
}

/** Draws the labels of a scene, and only them. */
export function drawLabels(
  ctx: Context,
  scene: Pick<Scene, 'marks'>,
  theme: Pick<Theme, 'fontFamily'>,
  ratio: number,
): void {
  for (const mark of scene.marks) if (mark.type === 'label') drawLabel(ctx, mark, theme.fontFamily, ratio);
}

const figureWidths = new Map<string, number>();

/** Width of the widest figure of a font whose figures differ in width; 0 when they do not. */
function figureWidth(ctx: Context, font: string): number {
  let width = figureWidths.get(font);
  if (width === undefined) {
    const widths = [...'0123456789'].map((figure) => ctx.measureText(figure).width);
    width = Math.max(...widths);
    if (width - Math.min(...widths) < 0.01) width = 0;
    figureWidths.set(font, width);
  }
  return width;
}

/** Sets figures one by one at equal distances: Canvas 2D cannot ask a font for its tabular figures. */
function drawFigures(ctx: Context, { text, align }: LabelMark, pitch: number): void {
  const widths = [...text].map((letter) => (/\d/.test(letter) ? pitch : ctx.measureText(letter).width));
  const total = widths.reduce((sum, width) => sum + width, 0);
  let x = align === 'left' ? 0 : align === 'right' ? -total : -total / 2;
  ctx.textAlign = 'center';
  [...text].forEach((letter, i) => {
    ctx.fillText(letter, x + widths[i]! / 2, 0);
    x += widths[i]!;
  });
}
