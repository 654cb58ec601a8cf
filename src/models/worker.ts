/** Runs one model in a worker: answers the questions of `WorkerModel`. */
// At once, though not all models and pages need them: a worker that loads nothing later is one file, as Vite wants it.
import '@huggingface/tokenizers';
import { bringGpu } from '../core/gpu/gpu-ready.js';
import * as gpu from '../core/gpu/start-gpu.js';
import { bringThreads } from '../core/kernel/kernel-ready.js';
import * as threads from '../core/kernel/threads/start-threads.js';
import { LocalModel } from './local-model.js';
import type { GenerationStep } from './model.js';
import { buffersOf, packError, type Answer, type OpenedModel, type Question } from './worker-messages.js';

/** What there is of a worker's global scope here; the types of windows and workers cannot be had together. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<Question>) => void) | null;
  postMessage(answer: Answer, transfer?: Transferable[]): void;
}

bringGpu(gpu);
bringThreads(threads);

const scope = globalThis as unknown as WorkerScope;
/** Milliseconds between two messages of progress. */
const progressPause = 50;

let model: LocalModel | undefined;
const running = new Map<number, AbortController>();
const generations = new Map<number, AsyncGenerator<GenerationStep>>();

async function answer(question: Question, signal: AbortSignal): Promise<unknown> {
  const { id, ask } = question;
  switch (ask) {
    case 'open': {
      let last = 0;
      const onProgress = (loaded: number, total: number | undefined): void => {
        // a chunk is no news, and a message for each would keep the page busy
        if (performance.now() - last < progressPause && loaded !== total) return;
        last = performance.now();
        scope.postMessage({ id, progress: [loaded, total] });
      };
      model = await LocalModel.open(question.url, { ...question.options, signal, onProgress });
      const { family, kind, name, config } = model;
      return { family, kind, name, config } satisfies OpenedModel;
    }
    case 'tokenize':
      return model!.tokenize(question.text);
    case 'run':
      return model!.run(question.input, { ...question.options, signal });
    case 'generate':
      generations.set(id, model!.generate(question.input, { ...question.options, signal }));
      return undefined;
    case 'next': {
      const step = await generations.get(question.of)!.next();
      return step.done ? undefined : step.value;
    }
    case 'stop':
      generations.delete(question.of);
      running.get(question.of)?.abort(new DOMException('stopped', 'AbortError'));
      running.delete(question.of);
      return undefined;
  }
}

scope.onmessage = ({ data: question }) => {
  const { id } = question;
  const controller = new AbortController();
  running.set(id, controller);
  answer(question, controller.signal)
    .then((result) => scope.postMessage({ id, result }, [...buffersOf(result)]))
    .catch((error: unknown) => scope.postMessage({ id, error: packError(error) }))
    .finally(() => {
      // a generation can be stopped until it is
      if (question.ask !== 'generate') running.delete(id);
    });
};
// a server that imports this module has no page to tell
if ('postMessage' in globalThis) scope.postMessage({ ready: true });
