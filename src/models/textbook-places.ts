import { dPlace } from './textbook-space.js';

/**
 * Places as sinusoids, as in Vaswani et al. 2017, Attention Is All You Need, section 3.5, but with other frequencies:
 * all harmonics of two clocks, one of 31 hours and one of 35. The dot product of two places is then 1 where both are
 * the same, about one half where only one clock shows the same hour, and -1/32 everywhere else: exact, not nearly. The
 * clocks show the same pair of hours again after 31 · 35 = 1085 places.
 */
const clocks = [31, 35];

/** Radians per place of every pair of dimensions, `[dPlace / 2]`. */
const frequencies = clocks.flatMap((hours) =>
  Array.from({ length: (hours - 1) / 2 }, (_, j) => (2 * Math.PI * (j + 1)) / hours),
);

/** Largest number of tokens for which no two places are alike, with a round figure. */
export const maxTokens = 1024;

/** Writes the place `p`, whole or fractional, of length 1, to `out [dPlace]`: pairs of cosine and sine. */
export function writePlace(p: number, out: Float32Array): void {
  const norm = Math.sqrt(2 / dPlace);
  frequencies.forEach((frequency, i) => {
    out[2 * i] = Math.cos(frequency * p) * norm;
    out[2 * i + 1] = Math.sin(frequency * p) * norm;
  });
}

/** Scores by distance: `[key - query, score]`, 0 for distances that are not named. */
export type DistanceScores = readonly (readonly [distance: number, score: number])[];

/**
 * What W_Q does to every pair of dimensions so that `q · k` is the score of the distance: rotation by the distance, as a
 * shift of sinusoids is one (Vaswani et al. 2017, section 3.5), times the score; more distances add up. Gives for every
 * pair `[a, b]` of the block `[[a, -b], [b, a]]`.
 */
export function rotations(scores: DistanceScores): [number, number][] {
  return frequencies.map((frequency) => {
    let a = 0;
    let b = 0;
    for (const [distance, score] of scores) {
      a += score * Math.cos(frequency * distance);
      b += score * Math.sin(frequency * distance);
    }
    return [a, b];
  });
}

/** Scores that fall off as a bell from `peak` at distance 0; attention has a standard deviation of `width / √peak`. */
export function bell(peak: number, width: number, reach: number): DistanceScores {
  return Array.from({ length: 2 * reach + 1 }, (_, i) => {
    const distance = i - reach;
    return [distance, peak * Math.exp(-(distance ** 2) / (2 * width ** 2))] as const;
  });
}
