import type { AttentionData } from '../core/attention-data.js';
import type { ReadOptions } from '../formats/part.js';
import { readPlain } from '../formats/read-plain.js';
import type { Reading } from './reader.js';

/** Whether an author has given weights. */
export const given = (weights: unknown) => weights !== undefined && weights !== null && weights !== '';

/** Plain forms are read at once; the objects of other tools by a module that is loaded only then. */
export function readGiven(value: unknown, options: ReadOptions): AttentionData[] | Promise<AttentionData[]> {
  return (
    readPlain(value, options) ??
    import('../formats/read-weights.js').then(({ readWeights }) => readWeights(value, options))
  );
}

/** Weights of a file; its address may be relative to the page. */
export async function readFile(
  src: string,
  hints: ReadOptions,
  { signal, base, credentials, onProgress }: Reading,
): Promise<AttentionData[]> {
  const { loadAttention } = await import('../formats/load.js');
  return loadAttention(new URL(src, base).href, { ...hints, signal, credentials, onProgress });
}
