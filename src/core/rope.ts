export interface RopeOptions {
  /** Base of the wavelengths. Default 10000. */
  theta?: number;
  /** Position of the first token, for keys that follow a cache. Default 0. */
  offset?: number;
  /** How many dimensions of a head turn, from the first on; the others stay as they are. Default all. */
  rotaryDim?: number;
  /** Pairs are `(2i, 2i + 1)`, as in GPT-J and Meta's Llama, instead of `(i, i + rotaryDim / 2)`, as in Hugging Face's. */
  interleaved?: boolean;
  /** Radians per position of every pair `[rotaryDim / 2]`, where a model has scaled them; replaces `theta`. */
  frequencies?: ArrayLike<number>;
}

/** Radians per position of every pair of dimensions, `theta^(-2i / rotaryDim)`: `[rotaryDim / 2]`. */
export function ropeFrequencies(rotaryDim: number, theta = 10000): Float64Array {
  return Float64Array.from({ length: rotaryDim / 2 }, (_, i) => theta ** ((-2 * i) / rotaryDim));
}

/**
 * Rotary position embedding: turns pairs of dimensions of queries or keys `[heads, tokens, dHead]` by an angle that grows
 * with the position, so that `q · k` depends on distance alone (Su et al. 2021, RoFormer). Gives a new array.
 */
export function rope(
  x: Float32Array,
  tokens: number,
  dHead: number,
  options: RopeOptions = {},
): Float32Array {
  const { theta, offset = 0, rotaryDim = dHead, interleaved = false } = options;
  const frequencies = options.frequencies ?? ropeFrequencies(rotaryDim, theta);
  const half = rotaryDim / 2;
  const out = x.slice();
  for (let row = 0; row * dHead < x.length; row++) {
    const position = offset + (row % tokens);
    for (let i = 0; i < half; i++) {
      const a = row * dHead + (interleaved ? 2 * i : i);
      const b = a + (interleaved ? 1 : half);
      const angle = position * frequencies[i]!;
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      out[a] = x[a]! * cos - x[b]! * sin;
      out[b] = x[b]! * cos + x[a]! * sin;
    }
  }
  return out;
}
