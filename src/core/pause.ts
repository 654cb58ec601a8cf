/** How long work goes on before others have their turn, milliseconds: half of a frame. */
const share = 8;

let channel: MessageChannel | undefined;
const waiting: (() => void)[] = [];

/** Node's own way; an open channel would keep a program there from ending. */
const { setImmediate } = globalThis as { setImmediate?: (action: () => void) => void };

/**
 * Lets everything else happen that waits for this thread: messages, and in a window clicks and frames. A message to
 * oneself, as timers wait for 4 ms and promises for nothing.
 */
export function pause(): Promise<void> {
  if (setImmediate) return new Promise(setImmediate);
  if (!channel) {
    channel = new MessageChannel();
    channel.port1.onmessage = () => waiting.shift()?.();
  }
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel!.port2.postMessage(undefined);
  });
}

/** Work that can be left off at each `yield`. */
export type Work<Result> = Generator<void, Result, void>;

/** All of it at once. */
export function workThrough<Result>(work: Work<Result>): Result {
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value;
}

/** As much of it as half a frame has time for. */
export function workAWhile<Result>(work: Work<Result>): IteratorResult<void, Result> {
  const end = performance.now() + share;
  let step = work.next();
  while (!step.done && performance.now() < end) step = work.next();
  return step;
}

/** All of it, with pauses, so that no frame of the page waits for it; stops with the reason of `signal` when that aborts. */
export async function workInTurns<Result>(work: Work<Result>, signal?: AbortSignal): Promise<Result> {
  for (;;) {
    const step = workAWhile(work);
    if (step.done) return step.value;
    await pause();
    signal?.throwIfAborted();
  }
}
