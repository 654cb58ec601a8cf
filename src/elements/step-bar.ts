import { html, type TemplateResult } from 'lit';
import type { Picture } from '../scene/compose.js';
import { lastStep } from '../scene/steps.js';
import type { Options } from './options.js';
import { fill, type Strings } from './strings.js';

export interface StepBarInput {
  picture: Picture;
  options: Options;
  strings: Strings;
  playing: boolean;
  goTo: (step: number | 'play') => void;
}

/** Buttons that go through the steps, and a sentence for the present one, which screen readers say. */
export function stepBar({ picture, options, strings, playing, goTo }: StepBarInput): TemplateResult {
  const { shown, focus } = picture;
  const { step } = options;
  const token = shown.queries[focus.query ?? shown.queries.length - 1]?.text ?? '';
  const name = step === 3 && !shown.causal ? 'step3none' : (`step${step as 1 | 2 | 3 | 4 | 5}` as const);
  const sentence = fill(strings[name], { token, d: shown.stages?.dHead ?? '' });
  const button = (text: string, name: string, to: number | 'play', disabled: boolean) =>
    html`<button
      type="button"
      aria-label=${name}
      title=${name}
      ?disabled=${disabled}
      @click=${() => goTo(to)}
    >
      ${text}
    </button>`;
  return html`<div class="steps" part="steps">
    ${
      options.controls === 'none'
        ? ''
        : html`<span class="group">
            ${button('‹', strings.stepBack, step - 1, step <= 1)}
            ${button(playing ? '❚❚' : '▶', playing ? strings.pause : strings.play, 'play', false)}
            ${button('›', strings.stepOn, step + 1, step >= lastStep)}
          </span>`
    }
    <p role="status">
      <span class="caption">${fill(strings.stepOf, { step, count: lastStep })}</span> ${sentence}
    </p>
  </div>`;
}
