import { widenWeights, type AttentionData, type WeightArray } from '../core/attention-data.js';
import { HeadFuser } from '../core/fuse-heads.js';
import type { Steps } from '../core/steps.js';
import { followSteps, type LayerNumbers, type ThroughChoice } from '../core/through-layers.js';
import { afterReading, readingShare, type FlowAnswer, type FlowQuestion } from './flow-messages.js';
import { pause } from '../core/pause.js';
import { startFlowWorker } from './start-worker.js';

export interface FollowOptions {
  signal: AbortSignal;
  /** Told between 0 and 1. */
  onProgress: (share: number) => void;
  /** Default true: computes in a worker, where the page may have one. */
  worker?: boolean;
}

/** How long this thread is kept at a time, milliseconds: half a frame. */
const slice = 8;

/** Products that are computed between two looks at the clock. */
const fewProducts = 2 ** 25;

/**
 * Follows attention down through the layers as `throughLayers` does, with the same result: in a worker of its own, that
 * ends with the work, or between pauses on this thread where the page may have none.
 *
 * @throws the reason of `signal` when that aborts
 */
export async function followLayers(
  data: AttentionData,
  choice: ThroughChoice,
  options: FollowOptions,
): Promise<LayerNumbers> {
  const worker = options.worker === false ? undefined : await startFlowWorker();
  try {
    options.signal.throwIfAborted();
    return await (worker ? followThere(worker, data, choice, options) : followHere(data, choice, options));
  } finally {
    worker?.terminate();
  }
}

async function followThere(
  worker: Worker,
  data: AttentionData,
  choice: ThroughChoice,
  { signal, onProgress }: FollowOptions,
): Promise<LayerNumbers> {
  const { layers, heads, residual, method } = choice;
  /** Resolves at the next answer that is no progress. */
  const answer = (): Promise<FlowAnswer> =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const stop = (): void => reject(signal.reason as Error);
      signal.addEventListener('abort', stop);
      const settle = (action: () => void): void => {
        signal.removeEventListener('abort', stop);
        action();
      };
      worker.onerror = (event) => {
        event.preventDefault();
        settle(() => reject(new Error(event.message || 'the worker has failed')));
      };
      worker.onmessage = ({ data: said }: MessageEvent<FlowAnswer>) => {
        if ('share' in said) onProgress(said.share);
        else if ('error' in said) settle(() => reject(said.error));
        else settle(() => resolve(said));
      };
    });
  const tell = (question: FlowQuestion, transfer: Transferable[] = []): void =>
    worker.postMessage(question, transfer);
  const begin = { layers: layers.length, heads: heads.length, tokens: data.queries, residual, method };
  tell(begin);
  let last: FlowAnswer | undefined;
  for (const [i, matrix] of matricesOf(data, choice).entries()) {
    // one head at a time: a copy of all would need as much memory again, and keep the page while it is made
    const copy = matrix.slice();
    const answered = answer();
    tell({ matrix: copy, scale: data.scale }, [copy.buffer]);
    last = await answered;
    onProgress((readingShare * (i + 1)) / (layers.length * heads.length));
  }
  for (;;) {
    if (last && 'numbers' in last) return last.numbers;
    last = await answer();
  }
}

async function followHere(
  data: AttentionData,
  choice: ThroughChoice,
  { signal, onProgress }: FollowOptions,
): Promise<LayerNumbers> {
  const { layers, heads, residual, method } = choice;
  const fuser = new HeadFuser(layers.length, heads.length, data.queries, residual);
  return inSlices(steps(), signal, onProgress);

  function* steps(): Steps<LayerNumbers> {
    for (const [i, matrix] of matricesOf(data, choice).entries()) {
      fuser.add(widenWeights(matrix, data.scale));
      yield (readingShare * (i + 1)) / (layers.length * heads.length);
    }
    return yield* afterReading(followSteps(fuser.fused, data.queries, method, fewProducts));
  }
}

/** Runs steps a few milliseconds at a time, with pauses for everything else that waits for this thread. */
async function inSlices<T>(
  steps: Steps<T>,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<T> {
  for (let began = performance.now(); ;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - began < slice) continue;
    onProgress(step.value);
    await pause();
    signal.throwIfAborted();
    began = performance.now();
  }
}

/** The matrices of the chosen heads as they are stored, layer by layer; no copies. */
function matricesOf(
  { weights, heads: all, queries }: AttentionData,
  { layers, heads }: ThroughChoice,
): WeightArray[] {
  const size = queries * queries;
  return layers.flatMap((layer) =>
    heads.map((head) => weights.subarray((layer * all + head) * size, (layer * all + head + 1) * size)),
  );
}
