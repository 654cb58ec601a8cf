import { bell } from './textbook-places.js';
import type { TextbookHead } from './textbook-head.js';

const wang = 'Wang et al. 2022, Interpretability in the Wild';
const clark = 'Clark et al. 2019, What Does BERT Look At?';
const elhage = 'Elhage et al. 2021, A Mathematical Framework for Transformer Circuits';

/** Score of the same word. */
const match = 32;
/** Score of where a head rests: words less than 0.45 alike lose against it. */
const rest = 0.45 * match;
/** Takes what would match by construction out of the running, even where the match is full. */
const ignored = -26;

const previous: TextbookHead = {
  id: 'previous',
  name: 'previous token',
  description: `Every token looks at the one before it; the first at itself. It writes what it saw into the field that layer 2 reads (${clark}, section 3.1; ${elhage}).`,
  distance: { scores: [[-1, 40]] },
  both: { mark: 'first', score: 40 },
  writes: 'before',
};

const next: TextbookHead = {
  id: 'next',
  name: 'next token',
  description: `Every token looks at the one after it; the last at itself (${clark}, section 3.1).`,
  distance: { scores: [[1, 40]] },
  both: { mark: 'last', score: 40 },
};

const twoBack: TextbookHead = {
  id: 'twoBack',
  name: 'two back',
  description: `Every token looks two places back; the first two at themselves. A fixed offset, as in the heads of ${clark}, section 3.1.`,
  distance: {
    scores: [
      [-2, 40],
      [0, 12],
    ],
  },
};

const first: TextbookHead = {
  id: 'first',
  name: 'first token',
  description:
    'Every token rests on the first one, which carries nothing of use: an attention sink (Xiao et al. 2023, Efficient Streaming Language Models with Attention Sinks).',
  marks: { first: 20 },
};

const same: TextbookHead = {
  id: 'same',
  name: 'same or similar word',
  description: `Tokens look at other tokens spelled the same or alike; at themselves where there is none (duplicate-token heads: ${wang}).`,
  match: { query: 'token', key: 'token', score: match },
  distance: { scores: [[0, rest - match]] },
};

const nearby: TextbookHead = {
  id: 'window',
  name: 'nearby tokens',
  description:
    'Attention spreads over four tokens to either side, the nearer the more (local spans: Sukhbaatar et al. 2019, Adaptive Attention Span in Transformers).',
  distance: {
    scores: Array.from({ length: 9 }, (_, i) => [i - 4, 24 - (i - 4) ** 2 / (2 * 1.5 ** 2)] as const),
  },
};

const longWords: TextbookHead = {
  id: 'longWords',
  name: 'long words',
  description:
    'All tokens look at the longest words, which are mostly the rare ones (Zipf 1949), as one kind of trained head does (Voita et al. 2019, Analyzing Multi-Head Self-Attention, section 5.3).',
  marks: { length: 16 },
};

const induction: TextbookHead = {
  id: 'induction',
  name: 'induction',
  description:
    'A B … A → B: tokens look at what followed an earlier token like them, by comparing themselves with what stands before each key; at the first token where there is none (Olsson et al. 2022, In-context Learning and Induction Heads).',
  match: { query: 'token', key: 'before', score: match },
  // without a mask the token's own successor follows it, too
  distance: { scores: [[1, ignored]] },
  marks: { first: rest },
};

const precursor: TextbookHead = {
  id: 'precursor',
  name: 'copy of the word before',
  description: `A … A B → first A: tokens look at other copies of the word before them; at themselves where there is none (Q-composition: ${elhage}).`,
  match: { query: 'before', key: 'token', score: match },
  distance: {
    scores: [
      [-1, ignored],
      [0, rest],
    ],
  },
};

const context: TextbookHead = {
  id: 'context',
  name: 'same context',
  description: `A B … A C → B: tokens look at others that also follow A, so words that can take each other's place; at themselves where there is none (Q- and K-composition: ${elhage}).`,
  match: { query: 'before', key: 'before', score: match },
  distance: { scores: [[0, rest - match]] },
};

const clauseStart: TextbookHead = {
  id: 'clauseStart',
  name: 'start of the clause',
  description:
    'Tokens look at the first word of their clause: in the same segment, and punctuation before it, which the previous-token head has noted (segments: Devlin et al. 2019, BERT).',
  distance: { query: 'segment', key: 'segment', scores: [[0, 40]] },
  marks: { delimiter: -20 },
  marksBefore: { ends: 20 },
};

const clause: TextbookHead = {
  id: 'clause',
  name: 'own clause',
  description:
    'Attention spreads evenly over the clause a token stands in: the block pattern (Kovaleva et al. 2019, Revealing the Dark Secrets of BERT).',
  distance: { query: 'segment', key: 'segment', scores: [[0, 24]] },
};

const punctuation: TextbookHead = {
  id: 'punctuation',
  name: 'punctuation',
  description: `Attention spreads evenly over punctuation, line breaks and special tokens; rests on the first token where there is none (${clark}, section 3.2).`,
  marks: { ends: 24, rest: 12 },
};

/** Heads of the self-attention model, `[layers][heads]`. Those of layer 2 read what layer 1 has written. */
export const selfHeads = (causal: boolean): TextbookHead[][] => [
  [previous, causal ? twoBack : next, first, same, nearby, longWords],
  [induction, context, precursor, clauseStart, clause, punctuation],
];

/** Heads of cross-attention, `[layers][heads]`. Positions of queries are stretched to the length of the keys. */
export const crossHeads: TextbookHead[][] = [
  [
    {
      id: 'same',
      name: 'same or similar word',
      description: `Tokens look at tokens of the other text spelled the same or alike; at their own place in it where there is none (${wang}).`,
      match: { query: 'token', key: 'token', score: match },
      distance: { scores: bell(rest, 3, 14) },
    },
    {
      id: 'aligned',
      name: 'same place',
      description:
        'Tokens look at the same relative place of the other text, as in translation between languages of like word order (local attention: Luong et al. 2015, Effective Approaches to Attention-based Neural Machine Translation).',
      distance: { scores: bell(24, 3, 14) },
    },
    {
      id: 'reversed',
      name: 'reversed place',
      description:
        'The first token looks at the last of the other text and the last at the first, as where word order is turned around (Sutskever et al. 2014, Sequence to Sequence Learning, reversed their sources).',
      distance: { query: 'segment', scores: bell(24, 3, 14) },
    },
    { ...first, description: first.description.replace('the first one', 'the first of the other text') },
  ],
];
