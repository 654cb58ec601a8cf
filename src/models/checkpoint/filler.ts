import { transpose } from '../../core/matmul.js';
import type { WeightMatrix } from '../../core/weight-matrix.js';
import { allocate, weightTypes } from './numbers.js';
import type { Wanted } from './tensors.js';

type Numbers = WeightMatrix['data'];

/**
 * Copies what is wanted of a file to arrays of its own while the file passes by, in order. Nothing is held twice: an array
 * is made when its first byte comes, and handed over when its last one has come.
 */
export class Filler {
  readonly #wanted: Wanted[];
  #index = 0;
  #numbers: Numbers | undefined;
  #bytes = new Uint8Array();
  /** Where matrices come that are to be turned, one after another: garbage of that size is not collected at once. */
  #desk = new ArrayBuffer(0);

  constructor(wanted: Wanted[]) {
    this.#wanted = wanted.toSorted((a, b) => a.entry.start - b.entry.start);
  }

  /** First tensor that has not come whole. */
  get missing(): Wanted | undefined {
    return this.#wanted[this.#index];
  }

  /** Takes the bytes from `offset` of the body on; what nobody wants is passed over. */
  write(chunk: Uint8Array, offset: number): void {
    for (let next = this.missing; next; next = this.missing) {
      const { start, end } = next.entry;
      const from = Math.max(start, offset);
      const to = Math.min(end, offset + chunk.length);
      if (from < to || start === end) {
        this.#begin(next);
        this.#bytes.set(chunk.subarray(from - offset, Math.max(from, to) - offset), from - start);
      }
      if (offset + chunk.length < end) return;
      next.fill(next.turned ? this.#turn(next, next.turned) : this.#numbers!);
      this.#numbers = undefined;
      this.#index++;
    }
  }

  #begin({ entry, type, turned }: Wanted): void {
    if (this.#numbers) return;
    const size = entry.end - entry.start;
    const Type = weightTypes[type];
    if (turned && this.#desk.byteLength < size) this.#desk = allocate(Uint8Array, size).buffer;
    this.#numbers = turned
      ? new Type(this.#desk, 0, size / Type.BYTES_PER_ELEMENT)
      : allocate<Numbers>(Type, size / Type.BYTES_PER_ELEMENT);
    this.#bytes = new Uint8Array(this.#numbers.buffer as ArrayBuffer, 0, size);
  }

  #turn({ type }: Wanted, [rows, columns]: [number, number]): Numbers {
    return transpose(this.#numbers!, rows, columns, allocate<Numbers>(weightTypes[type], rows * columns));
  }
}

/** Runs of bytes that hold all that is wanted; gaps up to `gap` bytes are cheaper to download than to leave out. */
export function rangesOf(wanted: Wanted[], gap: number): { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = [];
  for (const { entry } of wanted.toSorted((a, b) => a.entry.start - b.entry.start)) {
    const last = ranges.at(-1);
    if (last && entry.start - last.end <= gap) last.end = Math.max(last.end, entry.end);
    else ranges.push({ start: entry.start, end: entry.end });
  }
  return ranges;
}
