/** Bytes per read where memory is reused. */
const size = 1 << 18;

/** What is read of a stream here, whichever reader the browser has for it. */
export interface ChunkReader {
  read(): Promise<Uint8Array | undefined>;
  cancel(): void;
}

/**
 * Reads a stream chunk by chunk. With `reuse`, each chunk may lie in the memory of the one before: a download of half a
 * gigabyte leaves no heaps of garbage. Downloads allow that in most browsers, other streams hardly.
 */
export function chunksOf(stream: ReadableStream<Uint8Array>, reuse: boolean): ChunkReader {
  const bytes = reuse ? byteReader(stream) : undefined;
  if (!bytes) {
    const reader = stream.getReader();
    return {
      read: async () => (await reader.read()).value,
      cancel: () => void reader.cancel().catch(() => undefined),
    };
  }
  let memory = new ArrayBuffer(size);
  return {
    read: async () => {
      const { value, done } = await bytes.read(new Uint8Array(memory));
      if (value) memory = value.buffer;
      return done ? undefined : value;
    },
    cancel: () => void bytes.cancel().catch(() => undefined),
  };
}

function byteReader(stream: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | undefined {
  try {
    return stream.getReader({ mode: 'byob' });
  } catch {
    return undefined;
  }
}
