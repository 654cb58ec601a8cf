import { setCurrentKernel } from './current.js';
import { Kernel } from './kernel.js';
import { kernelBytes, plainLength } from './kernel-bytes.js';

export interface KernelOptions {
  /** Uses fused multiply-add (relaxed SIMD) where the engine has it. Default true. */
  relaxed?: boolean;
}

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

/** Back to plain TypeScript, until `kernelReady` is called again; the kernel's memory is given back. */
export function stopKernel(): void {
  generation++;
  starting = undefined;
  setCurrentKernel(undefined);
}

async function start({ relaxed = true }: KernelOptions, mine: number): Promise<boolean> {
  try {
    const bytes = await inflate(Uint8Array.from(atob(kernelBytes), (character) => character.charCodeAt(0)));
    const fused = bytes.subarray(plainLength);
    const usable = relaxed && WebAssembly.validate(fused) ? fused : bytes.subarray(0, plainLength);
    const kernel = new Kernel(await WebAssembly.compile(usable));
    if (mine === generation) setCurrentKernel(kernel);
    return mine === generation;
  } catch {
    // whatever is missing or forbidden here, TypeScript does without
    return false;
  }
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
