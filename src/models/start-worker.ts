import type { Answer } from './worker-messages.js';

/**
 * Starts the worker that holds a model; undefined where the page may have none: no workers (Node), a Content Security
 * Policy that forbids them, a file that is missing.
 */
export async function startWorker(): Promise<Worker | undefined> {
  if (typeof Worker === 'undefined') return undefined;
  return (await answering(fromFile)) ?? (await answering(fromBlob));
}

// bundlers look for these very words, to make a file of the worker
const fromFile = (): Worker => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });

/**
 * A script on another site may not become a worker; a module of this page that imports it may. The address is put
 * together so that bundlers do not take it for a second worker.
 */
function fromBlob(): Worker {
  const file = import.meta.url.replace(/[^/]*$/, 'worker.js');
  const blob = new Blob([`import ${JSON.stringify(file)};`], { type: 'text/javascript' });
  const url = URL.createObjectURL(blob);
  try {
    return new Worker(url, { type: 'module' });
  } finally {
    // the worker has the blob by then, but not every browser has read it
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }
}

/** The worker, once it has said that it runs. */
function answering(start: () => Worker): Promise<Worker | undefined> {
  return new Promise((resolve) => {
    let worker: Worker;
    try {
      worker = start();
    } catch {
      return resolve(undefined);
    }
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      resolve(undefined);
    };
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      if ('ready' in data) resolve(worker);
    };
  });
}
