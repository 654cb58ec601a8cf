import { seededNumbers } from '../baselines/ours.js';

/** Attention to draw: `[heads, n, n]`, rows that sum to 1. */
export interface Sample {
  heads: number;
  n: number;
  data: Float32Array;
  tokens: string[];
}

const syllables = 'the cat sat on mat and dog ran to old red house when rain fell'.split(' ');

/**
 * Peaked attention that is the same in every run: the softmax of three times a nearly normal number (six seeded uniform
 * ones summed up), so that of 128 keys about 30 hold nine tenths of a row's weight, as in trained models.
 */
export function peaked(heads: number, n: number, seed = 7): Sample {
  const data = new Float32Array(heads * n * n);
  for (let row = 0; row < heads * n; row++) {
    const uniform = seededNumbers(6 * n, 1 + seed + 977 * row, Math.SQRT1_2);
    let sum = 0;
    for (let k = 0, at = row * n; k < n; k++, at++) {
      let logit = 0;
      for (let i = 6 * k; i < 6 * k + 6; i++) logit += uniform[i]!;
      sum += data[at] = Math.exp(3 * logit);
    }
    for (let at = row * n; at < (row + 1) * n; at++) data[at]! /= sum;
  }
  const tokens = Array.from({ length: n }, (_, i) => syllables[i % syllables.length]!);
  return { heads, n, data, tokens };
}

/** Large maps as bytes, `[heads, n, n]`: a seeded band beside the diagonal over seeded noise. */
export function bytes(heads: number, n: number): Uint8Array {
  const data = new Uint8Array(heads * n * n);
  const noise = seededNumbers(65_536, 5).map((x) => 24 * x * x);
  for (let row = 0, at = 0; row < heads * n; row++) {
    const q = row % n;
    for (let k = 0; k < n; k++, at++) data[at] = noise[(at * 31 + row) & 65_535]!;
    for (let k = Math.max(0, q - 3); k <= q; k++) data[row * n + k] = 230 - 50 * (q - k);
  }
  return data;
}
