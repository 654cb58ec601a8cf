/**
 * The residual stream of the textbook model: which dimensions hold what. Every field keeps to its own dimensions, so
 * that heads can be read off their matrices (the residual stream as a shared memory: Elhage et al. 2021, A Mathematical
 * Framework for Transformer Circuits).
 */

/**
 * Flags and figures of a token, 0 to 1.
 * - `first`, `last`: stands at an end of the text
 * - `delimiter`: is nothing but punctuation, a line break or a special token such as `[SEP]`
 * - `ends`: a delimiter, or a word that carries its full stop, comma, … with it
 * - `length`: letters, of at most 20
 * - `rest`: where heads look that find nothing; written by the feed-forward network
 */
export const marks = ['first', 'last', 'delimiter', 'ends', 'length', 'rest'] as const;

export type Mark = (typeof marks)[number];

/** Width of the spelling of a token: twice a prime, see `spell`. */
export const dContent = 58;

/** Width of a token: its spelling, then its marks. */
export const dToken = dContent + marks.length;

/** Width of a place: 32 pairs of cosine and sine. */
export const dPlace = 64;

/** Width of one query, key or value: room for a token, then a place. */
export const dHead = dToken + dPlace;

/** First dimension of each field of the residual stream. */
export const fields = {
  /** A single 1: what other networks add as biases is read from here. */
  one: 0,
  /** What the token is, `[dToken]`. */
  token: 1,
  /** What the token before it is, `[dToken]`; written by the previous-token head. */
  before: 1 + dToken,
  /** Sum of what all other heads carry here, `[dToken]`; what a further layer would read. */
  gathered: 1 + 2 * dToken,
  /** Where the token stands, `[dPlace]`. */
  position: 1 + 3 * dToken,
  /** Number of its clause, `[dPlace]`; in cross-attention its position counted from the end. */
  segment: 1 + 3 * dToken + dPlace,
} as const;

/** Width of the residual stream. */
export const dModel = fields.segment + dPlace;
