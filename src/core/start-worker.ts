/** What every worker here says once it runs. */
interface Ready {
  ready: true;
}

/** The file of a worker, and how to start it by the words that bundlers look for. */
export interface WorkerFile {
  /** Address of that file, put together so that bundlers do not take it for one more. */
  address: string;
  start: () => Worker;
}

/** Address of a file beside a module. */
export const beside = (moduleUrl: string, name: string): string => moduleUrl.replace(/[^/]*$/, name);

/**
 * Starts a worker; undefined where the page may have none: no workers (Node), a Content Security Policy that forbids them,
 * a file that is missing. The worker has to say `{ ready: true }` first.
 */
export async function startWorker(file: WorkerFile): Promise<Worker | undefined> {
  if (typeof Worker === 'undefined') return undefined;
  return (await answering(() => fromTrustedFile(file))) ?? (await answering(() => fromBlob(file)));
}

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

/** The worker of that file; a page under Trusted Types refuses its plain address by a TypeError. */
function fromTrustedFile(file: WorkerFile): Worker {
  try {
    return file.start();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return new Worker(trusted(file.address), { type: 'module' });
  }
}

/** A script on another site may not become a worker; a module of this page that imports it may. */
function fromBlob(file: WorkerFile): Worker {
  const blob = new Blob([`import ${JSON.stringify(file.address)};`], { type: 'text/javascript' });
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
    worker.onmessage = ({ data }: MessageEvent<Ready | object>) => {
      if ('ready' in data) resolve(worker);
    };
  });
}
