import type { Scene } from '../scene/scene.js';
import type { Theme } from '../scene/theme.js';

/** Draws scenes into one canvas of one figure. */
export interface Painter {
  /**
   * Draws the scene now. The canvas's backing store is `scene.width × scene.height` times `pixelRatio`, rounded;
   * the painter sets it and clears it.
   */
  draw(scene: Scene, theme: Pick<Theme, 'fontFamily'>, pixelRatio: number): void;
  /** The next scene shows other data: what was kept for a reader who comes back is freed then. */
  forget?(): void;
  /** Frees what this painter holds for the figure (textures, buffers); the canvas stays as it is. */
  destroy(): void;
}

/** Makes a painter for a canvas. */
export type PainterFactory = (canvas: HTMLCanvasElement) => Painter;
