import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { workAWhile, workInTurns } from '../core/pause.js';
import { canvasPainter } from '../render/canvas-painter.js';
import { layOutCells } from '../render/cell-layout.js';
import type { Painter } from '../render/surface.js';
import type { Scene } from '../scene/scene.js';
import type { Theme } from '../scene/theme.js';
import { watchNear, watchPrint, watchWidth } from './page-watch.js';

export interface FigureHost extends ReactiveControllerHost, HTMLElement {}

/** How long a figure that left the page keeps its painter: frameworks remove and insert again when they move a node. */
const keepAfterRemoval = 1000;

/**
 * How long WebGL waits after a first picture, milliseconds: where it runs in software, its start keeps the browser from
 * showing what is drawn already.
 */
const restBeforeWebgl = 300;

/** Pictures after which a figure is taken to move. */
const drawsOfMotion = 8;

/** Cells of all heat maps in a scene: what Pixi draws. */
function cellsOf({ marks }: Scene): number {
  let cells = 0;
  for (const mark of marks) if (mark.type === 'cells') cells += mark.rows * mark.columns;
  return cells;
}

/**
 * From so many cells on, Canvas 2D may need more than a few milliseconds. Smaller heat maps of an article are drawn by it
 * until the reader comes to them, so that a page of fifty starts no WebGL for nothing.
 */
const manyCells = 20_000;

/**
 * Owns the canvas of one element: knows its width and whether it is near the viewport, and paints the newest scene once
 * a frame, only when there is a new one. The first pictures are Canvas 2D's; Pixi takes over what is large, what moves, and
 * what the reader is on.
 */
export class Figure implements ReactiveController {
  /** Width that the page gives, CSS pixels; 0 until known. */
  width = 0;
  near = false;

  #host: FigureHost;
  #canvas?: HTMLCanvasElement;
  #painter?: Painter;
  #upgraded = false;
  #next?: { scene: Scene; theme: Theme };
  /** What is on the canvas. */
  #last?: { scene: Scene; theme: Theme };
  #frame = 0;
  /** Heat maps are being laid out. */
  #layingOut: Promise<void> | undefined;
  #draws = 0;
  /** The reader has come to this figure. */
  #met = false;
  #stops: (() => void)[] = [];
  #removal?: ReturnType<typeof setTimeout>;

  constructor(host: FigureHost) {
    this.#host = host;
    host.addController(this);
    for (const type of ['pointerenter', 'focusin']) host.addEventListener(type, this.#meet, { once: true });
  }

  hostConnected(): void {
    clearTimeout(this.#removal);
    this.width = this.#host.clientWidth;
    this.#stops = [
      watchWidth(this.#host, (width) => {
        if (Math.abs(width - this.width) < 0.5) return;
        this.width = width;
        this.#host.requestUpdate();
      }),
      watchNear(this.#host, (near) => {
        if (near === this.near) return;
        this.near = near;
        this.#host.requestUpdate();
        this.#schedule();
      }),
      // no frame comes before the paper
      watchPrint(() => this.#paint()),
    ];
  }

  hostDisconnected(): void {
    this.#stops.forEach((stop) => stop());
    this.#stops = [];
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#removal = setTimeout(() => {
      if (this.#host.isConnected) return;
      this.#painter?.destroy();
      this.#painter = undefined;
      this.#upgraded = false;
    }, keepAfterRemoval);
  }

  /** Shows a scene on a canvas, at the next frame, or when the figure comes near the viewport. */
  show(canvas: HTMLCanvasElement, scene: Scene, theme: Theme): void {
    if (canvas !== this.#canvas) {
      this.#painter?.destroy();
      this.#painter = undefined;
      this.#upgraded = false;
      this.#canvas = canvas;
    }
    canvas.style.width = `${scene.width}px`;
    canvas.style.height = `${scene.height}px`;
    this.#next = { scene, theme };
    this.#schedule();
  }

  /** Other data come: what is kept of the pictures before goes with the next one. */
  forget(): void {
    this.#painter?.forget?.();
  }

  /** Resolves when the newest scene is on the screen (or when there is nothing to paint now). */
  async painted(): Promise<void> {
    while (this.#frame || this.#layingOut) await (this.#layingOut ?? new Promise(requestAnimationFrame));
  }

  #schedule(): void {
    if (this.#frame || this.#layingOut || !this.near || !this.#next || !this.#host.isConnected) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#layOut();
    });
  }

  /** Paints when all heat maps are laid out: of hundreds of large ones, that takes longer than the page may stand still. */
  #layOut(): void {
    if (!this.#next) return;
    const work = layOutCells(this.#next.scene, devicePixelRatio || 1);
    if (workAWhile(work).done) return this.#paint();
    this.#layingOut = workInTurns(work).then(() => {
      this.#layingOut = undefined;
      this.#schedule();
    });
  }

  #paint(): void {
    const next = this.#next;
    const canvas = this.#canvas;
    if (!next || !canvas) return;
    this.#next = undefined;
    const painter = (this.#painter ??= canvasPainter(canvas));
    painter.draw(next.scene, next.theme, devicePixelRatio || 1);
    this.#last = next;
    if (this.#met || ++this.#draws > drawsOfMotion) void this.#upgrade();
    else if (cellsOf(next.scene) > manyCells) setTimeout(() => void this.#upgrade(), restBeforeWebgl);
  }

  readonly #meet = (): void => {
    this.#met = true;
    if (this.#canvas && this.#last) void this.#upgrade();
  };

  /** Hands the canvas to Pixi, once, when there is something for it to draw. */
  async #upgrade(): Promise<void> {
    if (this.#upgraded || !this.#painter || !this.#last || cellsOf(this.#last.scene) === 0) return;
    this.#upgraded = true;
    const canvas = this.#canvas!;
    let painter: Painter;
    try {
      const { loadPixi } = await import('../render/pixi/index.js');
      painter = (await loadPixi())(canvas);
    } catch {
      // no WebGL here: the Canvas 2D picture is complete, only slower
      return;
    }
    if (canvas !== this.#canvas || !this.#upgraded) {
      painter.destroy();
      return;
    }
    this.#painter?.destroy();
    this.#painter = painter;
    this.#next ??= this.#last;
    this.#schedule();
  }
}
