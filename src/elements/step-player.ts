import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Time that a reader has for one step while it plays, milliseconds. */
export const usualPace = 2200;

/** Goes through the steps of a figure, by the reader's hand or by itself; stops at the end and when it leaves the page. */
export class StepPlayer implements ReactiveController {
  #host: ReactiveControllerHost & { step?: number | string };
  #state: () => { step: number; count: number };
  #pace: () => number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The step that it has come to. */
  #own: number | string | undefined;

  /**
   * @param state the present step, from 1 (0 before the first), and how many there are
   * @param pace time for one step, milliseconds
   */
  constructor(
    host: ReactiveControllerHost & { step?: number | string },
    state: () => { step: number; count: number },
    pace = () => usualPace,
  ) {
    this.#host = host;
    this.#state = state;
    this.#pace = pace;
    host.addController(this);
  }

  get playing(): boolean {
    return this.#timer !== undefined;
  }

  /** Who chooses a step, or none, is not led on from there. */
  hostUpdate(): void {
    if (this.playing && this.#host.step !== this.#own) this.#stop();
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
    if (now >= count || now < 1) this.#host.step = 1;
    this.#own = this.#host.step;
    this.#wait();
    this.#host.requestUpdate();
  }

  /** Goes on by one step when its time has come. */
  #wait(): void {
    this.#timer = setTimeout(() => {
      const { step: now, count } = this.#state();
      this.#own = this.#host.step = Math.min(count, now + 1);
      if (now + 1 >= count) this.#stop();
      else this.#wait();
    }, this.#pace());
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#host.requestUpdate();
  }
}
