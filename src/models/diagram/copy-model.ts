import { crossHeads, selfHeads } from '../textbook-heads.js';
import type { TextbookHead } from '../textbook-head.js';
import { dHead, dToken, fields } from '../textbook-space.js';
import { buildLayer, type TextbookLayer } from '../textbook-weights.js';
import type { TextbookBlock } from './textbook-trace.js';

/** What the model writes: its source again, or its source from the last word to the first. */
export type CopyTask = 'copy' | 'reverse';

/** How strongly the head that writes does so: words as like as `play` and `playing` are still told apart by e¹⁸. */
const writing = 64;

const byId = (heads: TextbookHead[][], id: string): TextbookHead =>
  heads.flat().find((head) => head.id === id)!;

const pick = (heads: TextbookHead[][], ids: string): TextbookHead[] =>
  ids.split(' ').map((id) => byId(heads, id));

const aligned: TextbookHead = {
  id: 'aligned',
  name: 'same place',
  description:
    'What is written at a place looks at the word in the same place of the source: the diagonal of a copy (alignment: Bahdanau et al. 2015, Neural Machine Translation by Jointly Learning to Align and Translate).',
  distance: { scores: [[0, 40]] },
};

const reversed: TextbookHead = {
  id: 'reversed',
  name: 'reversed place',
  description:
    'What is written at a place looks at the word that stands as far from the end of the source: the other diagonal, where word order is turned around (Sutskever et al. 2014, Sequence to Sequence Learning, reversed their sources).',
  distance: { key: 'segment', scores: [[0, 40]] },
};

const follower: TextbookHead = {
  ...byId(selfHeads(false), 'induction'),
  description:
    'A in the text so far, A B in the source → B: looks at what follows in the source the word just read; at the first word where there is none (pointing at what to copy: Vinyals et al. 2015, Pointer Networks).',
};
delete follower.distance;

/** Heads of self-attention of either side, `[layers][heads]`. */
const ownHeads = (causal: boolean): TextbookHead[][] => [
  pick(selfHeads(causal), causal ? 'previous twoBack same first' : 'previous next same first'),
  pick(selfHeads(causal), 'induction context precursor punctuation'),
];

/** Heads of the decoder that look at the encoder, `[layers][heads]`. */
const sourceHeads: TextbookHead[][] = [
  [byId(crossHeads, 'same'), byId(crossHeads, 'first'), ...pick(selfHeads(false), 'longWords punctuation')],
  [aligned, reversed, follower, byId(selfHeads(false), 'window')],
];

/** Both sides of the model. */
export interface CopyModel {
  encoder: TextbookBlock[];
  decoder: TextbookBlock[];
}

const built = new Map<CopyTask, CopyModel>();

/**
 * An encoder-decoder that copies or reverses its source, of two layers of four heads on either side: the textbook model's
 * heads, and cross-attention that is exact. Both of its ways to align are there in both tasks; the tasks differ in which of
 * the two writes. Built once.
 */
export function copyModel(task: CopyTask): CopyModel {
  let model = built.get(task);
  if (!model) {
    const encoder = ownHeads(false).map((heads, i) => ({ self: buildLayer(heads, i === 0) }));
    const decoder = ownHeads(true).map((heads, i) => ({
      self: route(buildLayer(heads, i === 0)),
      cross: route(buildLayer(sourceHeads[i]!, false), task === 'copy' ? 'aligned' : 'reversed'),
    }));
    built.set(task, (model = { encoder, decoder }));
  }
  return model;
}

/**
 * Lets only the head `writer` into the field `gathered`, which the output reads. What others carry goes into the field of
 * clauses, which nothing in this decoder reads.
 */
function route(layer: TextbookLayer, writer?: string): TextbookLayer {
  const { wo, heads } = layer;
  const isGathered = (row: number) => row >= fields.gathered && row < fields.gathered + dToken;
  const entries = wo.entries.map(([row, column, value]): [number, number, number] => {
    if (!isGathered(row)) return [row, column, value];
    return heads[Math.floor(column / dHead)]!.id === writer
      ? [row, column, value * writing]
      : [row - fields.gathered + fields.segment, column, value];
  });
  return { ...layer, wo: { ...wo, entries } };
}
