import { headMatrix, type AttentionData } from './attention-data.js';

/**
 * How much of its attention a head spends on what each role looks at, 0 to 1: the mean over the queries that have such a
 * key. NaN where no query has one.
 */
export interface HeadRoles {
  /** The token before (Clark et al. 2019; Voita et al. 2019, positional heads). */
  previousToken: number;
  /** The token itself. */
  sameToken: number;
  /** The token after. */
  nextToken: number;
  /** The first token, a place to rest (Xiao et al. 2023, attention sinks); queries after it only. */
  firstToken: number;
  /** Earlier copies of the query's token (Wang et al. 2022, duplicate-token heads). */
  duplicateToken: number;
  /** What followed earlier copies of the query's token (Elhage et al. 2021; Olsson et al. 2022, induction heads). */
  induction: number;
}

/** Roles as rules: the keys that query `q` looks for. `copies` are the earlier places of its token. */
const rules: Record<keyof HeadRoles, (q: number, copies: readonly number[]) => readonly number[]> = {
  previousToken: (q) => [q - 1],
  sameToken: (q) => [q],
  nextToken: (q) => [q + 1],
  firstToken: (q) => (q > 0 ? [0] : []),
  duplicateToken: (_, copies) => copies,
  induction: (_, copies) => copies.map((k) => k + 1),
};

const roles = Object.keys(rules) as (keyof HeadRoles)[];

/** What one head does for one role, summed over the queries that have a key for it. */
interface Played {
  queries: number;
  /** Attention on those keys. */
  weight: number;
  /** The same of a head that looks everywhere alike. */
  chance: number;
}

function placesOf(places: Map<string, number[]>, token: string): number[] {
  let known = places.get(token);
  if (!known) places.set(token, (known = []));
  return known;
}

/** Sums of all roles over a matrix `[tokens, keys]`. In a causal one, even attention reaches no key that is ahead. */
function play(
  matrix: ArrayLike<number>,
  tokens: readonly string[],
  queries: number,
  keys: number,
  causal = false,
): Record<keyof HeadRoles, Played> {
  const played = Object.fromEntries(
    roles.map((role) => [role, { queries: 0, weight: 0, chance: 0 }]),
  ) as Record<keyof HeadRoles, Played>;
  const places = new Map<string, number[]>();
  for (let q = 0; q < queries; q++) {
    const token = tokens[q];
    // queries beyond the tokens of the keys are copies of nothing
    const copies = token === undefined ? [] : placesOf(places, token);
    for (const role of roles) {
      const wanted = rules[role](q, copies).filter((k) => k >= 0 && k < keys);
      if (wanted.length === 0) continue;
      const sums = played[role];
      sums.queries++;
      for (const k of wanted) sums.weight += matrix[q * keys + k]!;
      sums.chance += wanted.length / (causal ? q + 1 : keys);
    }
    copies.push(q);
  }
  return played;
}

/** Scores of one head for every role. Only meaningful for self-attention, where query `q` and key `q` are one token. */
export function headRoles(data: AttentionData, layer: number, head: number): HeadRoles {
  const played = play(headMatrix(data, layer, head), data.keyTokens, data.queries, data.keys);
  const scores = roles.map((role) => [role, played[role].weight / played[role].queries] as const);
  return Object.fromEntries(scores) as unknown as HeadRoles;
}

/** Queries that a pattern needs at least: one case is none. */
const fewest = 2;

/**
 * The role that a head of self-attention clearly plays, with its score; undefined where none stands out. Clear is what
 * lies more than half of the way from even attention to a head that does nothing else: then more than half of the weight
 * is there, and it is no matter of a short text with few places to look at.
 */
export function clearRole(
  matrix: ArrayLike<number>,
  tokens: readonly string[],
  causal: boolean,
): { role: keyof HeadRoles; score: number } | undefined {
  const played = play(matrix, tokens, tokens.length, tokens.length, causal);
  let best: { role: keyof HeadRoles; score: number; clear: number } | undefined;
  for (const role of roles) {
    const { queries, weight, chance } = played[role];
    if (queries < fewest) continue;
    const [score, even] = [weight / queries, chance / queries];
    const clear = (score - even) / (1 - even);
    if (clear > 0.5 && clear > (best?.clear ?? 0)) best = { role, score, clear };
  }
  return best && { role: best.role, score: best.score };
}
