import type { CellsMark, Mark } from '../scene/scene.js';
import type { Theme } from '../scene/theme.js';
import { drawCells } from './draw-cells.js';
import { drawImage } from './draw-image.js';
import { drawLabel } from './draw-labels.js';
import { drawLinks } from './draw-links.js';
import { drawCircle, drawLine, drawRect } from './draw-shapes.js';
import type { PainterFactory } from './surface.js';
import { prepareTarget } from './target.js';

/** Draws marks in their order with Canvas 2D. The context's transform is the identity, before and after. */
export function drawMarks(
  ctx: CanvasRenderingContext2D,
  marks: readonly Mark[],
  { fontFamily }: Pick<Theme, 'fontFamily'>,
  ratio: number,
): void {
  const cells: CellsMark[] = [];
  for (let i = 0; i < marks.length; i++) {
    const mark = marks[i]!;
    switch (mark.type) {
      case 'rect':
        drawRect(ctx, mark, ratio);
        break;
      case 'circle':
        drawCircle(ctx, mark, ratio);
        break;
      case 'line':
        drawLine(ctx, mark, ratio);
        break;
      case 'links':
        drawLinks(ctx, mark, ratio);
        break;
      case 'cells':
        cells.push(mark);
        // those that follow one another lie beside each other
        if (marks[i + 1]?.type !== 'cells') drawCells(ctx, cells.splice(0), ratio);
        break;
      case 'image':
        drawImage(ctx, mark, ratio);
        break;
      case 'label':
        drawLabel(ctx, mark, fontFamily, ratio);
    }
  }
}

/**
 * Draws scenes with Canvas 2D alone: the first picture of every figure, which waits for nothing, and the only one where
 * there is no WebGL.
 */
export const canvasPainter: PainterFactory = (canvas) => ({
  draw(scene, theme, pixelRatio) {
    const target = prepareTarget(canvas, scene, pixelRatio);
    if (target) drawMarks(target.ctx, scene.marks, theme, target.ratio);
  },
  destroy() {},
});
