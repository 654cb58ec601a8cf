import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { AttentionData } from '../core/attention-data.js';
import { throughLayers, type LayerNumbers, type ThroughChoice } from '../core/through-layers.js';
import { StillComputing } from '../scene/flow-data.js';
import { asInputError } from './as-input-error.js';
import { patience, type Progress } from './reader.js';

/** Work that is done at once, some 10 milliseconds: products of a rollout, edges times pairs of a maximum flow. */
const littleWork = { rollout: 1e7, flow: 3e5 };

/** Numbers that were asked for: being computed, there, or not to be had. */
interface Job {
  data: AttentionData;
  key: string;
  stop: AbortController;
  numbers?: LayerNumbers;
  problem?: unknown;
}

/** Attention through the layers for one element: little at once, much in a worker, and only while it is wanted. */
export class LayerFlows implements ReactiveController {
  /** Set while slow work is under way. */
  progress: Progress | undefined;
  readonly #host: ReactiveControllerHost;
  #job: Job | undefined;
  #isWanted = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    // moved to another place: work that ended there begins again
    if (this.#isWanted && !this.#job) this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    if (!this.#job?.numbers) this.#end();
  }

  /** Makes a picture, if there is one by now. Work for which it does not ask any more ends. */
  during(compose: () => void): void {
    this.#isWanted = false;
    try {
      compose();
    } catch (error) {
      if (!(error instanceof StillComputing)) throw error;
    } finally {
      if (!this.#isWanted) this.#end();
    }
  }

  /** What the composer asks. */
  readonly numbersOf = (data: AttentionData, choice: ThroughChoice): LayerNumbers => {
    if (workOf(data, choice) <= littleWork[choice.method]) return throughLayers(data, choice);
    this.#isWanted = true;
    const key = JSON.stringify(choice);
    if (this.#job?.data !== data || this.#job.key !== key) this.#begin(data, choice, key);
    const { numbers, problem } = this.#job!;
    if (problem) throw asInputError(problem, 'attention-view');
    if (!numbers) throw new StillComputing();
    return numbers;
  };

  /** Ends all work, and forgets what it came to. */
  #end(): void {
    this.#job?.stop.abort();
    this.#job = undefined;
    this.progress = undefined;
  }

  #begin(data: AttentionData, choice: ThroughChoice, key: string): void {
    this.#end();
    const job: Job = (this.#job = { data, key, stop: new AbortController() });
    void this.#compute(job, choice);
  }

  async #compute(job: Job, choice: ThroughChoice): Promise<void> {
    const { signal } = job.stop;
    const started = performance.now();
    const onProgress = (share: number): void => {
      if (signal.aborted || performance.now() - started < patience) return;
      this.progress = { loaded: share, total: 1, computing: true };
      this.#host.requestUpdate();
    };
    try {
      const { followLayers } = await import('../models/follow-layers.js');
      job.numbers = await followLayers(job.data, choice, { signal, onProgress });
    } catch (error) {
      job.problem = error;
    }
    if (signal.aborted) return;
    this.progress = undefined;
    this.#host.requestUpdate();
  }
}

function workOf({ queries }: AttentionData, { layers, method }: ThroughChoice): number {
  return layers.length * queries ** (method === 'flow' ? 4 : 3);
}
