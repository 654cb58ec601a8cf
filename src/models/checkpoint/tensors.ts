import { fail } from '../../formats/fail.js';
import type { TensorEntry } from '../../formats/safetensors-header.js';
import type { WeightMatrix, WeightType } from '../../core/weight-matrix.js';
import { isFileType, weightTypes, type FileType } from './numbers.js';
import { Weight, type Storage } from './weight.js';

/** A tensor that a family has asked for, and what to do with its numbers when they are there. */
export interface Wanted {
  entry: TensorEntry;
  type: FileType;
  /** Shape in the file of what is to be turned before it is handed over. */
  turned?: [rows: number, columns: number];
  fill(data: WeightMatrix['data']): void;
}

/** What all views of one checkpoint have in common. */
interface Shared {
  wanted: Map<string, Wanted>;
  weights: Map<string, Weight>;
}

export interface TensorOptions {
  /** The file holds `[columns, rows]`, as GPT-2's layers do. */
  transposed?: boolean;
}

/**
 * The tensors of a checkpoint by name. Asking for one checks its shape and type at once and puts it on the list of what is
 * to be downloaded; what nobody asks for is not.
 */
export class Tensors {
  readonly #entries: Map<string, TensorEntry>;
  readonly #prefix: string;
  readonly #input: string;
  readonly #shared: Shared;

  constructor(
    entries: Map<string, TensorEntry>,
    input = 'model',
    prefix = '',
    shared: Shared = { wanted: new Map(), weights: new Map() },
  ) {
    this.#entries = entries;
    this.#input = input;
    this.#prefix = prefix;
    this.#shared = shared;
  }

  /** What has been asked for so far. */
  get wanted(): Wanted[] {
    return [...this.#shared.wanted.values()];
  }

  /** How many numbers that are, scales of int8 not counted. */
  get parameters(): number {
    return [...this.#shared.weights]
      .filter(([name]) => !name.endsWith('_scale'))
      .reduce((sum, [, { rows, columns }]) => sum + rows * columns, 0);
  }

  /** Says that all have come. */
  finish(): void {
    this.#shared.wanted.clear();
  }

  /** The same tensors, with `prefix` before every name. */
  under(prefix: string): Tensors {
    return new Tensors(this.#entries, this.#input, this.#prefix + prefix, this.#shared);
  }

  /** The same tensors under the first prefix that has a tensor called `name`: checkpoints write names with and without. */
  underAny(prefixes: string[], name: string): Tensors {
    return this.under(prefixes.find((prefix) => this.has(prefix + name)) ?? prefixes[0]!);
  }

  has(name: string): boolean {
    return this.#entries.has(this.#prefix + name);
  }

  /**
   * A matrix `[rows, columns]` under the first of these names that is there.
   *
   * @throws InputError `format` where there is none, `shape` for another shape, `unsupported` for another type
   */
  matrix(names: string | string[], shape: [number, number], options: TensorOptions = {}): Weight {
    const all = [names].flat();
    const name = all.find((each) => this.has(each));
    return name === undefined ? this.#missing(all) : this.#get(this.#prefix + name, shape, options);
  }

  /** A vector; extra axes of length 1 do not count. */
  vector(names: string | string[], length: number): Weight {
    return this.matrix(names, [1, length]);
  }

  /** The vector, where there is one of these names. */
  optional(names: string | string[], length: number): Weight | undefined {
    return [names].flat().some((name) => this.has(name)) ? this.vector(names, length) : undefined;
  }

  #missing(names: string[]): never {
    const known = [...this.#entries.keys()].slice(0, 3).join(', ');
    return fail(
      this.#input,
      'format',
      `no tensor ${names.map((name) => this.#prefix + name).join(' or ')} among ${this.#entries.size} (${known}, …)`,
      'all tensors that the config speaks of',
      'The config may be that of another model.',
    );
  }

  #get(name: string, shape: [number, number], { transposed = false }: TensorOptions): Weight {
    const known = this.#shared.weights.get(name);
    if (known) return known;
    const entry = this.#entries.get(name)!;
    const { dtype } = entry;
    const [rows, columns] = shape;
    const expected = transposed ? [columns, rows] : rows === 1 ? [columns] : shape;
    if (!fits(entry.shape, expected)) {
      fail(
        this.#input,
        'shape',
        `${name} of shape [${entry.shape.join(', ')}]`,
        `[${expected.join(', ')}], as the config says`,
        'The config may be that of another model.',
      );
    }
    if (!isFileType(dtype)) {
      return fail(
        this.#input,
        'unsupported',
        `${name} of type ${dtype}`,
        Object.keys(weightTypes).join(', '),
        'Save the model in float16 or float32.',
      );
    }
    const size = weightTypes[dtype].BYTES_PER_ELEMENT;
    if (entry.end - entry.start !== rows * columns * size) {
      fail(
        this.#input,
        'format',
        `${entry.end - entry.start} bytes for ${name}`,
        `${rows * columns * size} for [${entry.shape.join(', ')}] of ${dtype}`,
      );
    }
    const storage: Storage = {};
    if (dtype === 'I8') storage.scales = this.#scales(name, rows, transposed);
    this.#shared.wanted.set(name, {
      entry,
      type: dtype,
      ...(transposed && { turned: [columns, rows] as [number, number] }),
      fill: (data) => void (storage.data = data),
    });
    const weight = new Weight(shape, dtype.toLowerCase() as WeightType, storage);
    this.#shared.weights.set(name, weight);
    return weight;
  }

  /** What rows of int8 are multiplied by, in the layout of compressed-tensors. */
  #scales(name: string, rows: number, transposed: boolean): Weight {
    const scale = `${name}_scale`;
    const entry = this.#entries.get(scale);
    const count = entry?.shape.reduce((a, b) => a * b, 1);
    if (transposed || this.#entries.has(`${name}_zero_point`) || (count !== rows && count !== 1)) {
      fail(
        this.#input,
        'unsupported',
        `${name} in int8 ${entry ? `with scales [${entry.shape.join(', ')}]` : `without ${scale}`}`,
        'int8 with one scale per row, without zero points',
      );
    }
    return this.#get(scale, [1, count], {});
  }
}

/** Axes of length 1 come and go; kernels of convolutions are matrices with several axes of inputs. */
function fits(shape: number[], expected: number[]): boolean {
  const axes = shape.filter((n) => n !== 1);
  const want = expected.filter((n) => n !== 1);
  if (axes.length > 2)
    axes.splice(
      1,
      Infinity,
      axes.slice(1).reduce((a, b) => a * b, 1),
    );
  return axes.length === want.length && axes.every((n, i) => n === want[i]);
}
