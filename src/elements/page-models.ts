import type { Model, OpenOptions } from '../models/model.js';

interface Entry {
  users: number;
  model: Promise<Model>;
  abort: AbortController;
  /** Everyone who waits for the download hears of it. */
  listeners: Set<NonNullable<OpenOptions['onProgress']>>;
  closing?: ReturnType<typeof setTimeout>;
}

/** How long a model that nobody uses stays: elements are moved, and texts are edited. */
const linger = 10_000;

const entries = new Map<string, Entry>();

/** A model that elements of the page share, by its address. Whoever has called `release` may not use it any more. */
export interface SharedModel {
  model: Promise<Model>;
  release(): void;
}

/** Opens a checkpoint, once for all elements that show it. A failed download is tried anew by the next who asks. */
export function shareModel(url: string, onProgress: NonNullable<OpenOptions['onProgress']>): SharedModel {
  const entry = entries.get(url) ?? open(url);
  entry.users++;
  clearTimeout(entry.closing);
  entry.listeners.add(onProgress);
  let used = true;
  return {
    model: entry.model,
    release() {
      if (!used) return;
      used = false;
      entry.listeners.delete(onProgress);
      if (--entry.users > 0) return;
      entry.closing = setTimeout(() => close(url, entry), linger);
    },
  };
}

function open(url: string): Entry {
  const abort = new AbortController();
  const listeners: Entry['listeners'] = new Set();
  const onProgress: OpenOptions['onProgress'] = (loaded, total) =>
    listeners.forEach((listener) => listener(loaded, total));
  const model = import('../models/open-model.js').then(({ openModel }) =>
    openModel(url, { signal: abort.signal, onProgress }),
  );
  const entry: Entry = { users: 0, model, abort, listeners };
  entries.set(url, entry);
  model.catch(() => entries.delete(url));
  return entry;
}

function close(url: string, entry: Entry): void {
  if (entries.get(url) === entry) entries.delete(url);
  entry.abort.abort();
  entry.model.then(
    (model) => model.close(),
    () => {},
  );
}
