import { dContent } from './textbook-space.js';
import { wordOf } from './textbook-words.js';

/** Characters that are a syllable or a word by themselves. */
const wide = /[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}]/u;
const han = /\p{sc=Han}/u;

/**
 * N-grams of characters of a word and how much each counts, as words are taken apart in fastText (Bojanowski et al.
 * 2017, Enriching Word Vectors with Subword Information): the word itself, its beginnings, which hold the stem in most
 * languages, and what is inside.
 */
function features(word: string): Map<string, number> {
  const letters = [...word];
  const isWide = wide.test(word);
  const found = new Map<string, number>();
  const add = (feature: string, weight: number) => found.set(feature, (found.get(feature) ?? 0) + weight);
  add(`=${word}`, 0.8);
  const shortest = isWide ? 2 : 3;
  for (let n = shortest; n <= Math.min(letters.length, 5); n++) {
    add(`^${letters.slice(0, n).join('')}`, n > shortest || isWide ? 1.8 : 1);
  }
  for (let i = 0; i + shortest <= letters.length; i++) add(letters.slice(i, i + shortest).join(''), 1);
  if (isWide) {
    // one Chinese character says much wherever it stands, one syllable where the word begins
    letters.forEach((letter, i) => {
      if (han.test(letter)) add(`.${letter}`, 2.2);
      else if (i === 0) add(`^${letter}`, 2);
    });
  }
  return found;
}

/**
 * Likeness of every word to those before it, `[words][words before it]`: the cosine of their counts of n-grams. `play`
 * and `playing` 0.69, `고양이가` and `고양이를` 0.72, `cat` and `cats` 0.47, `cat` and `mat` 0.
 */
export function likenesses(words: readonly string[]): Float64Array[] {
  const postings = new Map<string, [word: number, weight: number][]>();
  return words.map((word, i) => {
    const row = new Float64Array(i);
    const own = features(word);
    const norm = Math.hypot(...own.values());
    for (const [feature, weight] of own) {
      const posting = postings.get(feature) ?? [];
      for (const [j, other] of posting) row[j]! += (weight / norm) * other;
      posting.push([i, weight / norm]);
      postings.set(feature, posting);
    }
    return row;
  });
}

/**
 * The part of the embedding table that a text needs: for every different word a vector `[dContent]` of length 1. Dot
 * products of vectors are the likenesses of the words. Every new word gets a direction of its own and leans towards the
 * words before it by as much as it is like them (the rows of a Cholesky factor), so a vector never depends on what comes
 * later.
 */
export function spell(tokens: readonly string[]): Map<string, Float32Array> {
  const words = [...new Set(tokens.map(wordOf))];
  const likeness = likenesses(words);
  const factor: Float64Array[] = [];
  return new Map(
    words.map((word, i) => {
      const row = new Float64Array(i + 1);
      let start = -1;
      let own = 1;
      for (let j = 0; j < i; j++) {
        if (start < 0 && !likeness[i]![j]) continue;
        if (start < 0) start = j;
        let sum = likeness[i]![j]!;
        for (let k = start; k < j; k++) sum -= row[k]! * factor[j]![k]!;
        row[j] = sum / factor[j]![j]!;
        own -= row[j]! ** 2;
      }
      row[i] = Math.sqrt(own);
      factor.push(row);
      return [word, combine(row)];
    }),
  );
}

/** The sum of directions by their shares `[words]`, of length 1. Direction 0 is left to a virtual start of text. */
function combine(shares: Float64Array): Float32Array {
  const out = new Float32Array(dContent);
  shares.forEach((share, j) => {
    if (share !== 0) addDirection(j + 1, share, out);
  });
  const norm = Math.hypot(...out);
  return out.map((x) => x / norm);
}

/**
 * Adds direction `j` of 1740, `share` times, to `out [dContent]`. The first 58 are the dimensions themselves. So many
 * cannot all be at right angles; every further 58 are at right angles among themselves, and the dot product with any
 * other is at most `1 / √29`, which is 0.19 (mutually unbiased bases: Wootters and Fields 1989, Optimal
 * State-Determination by Mutually Unbiased Measurements; pairs of dimensions are the parts of complex numbers).
 */
function addDirection(j: number, share: number, out: Float32Array): void {
  const prime = dContent / 2;
  const basis = Math.floor(j / dContent);
  if (basis === 0) {
    out[j]! += share;
    return;
  }
  const b = (j % dContent) >> 1;
  const quarter = (j % 2) * (Math.PI / 2);
  for (let t = 0; t < prime; t++) {
    const phase = ((2 * Math.PI) / prime) * ((basis * t * t + b * t) % prime) + quarter;
    out[2 * t]! += (share * Math.cos(phase)) / Math.sqrt(prime);
    out[2 * t + 1]! += (share * Math.sin(phase)) / Math.sqrt(prime);
  }
}
