import type { Model, OpenOptions } from './model.js';
import { startModelWorker } from './start-worker.js';
import { WorkerModel } from './worker-model.js';

/** Loads a checkpoint for one user, in a worker or, where the page may have none, on this thread; see `openModel`. */
export async function openAlone(url: string, options: OpenOptions = {}): Promise<Model> {
  options.signal?.throwIfAborted();
  const address = absolute(url);
  const worker = options.worker === false ? undefined : await startModelWorker();
  if (options.signal?.aborted) worker?.terminate();
  options.signal?.throwIfAborted();
  if (worker) return WorkerModel.open(worker, address, options);
  const { LocalModel } = await import('./local-model.js');
  return LocalModel.open(address, options);
}

/** Workers do not know the address of the page. An address that is none is refused where it is read. */
export function absolute(url: string): string {
  const base = globalThis.document?.baseURI;
  return URL.canParse(url, base) ? new URL(url, base).href : url;
}
