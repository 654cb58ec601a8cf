import { InputError } from '../core/errors.js';
import { fail } from './fail.js';

/** Bytes that arrive in chunks: look at the first ones, then read all. */
export class ByteStream {
  #reader: ReadableStreamDefaultReader<Uint8Array>;
  /** Grows by doubling; the first `#length` bytes are filled. */
  #buffer = new Uint8Array(1 << 16);
  #length = 0;
  #done = false;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
  }

  async #pull(): Promise<void> {
    const { done, value } = await this.#reader.read();
    this.#done = done;
    if (!value) return;
    const needed = this.#length + value.length;
    if (needed > this.#buffer.length) this.#reserve(Math.max(needed, 2 * this.#buffer.length));
    this.#buffer.set(value, this.#length);
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
        const { done, value } = await this.#reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => this.#reader.cancel(reason),
    });
  }

  /** Stops the source; nothing happens when it has ended. */
  cancel(): void {
    void this.#reader.cancel().catch(() => undefined);
  }
}

/** The browser's own decompressor. */
export const decompressor = (format: 'gzip' | 'deflate-raw'): ReadableWritablePair<Uint8Array, Uint8Array> =>
  new DecompressionStream(format) as ReadableWritablePair<Uint8Array, Uint8Array>;

/**
 * Inflates raw DEFLATE data, never to more than `limit` bytes.
 *
 * @throws InputError `format` for broken data; what `tooLarge` throws beyond the limit
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
    if (error instanceof InputError) throw error;
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
