import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Time that a reader has for one step while it plays, milliseconds. */
const pace = 2200;

/** Goes through the steps of a figure, by the reader's hand or by itself; stops at the end and when it leaves the page. */
export class StepPlayer implements ReactiveController {
  #host: ReactiveControllerHost & { step?: number | string };
  #state: () => { step: number; count: number };
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @param state the present step, from 1, and how many there are */
  constructor(
    host: ReactiveControllerHost & { step?: number | string },
    state: () => { step: number; count: number },
  ) {
    this.#host = host;
    this.#state = state;
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
      this.#host.step = Math.min(this.#state().count, Math.max(1, step));
      return;
    }
    if (this.playing) {
      this.#stop();
      return;
    }
    const { step: now, count } = this.#state();
    if (now >= count) this.#host.step = 1;
    this.#timer = setInterval(() => {
      const { step: now, count } = this.#state();
      this.#host.step = Math.min(count, now + 1);
      if (now + 1 >= count) this.#stop();
    }, pace);
    this.#host.requestUpdate();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#host.requestUpdate();
  }
}
