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
  multiplyFew(
    a: number,
    b: number,
    c: number,
    bias: number,
    n: number,
    k: number,
    m: number,
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

/** Numbers that fit into the scratch space: 16 MB. What is larger is worked off in parts. */
export const scratchSize = 4 * 1024 * 1024;

/** Pages of the whole memory. */
const pages = Math.ceil((start + 4 * scratchSize) / page) + 1;

/** Memory as the module imports it; pages that were never touched cost nothing. */
export const kernelMemory = (shared = false): WebAssembly.Memory =>
  new WebAssembly.Memory({ initial: pages, maximum: pages, shared });

export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Functions {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Functions;
}

/** One instance of the module with its memory: scratch space, that every call lays out anew. */
export class Kernel {
  readonly run: Functions;
  /** Threads that large products are shared with. */
  readonly pool: Pool | undefined;
  readonly #memory: WebAssembly.Memory;
  readonly #floats: Float32Array;

  /** With `pool`, its memory is shared among threads. */
  constructor(module: WebAssembly.Module, memory = kernelMemory(), pool?: Pool) {
    this.#memory = memory;
    this.#floats = new Float32Array(memory.buffer);
    this.run = instantiate(module, memory);
    this.pool = pool;
  }

  /** A layout of the scratch space. */
  scratch(): Scratch {
    return new Scratch(this);
  }

  /** `count` numbers from an address on. */
  view(address: number, count: number): Float32Array {
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
