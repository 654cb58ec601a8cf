import { beside, once, startWorker } from '../../start-worker.js';
import { Kernel, kernelMemory } from '../kernel.js';
import { controlSize, Pool, type Joining } from './pool.js';

/** As many tiles as fit into the first kilobyte of the module's memory. */
const mostThreads = 7;

/** Where the first thread has its tile; the others' follow, 128 bytes each. */
const firstTile = 64;

const file = {
  address: () => beside(import.meta.url, 'kernel-thread.js'),
  // bundlers look for these very words, to make a file of the worker
  start: () => new Worker(new URL('./kernel-thread.js', import.meta.url), { type: 'module' }),
};

/**
 * A kernel that divides large products among threads, each a worker with an instance of the module over the same memory;
 * this thread is one of them. Undefined where there is one processor, or where workers may not start.
 */
export async function startThreads(
  bytes: Uint8Array<ArrayBuffer>,
  sharedFlag: number,
  wanted = processors(),
): Promise<Kernel | undefined> {
  const threads = Math.min(wanted, mostThreads);
  if (threads < 2) return undefined;
  const sharing = bytes.slice();
  // 1, a memory with a largest size, becomes 3, such a memory that is shared
  sharing[sharedFlag] = 3;
  const module = await WebAssembly.compile(sharing);
  const memory = kernelMemory(true);
  const control = new SharedArrayBuffer(controlSize);
  const workers = await Promise.all(
    Array.from({ length: threads - 1 }, async (_, i) => {
      const worker = await startWorker(file);
      const joining = { module, memory, control, tile: firstTile + 128 * (i + 1) } satisfies Joining;
      worker?.postMessage(joining);
      // a browser holds back what is sent to a worker that has just begun until this thread rests, and computing is no rest
      return worker && once(worker, 'joined');
    }),
  );
  const joined = workers.filter((worker) => worker !== undefined);
  return joined.length ? new Kernel(module, memory, new Pool(control, joined)) : undefined;
}

function processors(): number {
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  return navigator?.hardwareConcurrency ?? 1;
}
