import type { Architecture, BlockPath } from '../../core/architecture/architecture.js';
import type { PlayState } from './diagram.js';

/** What is said about a step: a text of the string table and its figures, or what the block itself is said to do. */
export type PlayCaption = { text: string; values: Record<string, string | number> } | { about: BlockPath };

/** One step of a computation: what works, and what to say about it. */
export interface PlayStep {
  state: PlayState;
  caption: PlayCaption;
}

/** A step before it is known what was done before it. */
export interface Move {
  active: BlockPath[];
  caption: PlayCaption;
  decoderTokens?: number;
  cached?: number;
}

/** A move with a text of the string table. */
export function say(active: BlockPath[], text: string, values: Record<string, string | number> = {}): Move {
  return { active, caption: { text, values } };
}

/** Whether places are marked before the first layer: rotary and relative positions are part of attention. */
export const addedPositions = ({ positions }: Architecture): boolean =>
  positions === 'sinusoidal' || positions === 'learned';
