import type { Focus, Shown, Stages } from './shown.js';
import type { Scope } from './view.js';

/** Steps in their order: the dot product, its scaling, the mask, the softmax, the weighted sum, the residual stream. */
export const stepNames = ['dot', 'scale', 'mask', 'softmax', 'sum', 'residual'] as const;

/** The last step that there can be: everything is there. */
export const lastStep = stepNames.length;

/** Number of steps that there are: the sum needs values; the last one the residual stream, and is shown for one query. */
export function stepCount({ stages }: Shown, scope: Scope): number {
  if (!stages?.v) return lastStep - 2;
  return stages.residual && scope === 'query' ? lastStep : lastStep - 1;
}

/**
 * The query whose numbers are shown: the reader's, else the last word of the text, since in a causal model it sees the most.
 * Punctuation and special tokens say little.
 */
export function chosenQuery(shown: Pick<Shown, 'queries'>, focus: Focus, pinned: Focus = {}): number {
  const chosen = focus.query ?? pinned.query;
  if (chosen !== undefined) return chosen;
  const word = shown.queries.findLastIndex(({ text, special }) => !special && /[\p{L}\p{N}]/u.test(text));
  return word < 0 ? shown.queries.length - 1 : word;
}

/** The key whose numbers are shown: the reader's, else the one with the greatest weight. */
export function chosenKey(weights: Float32Array, focus: Focus): number {
  if (focus.key !== undefined) return focus.key;
  return weights.reduce((best, weight, k) => (weight > weights[best]! ? k : best), 0);
}

/** How scores came from dot products: divided by √d, multiplied by another factor, or in a way the data do not tell. */
export interface Scaling {
  kind: 'root' | 'factor' | 'other';
  factor: number;
  /** A bias by distance is added after that. */
  biased: boolean;
}

/** Whether there are scores, or all that is needed to compute them from the vectors: not for a bias that is gone. */
export const hasScores = ({ scores, scoring }: Stages): boolean => !!scores || !scoring?.biased;

/** All numbers of one query on their way from its vector to the output. */
export interface RowNumbers {
  q: Float32Array;
  /** `[keys]` each; scores are NaN where nobody knows them. */
  dots: Float32Array;
  scaled: Float32Array;
  /** -Infinity where masked. */
  masked: Float32Array;
  weights: Float32Array;
  /** The weighted sum of the values, `[dHead]`. */
  output: Float32Array | undefined;
}

/** Row `i` of an array of vectors. */
export const vectorAt = (all: Float32Array, i: number, width: number) =>
  all.subarray(i * width, (i + 1) * width);

/** Scores this far below the greatest of their row vanish in a float32 softmax without any mask. */
const vanishing = 80;

/** The numbers of one query: what the model computed, and the products that lead there. */
export function rowNumbers(shown: Shown, stages: Stages, query: number): RowNumbers {
  const { dHead, scores, scoring } = stages;
  const keys = shown.keys.length;
  const q = vectorAt(stages.q, query, dHead);
  const dots = Float32Array.from({ length: keys }, (_, k) => dot(q, vectorAt(stages.k, k, dHead)));
  const factor = hasScores(stages) ? (scoring?.factor ?? 1 / Math.sqrt(dHead)) : NaN;
  const scaled = scores ? vectorAt(scores, query, keys) : dots.map((x) => x * factor);
  const weights = vectorAt(shown.heads[0]!.weights, query, keys);
  let highest = -Infinity;
  weights.forEach((weight, k) => {
    if (weight > 0 && scaled[k]! > highest) highest = scaled[k]!;
  });
  const hidden = (k: number) =>
    scaled[k] === -Infinity ||
    (weights[k] === 0 &&
      ((shown.causal && k > query + keys - shown.queries.length) || scaled[k]! > highest - vanishing));
  const masked = scaled.map((score, k) => (hidden(k) ? -Infinity : score));
  return { q, dots, scaled, masked, weights, output: stages.v && weightedSum(weights, stages.v, dHead) };
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d]! * b[d]!;
  return sum;
}

/** `weights [keys]` times `v [keys, width]`. */
function weightedSum(weights: Float32Array, v: Float32Array, width: number): Float32Array {
  const out = new Float64Array(width);
  weights.forEach((weight, k) => {
    if (weight) for (let d = 0; d < width; d++) out[d]! += weight * v[k * width + d]!;
  });
  return Float32Array.from(out);
}

/** The greatest magnitude among numbers, never 0, so that one can divide by it. */
export function largest(...arrays: (Float32Array | undefined)[]): number {
  let most = 1e-9;
  for (const array of arrays) {
    for (const x of array ?? []) if (Math.abs(x) > most && Math.abs(x) < Infinity) most = Math.abs(x);
  }
  return most;
}

/** What holds for a whole head, found once. */
export interface HeadFacts {
  scaling: Scaling;
  /** Whether any key is hidden from any query. */
  masked: boolean;
  /** Greatest difference between the given weights and the softmax of the shown scores, among the rows looked at. */
  gap: number;
  largestQ: number;
  largestK: number;
}

const known = new WeakMap<Stages, HeadFacts>();

/** Rows that are looked at to find out what holds for a head. */
const samples = 24;

export function headFacts(shown: Shown, stages: Stages): HeadFacts {
  let facts = known.get(stages);
  if (facts) return facts;
  const count = shown.queries.length;
  const rows = Array.from({ length: Math.min(samples, count) }, (_, i) =>
    rowNumbers(shown, stages, Math.floor(((i + 1) * count) / Math.min(samples, count)) - 1),
  );
  facts = {
    scaling: stages.scoring ? knownScaling(stages.scoring, stages.dHead) : scalingOf(rows, stages.dHead),
    masked: rows.some((row) => row.masked.includes(-Infinity)) || (shown.causal && shown.keys.length > 1),
    gap: Math.max(...rows.map(gapOf)),
    largestQ: largest(stages.q),
    largestK: largest(stages.k),
  };
  known.set(stages, facts);
  return facts;
}

function knownScaling({ factor, biased }: NonNullable<Stages['scoring']>, dHead: number): Scaling {
  const isRoot = Math.abs(factor * Math.sqrt(dHead) - 1) < 1e-6;
  return { kind: isRoot ? 'root' : 'factor', factor, biased };
}

/** Found out from the numbers: a bias is nothing that could be told from other ways. */
function scalingOf(rows: RowNumbers[], dHead: number): Scaling {
  const root = 1 / Math.sqrt(dHead);
  const reach = Math.max(...rows.map((row) => largest(row.scaled)));
  const fits = (factor: number) =>
    rows.every((row) =>
      row.scaled.every((s, k) => s === -Infinity || Math.abs(s - row.dots[k]! * factor) <= 2e-3 * reach),
    );
  if (fits(root)) return { kind: 'root', factor: root, biased: false };
  let [both, own] = [0, 0];
  for (const row of rows) {
    row.scaled.forEach((s, k) => {
      if (s === -Infinity) return;
      both += s * row.dots[k]!;
      own += row.dots[k]! ** 2;
    });
  }
  const factor = own ? both / own : 0;
  return fits(factor)
    ? { kind: 'factor', factor, biased: false }
    : { kind: 'other', factor: NaN, biased: false };
}

/** Greatest difference between a row's weights and the softmax of its masked scores. */
function gapOf({ masked, weights }: RowNumbers): number {
  const highest = masked.reduce((m, s) => Math.max(m, s), -Infinity);
  if (highest === -Infinity) return 0;
  const powers = masked.map((s) => Math.exp(s - highest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.reduce((most, power, k) => Math.max(most, Math.abs(power / sum - weights[k]!)), 0);
}
