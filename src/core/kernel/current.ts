import type { Kernel } from './kernel.js';

let current: Kernel | undefined;

/** The kernel, where there is one by now; asked for by every function that can do without. */
export const currentKernel = (): Kernel | undefined => current;

/** For kernel-ready.ts alone. */
export function setCurrentKernel(kernel: Kernel | undefined): void {
  current = kernel;
}
