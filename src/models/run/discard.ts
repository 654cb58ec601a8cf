import type { LayerCache, LayerTrace } from '../../core/transformer-layer.js';

/**
 * Gives the memory of a layer's stages back, those in `kept` excepted: whoever held an array finds it empty. Browsers
 * collect large arrays only when there are many, and a run would make hundreds of megabytes of them.
 */
export function discardLayer(
  { selfAttention, crossAttention, feedForward }: LayerTrace,
  kept: Iterable<Float32Array>,
): void {
  const buffers = new Set<ArrayBufferLike>();
  for (const sublayer of [selfAttention, crossAttention, feedForward]) {
    if (!sublayer) continue;
    const { before, input, after, stages } = sublayer;
    // not by reading: scores may be waiting to be asked for
    const properties = Object.values(Object.getOwnPropertyDescriptors(stages));
    for (const array of [before, input, after, ...properties.map(({ value }): unknown => value)]) {
      if (array instanceof Float32Array) buffers.add(array.buffer);
    }
  }
  for (const { buffer } of kept) buffers.delete(buffer);
  discard([...buffers]);
}

/** The same for keys and values of tokens that nothing will be written after. */
export function discardCache(cache: readonly LayerCache[]): void {
  discard(
    cache.flatMap(({ self, cross }) => [self, cross].flatMap((kv) => (kv ? [kv.k.buffer, kv.v.buffer] : []))),
  );
}

/** Empties arrays; where a browser cannot, its garbage collector will. */
export function discard(buffers: readonly ArrayBufferLike[]): void {
  for (const buffer of buffers as readonly { byteLength: number; transfer?(length: number): unknown }[]) {
    // one that is empty already cannot be emptied again
    if (buffer.byteLength) buffer.transfer?.(0);
  }
}
