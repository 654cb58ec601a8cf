import { asFloat32, type WeightMatrix, type WeightType } from '../../core/weight-matrix.js';

/** Numbers of one tensor of a file; they are there when the download is done. */
export interface Storage {
  data?: WeightMatrix['data'];
  /** Of int8: one per row, or one for all. */
  scales?: Weight;
}

/** A matrix `[rows, columns]`, or a vector `[1, columns]`, in the precision of its file. */
export class Weight implements WeightMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly dtype: WeightType;
  readonly #storage: Storage;
  /** First row, where this is a part of a matrix. */
  readonly #from: number;

  constructor([rows, columns]: [number, number], dtype: WeightType, storage: Storage, from = 0) {
    this.rows = rows;
    this.columns = columns;
    this.dtype = dtype;
    this.#storage = storage;
    this.#from = from;
  }

  get data(): WeightMatrix['data'] {
    return this.#storage.data!.subarray(this.#from * this.columns, (this.#from + this.rows) * this.columns);
  }

  get scale(): Float32Array | undefined {
    const scales = this.#storage.scales && asFloat32(this.#storage.scales);
    if (scales?.length === 1) return new Float32Array(this.rows).fill(scales[0]!);
    return scales?.subarray(this.#from, this.#from + this.rows);
  }

  /** Rows `from` to before `to` as a matrix of their own; no copy. */
  part(from: number, to: number): Weight {
    return new Weight([to - from, this.columns], this.dtype, this.#storage, this.#from + from);
  }
}
