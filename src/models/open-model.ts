import type { Model, OpenOptions } from './model.js';
import { startWorker } from './start-worker.js';
import { WorkerModel } from './worker-model.js';

/**
 * Loads a checkpoint in Hugging Face layout: the address of a folder with `config.json`, `tokenizer.json` and
 * `model.safetensors` (or its shards), or of one `.safetensors` file in such a folder. Everything runs in a worker, or
 * between pauses on this thread where the page may have none.
 *
 * @throws InputError `network`, `format`, `truncated`, … for files that cannot be had or read, `unsupported` for families
 *   and number types that are not known, `shape` for tensors that do not fit the config; the reason of `signal` when that
 *   aborts
 */
export async function openModel(url: string, options: OpenOptions = {}): Promise<Model> {
  options.signal?.throwIfAborted();
  const address = absolute(url);
  const worker = options.worker === false ? undefined : await startWorker();
  if (options.signal?.aborted) worker?.terminate();
  options.signal?.throwIfAborted();
  if (worker) return WorkerModel.open(worker, address, options);
  const { LocalModel } = await import('./local-model.js');
  return LocalModel.open(address, options);
}

/** Workers do not know the address of the page. An address that is none is refused where it is read. */
function absolute(url: string): string {
  const base = globalThis.document?.baseURI;
  return URL.canParse(url, base) ? new URL(url, base).href : url;
}
