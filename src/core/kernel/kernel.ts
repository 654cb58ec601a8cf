import type { Pool } from './threads/pool.js';

/** Functions of the module; addresses and counts are whole numbers, arrays are told by the comments in assembly/. */
export interface Functions {
  packRows(b: number, panels: number, k: number, m: number): void;
  packColumns(b: number, panels: number, k: number, m: number): number;
  multiply(
    a: number,
    panels: number,
    c: number,
    bias: number,
    n: number,
    k: number,
    m: number,
    used: number,
    width: number,
  ): void;
  multiplyPrecisely(a: number, panels: number, c: number, n: number, k: number, m: number): void;
  adjust(x: number, count: number, scale: number, cap: number, bias: number, after: number): void;
  hide(x: number, count: number, mask: number): void;
  rowTops(
    x: number,
    rows: number,
    columns: number,
    width: number,
    seen: number,
    step: number,
    tops: number,
  ): number;
  softmaxRows(
    x: number,
    rows: number,
    columns: number,
    width: number,
    seen: number,
    step: number,
    tops: number,
    factor: number,
    extra: number,
  ): void;
  sigmoidUnit(x: number, count: number, linear: number, cubic: number): void;
  gelu(x: number, count: number): void;
  widenHalf(from: number, to: number, count: number, scale: number): void;
  widenBfloat(from: number, to: number, count: number, scale: number): void;
  widenByte(from: number, to: number, count: number, scale: number): void;
  useTile(at: number): void;
}

const page = 65536;

/** First byte that is not the module's own. */
const start = 1024;

/** Numbers that fit into the scratch space, which comes first in memory: 16 MB. What is larger is worked off in parts. */
export const scratchSize = 4 * 1024 * 1024;

const keptFrom = start + 4 * scratchSize + page;

/** Most pages that any memory has, 4 GB. */
export const mostPages = 65536;

/** Memory with the scratch space, as the module imports it. */
export const kernelMemory = (more: Partial<WebAssembly.MemoryDescriptor> = {}): WebAssembly.Memory =>
  new WebAssembly.Memory({ initial: Math.ceil(keptFrom / page), maximum: mostPages, ...more });

export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Functions {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Functions;
}

/**
 * One instance of the module with its memory: scratch space, that every call lays out anew, and behind it weights that
 * are kept. Pages that were never touched cost nothing.
 */
export class Kernel {
  readonly run: Functions;
  /** Threads that large products are shared with. */
  readonly pool: Pool | undefined;
  readonly #memory: WebAssembly.Memory;
  #floats = new Float32Array(0);
  /** Kept blocks in the order of their addresses, `[from, to)` in bytes. */
  readonly #kept: [from: number, to: number][] = [];

  /** With `pool`, its memory is shared among threads. */
  constructor(module: WebAssembly.Module, memory = kernelMemory(), pool?: Pool) {
    this.#memory = memory;
    this.run = instantiate(module, memory);
    this.pool = pool;
  }

  /** A layout of the scratch space. */
  scratch(): Scratch {
    return new Scratch(this);
  }

  /** `count` numbers from an address on; good until memory grows, that is until weights are kept. */
  view(address: number, count: number): Float32Array {
    if (this.#floats.buffer !== this.#memory.buffer) this.#floats = new Float32Array(this.#memory.buffer);
    return this.#floats.subarray(address / 4, address / 4 + count);
  }

  /** Copies an array of any number type to an address. */
  put(array: Float32Array | Uint16Array | Int8Array | Uint8Array, address: number): void {
    if (array instanceof Float32Array) this.view(address, array.length).set(array);
    else {
      const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      new Uint8Array(this.#memory.buffer, address, bytes.length).set(bytes);
    }
  }

  /** Copies `count` numbers from one address to another. */
  copy(from: number, to: number, count: number): void {
    this.view(from, 0);
    this.#floats.copyWithin(to / 4, from / 4, from / 4 + count);
  }

  /** Takes `count` numbers of memory until they are given back: the address, or 0 where there is no room. */
  keep(count: number): number {
    const size = Math.ceil(count / 4) * 16;
    let from = keptFrom;
    let index = 0;
    while (index < this.#kept.length && this.#kept[index]![0] - from < size) from = this.#kept[index++]![1];
    const missing = from + size - this.#memory.buffer.byteLength;
    if (missing > 0) {
      try {
        this.#memory.grow(Math.ceil(missing / page));
      } catch {
        return 0;
      }
    }
    this.#kept.splice(index, 0, [from, from + size]);
    return from;
  }

  /** Gives back what `keep` took. */
  release(address: number): void {
    const index = this.#kept.findIndex(([from]) => from === address);
    if (index >= 0) this.#kept.splice(index, 1);
  }
}

/** Hands out the scratch space from its start on; the next layout begins there again. */
export class Scratch {
  #at = start;

  constructor(readonly kernel: Kernel) {}

  /** Address of room for `count` numbers, rounded up to whole panels. */
  room(count: number): number {
    const address = this.#at;
    this.#at += Math.ceil(count / 8) * 32;
    return address;
  }

  /** Room for the numbers of an array, with them in it. */
  holding(array: Float32Array): number {
    const address = this.room(array.length);
    this.kernel.put(array, address);
    return address;
  }
}
