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
