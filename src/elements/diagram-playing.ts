import type { BlockPath } from '../core/architecture/architecture.js';
import type { PlayState } from '../scene/diagram/diagram.js';
import { playSteps, type PlayStep } from '../scene/diagram/play.js';
import { captionOf } from './diagram-captions.js';
import type { DiagramContent } from './diagram-input.js';
import type { DiagramStrings } from './diagram-strings.js';

/** What is played, and where it is. */
export interface Playing {
  /** From 1; 0 while nothing is played. */
  step: number;
  count: number;
  state: PlayState | undefined;
  caption: string;
}

export const nothingPlayed: Playing = { step: 0, count: 0, state: undefined, caption: '' };

/**
 * Remembers which block's computation is played: what the reader walks into meanwhile is part of it, and who leaves it
 * leaves the computation.
 */
export class PlayStage {
  #last: { focus: BlockPath; content: DiagramContent; steps: PlayStep[] } | undefined;

  /** @param step as the element has it, from 1; undefined while nothing is played */
  at(
    content: DiagramContent,
    focus: BlockPath,
    step: number | undefined,
    strings: DiagramStrings,
    lang: string,
  ): Playing {
    const steps = this.#stepsOf(content, focus, step !== undefined);
    const shown = Math.min(steps.length, step ?? 0);
    const now = steps[shown - 1];
    return {
      step: shown,
      count: steps.length,
      state: now?.state,
      caption: now ? captionOf(content.architecture, now, strings, lang) : '',
    };
  }

  #stepsOf(content: DiagramContent, focus: BlockPath, isPlaying: boolean): PlayStep[] {
    const last = this.#last;
    if (last?.content === content) {
      const isInside = last.focus === '' || `${focus}.`.startsWith(`${last.focus}.`);
      if (isPlaying ? isInside : last.focus === focus) return last.steps;
    }
    const { architecture, data, prompt } = content;
    const steps = playSteps(architecture, data, { focus, ...(prompt && { prompt }) });
    this.#last = { focus, content, steps };
    return steps;
  }
}
