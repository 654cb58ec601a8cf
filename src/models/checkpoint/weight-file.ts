import { InputError } from '../../core/errors.js';
import { ByteStream } from '../../formats/byte-stream.js';
import { fail } from '../../formats/fail.js';
import { megabytes, request, requestOptional, type RequestOptions } from '../../formats/request.js';
import { headerLength, parseHeader, type TensorEntry } from '../../formats/safetensors-header.js';
import { describeFile, sniff } from '../../formats/sniff.js';
import { chunksOf } from './chunks.js';
import type { FileCache } from './file-cache.js';
import { Filler, rangesOf } from './filler.js';
import type { Wanted } from './tensors.js';

/** Bytes that are asked for first; headers of common models fit into them. */
const headBytes = 1 << 16;
/** A pause that costs as much as this many bytes: about a second request. */
const gapBytes = 1 << 18;

export interface TransferOptions {
  input: string;
  signal?: AbortSignal | undefined;
  cache?: FileCache | undefined;
  /** Called with the number of bytes that have come. */
  onBytes: (bytes: number) => void;
}

/** A `.safetensors` file on a server, of which the header is read and the rest not yet. */
export class WeightFile {
  readonly entries: TensorEntry[];
  readonly #url: string;
  readonly #name: string;
  readonly #options: TransferOptions;
  /** Bytes of the header, the length before it included. */
  readonly #bodyStart: number;
  /** Length of the file; Infinity where the server does not say it. */
  readonly #total: number;
  readonly #version: string;
  /** The whole file, where the server gives nothing less. */
  readonly #stream: ByteStream | undefined;

  private constructor(
    url: string,
    options: TransferOptions,
    head: { stream: ByteStream; isWhole: boolean; bytes: Uint8Array; total: number; version: string },
  ) {
    this.#url = url;
    this.#name = nameOf(url);
    this.#options = options;
    this.#total = head.total;
    this.#version = head.version;
    this.#stream = head.isWhole ? head.stream : undefined;
    this.#bodyStart = head.bytes.length;
    const input = `${options.input} (${this.#name})`;
    this.entries = parseHeader(head.bytes.subarray(8), head.total - head.bytes.length, input).entries;
  }

  /**
   * Opens the file and reads its header; undefined where there is no such file.
   *
   * @throws InputError `network`, `truncated` or `format`
   */
  static async open(url: string, options: TransferOptions): Promise<WeightFile | undefined> {
    const asked = { ...requestOptions(options), headers: { range: `bytes=0-${headBytes - 1}` } };
    const response = await requestOptional(url, asked);
    if (!response) return undefined;
    const isPart = response.status === 206;
    const total = isPart ? totalOf(response) : lengthOf(response);
    const isWhole = !isPart || total <= headBytes;
    const version = response.headers.get('etag') ?? response.headers.get('last-modified') ?? `${total} bytes`;
    const input = `${options.input} (${nameOf(url)})`;
    const stream = new ByteStream(response.body ?? new Blob([]).stream());
    try {
      const bytes = await header(stream, isWhole, url, options, input, total);
      // to its end, as a download that is given up is told as one that failed
      if (!isWhole) void drain(stream);
      return new WeightFile(url, options, { stream, isWhole, bytes, total, version });
    } catch (error) {
      stream.cancel();
      if (error instanceof InputError || options.signal?.aborted) throw error;
      return fail(
        input,
        'network',
        'a download that broke off',
        'the whole file',
        'Load the page again.',
        error,
      );
    }
  }

