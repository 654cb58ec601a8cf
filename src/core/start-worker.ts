/** The file of a worker, and how to start it by the words that bundlers look for. */
export interface WorkerFile {
  /** Address of that file, put together so that bundlers do not take it for one more; a script without address has none. */
  address: () => string;
  start: () => Worker;
  /** Its modules import packages by their names. */
  needsImportMap?: true;
}

/** Address of a file beside a module. */
export const beside = (moduleUrl: string, name: string): string => moduleUrl.replace(/[^/]*$/, name);

/**
 * Starts a worker; undefined where the page may have none: no workers (Node), a Content Security Policy that forbids them,
 * a file that is missing. The worker has to say `{ ready: true }` first.
 */
export async function startWorker(file: WorkerFile): Promise<Worker | undefined> {
  if (typeof Worker === 'undefined') return undefined;
  const whole = file.needsImportMap && wholeOf(addressOf(file));
  return (
    (whole ? await answering(() => fromAddress(whole)) : undefined) ??
    (await answering(() => fromTrustedFile(file))) ??
    (await answering(() => fromBlob(whole || file.address())))
  );
}

const addressOf = ({ address }: WorkerFile): string => {
  try {
    return address();
  } catch {
    return '';
  }
};

/**
 * The same worker as one file, where modules are served as published, without a bundler: a worker knows no import map of
 * its page.
 */
const wholeOf = (address: string): string | undefined => {
  const [, folder, name] = /^(https?:.*)\/esm\/(?:.*\/)?([^/]+\.js)$/.exec(address) ?? [];
  return folder && `${folder}/cdn/chunks/${name}`;
};

const fromAddress = (address: string): Worker => new Worker(trusted(address), { type: 'module' });

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
    return fromAddress(file.address());
  }
}

/** A script on another site may not become a worker; a module of this page that imports it may. */
function fromBlob(address: string): Worker {
  const blob = new Blob([`import ${JSON.stringify(address)};`], { type: 'text/javascript' });
  const url = URL.createObjectURL(blob);
  try {
    return fromAddress(url);
  } finally {
    // the worker has the blob by then, but not every browser has read it
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }
}

/** The worker, once it has said that it runs. */
async function answering(start: () => Worker): Promise<Worker | undefined> {
  let worker: Worker;
  try {
    worker = start();
  } catch {
    return undefined;
  }
  return once(worker, 'ready');
}

/** A worker, once it has said a word: a message that has it as a key. Undefined, and the worker ended, where it fails first. */
export function once(worker: Worker, word: string): Promise<Worker | undefined> {
  return new Promise((resolve) => {
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      resolve(undefined);
    };
    worker.onmessage = ({ data }: MessageEvent<object>) => {
      if (word in data) resolve(worker);
    };
  });
}
