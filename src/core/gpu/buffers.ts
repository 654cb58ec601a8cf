/** `GPUBufferUsage`, by the names that are needed; the object itself is not there in every worker. */
const usage = { mapRead: 1, copyFrom: 4, copyTo: 8, uniform: 64, storage: 128 };

/** Weights that stay on the GPU at most, bytes; further ones are brought there for every product. */
const mostKept = 2 ** 30;

/** Memory of the GPU: for one computation, or for weights as long as these are in use. */
export class Buffers {
  /** In place of what is not there. */
  readonly none: GPUBuffer;
  readonly #device: GPUDevice;
  readonly #weights = new WeakMap<object, GPUBuffer>();
  #kept = 0;
  #once: GPUBuffer[] = [];
  readonly #abandoned = new FinalizationRegistry<GPUBuffer>((buffer) => {
    this.#kept -= buffer.size;
    buffer.destroy();
  });

  constructor(device: GPUDevice) {
    this.#device = device;
    this.none = device.createBuffer({ size: 16, usage: usage.storage });
  }

  /** Whether so many numbers fit into one buffer. */
  fits(count: number): boolean {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.#device.limits;
    return 4 * count <= Math.min(maxBufferSize, maxStorageBufferBindingSize);
  }

  /** What a computation makes before it first waits is given back when it has ended. */
  async forOnce<T>(compute: () => Promise<T>): Promise<T> {
    const mine: GPUBuffer[] = [];
    this.#once = mine;
    try {
      return await compute();
    } finally {
      for (const buffer of mine) buffer.destroy();
    }
  }

  empty(count: number): GPUBuffer {
    return this.#make(4 * count, usage.storage + usage.copyFrom);
  }

  readable(count: number): GPUBuffer {
    return this.#make(4 * count, usage.mapRead + usage.copyTo);
  }

  holding(array: Float32Array | Uint8Array): GPUBuffer {
    return this.#fill(this.#make(array.byteLength, usage.storage + usage.copyTo), array);
  }

  shape(numbers: Uint32Array): GPUBuffer {
    return this.#fill(this.#make(numbers.byteLength, usage.uniform + usage.copyTo), numbers);
  }

  /** A matrix of weights, brought there the first time. */
  kept(key: object, numbers: () => Float32Array): GPUBuffer {
    const known = this.#weights.get(key);
    if (known) return known;
    const array = numbers();
    if (this.#kept + array.byteLength > mostKept) return this.holding(array);
    const size = array.byteLength;
    const buffer = this.#fill(
      this.#device.createBuffer({ size, usage: usage.storage + usage.copyTo }),
      array,
    );
    this.#kept += size;
    this.#weights.set(key, buffer);
    this.#abandoned.register(key, buffer);
    return buffer;
  }

  #make(bytes: number, use: number): GPUBuffer {
    const buffer = this.#device.createBuffer({ size: Math.max(16, Math.ceil(bytes / 16) * 16), usage: use });
    this.#once.push(buffer);
    return buffer;
  }

  #fill(buffer: GPUBuffer, array: Float32Array | Uint8Array | Uint32Array): GPUBuffer {
    // whole words only
    const rest = array.byteLength % 4;
    const whole = rest ? new Uint8Array(array.byteLength + 4 - rest) : array;
    if (rest) whole.set(array);
    this.#device.queue.writeBuffer(buffer, 0, whole);
    return buffer;
  }
}
