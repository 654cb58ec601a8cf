import type { Model, OpenOptions } from '../models/model.js';

/** A checkpoint that an element holds. Whoever has called `release` may not use it any more. */
export interface HeldModel {
  url: string;
  model: Promise<Model>;
  release(): void;
}

/** How long a released model stays, for who asks next: elements are moved, and texts are edited. */
const linger = 10_000;

/** Opens a checkpoint, which `openModel` shares among all who hold it. */
export function holdModel(url: string, onProgress: NonNullable<OpenOptions['onProgress']>): HeldModel {
  const stop = new AbortController();
  let held = true;
  const model = import('../models/open-model.js').then(({ openModel }) =>
    openModel(url, {
      signal: stop.signal,
      onProgress: (loaded, total) => {
        if (held) onProgress(loaded, total);
      },
    }),
  );
  return {
    url,
    model,
    release() {
      if (!held) return;
      held = false;
      setTimeout(() => {
        stop.abort();
        model.then(
          (opened) => opened.close(),
          () => {},
        );
      }, linger);
    },
  };
}
