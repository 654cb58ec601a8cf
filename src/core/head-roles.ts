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

/** Roles as rules: does query `q` look for key `k`? */
const rules: Record<keyof HeadRoles, (q: number, k: number, tokens: string[]) => boolean> = {
  previousToken: (q, k) => k === q - 1,
  sameToken: (q, k) => k === q,
  nextToken: (q, k) => k === q + 1,
  firstToken: (q, k) => k === 0 && q > 0,
  duplicateToken: (q, k, tokens) => k < q && tokens[k] === tokens[q],
  induction: (q, k, tokens) => k > 0 && k <= q && tokens[k - 1] === tokens[q],
};

/** Scores of one head for every role. Only meaningful for self-attention, where query `q` and key `q` are one token. */
export function headRoles(data: AttentionData, layer: number, head: number): HeadRoles {
  const matrix = headMatrix(data, layer, head);
  const score = (rule: (q: number, k: number, tokens: string[]) => boolean) => {
    let total = 0;
    let count = 0;
    for (let q = 0; q < data.queries; q++) {
      let hasKey = false;
      for (let k = 0; k < data.keys; k++) {
        if (!rule(q, k, data.keyTokens)) continue;
        hasKey = true;
        total += matrix[q * data.keys + k]!;
      }
      if (hasKey) count++;
    }
    return total / count;
  };
  const names = Object.keys(rules) as (keyof HeadRoles)[];
  return Object.fromEntries(names.map((name) => [name, score(rules[name])])) as unknown as HeadRoles;
}
