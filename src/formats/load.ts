import type { AttentionData } from '../core/attention-data.js';
import { decodePart } from '../core/decode-part.js';
import { InputError } from '../core/errors.js';
import { needingMemory } from '../core/needing-memory.js';
import { ByteStream, decompressor } from './byte-stream.js';
import { workInTurns } from '../core/pause.js';
import { fail } from './fail.js';
import { assembling, type Part, type ReadOptions } from './part.js';
import { megabytes, request } from './request.js';
import { describeFile, sniff, type FileFormat } from './sniff.js';

export interface LoadOptions extends ReadOptions {
  /** Whether cookies go along, as in `fetch`. Default `omit`. */
  credentials?: RequestCredentials | undefined;
  /** Stops the download. The promise then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Called while bytes arrive; `total` is undefined where the server does not say it. */
  onProgress?: ((loaded: number, total: number | undefined) => void) | undefined;
  /** Largest file in bytes, also after decompression; 200 MB for JSON and 2 GB for binary files by default. */
  maxBytes?: number | undefined;
}

const jsonLimit = 200e6;
const binaryLimit = 2 ** 31 - 1;

/** Parts of a file of a known format. The readers of binary files are loaded when one is met. */
async function partsOf(
  format: FileFormat,
  bytes: Uint8Array<ArrayBuffer>,
  limit: number,
  options: ReadOptions & { input: string; signal?: AbortSignal | undefined },
): Promise<AttentionData[]> {
  const { input } = options;
  let parts: Part[];
  switch (format) {
    case 'npy':
      parts = [(await import('./npy.js')).npyPart(bytes, input)];
      break;
    case 'zip':
      parts = await (await import('./npz.js')).npzParts(bytes, limit, input);
      break;
    case 'safetensors':
      parts = (await import('./safetensors.js')).safetensorsParts(bytes, input);
      break;
    default: {
      const { readWeights } = await import('./read-weights.js');
      return readWeights(new TextDecoder().decode(bytes), options);
    }
  }
  const data: AttentionData[] = [];
  for (const part of parts) data.push(await workInTurns(assembling(part, options), options.signal));
  return data;
}

interface Download {
  format: FileFormat;
  bytes: Uint8Array<ArrayBuffer>;
  /** Largest size of this kind of file. */
  limit: number;
}

/** The body of a response, inflated where it is gzip, with its format. */
async function download(
  url: string,
  response: Response,
  { signal, onProgress, maxBytes }: LoadOptions,
  input: string,
): Promise<Download> {
  const total = Number(response.headers.get('content-length')) || undefined;
  // of a compressed transfer the server says the compressed length
  const known = response.headers.get('content-encoding') ? undefined : total;
  let loaded = 0;
  let stream = new ByteStream(response.body ?? new Blob([]).stream(), (bytes) => {
    loaded += bytes;
    onProgress?.(loaded, known && Math.max(known, loaded));
  });
  let gzipped = false;
  try {
    let head = await stream.peek(64);
    let format = sniff(head);
    if (format === 'gzip') {
      gzipped = true;
      stream = new ByteStream(stream.rest().pipeThrough(decompressor('gzip')));
      head = await stream.peek(64);
      format = sniff(head);
    }
    if (format === 'html') {
      fail(
        input,
        'format',
        `a web page at ${url}`,
        'data',
        'Many servers answer so for a file that is missing, or that needs a login (see credentials). Open the address to see.',
      );
    }
    if (format === 'other' || format === 'gzip') {
      fail(input, 'format', `${describeFile(head)} at ${url}`, 'JSON, .npy, .npz or .safetensors');
    }
    const isText = format === 'json' || format === 'literal';
    const limit = maxBytes ?? (isText ? jsonLimit : binaryLimit);
    const tooLarge = (bytes?: number): never =>
      fail(
        input,
        'too-large',
        `${isText ? 'JSON' : 'a file'} of ${bytes ? '' : 'more than '}${megabytes(bytes ?? limit)}`,
        `at most ${megabytes(limit)}`,
        isText
          ? 'Write the weights as float16 in .npz or .safetensors: about a tenth of the size, and faster to read.'
          : 'Write them as float16, or leave out layers.',
      );
    if (total && total > limit) tooLarge(total);
    return { format, limit, bytes: await stream.readAll(limit, tooLarge, gzipped ? 0 : known) };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (error instanceof InputError || error instanceof RangeError) throw error;
    if (gzipped && !(known && loaded < known)) {
      return fail(input, 'format', `broken gzip data at ${url}`, 'a whole file', undefined, error);
    }
    return fail(
      input,
      'network',
      `a download of ${url} that broke off after ${megabytes(loaded)}`,
      'the whole file',
      'Load the page again.',
      error,
    );
  } finally {
    stream.cancel();
  }
}

/**
 * Loads weights from a URL: `.json`, `.npy`, `.npz`, `.safetensors`, each perhaps gzipped; told by content, not by name.
 * Streams with progress, sends no cookies unless told to, runs in windows and workers.
 *
 * @throws InputError `network` (no answer, 404, CORS), `too-large` (beyond the limit, or the memory), `format` (a web page instead of data, …), and all that
 *   `readWeights` throws; the reason of `signal` when that aborts
 */
export async function loadAttention(url: string, options: LoadOptions = {}): Promise<AttentionData[]> {
  const input = options.input ?? 'src';
  const name = url.startsWith('data:') ? undefined : decodeName(url);
  const source = options.source ?? { type: 'file', ...(name && { name }) };
  options.signal?.throwIfAborted();
  const shown = url.length > 200 ? `${url.slice(0, 200)}…` : url;
  const { credentials = 'omit', signal } = options;
  const needs = {
    input,
    what: `what is in ${shown}`,
    expected: 'a file that fits',
    hint: 'Write the weights as float16, leave out layers, or close other pages.',
  };
  return needingMemory(needs, async () => {
    const response = await request(url, { shown, input, credentials, ...(signal && { signal }) });
    const { format, bytes, limit } = await download(shown, response, options, input);
    return partsOf(format, bytes, limit, { ...options, input, source });
  });
}

/** Last part of a path, as people read it; of a file that lies in memory, what stands behind `#`, since its path is a number. */
function decodeName(url: string): string {
  const name = url.startsWith('blob:')
    ? url.replace(/^[^#]*#?/s, '')
    : url
        .replace(/[?#].*$/s, '')
        .split('/')
        .at(-1)!;
  return decodePart(name);
}
