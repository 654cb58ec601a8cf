import { softmax } from './softmax.js';

export interface SamplingOptions {
  /** Below 1 sharpens, above 1 flattens; 0 takes the most probable token. Default 1. */
  temperature?: number;
  /** Only so many of the most probable tokens may be taken. */
  topK?: number;
  /** Only the fewest tokens that together have this probability may be taken (Holtzman et al. 2020, nucleus sampling). */
  topP?: number;
}

/**
 * Probability of each token to be the next, `[vocabulary]`, from its logits: temperature first, then `topK`, then `topP`;
 * what is left sums to 1. Among equals the lower index comes first.
 */
export function tokenProbabilities(
  logits: Float32Array,
  { temperature = 1, topK = Infinity, topP = 1 }: SamplingOptions = {},
): Float32Array {
  const isGreedy = temperature <= 0;
  const p = softmax(logits, logits.length, { temperature: isGreedy ? 1 : temperature });
  const count = isGreedy ? 1 : Math.max(1, topK);
  if (count >= p.length && topP >= 1) return p;

  const order = Array.from(p.keys()).sort((a, b) => logits[b]! - logits[a]! || a - b);
  const candidates = order.slice(0, count);
  const total = candidates.reduce((sum, i) => sum + p[i]!, 0);
  const out = new Float32Array(p.length);
  const kept: number[] = [];
  let sum = 0;
  for (const i of candidates) {
    kept.push(i);
    sum += p[i]!;
    // without a limit, rounding of the sum must not cut tokens off
    if (topP < 1 && sum >= topP * total) break;
  }
  for (const i of kept) out[i] = p[i]! / sum;
  return out;
}

/** Index of one token, drawn by `random` (a number from 0 to 1) from probabilities `[vocabulary]`. */
export function sampleToken(probabilities: Float32Array, random: () => number): number {
  let rest = random() * probabilities.reduce((sum, p) => sum + p, 0);
  let last = 0;
  for (let i = 0; i < probabilities.length; i++) {
    if (probabilities[i] === 0) continue;
    last = i;
    rest -= probabilities[i]!;
    if (rest < 0) break;
  }
  return last;
}

/** A repeatable source of numbers from 0 to 1: the same seed, the same numbers on every machine (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
