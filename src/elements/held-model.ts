import type { Model, OpenOptions } from '../models/model.js';

/** A checkpoint that an element holds. Whoever has called `release` may not use it any more, but where `retake` is true. */
export interface HeldModel {
  url: string;
  model: Promise<Model>;
  /** It could not be opened. */
  readonly failed: boolean;
  release(): void;
  /** Takes it back, for an element that was only moved; gives whether it was still there. */
  retake(): boolean;
}

/** How long a released model stays, for who asks next: elements are moved, and texts are edited. */
const linger = 10_000;

/** Opens a checkpoint, which `openModel` shares among all who hold it. */
export function holdModel(url: string, onProgress: NonNullable<OpenOptions['onProgress']>): HeldModel {
  const stop = new AbortController();
  let held = true;
  let closing: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  let failed = false;
  const model = import('../models/open-model.js').then(({ openModel }) =>
    openModel(url, {
      signal: stop.signal,
      onProgress: (loaded, total) => {
        if (held) onProgress(loaded, total);
      },
    }),
  );
  model.catch(() => (failed = true));
  return {
    url,
    model,
    get failed() {
      return failed;
    },
    release() {
      if (!held) return;
      held = false;
      closing = setTimeout(() => {
        closed = true;
        stop.abort();
        model.then(
          (opened) => opened.close(),
          () => {},
        );
      }, linger);
    },
    retake() {
      if (closed) return false;
      clearTimeout(closing);
      return (held = true);
    },
  };
}
