import { kernelReady, stopKernel } from '../../../src/core/kernel/kernel-ready.js';
import { currentKernel, setCurrentKernel } from '../../../src/core/kernel/current.js';
import type { Kernel } from '../../../src/core/kernel/kernel.js';

/** Kernels of both kinds, started once. */
let kernels: Promise<Record<Kind, Kernel | undefined>> | undefined;

async function startKernels(): Promise<Record<Kind, Kernel | undefined>> {
  const start = async (relaxed: boolean, threads = 1) => {
    stopKernel();
    if (!(await kernelReady({ relaxed, threads }))) throw new Error('there is no kernel here');
    return currentKernel();
  };
  return {
    kernel: await start(true),
    'kernel, not relaxed': await start(false),
    'plain TypeScript': undefined,
    // the last one: a kernel that is stopped ends its threads
    'kernel, threads': await start(true, navigator.hardwareConcurrency),
  };
}

export type Kind = 'kernel' | 'kernel, threads' | 'kernel, not relaxed' | 'plain TypeScript';

/** A function that runs by a kernel of this kind, or without any. */
export async function by<T>(kind: Kind, run: () => T): Promise<() => T> {
  const { [kind]: kernel } = await (kernels ??= startKernels());
  return () => {
    setCurrentKernel(kernel);
    return run();
  };
}

/** Numbers from -1 to 1 that are always the same; quick, since there are many (xorshift, Marsaglia 2003). */
export function seededNumbers(count: number, seed: number, scale = 1): Float32Array {
  const out = new Float32Array(count);
  let state = seed | 1;
  for (let i = 0; i < count; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    out[i] = (state / 2 ** 31) * scale;
  }
  return out;
}