  /** Bytes that `load` will ask for; Infinity where the server does not say how many there are. */
  size(wanted: Wanted[]): number {
    if (this.#stream) return this.#total - this.#bodyStart;
    return rangesOf(wanted, gapBytes).reduce((sum, { start, end }) => sum + end - start, 0);
  }

  /** Gives up what is not loaded. */
  cancel(): void {
    this.#stream?.cancel();
  }

  /**
   * Downloads what is wanted of this file.
   *
   * @throws InputError `network` or `truncated` where it does not come whole
   */
  async load(wanted: Wanted[]): Promise<void> {
    if (this.#stream) {
      const end = wanted.reduce((last, { entry }) => Math.max(last, entry.end), 0);
      return this.#fill(
        wanted,
        { start: 0, end },
        () => Promise.resolve(this.#stream!.rest()),
        -this.#bodyStart,
      );
    }
    for (const range of rangesOf(wanted, gapBytes)) {
      const inRange = wanted.filter(({ entry }) => entry.start >= range.start && entry.end <= range.end);
      await this.#fill(inRange, range, () => this.#request(range), range.start);
    }
  }

  async #request({ start, end }: { start: number; end: number }): Promise<ReadableStream<Uint8Array>> {
    const range = `bytes=${this.#bodyStart + start}-${this.#bodyStart + end - 1}`;
    const response = await request(this.#url, { ...requestOptions(this.#options), headers: { range } });
    if (response.status === 206) return response.body!;
    await response.body?.cancel();
    return fail(
      this.#options.input,
      'network',
      `all of ${this.#name} where a part was asked for`,
      'the same answer to every request',
    );
  }

  /** Reads one stream, from the cache or the network, whose first byte lies at `offset` of the body. */
  async #fill(
    wanted: Wanted[],
    range: { start: number; end: number },
    download: () => Promise<ReadableStream<Uint8Array>>,
    offset: number,
  ): Promise<void> {
    const { cache, signal, onBytes, input } = this.#options;
    const piece = `${range.start}-${range.end}`;
    const filler = new Filler(wanted);
    const known = await cache?.match(this.#url, piece, this.#version);
    if (known) this.#stream?.cancel();
    const writer = known ? undefined : cache?.store(this.#url, piece, this.#version);
    const reader = chunksOf(known ?? (await download()), !writer);
    // what is cached begins where the range does
    let at = known ? range.start : offset;
    try {
      while (filler.missing) {
        const value = await reader.read();
        signal?.throwIfAborted();
        if (!value) break;
        const usable = value.subarray(Math.max(0, range.start - at));
        const from = at + value.length - usable.length;
        filler.write(usable, from);
        if (usable.length) await writer?.write(usable);
        at += value.length;
        onBytes(usable.length);
      }
      // its end as well, or the browser takes what came whole for a download that was given up, and does not keep it
      if (at === (this.#stream ? this.#total - this.#bodyStart : range.end)) await reader.read();
    } catch (error) {
      writer?.abort();
      if (signal?.aborted) throw signal.reason;
      if (error instanceof InputError) throw error;
      return fail(
        input,
        'network',
        `a download of ${this.#name} that broke off after ${megabytes(Math.max(0, at))}`,
        'the whole file',
        'Load the page again.',
        error,
      );
    } finally {
      reader.cancel();
    }
    if (filler.missing) {
      writer?.abort();
      fail(
        input,
        'truncated',
        `${this.#name} ended at byte ${at} of its body, within ${filler.missing.entry.name}`,
        `${filler.missing.entry.end} bytes`,
        'The file may not have been copied whole.',
      );
    }
    await writer?.close();
  }
}

const requestOptions = ({ input, signal }: TransferOptions): RequestOptions => ({
  input,
  ...(signal && { signal }),
});

/** Reads the rest of a first answer, of which no more is wanted, and no more than was asked for. */
async function drain(stream: ByteStream): Promise<void> {
  await stream.peek(headBytes + 1).catch(() => undefined);
  stream.cancel();
}

const nameOf = (url: string): string => new URL(url).pathname.split('/').at(-1)!;

/** Of a compressed transfer the server says the compressed length. */
const lengthOf = ({ headers }: Response): number =>
  (!headers.get('content-encoding') && Number(headers.get('content-length'))) || Infinity;

/** Length of the whole, in the answer to a request for a part; servers on other sites may hide it. */
const totalOf = ({ headers }: Response): number =>
  Number(/\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1]) || Infinity;

/** The length of the header and the header, all its bytes. */
async function header(
  stream: ByteStream,
  isWhole: boolean,
  url: string,
  options: TransferOptions,
  input: string,
  total: number,
): Promise<Uint8Array> {
  const first = await stream.peek(64);
  const format = sniff(first);
  if (format === 'html') {
    fail(
      input,
      'format',
      `a web page at ${url}`,
      'data',
      'Many servers answer so for a file that is missing or needs a login. Open the address to see.',
    );
  }
  if (first.length < 9) fail(input, 'truncated', `${first.length} bytes`, 'a header');
  if (format !== 'safetensors') fail(input, 'format', describeFile(first), '.safetensors');
  const length = 8 + headerLength(first, input);
  if (length > total) {
    fail(input, 'truncated', `a header of ${length - 8} bytes in a file of ${total}`, 'the whole file');
  }
  let bytes = await stream.peek(length);
  if (bytes.length < length && !isWhole) {
    const range = `bytes=0-${length - 1}`;
    const response = await request(url, { ...requestOptions(options), headers: { range } });
    bytes = new Uint8Array(await response.arrayBuffer());
  }
  if (bytes.length < length) {
    fail(
      input,
      'truncated',
      `a header of ${length - 8} bytes in a file of ${bytes.length}`,
      'the whole file',
    );
  }
  options.onBytes(length);
  return bytes.slice(0, length);
}
