import { allocate, widen, type Stored, type WeightType } from './numbers.js';

/** Numbers of one tensor of a file; they are there when the download is done. */
export interface Storage {
  type: WeightType;
  numbers?: Stored;
  /** Of I8: one per row, or one for all. */
  scales?: Weight;
}

/** Float32 arrays for reuse, by what they hold: the same matrix of the next layer takes the same place. */
export type Scratch = Map<string, Float32Array>;

/**
 * A matrix `[rows, columns]`, or a vector `[columns]`, in the precision of its file. It becomes float32 when it is used,
 * as much of it as is used.
 */
export class Weight {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly #storage: Storage;
  readonly #scratch: Scratch;
  /** First row, where this is a part of a matrix. */
  readonly #from: number;

  constructor(name: string, [rows, columns]: [number, number], storage: Storage, scratch: Scratch, from = 0) {
    this.name = name;
    this.rows = rows;
    this.columns = columns;
    this.#storage = storage;
    this.#scratch = scratch;
    this.#from = from;
  }

  /** Rows `from` to before `to` as a matrix of their own; no copy. */
  part(from: number, to: number): Weight {
    const name = `${this.name}[${from}:${to}]`;
    return new Weight(name, [to - from, this.columns], this.#storage, this.#scratch, this.#from + from);
  }

  /**
   * All numbers as float32: a view where they are stored so, otherwise an array that the same weight of another layer
   * overwrites. Use it at once, and only for reading.
   */
  floats(): Float32Array {
    return this.block(0, this.rows);
  }

  /** Numbers of rows `from` to before `to`, as `floats` gives them. */
  block(from: number, to: number): Float32Array {
    const { type, numbers, scales } = this.#storage;
    const [start, end] = [from, to].map((row) => (this.#from + row) * this.columns) as [number, number];
    const stored = numbers!.subarray(start, end);
    if (stored instanceof Float32Array) return stored;
    const out = this.#reserve(stored.length);
    const ofRows = scales?.floats();
    const part = ofRows && ofRows.length > 1 ? ofRows.subarray(this.#from + from, this.#from + to) : ofRows;
    widen(type, stored, out, this.columns, part);
    return out;
  }

  #reserve(length: number): Float32Array {
    // the first number in a name is that of the layer; others tell weights of one layer apart
    const key = this.name.replace(/(?<=\.)\d+(?=\.)/, '#');
    const known = this.#scratch.get(key);
    if (known && known.length >= length) return known.subarray(0, length);
    const fresh = allocate(Float32Array, length);
    this.#scratch.set(key, fresh);
    return fresh;
  }
}
