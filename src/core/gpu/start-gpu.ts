import type { AttentionStages } from '../attention.js';
import { productHere, type Product } from '../computing.js';
import { Gpu } from './gpu.js';

/** A GPU that computes rightly; undefined where it does not. */
export async function startGpu(adapter: GPUAdapter, least?: number): Promise<Gpu | undefined> {
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const device = await adapter.requestDevice({
    requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
  });
  const trial = new Gpu(device, 0);
  if (await isRight(trial)) return new Gpu(device, least);
  device.destroy();
  return undefined;
}

/** Compares a little of everything with what this thread computes: drivers have errors. */
async function isRight(gpu: Gpu): Promise<boolean> {
  const wave = (count: number, phase: number) =>
    Float32Array.from({ length: count }, (_, i) => Math.sin(phase + 1.7 * i));
  const [n, d, m] = [67, 35, 70];
  const [x, y, z] = [wave(2 * n * d, 0), wave(m * d, 1), wave(m, 2)];
  const products: Product[] = [
    { linear: [x, y, z, d], isRead: false },
    { attention: [x, x, x, { dHead: d, heads: 2, causal: true }] },
  ];
  for (const product of products) {
    const [there, here] = [await gpu.take(product), productHere(product)];
    if (!there || !numbersOf(there).every((value, i) => Math.abs(value - numbersOf(here)[i]!) < 1e-4))
      return false;
  }
  return true;
}

const numbersOf = (result: Float32Array | AttentionStages): Float32Array =>
  result instanceof Float32Array ? result : result.outputs;
