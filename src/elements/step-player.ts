import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { lastStep } from '../scene/steps.js';

/** Time that a reader has for one step while it plays, milliseconds. */
const pace = 2200;

/** Goes through the steps of a figure, by the reader's hand or by itself; stops at the end and when it leaves the page. */
export class StepPlayer implements ReactiveController {
  #host: ReactiveControllerHost & { step?: number | string };
  #now: () => number;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost & { step?: number | string }, now: () => number) {
    this.#host = host;
    this.#now = now;
    host.addController(this);
  }

  get playing(): boolean {
    return this.#timer !== undefined;
  }

  hostDisconnected(): void {
    this.#stop();
  }

  goTo(step: number | 'play'): void {
    if (step !== 'play') {
      this.#stop();
      this.#host.step = Math.min(lastStep, Math.max(1, step));
      return;
    }
    if (this.playing) {
      this.#stop();
      return;
    }
    if (this.#now() >= lastStep) this.#host.step = 1;
    this.#timer = setInterval(() => {
      const next = this.#now() + 1;
      this.#host.step = next;
      if (next >= lastStep) this.#stop();
    }, pace);
    this.#host.requestUpdate();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#host.requestUpdate();
  }
}
