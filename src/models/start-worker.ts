import type { Answer } from './worker-messages.js';

/**
 * Starts the worker that holds a model; undefined where the page may have none: no workers (Node), a Content Security
 * Policy that forbids them, a file that is missing.
 */
export async function startWorker(): Promise<Worker | undefined> {
  if (typeof Worker === 'undefined') return undefined;
  return (await answering(fromTrustedFile)) ?? (await answering(fromBlob));
}

/** Address of the worker beside this module, put together so that bundlers do not take it for a second worker. */
const address = (): string => import.meta.url.replace(/[^/]*$/, 'worker.js');

// bundlers look for these very words, to make a file of the worker
const fromFile = (): Worker => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });

/** What of Trusted Types is needed here; TypeScript does not know them yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): {
    createScriptURL(url: string): unknown;
  };
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/** Pages that enforce Trusted Types take addresses of workers only from a policy that they have allowed by its name. */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy('attention-elements', { createScriptURL: (own) => own });
  return (policy?.createScriptURL(url) as string | undefined) ?? url;
}

/** The worker beside this module; a page under Trusted Types refuses its plain address by a TypeError. */
function fromTrustedFile(): Worker {
  try {
    return fromFile();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return new Worker(trusted(address()), { type: 'module' });
  }
}

/** A script on another site may not become a worker; a module of this page that imports it may. */
function fromBlob(): Worker {
  const blob = new Blob([`import ${JSON.stringify(address())};`], { type: 'text/javascript' });
  const url = URL.createObjectURL(blob);
  try {
    return new Worker(trusted(url), { type: 'module' });
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
