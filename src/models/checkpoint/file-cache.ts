const cacheName = 'attention-elements-models';
const versionHeader = 'x-attention-elements-version';

/** Takes a download chunk by chunk; whatever goes wrong with the cache is the cache's affair. */
export interface CacheWriter {
  write(chunk: Uint8Array): Promise<void>;
  /** Keeps what was written. */
  close(): Promise<void>;
  /** Forgets it. */
  abort(): void;
}

/** Downloads of earlier visits, piece by piece, in the browser's Cache Storage. */
export class FileCache {
  readonly #cache: Cache;

  private constructor(cache: Cache) {
    this.#cache = cache;
  }

  /** Undefined where there is no Cache Storage: in insecure contexts, in Node, where the user forbids it. */
  static async open(): Promise<FileCache | undefined> {
    try {
      return new FileCache(await caches.open(cacheName));
    } catch {
      return undefined;
    }
  }

  /** The piece of that name, if the file is still the version that it was cut from. */
  async match(url: string, piece: string, version: string): Promise<ReadableStream<Uint8Array> | undefined> {
    try {
      const response = await this.#cache.match(keyOf(url, piece));
      if (!response?.body || response.headers.get(versionHeader) !== version) return undefined;
      return response.body;
    } catch {
      return undefined;
    }
  }

  /** Stores a piece while it arrives: no faster than the disk takes it, so that nothing piles up in memory. */
  store(url: string, piece: string, version: string): CacheWriter {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    let works = true;
    const response = new Response(readable, { headers: { [versionHeader]: version } });
    const stored = this.#cache.put(keyOf(url, piece), response).catch(() => {
      works = false;
    });
    const quietly = async (action: Promise<void>): Promise<void> => {
      // a full disk ends `stored`, but need not end what waits for it
      await Promise.race([action.catch(() => (works = false)), stored]);
    };
    return {
      write: async (chunk) => (works ? quietly(writer.write(chunk)) : undefined),
      close: async () => {
        if (!works) return;
        await quietly(writer.close());
        await stored;
      },
      abort: () => void writer.abort().catch(() => undefined),
    };
  }
}

function keyOf(url: string, piece: string): string {
  const key = new URL(url);
  key.searchParams.set('attention-elements', piece);
  return key.href;
}
