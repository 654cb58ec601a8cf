import type { CellsMark } from '../../scene/scene.js';
import { drawMarks } from '../canvas-painter.js';
import { KeptPicture } from '../kept-picture.js';
import { type Box, snapBox, unionBox } from '../pixel-grid.js';
import { planPasses } from '../plan-passes.js';
import type { PainterFactory } from '../surface.js';
import { prepareTarget } from '../target.js';
import { CellsMeshes } from './cells-meshes.js';
import { currentStage, joinStage, openStage } from './shared-stage.js';
import type { Stage } from './stage.js';

/** The box in device pixels that holds all the marks. */
const boxOf = (marks: readonly CellsMark[], ratio: number): Box =>
  unionBox(marks.map((mark) => snapBox(mark, ratio)));

/**
 * Draws scenes with Pixi where it pays: heat maps. Curves, text and single shapes are Canvas 2D's, on the same canvas, so
 * that they are those of the first picture to the pixel and in their order: while the reader moves, a few hundred curves
 * are sooner stroked than brought back from the GPU. While the GPU has taken its context away, all is Canvas 2D's.
 */
export const pixiPainter: PainterFactory = (canvas) => {
  const leave = joinStage();
  let owner: Stage | undefined;
  let meshes: CellsMeshes | undefined;
  const kept = new KeptPicture();

  /** This painter's meshes on the stage that there is now. */
  const prepare = (stage: Stage): CellsMeshes => {
    if (owner !== stage) {
      meshes?.destroy();
      [owner, meshes] = [stage, new CellsMeshes(stage.maxTexture)];
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
      planPasses(scene.marks).forEach(({ cells, plain }, i) => {
        const box = boxOf(cells, ratio);
        // asked for where a kept picture is shown too, so that they stay
        const maps = own.meshesFor(cells, ratio);
        const draw = () => {
          if (!stage.draw(maps, ctx, box)) drawMarks(ctx, cells, theme, ratio);
        };
        // nothing stands below the first ones
        if (i === 0) kept.draw(ctx, cells, ratio, box, draw);
        else draw();
        drawMarks(ctx, plain, theme, ratio);
      });
      own.sweep();
    },
    forget() {
      meshes?.forget();
    },
    destroy() {
      kept.forget();
      meshes?.destroy();
      meshes = owner = undefined;
      leave();
    },
  };
};
