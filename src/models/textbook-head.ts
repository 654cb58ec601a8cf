import type { HeadLabel } from '../core/attention-data.js';
import type { DistanceScores } from './textbook-places.js';
import type { Mark } from './textbook-space.js';

/** A field of the residual stream that holds a token. */
export type TokenField = 'token' | 'before';

/**
 * What a head scores: the sum of the terms that it has. Attention is the softmax of it, so a score that is larger by 10
 * gets 22,000 times the weight.
 */
export interface TextbookHead extends HeadLabel {
  id: string;
  description: string;
  /** `score` times the likeness (-1 to 1) of the spellings in a field of the query and one of the key. */
  match?: { query: TokenField; key: TokenField; score: number };
  /** Scores by the distance of the key's place from the query's; both fields are `position` where not said otherwise. */
  distance?: { query?: 'position' | 'segment'; key?: 'position' | 'segment'; scores: DistanceScores };
  /** Scores for marks of the key. */
  marks?: Partial<Record<Mark, number>>;
  /** Scores for marks of what stands before the key. */
  marksBefore?: Partial<Record<Mark, number>>;
  /** Score where query and key both have the mark: keeps a token at an end of the text with itself. */
  both?: { mark: Mark; score: number };
  /** Field that the head writes what it carries to. Default `gathered`. */
  writes?: 'before';
}
