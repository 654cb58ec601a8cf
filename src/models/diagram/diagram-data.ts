import type { AttentionData, Source } from '../../core/attention-data.js';
import type { NextToken, SideTrace } from '../model.js';

/** What flows through one stack: tokens, and as many of the numbers as are known. */
export interface SideData {
  /** Raw pieces as the tokenizer wrote them. */
  tokens: string[];
  /** Attention to its own tokens, and of a decoder to the encoder's. */
  self?: AttentionData;
  cross?: AttentionData;
  /** Every stage of every layer; absent where only weights were given. */
  trace?: SideTrace;
}

/** Real data for a diagram: of a run of a model, or of a file. */
export interface DiagramData {
  source: Source;
  encoder?: SideData;
  decoder?: SideData;
  /** What the decoder thinks comes next, or what a vision model sees; the most probable first. */
  next?: NextToken[];
}
