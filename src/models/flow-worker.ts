/** Follows attention through layers in a worker: answers the questions of `followLayers`. */
import { widenWeights } from '../core/attention-data.js';
import { HeadFuser } from '../core/fuse-heads.js';
import { bringThreads, kernelReady } from '../core/kernel/kernel-ready.js';
import * as threads from '../core/kernel/threads/start-threads.js';
import { followSteps, type FlowMethod } from '../core/through-layers.js';
import { afterReading, type FlowAnswer, type FlowQuestion } from './flow-messages.js';

/** What there is of a worker's global scope here; the types of windows and workers cannot be had together. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<FlowQuestion>) => void) | null;
  postMessage(answer: FlowAnswer, transfer?: Transferable[]): void;
}

// at once, though few pages need it: a worker that loads nothing later is one file, as Vite wants it
bringThreads(threads);

const scope = globalThis as unknown as WorkerScope;
/** Milliseconds between two messages of progress. */
const progressPause = 50;
/** Products between two looks at the clock. */
const someProducts = 2 ** 28;

const kernel = kernelReady();
let job: { fuser: HeadFuser; tokens: number; method: FlowMethod } | undefined;

async function compute(): Promise<void> {
  await kernel;
  const { fuser, tokens, method } = job!;
  const steps = afterReading(followSteps(fuser.fused, tokens, method, someProducts));
  for (let last = performance.now(); ;) {
    const step = steps.next();
    if (step.done) {
      const { fused, rolled, weights } = step.value;
      const buffers = [fused, rolled, weights].map(({ buffer }) => buffer as ArrayBuffer);
      return scope.postMessage({ numbers: step.value }, buffers);
    }
    if (performance.now() - last < progressPause) continue;
    last = performance.now();
    scope.postMessage({ share: step.value });
  }
}

function take(question: FlowQuestion): void {
  if (!('matrix' in question)) {
    const { layers, heads, tokens, residual, method } = question;
    job = { fuser: new HeadFuser(layers, heads, tokens, residual), tokens, method };
    return;
  }
  const isLast = job!.fuser.add(widenWeights(question.matrix, question.scale));
  scope.postMessage({ taken: true });
  if (isLast) compute().catch((error: Error) => scope.postMessage({ error }));
}

scope.onmessage = ({ data }) => {
  try {
    take(data);
  } catch (error) {
    scope.postMessage({ error: error as Error });
  }
};
scope.postMessage({ ready: true });
