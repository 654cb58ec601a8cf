import { beside, startWorker, type WorkerFile } from '../core/start-worker.js';

// bundlers look for these very words, to make a file of each worker
const modelWorker: WorkerFile = {
  address: () => beside(import.meta.url, 'worker.js'),
  start: () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }),
  needsImportMap: true,
};
const flowWorker: WorkerFile = {
  address: () => beside(import.meta.url, 'flow-worker.js'),
  start: () => new Worker(new URL('./flow-worker.js', import.meta.url), { type: 'module' }),
};

/** The worker that holds a model; undefined where the page may have none. */
export const startModelWorker = (): Promise<Worker | undefined> => startWorker(modelWorker);

/** The same for the worker that follows attention through layers. */
export const startFlowWorker = (): Promise<Worker | undefined> => startWorker(flowWorker);
