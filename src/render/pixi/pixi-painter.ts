import { drawMarks } from '../canvas-painter.js';
import { markBox } from '../mark-box.js';
import { KeptPicture } from '../kept-picture.js';
import { type Box, snapBox } from '../pixel-grid.js';
import { type DenseMark, planPasses } from '../plan-passes.js';
import type { PainterFactory } from '../surface.js';
import { prepareTarget } from '../target.js';
import { DenseMeshes } from './dense-meshes.js';
import { currentStage, joinStage, openStage } from './shared-stage.js';
import type { Stage } from './stage.js';

/** The box in device pixels that holds all the marks. */
function union(marks: readonly DenseMark[], ratio: number): Box {
  const boxes = marks.map((mark) => snapBox(markBox(mark), ratio));
  const [x, y] = [Math.min(...boxes.map((b) => b.x)), Math.min(...boxes.map((b) => b.y))];
  return {
    x,
    y,
    width: Math.max(...boxes.map((b) => b.x + b.width)) - x,
    height: Math.max(...boxes.map((b) => b.y + b.height)) - y,
  };
}

/**
 * Draws scenes with Pixi where it pays: heat maps and curves, thousands of things at once. Text and single shapes are
 * Canvas 2D's, on the same canvas, so that they are those of the first picture to the pixel and in their order. While the
 * GPU has taken its context away, all is.
 */
export const pixiPainter: PainterFactory = (canvas) => {
  const leave = joinStage();
  let owner: Stage | undefined;
  let meshes: DenseMeshes | undefined;
  const kept = new KeptPicture();

  /** This painter's meshes on the stage that there is now. */
  const prepare = (stage: Stage): DenseMeshes => {
    if (owner !== stage) {
      meshes?.destroy();
      [owner, meshes] = [stage, new DenseMeshes(stage.maxTexture)];
    }
    return meshes!;
  };

  return {
    draw(scene, theme, pixelRatio) {
      const target = prepareTarget(canvas, scene, pixelRatio);
      if (!target) return;
      const { ctx, ratio } = target;
      const stage = currentStage();
      if (!stage) void openStage().catch(() => {});
      if (!stage || stage.lost) return drawMarks(ctx, scene.marks, theme, ratio);
      const own = prepare(stage);
      planPasses(scene.marks).forEach(({ dense, plain }, i) => {
        const box = union(dense, ratio);
        const done = dense.length === 0 || (i === 0 && kept.draw(ctx, dense, ratio, box));
        if (!done) {
          const drawn = stage.draw(own.meshesFor(dense, ratio), ctx, box);
          if (!drawn) drawMarks(ctx, dense, theme, ratio);
          if (i === 0) kept.keep(ctx, dense, ratio, box);
        }
        drawMarks(ctx, plain, theme, ratio);
      });
      own.sweep();
    },
    destroy() {
      kept.forget();
      meshes?.destroy();
      meshes = owner = undefined;
      leave();
    },
  };
};
