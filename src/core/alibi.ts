/**
 * Slopes of ALiBi, one per head: `2^(-8/n), 2^(-16/n), …` for `n` heads when `n` is a power of two; otherwise those of
 * the next lower power of two, then every other one of the next higher (Press et al. 2022, Train Short, Test Long, and
 * the authors' code).
 */
export function alibiSlopes(heads: number): Float32Array {
  const power = 2 ** Math.floor(Math.log2(heads));
  return Float32Array.from({ length: heads }, (_, h) =>
    h < power ? 2 ** ((-8 * (h + 1)) / power) : 2 ** ((-4 * (2 * (h - power) + 1)) / power),
  );
}

/**
 * `slope · (key - query)` as a bias `[heads, queries, keys]` for `attention`: the further back, the less. Query 0 stands
 * at position `offset`. Meant for causal attention; later keys get a positive bias and are to be masked.
 */
export function alibiBias(
  heads: number,
  queries: number,
  keys = queries,
  offset = keys - queries,
): Float32Array {
  const slopes = alibiSlopes(heads);
  const bias = new Float32Array(heads * queries * keys);
  let i = 0;
  for (const slope of slopes) {
    for (let q = 0; q < queries; q++) for (let k = 0; k < keys; k++) bias[i++] = slope * (k - q - offset);
  }
  return bias;
}
