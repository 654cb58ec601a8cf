import { currentKernel, setCurrentKernel } from './current.js';
import { Kernel } from './kernel.js';
import { kernelBytes, plainLength, sharedAt } from './kernel-bytes.js';

export interface KernelOptions {
  /** Uses fused multiply-add (relaxed SIMD) where the engine has it. Default true. */
  relaxed?: boolean;
  /**
   * Among how many threads large products are divided, where the page is cross-origin isolated. Default as many as there
   * are processors in a worker, and 1 on the page's own thread.
   */
  threads?: number;
}

type ThreadsModule = typeof import('./threads/start-threads.js');

let load = (): Promise<ThreadsModule> => import('./threads/start-threads.js');
let starting: Promise<boolean> | undefined;
let generation = 0;

/**
 * Makes the kernel ready: WebAssembly with SIMD, which `attention`, `linear` and all that is built of them use from then
 * on, several times as fast as plain TypeScript. Gives whether there is one; where there is no WebAssembly, no SIMD, or a
 * Content-Security-Policy without `wasm-unsafe-eval`, everything works as before.
 *
 * Page and worker each have a kernel of their own. Further calls wait for the same one.
 */
export function kernelReady(options: KernelOptions = {}): Promise<boolean> {
  return (starting ??= start(options, generation));
}

/** For workers, which are to be one file: they bring along what a page loads when memory may be shared. */
export function bringThreads(module: ThreadsModule): void {
  load = () => Promise.resolve(module);
}

/** Back to plain TypeScript, until `kernelReady` is called again; the kernel's memory is given back. */
export function stopKernel(): void {
  generation++;
  starting = undefined;
  currentKernel()?.pool?.end();
  setCurrentKernel(undefined);
}

async function start({ relaxed = true, threads }: KernelOptions, mine: number): Promise<boolean> {
  try {
    const bytes = await inflate(Uint8Array.from(atob(kernelBytes), (character) => character.charCodeAt(0)));
    const fused = bytes.subarray(plainLength);
    const isFused = relaxed && WebAssembly.validate(fused);
    const usable = isFused ? fused : bytes.subarray(0, plainLength);
    const kernel =
      (mayShare(threads) && (await threadedKernel(usable, sharedAt[+isFused]!, threads))) ||
      new Kernel(await WebAssembly.compile(usable));
    if (mine === generation) setCurrentKernel(kernel);
    else kernel.pool?.end();
    return mine === generation;
  } catch {
    // whatever is missing or forbidden here, TypeScript does without
    return false;
  }
}

/** Whether memory may be shared here, and threads are wanted. */
function mayShare(threads: number | undefined): boolean {
  const { crossOriginIsolated, WorkerGlobalScope } = globalThis as Record<string, unknown>;
  return !!crossOriginIsolated && (threads === undefined ? !!WorkerGlobalScope : threads > 1);
}

/** The kernel with threads; undefined where they do not start. */
async function threadedKernel(
  bytes: Uint8Array<ArrayBuffer>,
  sharedFlag: number,
  threads: number | undefined,
): Promise<Kernel | undefined> {
  try {
    const { startThreads } = await load();
    return await startThreads(bytes, sharedFlag, threads);
  } catch {
    return undefined;
  }
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
