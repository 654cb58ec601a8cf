import type { Gpu } from './gpu.js';

export interface GpuOptions {
  /** Takes also what only pretends to be one, in software: for tests, since the kernel is quicker. Default false. */
  software?: boolean;
  /** Products from which on something is computed there. Default 2²⁶. */
  least?: number;
}

type GpuModule = typeof import('./start-gpu.js');

let load = (): Promise<GpuModule> => import('./start-gpu.js');
let current: Gpu | undefined;
let starting: Promise<boolean> | undefined;
let generation = 0;

/** The GPU, where there is one by now. */
export const currentGpu = (): Gpu | undefined => current;

/**
 * Makes the GPU ready for large products of models that run in the page, where the browser has WebGPU. Gives whether it
 * is; where not, everything works as before. Page and worker each ask for themselves; further calls wait for the same.
 */
export function gpuReady(options: GpuOptions = {}): Promise<boolean> {
  return (starting ??= start(options, generation));
}

/** For workers, which are to be one file: they bring along what a page loads when there is a GPU. */
export function bringGpu(module: GpuModule): void {
  load = () => Promise.resolve(module);
}

/** Back to the processor, until `gpuReady` is called again; the memory of the GPU is given back. */
export function stopGpu(): void {
  generation++;
  current?.end();
  current = starting = undefined;
}

async function start(options: GpuOptions, mine: number): Promise<boolean> {
  const { navigator } = globalThis as { navigator?: { gpu?: GPU } };
  if (!navigator?.gpu) return false;
  try {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter || (isSoftware(adapter) && !options.software)) return false;
    const { startGpu } = await load();
    const gpu = await startGpu(adapter, options.least);
    if (mine === generation) current = gpu;
    else gpu?.end();
    return current !== undefined;
  } catch {
    return false;
  }
}

function isSoftware({ info }: GPUAdapter): boolean {
  return (
    info.isFallbackAdapter ||
    /swiftshader|llvmpipe|lavapipe|basic render/i.test(`${info.architecture} ${info.description}`)
  );
}
