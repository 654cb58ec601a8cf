import { linear } from './linear.js';

/** Rows of an embedding table `[vocabulary, dModel]` for token ids: `[tokens, dModel]`. */
export function embed(ids: ArrayLike<number>, table: Float32Array, dModel: number): Float32Array {
  const out = new Float32Array(ids.length * dModel);
  for (let t = 0; t < ids.length; t++) {
    const id = ids[t]!;
    out.set(table.subarray(id * dModel, (id + 1) * dModel), t * dModel);
  }
  return out;
}

/**
 * Scores of every word of the vocabulary as the next one, `[tokens, vocabulary]`, from the output of a stack
 * `x [tokens, dModel]`. `table [vocabulary, dModel]` is the language-model head, often the embedding itself. `scale`
 * multiplies `x` first (T5 with a tied table: `dModel ** -0.5`).
 */
export function vocabularyLogits(
  x: Float32Array,
  table: Float32Array,
  dModel: number,
  { bias, scale = 1 }: { bias?: Float32Array; scale?: number } = {},
): Float32Array {
  return linear(scale === 1 ? x : x.map((value) => value * scale), table, bias, dModel);
}
