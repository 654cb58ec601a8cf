import { allocate, weightTypes, type Stored } from './numbers.js';
import type { Wanted } from './tensors.js';

/**
 * Copies what is wanted of a file to arrays of its own while the file passes by, in order. Nothing is held twice: an array
 * is made when its first byte comes, and handed over when its last one has come.
 */
export class Filler {
  readonly #wanted: Wanted[];
  #index = 0;
  #numbers: Stored | undefined;
  #bytes = new Uint8Array();

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
      next.fill(this.#numbers!);
      this.#numbers = undefined;
      this.#index++;
    }
  }

  #begin({ entry, type }: Wanted): void {
    if (this.#numbers) return;
    const Type = weightTypes[type];
    this.#numbers = allocate<Stored>(Type, (entry.end - entry.start) / Type.BYTES_PER_ELEMENT);
    const { buffer, byteLength } = this.#numbers;
    this.#bytes = new Uint8Array(buffer as ArrayBuffer, 0, byteLength);
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
