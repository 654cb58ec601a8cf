import { attentionInputs, stagesWithout, type AttentionOptions, type AttentionStages } from '../attention.js';
import type { Product } from '../computing.js';
import type { AttentionInputs } from '../kernel/attend.js';
import { asFloat32, weightCount, type Weights } from '../weight-matrix.js';
import { Buffers } from './buffers.js';
import { mostAside, multiplyShader, softmaxShader, tile } from './shaders.js';

/** Products of which fewer are computed sooner than they are brought to the GPU and back. */
const leastProducts = 2 ** 26;

interface Multiplication {
  n: number;
  k: number;
  m: number;
  /** How many products of matrices. */
  count?: number;
  /** How many of them in turn have the same `b`. */
  group?: number;
  /** `b` is `[m, k]`. */
  turned: boolean;
  bias?: GPUBuffer | undefined;
}

/** Large products on the GPU. What it does not take, or cannot do, is left to whoever asks. */
export class Gpu {
  readonly #device: GPUDevice;
  readonly #buffers: Buffers;
  readonly #multiply: GPUComputePipeline;
  readonly #softmax: GPUComputePipeline;
  readonly #least: number;
  /** Products that it has computed. */
  done = 0;
  #isLost = false;

  constructor(device: GPUDevice, least = leastProducts) {
    this.#device = device;
    this.#least = least;
    this.#buffers = new Buffers(device);
    const pipeline = (code: string): GPUComputePipeline =>
      device.createComputePipeline({
        layout: 'auto',
        compute: { module: device.createShaderModule({ code }), entryPoint: 'main' },
      });
    this.#multiply = pipeline(multiplyShader);
    this.#softmax = pipeline(softmaxShader);
    void device.lost.then(() => (this.#isLost = true));
  }

  /** Computes a product; undefined where that is not worth it, or fails. */
  readonly take = (product: Product): Promise<Float32Array | AttentionStages | undefined> | undefined => {
    if (this.#isLost) return undefined;
    if ('linear' in product) {
      const [x, weight, bias, dIn] = product.linear;
      const [n, size] = [x.length / dIn, weightCount(weight)];
      const isLarge =
        n * size >= this.#least && this.#buffers.fits(Math.max(size, x.length, (n * size) / dIn));
      if (!isLarge || !isFinite(x)) return undefined;
      return this.#safely(() => this.#linear(x, weight, bias, dIn));
    }
    const [q, k, v, options] = product.attention;
    return this.#takeAttention(q, k, v, options);
  };

  /** Gives its memory back. */
  end(): void {
    this.#isLost = true;
    this.#device.destroy();
  }

  #takeAttention(
    q: Float32Array,
    k: Float32Array,
    v: Float32Array,
    options: AttentionOptions,
  ): Promise<AttentionStages | undefined> | undefined {
    const inputs = attentionInputs(q, k, v, options);
    const { heads, queries, keys, dHead, bias } = inputs;
    if (heads * queries * keys * dHead < this.#least || !heads || !queries || !keys) return undefined;
    if (
      !this.#buffers.fits(heads * queries * keys) ||
      ![q, k, v, bias].every((part) => !part || isFinite(part))
    )
      return undefined;
    return this.#safely(() => this.#attention(inputs));
  }

  /** Errors of WebGPU are no exceptions: they are asked for, or results would be zeros. */
  async #safely<T>(compute: () => Promise<T>): Promise<T | undefined> {
    const device = this.#device;
    device.pushErrorScope('out-of-memory');
    device.pushErrorScope('validation');
    // the scopes are those of this call: nothing is waited for before they are closed
    const computed = compute().catch(() => undefined);
    const errors = await Promise.all([device.popErrorScope(), device.popErrorScope()]).catch(() => [true]);
    const result = await computed;
    if (!errors.some(Boolean) && result) this.done++;
    return errors.some(Boolean) ? undefined : result;
  }

  async #linear(
    x: Float32Array,
    weight: Weights,
    bias: Float32Array | undefined,
    dIn: number,
  ): Promise<Float32Array> {
    const [n, m] = [x.length / dIn, weightCount(weight) / dIn];
    const buffers = this.#buffers;
    return buffers.forOnce(async () => {
      const out = buffers.empty(n * m);
      const kept = buffers.kept(weight, () => asFloat32(weight));
      const pass = this.#begin();
      this.#multiplyIn(pass, buffers.holding(x), kept, out, {
        ...{ n, k: dIn, m, turned: true, bias: bias && buffers.holding(bias) },
      });
      const [product] = await this.#finish(pass, [[out, n * m]]);
      return product!;
    });
  }

  async #attention(inputs: AttentionInputs): Promise<AttentionStages> {
    const { heads, kvHeads, queries, keys, dHead, dValue, q, k, v } = inputs;
    const buffers = this.#buffers;
    const group = heads / kvHeads;
    const shape = { count: heads, group, n: queries };
    return buffers.forOnce(async () => {
      const scores = buffers.empty(heads * queries * keys);
      const out = buffers.empty(heads * queries * dValue);
      const pass = this.#begin();
      const [qs, ks, vs] = [q, k, v].map((part) => buffers.holding(part)) as [
        GPUBuffer,
        GPUBuffer,
        GPUBuffer,
      ];
      this.#multiplyIn(pass, qs, ks, scores, { ...shape, k: dHead, m: keys, turned: true });
      this.#softmaxIn(pass, scores, inputs);
      this.#multiplyIn(pass, scores, vs, out, { ...shape, k: keys, m: dValue, turned: false });
      const [probabilities, outputs] = await this.#finish(pass, [
        [scores, heads * queries * keys],
        [out, heads * queries * dValue],
      ]);
      return stagesWithout(inputs, probabilities!, outputs!);
    });
  }

  #begin(): { encoder: GPUCommandEncoder; pass: GPUComputePassEncoder } {
    const encoder = this.#device.createCommandEncoder();
    return { encoder, pass: encoder.beginComputePass() };
  }

  #multiplyIn(
    { pass }: { pass: GPUComputePassEncoder },
    a: GPUBuffer,
    b: GPUBuffer,
    c: GPUBuffer,
    { n, k, m, count = 1, group = 1, turned, bias }: Multiplication,
  ): void {
    const [bRow, bColumn] = turned ? [1, k] : [m, 1];
    const shape = Uint32Array.of(n, k, m, n * k, k * m, group, bRow, bColumn, +!!bias);
    const none = this.#buffers.none;
    this.#dispatch(
      pass,
      this.#multiply,
      [this.#buffers.shape(shape), a, b, bias ?? none, c],
      [Math.ceil(m / tile), Math.ceil(n / tile), count],
    );
  }

  #softmaxIn({ pass }: { pass: GPUComputePassEncoder }, scores: GPUBuffer, inputs: AttentionInputs): void {
    const { heads, queries, keys, scale, softCap, temperature, offByOne, bias, mask, causal } = inputs;
    const rows = heads * queries;
    const shape = new ArrayBuffer(40);
    new Uint32Array(shape).set([
      rows,
      queries,
      keys,
      +causal,
      bias?.length ?? 0,
      mask?.length ?? 0,
      +offByOne,
    ]);
    new Float32Array(shape, 28).set([scale, softCap, 1 / temperature]);
    const buffers = this.#buffers;
    const [biasAt, maskAt] = [bias, mask].map((part) => (part ? buffers.holding(part) : buffers.none));
    this.#dispatch(
      pass,
      this.#softmax,
      [buffers.shape(new Uint32Array(shape)), scores, biasAt!, maskAt!],
      [Math.min(rows, mostAside), Math.ceil(rows / mostAside), 1],
    );
  }

  #dispatch(
    pass: GPUComputePassEncoder,
    pipeline: GPUComputePipeline,
    buffers: GPUBuffer[],
    groups: [number, number, number],
  ): void {
    pass.setPipeline(pipeline);
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
    pass.setBindGroup(0, this.#device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
    pass.dispatchWorkgroups(...groups);
  }

  /** Runs what was written down, and reads the first so many numbers of buffers. */
  async #finish(
    { encoder, pass }: { encoder: GPUCommandEncoder; pass: GPUComputePassEncoder },
    wanted: [buffer: GPUBuffer, count: number][],
  ): Promise<Float32Array[]> {
    pass.end();
    const copies = wanted.map(([buffer, count]) => {
      const copy = this.#buffers.readable(count);
      encoder.copyBufferToBuffer(buffer, 0, copy, 0, 4 * count);
      return copy;
    });
    this.#device.queue.submit([encoder.finish()]);
    return Promise.all(
      copies.map(async (copy, i) => {
        await copy.mapAsync(1 /* GPUMapMode.READ */);
        return new Float32Array(copy.getMappedRange(0, 4 * wanted[i]![1]).slice(0));
      }),
    );
  }
}

/** 0 times a number is 0 only where that is finite. */
function isFinite(numbers: Float32Array): boolean {
  let sum = 0;
  for (const value of numbers) sum += value * 0;
  return sum === 0;
}
