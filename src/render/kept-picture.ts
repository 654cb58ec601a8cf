import type { CellsMark } from '../scene/scene.js';
import type { Box } from './pixel-grid.js';
import type { DenseMark } from './plan-passes.js';

/** From so many heat maps on, drawing them again costs more than keeping their picture. */
const many = 16;

const sameCells = (a: CellsMark, b: CellsMark) =>
  a.values === b.values &&
  a.ramp === b.ramp &&
  a.x === b.x &&
  a.y === b.y &&
  a.width === b.width &&
  a.height === b.height &&
  a.shape === b.shape &&
  a.gap === b.gap;

/**
 * The picture of many heat maps as they were drawn last: while the reader moves, what stands on them changes and they do
 * not.
 */
export class KeptPicture {
  #canvas: HTMLCanvasElement | undefined;
  #marks: readonly DenseMark[] = [];
  #ratio = 0;

  /** Draws the kept picture, when it is of these marks. */
  draw(ctx: CanvasRenderingContext2D, marks: readonly DenseMark[], ratio: number, { x, y }: Box): boolean {
    const same =
      this.#canvas !== undefined &&
      ratio === this.#ratio &&
      marks.length === this.#marks.length &&
      marks.every((mark, i) => {
        const other = this.#marks[i]!;
        return mark.type === 'cells' && other.type === 'cells' && sameCells(mark, other);
      });
    if (same) ctx.drawImage(this.#canvas!, x, y);
    return same;
  }

  /** Keeps what stands in a box of a canvas, when it is worth while. */
  keep(ctx: CanvasRenderingContext2D, marks: readonly DenseMark[], ratio: number, box: Box): void {
    this.forget();
    if (marks.length < many) return;
    const canvas = document.createElement('canvas');
    canvas.width = box.width;
    canvas.height = box.height;
    canvas.getContext('2d')?.drawImage(ctx.canvas, -box.x, -box.y);
    [this.#canvas, this.#marks, this.#ratio] = [canvas, marks, ratio];
  }

  forget(): void {
    // some browsers count the memory of canvases until they are collected
    if (this.#canvas) this.#canvas.width = 0;
    this.#canvas = undefined;
    this.#marks = [];
  }
}
