import { zoomScene } from '../scene/diagram/zoom.js';
import type { BlockPath } from '../core/architecture/architecture.js';
import type { Box, DiagramScene } from '../scene/diagram/diagram.js';
import type { Scene } from '../scene/scene.js';
import { ease, tween } from '../scene/tween.js';

/** How long it takes to walk into a block, and for one step to turn into the next; milliseconds. */
const zoomTime = 380;
const stepTime = 240;

interface Shown {
  scene: DiagramScene;
  focus: BlockPath;
  step: number | undefined;
}

/** Shows scenes of a diagram: walks into blocks and out again, and lets steps turn into each other. */
export class DiagramMotion {
  #last: Shown | undefined;
  #frame = 0;

  /** @param draw draws one scene, at once or at the next frame */
  show(next: Shown, draw: (scene: Scene) => void): void {
    const last = this.#last;
    if (last?.scene === next.scene) {
      if (!this.#frame) draw(next.scene);
      return;
    }
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#last = next;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const between = last && !still && last.scene.width === next.scene.width && way(last, next);
    if (!between) {
      draw(next.scene);
      return;
    }
    const start = performance.now();
    const frame = (now: number) => {
      const t = Math.min(1, Math.max(0, (now - start) / between.time));
      this.#frame = t < 1 ? requestAnimationFrame(frame) : 0;
      draw(t < 1 ? between.at(ease(t)) : next.scene);
    };
    draw(between.at(0));
    this.#frame = requestAnimationFrame(frame);
  }
}

interface Way {
  time: number;
  at(t: number): Scene;
}

/** How to get from one picture to the next; undefined where there is no way to show. */
function way(last: Shown, next: Shown): Way | undefined {
  if (last.focus === next.focus) {
    if (last.step === next.step) return undefined;
    return { time: stepTime, at: (t) => tween(last.scene, next.scene, t) };
  }
  const into = boxOf(last.scene, next.focus, last.focus);
  if (into) return { time: zoomTime, at: (t) => zoomScene(last.scene, next.scene, into, t) };
  const outOf = boxOf(next.scene, last.focus, next.focus);
  if (outOf) return { time: zoomTime, at: (t) => zoomScene(next.scene, last.scene, outOf, 1 - t) };
  return undefined;
}

/** Where a block, or the nearest block around it, stands in the picture of a block that it lies in. */
function boxOf(scene: DiagramScene, path: BlockPath, within: BlockPath): Box | undefined {
  if (within !== '' && !path.startsWith(`${within}.`)) return undefined;
  for (let at = path; at.length > within.length; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const box = scene.boxes.get(at);
    if (box) return box;
  }
  return undefined;
}
