import { html, type TemplateResult } from 'lit';
import type { Picture } from '../scene/compose.js';
import type { Shown } from '../scene/shown.js';
import { stepFormula } from '../scene/steps-formula.js';
import {
  chosenKey,
  chosenQuery,
  hasScores,
  headFacts,
  stepCount,
  vectorAt,
  type Scaling,
} from '../scene/steps-numbers.js';
import type { Options } from './options.js';
import { exactNumber } from './reading.js';
import { stepControls } from './step-controls.js';
import { fill, type Strings } from './strings.js';

export interface StepBarInput {
  picture: Picture;
  options: Options;
  strings: Strings;
  playing: boolean;
  goTo: (step: number | 'play') => void;
}

/** Whether there is anything to go through. */
export const hasSteps = ({ stages }: Shown): boolean => !!stages && hasScores(stages);

/** The step that is shown, from 1, and how many there are for these data. */
export function presentStep(picture: Picture | undefined, options: Options): { step: number; count: number } {
  const count = picture ? stepCount(picture.shown, options.scope) : options.step;
  return { step: Math.min(options.step, count), count };
}

/** What happens in a step, in the reader's language. */
function sentenceOf(
  { shown, focus, pinned }: Picture,
  step: number,
  whole: boolean,
  strings: Strings,
): string {
  const token = shown.queries[chosenQuery(shown, focus, pinned)]?.text ?? '';
  const facts = shown.stages && headFacts(shown, shown.stages);
  if (facts && step === 2) return scaleSentence(facts.scaling, shown.stages!.dHead, strings);
  const all = { 1: strings.step1all, 5: strings.step5all }[step];
  const text =
    whole && all
      ? all
      : step === 3 && !facts?.masked
        ? strings.step3none
        : strings[`step${step as 1 | 2 | 3 | 4 | 5 | 6}`];
  return fill(text, { token, d: shown.stages?.dHead ?? '' });
}

/** What makes scores of products: not every model divides by the root of the length, and some add a bias. */
function scaleSentence({ kind, factor, biased }: Scaling, d: number, strings: Strings): string {
  const name = kind === 'root' ? 'step2' : factor === 1 ? 'step2one' : (`step2${kind}` as const);
  const text = fill(strings[name], { d, factor: exactNumber(factor) });
  return biased ? `${text} ${strings.step2bias}` : text;
}

/**
 * Goes through the steps by buttons, a slider and the arrow keys, with a sentence for the present step, which screen
 * readers say, and under it the arithmetic of the chosen cell as text that can be copied.
 */
export function stepBar({ picture, options, strings, playing, goTo }: StepBarInput): TemplateResult {
  const { step, count } = presentStep(picture, options);
  const sentence = sentenceOf(picture, step, options.scope === 'matrix', strings);
  return html`<div class="steps" part="steps">
    ${stepControls({
      ...{ step, count, playing, sentence, strings, goTo },
      name: strings.steps,
      sliderName: strings.stepSlider,
      hasButtons: options.controls !== 'none',
    })}
    ${formulaOf(picture, step)}
  </div>`;
}

/** The arithmetic of the cell that the reader is on, else of the strongest one. */
function formulaOf({ shown, focus, pinned }: Picture, step: number): TemplateResult {
  const query = chosenQuery(shown, focus, pinned);
  const weights = vectorAt(shown.heads[0]!.weights, query, shown.keys.length);
  const key = chosenKey(weights, focus);
  const [from, to] = [shown.queries[query]!.text, shown.keys[key]!.text];
  return html`<p class="formula" part="formula">
    <span class="caption" dir="ltr"><bdi>${from}</bdi> → <bdi>${to}</bdi></span>
    ${stepFormula(shown, query, key, step).map((line) => html`<span dir="ltr">${line}</span> `)}
  </p>`;
}
