import type { Functions } from '../kernel.js';
import { runTask, type Task } from '../run-tasks.js';
import { readTask, taskSize, writeTask } from '../tasks.js';

/** What a thread needs to join. */
export interface Joining {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  control: SharedArrayBuffer;
  /** Address of its tile. */
  tile: number;
}

/** Cells of the control memory: numbers of tasks, that only grow; whether to end; whether a task was not done. */
const [next, end, done, stopped, failed] = [0, 1, 2, 3, 4] as const;

/** Bytes of these cells. */
const cellBytes = 64;

/** Tasks that lie on the desk at most: a power of 2. */
const places = 64;

export const controlSize = cellBytes + places * taskSize * 8;

/**
 * Where tasks lie for all threads. A task is taken by moving `next` on by one, as long as that is below `end`; numbers are
 * never set back, so that a thread that comes late takes nothing twice. They may overflow: only differences count.
 */
export class Desk {
  readonly #cells: Int32Array;
  readonly #tasks: Float64Array[];

  constructor(control: SharedArrayBuffer) {
    this.#cells = new Int32Array(control, 0, cellBytes / 4);
    this.#tasks = Array.from(
      { length: places },
      (_, i) => new Float64Array(control, cellBytes + i * taskSize * 8, taskSize),
    );
  }

  /** Waits for tasks; gives false when there will be no more. */
  wait(): boolean {
    for (;;) {
      const last = Atomics.load(this.#cells, end);
      if (Atomics.load(this.#cells, stopped)) return false;
      if (Atomics.load(this.#cells, next) !== last) return true;
      Atomics.wait(this.#cells, end, last);
    }
  }

  /**
   * Takes tasks and does them until none is left; gives how many.
   *
   * @throws what the module throws, once the task counts as ended
   */
  workOff(run: Functions): number {
    for (let count = 0; ;) {
      const task = Atomics.load(this.#cells, next);
      if (task === Atomics.load(this.#cells, end)) return count;
      if (Atomics.compareExchange(this.#cells, next, task, (task + 1) | 0) !== task) continue;
      try {
        runTask(run, readTask(this.#tasks[task & (places - 1)]!));
        count++;
      } catch (error) {
        Atomics.store(this.#cells, failed, 1);
        throw error;
      } finally {
        // whoever waits for all tasks would wait for ever
        Atomics.add(this.#cells, done, 1);
        Atomics.notify(this.#cells, done);
      }
    }
  }

  /** Lays tasks down, as many as there are places at most, and wakes the others. */
  lay(tasks: readonly Task[]): void {
    const from = Atomics.load(this.#cells, end);
    tasks.forEach((task, i) => writeTask(task, this.#tasks[(from + i) & (places - 1)]!));
    Atomics.store(this.#cells, end, (from + tasks.length) | 0);
    Atomics.notify(this.#cells, end);
  }

  /** Waits until all tasks are done. A page's own thread may not sleep: it looks again and again. */
  settle(mayWait: boolean): void {
    for (;;) {
      const sofar = Atomics.load(this.#cells, done);
      if (sofar === Atomics.load(this.#cells, end)) return;
      if (mayWait) Atomics.wait(this.#cells, done, sofar);
    }
  }

  /** Whether a task was not done since this was last asked. */
  hasFailed(): boolean {
    return Atomics.exchange(this.#cells, failed, 0) === 1;
  }

  stop(): void {
    Atomics.store(this.#cells, stopped, 1);
    Atomics.notify(this.#cells, end);
  }
}

/** Threads that do tasks together with the one that has them. */
export class Pool {
  /** This one included. */
  readonly threads: number;
  /** Tasks that others have done. */
  helped = 0;
  readonly #desk: Desk;
  readonly #workers: Worker[];
  readonly #mayWait = 'WorkerGlobalScope' in globalThis;

  constructor(control: SharedArrayBuffer, workers: Worker[]) {
    this.threads = workers.length + 1;
    this.#desk = new Desk(control);
    this.#workers = workers;
  }

  /** Does tasks in any order, at the same time; they must not write to the same places. */
  run(run: Functions, tasks: readonly Task[]): void {
    for (let i = 0; i < tasks.length; i += places) {
      const some = tasks.slice(i, i + places);
      this.#desk.lay(some);
      try {
        this.helped += some.length - this.#desk.workOff(run);
      } finally {
        this.#desk.settle(this.#mayWait);
      }
      // a thread that fails ends; what it had is done here, where what is wrong can be told
      if (this.#desk.hasFailed()) for (const task of some) runTask(run, task);
    }
  }

  /** Ends the threads. */
  end(): void {
    this.#desk.stop();
    for (const worker of this.#workers) worker.terminate();
  }
}
