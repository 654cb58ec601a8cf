/**
 * The one way in which tests read the reference data (PyTorch oracles, attention of published models). Where the folder
 * is missing, as on a user's machine, `sharedJson` and `sharedBytes` mark the running test as skipped.
 */

const base = '/shared-data/';

let available: Promise<boolean> | undefined;

/** Whether the folder of reference data is there. */
export function hasSharedData(): Promise<boolean> {
  available ??= fetch(`${base}manifest.json`, { method: 'HEAD' }).then((response) => response.ok);
  return available;
}

/** Skips the running test, by name, where the reference data are missing. Call it first: `await needSharedData(this)`. */
export async function needSharedData(context: Mocha.Context): Promise<void> {
  if (!(await hasSharedData())) context.skip();
}

async function get(path: string): Promise<Response> {
  const response = await fetch(base + path);
  if (!response.ok) throw new Error(`no reference data at ${path}`);
  return response;
}

/** A JSON file of the reference data, e.g. `real/gpt2-fox-10/tokens.json`. */
export async function sharedJson<T>(path: string): Promise<T> {
  return (await (await get(path)).json()) as T;
}

/** A binary file of the reference data. */
export async function sharedBytes(path: string): Promise<ArrayBuffer> {
  return (await get(path)).arrayBuffer();
}

/** URL of a file of the reference data, for `src`. */
export function sharedUrl(path: string): string {
  return base + path;
}
