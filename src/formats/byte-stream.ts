import { InputError } from '../core/errors.js';
import { fail } from './fail.js';

/** Bytes that arrive in chunks: look at the first ones, then read all. */
export class ByteStream {
  #reader: (room: Uint8Array<ArrayBuffer>) => Promise<{ done: boolean; value?: Uint8Array | undefined }>;
  #cancel: (reason?: unknown) => Promise<void>;
  /** Grows by doubling; the first `#length` bytes are filled. */
  #buffer = new Uint8Array(1 << 16);
  #length = 0;
  #done = false;

  /** `count` is told of bytes as they arrive. */
  constructor(stream: ReadableStream<Uint8Array>, count?: (bytes: number) => void) {
    const read = readerOf(stream);
    this.#cancel = read.cancel;
    this.#reader = async (room) => {
      const result = await read.into(room);
      if (result.value) count?.(result.value.length);
      return result;
    };
  }

  async #pull(): Promise<void> {
    // a full buffer may well be all: it grows only for what comes
    const inPlace = this.#length < this.#buffer.length;
    const room = inPlace ? this.#buffer.subarray(this.#length) : new Uint8Array(1 << 16);
    const { done, value } = await this.#reader(room);
    this.#done = done;
    if (!value) return;
    const needed = this.#length + value.length;
    // the browser gives back the memory that it has filled as another object
    if (inPlace && room.buffer.byteLength === 0) this.#buffer = new Uint8Array(value.buffer as ArrayBuffer);
    else {
      if (needed > this.#buffer.length) this.#reserve(Math.max(needed, 2 * this.#buffer.length));
      this.#buffer.set(value, this.#length);
    }
    this.#length = needed;
  }

  #reserve(size: number): void {
    const larger = new Uint8Array(size);
    larger.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = larger;
  }

  #bytes(): Uint8Array<ArrayBuffer> {
    return this.#buffer.subarray(0, this.#length);
  }

  /** The first bytes: at least `count`, fewer where the stream is shorter. They will be read again. */
  async peek(count: number): Promise<Uint8Array> {
    while (this.#length < count && !this.#done) await this.#pull();
    return this.#bytes();
  }

  /**
   * All bytes; what `tooLarge` throws as soon as there are more than `limit`.
   *
   * @param expected number of bytes, where it is known: saves growing
   */
  async readAll(limit: number, tooLarge: () => never, expected = 0): Promise<Uint8Array<ArrayBuffer>> {
    if (expected > this.#buffer.length) this.#reserve(Math.min(expected, limit));
    for (;;) {
      if (this.#length > limit) {
        this.cancel();
        tooLarge();
      }
      if (this.#done) return this.#bytes();
      await this.#pull();
    }
  }

  /** The stream again, from its first byte. */
  rest(): ReadableStream<Uint8Array> {
    const peeked = this.#bytes();
    return new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(peeked),
      pull: async (controller) => {
        const { done, value } = await this.#reader(new Uint8Array(1 << 16));
        if (done) controller.close();
        else if (value) controller.enqueue(value);
      },
      cancel: this.#cancel,
    });
  }

  /** Stops the source; nothing happens when it has ended. */
  cancel(): void {
    void this.#cancel().catch(() => undefined);
  }
}

/**
 * Reads a stream into memory that is there already, where the browser can: a large file in chunks of their own would lie in
 * memory half a second time before the chunks are collected. Elsewhere the chunks come as they are.
 */
function readerOf(stream: ReadableStream<Uint8Array>) {
  try {
    const reader = stream.getReader({ mode: 'byob' });
    return {
      into: (room: Uint8Array<ArrayBuffer>) => reader.read(room),
      cancel: (reason?: unknown) => reader.cancel(reason),
    };
  } catch {
    const reader = stream.getReader();
    return { into: () => reader.read(), cancel: (reason?: unknown) => reader.cancel(reason) };
  }
}

/** The browser's own decompressor. */
export const decompressor = (format: 'gzip' | 'deflate-raw'): ReadableWritablePair<Uint8Array, Uint8Array> =>
  new DecompressionStream(format) as ReadableWritablePair<Uint8Array, Uint8Array>;

/**
 * Inflates raw DEFLATE data, never to more than `limit` bytes.
 *
 * @throws InputError `format` for broken data; what `tooLarge` throws beyond the limit; RangeError where there is no memory
 */
export async function inflate(
  bytes: Uint8Array<ArrayBuffer>,
  limit: number,
  input: string,
  tooLarge: () => never,
): Promise<Uint8Array<ArrayBuffer>> {
  const inflated = new ByteStream(new Blob([bytes]).stream().pipeThrough(decompressor('deflate-raw')));
  try {
    return await inflated.readAll(limit, tooLarge, limit);
  } catch (error) {
    if (error instanceof InputError || error instanceof RangeError) throw error;
    return fail(
      input,
      'format',
      'compressed data that cannot be inflated',
      'whole entries',
      undefined,
      error,
    );
  }
}
