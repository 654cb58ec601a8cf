import { html, nothing, type TemplateResult } from 'lit';
import { pauseIcon, playIcon } from './icons.js';
import { fill, type Strings } from './strings.js';

export interface StepControls {
  /** From 1. */
  step: number;
  count: number;
  playing: boolean;
  /** What happens in this step. */
  sentence: string;
  /** Names of the group of buttons and of the slider. */
  name: string;
  sliderName: string;
  strings: Pick<Strings, 'stepOf' | 'stepBack' | 'stepOn' | 'play' | 'pause'>;
  goTo: (step: number | 'play') => void;
  /** Whether there are buttons, or the sentence alone. */
  hasButtons: boolean;
  /** Further buttons behind the slider. */
  more?: TemplateResult;
  /** Called with keys that lead to no step. */
  otherKey?: (key: string) => void;
}

/** Goes through steps by buttons, a slider and the arrow keys, with a sentence for the present step, which screen readers say. */
export function stepControls(input: StepControls): TemplateResult {
  const { step, count, playing, sentence, strings, goTo } = input;
  const position = fill(strings.stepOf, { step, count });
  const keys = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const to = { ArrowLeft: step - 1, ArrowRight: step + 1, Home: 1, End: count }[event.key];
    if (to === undefined) return input.otherKey?.(event.key);
    if ((event.target as Element).matches('select')) return;
    event.preventDefault();
    goTo(to);
  };
  return html`${
      input.hasButtons
        ? html`<span class="group" role="group" aria-label=${input.name} @keydown=${keys}>
            ${iconButton('‹', strings.stepBack, () => goTo(step - 1), step <= 1)}
            ${iconButton(playing ? pauseIcon : playIcon, playing ? strings.pause : strings.play, () => goTo('play'))}
            ${iconButton('›', strings.stepOn, () => goTo(step + 1), step >= count)}
            <input
              type="range"
              min="1"
              max=${count}
              step="1"
              aria-label=${input.sliderName}
              aria-valuetext="${position}: ${sentence}"
              .value=${String(step)}
              @input=${(event: Event) => goTo(Number((event.target as HTMLInputElement).value))}
            />
            ${input.more ?? nothing}
          </span>`
        : nothing
    }
    <p role="status"><span class="caption">${position}</span> ${sentence}</p>`;
}

/** A button that is a sign; its name is read and shown to who waits on it. */
export const iconButton = (
  sign: string | TemplateResult,
  name: string,
  press: () => void,
  disabled = false,
): TemplateResult =>
  html`<button type="button" aria-label=${name} title=${name} ?disabled=${disabled} @click=${press}>
    ${sign}
  </button>`;
