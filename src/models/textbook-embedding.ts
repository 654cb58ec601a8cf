import { writePlace } from './textbook-places.js';
import { dContent, dModel, fields, marks, type Mark } from './textbook-space.js';
import { spell } from './textbook-spelling.js';
import { endsClause, isDelimiter, lengthOf, wordOf } from './textbook-words.js';

/** Letters beyond which a word counts as no longer. */
const longest = 20;

export interface EmbeddingOptions {
  /** Vectors of words, of these tokens at least. Default `spell(tokens)`. */
  spellings?: Map<string, Float32Array>;
  /** Where every token stands, `[tokens]`, whole or fractional. Default 0, 1, 2, … */
  positions?: number[];
  /** What stands in the field `segment`, `[tokens]`. Default the number of the token's clause. */
  segments?: number[];
  /** Does not mark the last token: a decoder cannot know that it is the last. */
  causal?: boolean;
}

/**
 * The sum of token, position and segment embeddings, `[tokens, dModel]`: what enters the first layer. Segments number
 * the clauses, as BERT's number its sentences (Devlin et al. 2019, BERT, section 3).
 */
export function textbookEmbedding(tokens: readonly string[], options: EmbeddingOptions = {}): Float32Array {
  const { spellings = spell(tokens), positions, segments = clauses(tokens), causal = false } = options;
  const x = new Float32Array(tokens.length * dModel);
  tokens.forEach((token, t) => {
    const row = x.subarray(t * dModel, (t + 1) * dModel);
    const mark = (name: Mark, value: number) => {
      row[fields.token + dContent + marks.indexOf(name)] = value;
    };
    row[fields.one] = 1;
    row.set(spellings.get(wordOf(token))!, fields.token);
    mark('first', +(t === 0));
    mark('last', +(t === tokens.length - 1 && !causal));
    mark('delimiter', +isDelimiter(token));
    mark('ends', +endsClause(token));
    mark('length', Math.min(lengthOf(token), longest) / longest);
    writePlace(positions?.[t] ?? t, row.subarray(fields.position));
    writePlace(segments[t] ?? 0, row.subarray(fields.segment));
  });
  return x;
}

/** The number of every token's clause. Delimiters belong to the clause that they close. */
export function clauses(tokens: readonly string[]): number[] {
  let clause = 0;
  return tokens.map((token, t) => {
    if (t > 0 && endsClause(tokens[t - 1]!) && !isDelimiter(token)) clause++;
    return clause;
  });
}
