/** One thread of the kernel: a worker that waits for tasks and does them, until it is told to end. */
import { instantiate } from '../kernel.js';
import { Desk, type Joining } from './pool.js';

/** What there is of a worker's global scope here; the types of windows and workers cannot be had together. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<Joining>) => void) | null;
  postMessage(answer: { ready: true } | { joined: true }): void;
  close(): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = ({ data: { module, memory, control, tile } }) => {
  const run = instantiate(module, memory);
  run.useTile(tile);
  const desk = new Desk(control);
  scope.postMessage({ joined: true });
  while (desk.wait()) desk.workOff(run);
  scope.close();
};
scope.postMessage({ ready: true });
