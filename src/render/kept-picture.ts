import type { CellsMark } from '../scene/scene.js';
import type { Box } from './pixel-grid.js';

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
 * The picture of heat maps as they were drawn last: while the reader points at them, what stands on them changes and they
 * do not. It is kept when they come a second time; what moves, and what is seen once, costs no copy.
 */
export class KeptPicture {
  #canvas: HTMLCanvasElement | undefined;
  #marks: readonly CellsMark[] = [];
  #ratio = 0;

  /** Draws heat maps in a box: by `draw`, or from the picture that is kept of the same ones. */
  draw(
    ctx: CanvasRenderingContext2D,
    marks: readonly CellsMark[],
    ratio: number,
    box: Box,
    draw: () => void,
  ): void {
    const again = ratio === this.#ratio && sameMarks(marks, this.#marks);
    if (again && this.#canvas) {
      ctx.drawImage(this.#canvas, box.x, box.y);
      return;
    }
    this.forget();
    draw();
    if (again && marks.length > 0) this.#canvas = copyOf(ctx.canvas, box);
    [this.#marks, this.#ratio] = [marks, ratio];
  }

  forget(): void {
    // some browsers count the memory of canvases until they are collected
    if (this.#canvas) this.#canvas.width = 0;
    this.#canvas = undefined;
    this.#marks = [];
  }
}

const sameMarks = (a: readonly CellsMark[], b: readonly CellsMark[]) =>
  a.length === b.length && a.every((mark, i) => sameCells(mark, b[i]!));

function copyOf(canvas: HTMLCanvasElement, { x, y, width, height }: Box): HTMLCanvasElement {
  const copy = document.createElement('canvas');
  [copy.width, copy.height] = [width, height];
  copy.getContext('2d')?.drawImage(canvas, -x, -y);
  return copy;
}
