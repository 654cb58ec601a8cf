/** `[tokens, heads · dHead]` cut into heads: `[heads, tokens, dHead]`. */
export function splitHeads(x: Float32Array, heads: number, dHead: number): Float32Array {
  const tokens = x.length / (heads * dHead);
  const out = new Float32Array(x.length);
  for (let t = 0; t < tokens; t++) {
    for (let h = 0; h < heads; h++) {
      const from = (t * heads + h) * dHead;
      out.set(x.subarray(from, from + dHead), (h * tokens + t) * dHead);
    }
  }
  return out;
}

/** `[heads, tokens, dHead]` laid side by side: `[tokens, heads · dHead]`. */
export function joinHeads(x: Float32Array, heads: number, dHead: number): Float32Array {
  // the same exchange of two axes, with heads and tokens in each other's place
  return splitHeads(x, x.length / (heads * dHead), dHead);
}

/** `past [heads, p, width]` with `fresh [heads, n, width]` after it: `[heads, p + n, width]`. */
export function appendTokens(past: Float32Array, fresh: Float32Array, heads: number): Float32Array {
  const before = past.length / heads;
  const after = fresh.length / heads;
  const out = new Float32Array(past.length + fresh.length);
  for (let h = 0; h < heads; h++) {
    out.set(past.subarray(h * before, (h + 1) * before), h * (before + after));
    out.set(fresh.subarray(h * after, (h + 1) * after), h * (before + after) + before);
  }
  return out;
}
