import type { Scene } from '../scene/scene.js';
import { ease, tween } from '../scene/tween.js';

/** How long one step takes to turn into the next, milliseconds. */
const duration = 280;

/** Shows scenes; where the step has changed, lets the old one turn into the new one. Readers who asked for less motion get none. */
export class StepMotion {
  #last: { scene: Scene; step: number } | undefined;
  #frame = 0;

  /**
   * @param step the step that the scene belongs to; undefined for views without steps, which never move
   * @param draw draws one scene, at once or at the next frame
   */
  show(scene: Scene, step: number | undefined, draw: (scene: Scene) => void): void {
    const last = this.#last;
    if (last?.scene === scene) {
      if (!this.#frame) draw(scene);
      return;
    }
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#last = step === undefined ? undefined : { scene, step };
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (!last || step === undefined || last.step === step || still || last.scene.width !== scene.width) {
      draw(scene);
      return;
    }
    const start = performance.now();
    const frame = (now: number) => {
      const t = Math.min(1, Math.max(0, (now - start) / duration));
      this.#frame = t < 1 ? requestAnimationFrame(frame) : 0;
      draw(tween(last.scene, scene, ease(t)));
    };
    draw(last.scene);
    this.#frame = requestAnimationFrame(frame);
  }
}
