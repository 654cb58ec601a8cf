import { html, nothing, type TemplateResult } from 'lit';
import { cssColor } from '../render/css-color.js';
import type { Theme } from '../scene/theme.js';
import type { Problem } from './problems.js';
import type { Progress } from './reader.js';
import { setStyles } from './set-styles.js';
import { fill, type Strings } from './strings.js';

type Words = Pick<
  Strings,
  'errorAside' | 'errorKept' | 'errorTitle' | 'loading' | 'loadingShare' | 'computingShare'
>;

export interface BodyBase {
  /** Marks the element in the style sheet. */
  kind?: string;
  look: Theme | undefined;
  problem: Problem | undefined;
  progress: Progress | undefined;
  strings: Words;
  /** What stands in the tag is no fallback but what follows in the page. */
  swallows: boolean;
  /** What screen readers are to hear. */
  message: string;
}

/** What both elements have around their picture: colours, what went wrong, how far a load is, and the author's fallback. */
export function bodyBase(
  { kind = '', look, problem, progress, strings, swallows, message }: BodyBase,
  picture: TemplateResult | undefined,
  above: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  const colors: Record<string, string> = look
    ? {
        '--_ground': cssColor(look.background),
        '--_text': cssColor(look.text),
        '--_auto-accent': cssColor(look.accent),
      }
    : {};
  const waits = picture || problem ? '' : 'waits';
  const title = (keeps: boolean) =>
    !picture ? strings.errorTitle : keeps ? strings.errorKept : strings.errorAside;
  return html`<div class="base ${kind} ${waits}" part="base" ${setStyles(colors)}>
      ${above} ${picture ?? nothing}
      ${
        problem
          ? html`<p class="error" part="error" role="alert">
              <strong>${title(problem.keeps)}</strong><span>${problem.error.message}</span>
            </p>`
          : nothing
      }
      ${progress ? progressBar(progress, strings, picture !== undefined) : nothing}
      ${swallows ? nothing : html`<slot ?hidden=${picture !== undefined}></slot>`}
      <div class="unseen" role="status">${message}</div>
    </div>
    ${swallows ? html`<slot></slot>` : nothing}`;
}

function progressBar(
  { loaded, total, computing }: Progress,
  strings: Words,
  besidePicture: boolean,
): TemplateResult {
  const share = computing ? strings.computingShare : strings.loadingShare;
  const text = total ? fill(share, { percent: Math.floor((100 * loaded) / total) }) : strings.loading;
  return html`<div class="state ${besidePicture ? 'beside' : ''}" part="progress">
    <label
      >${text}<br /><progress max=${total ?? nothing} value=${total ? loaded : nothing}></progress
    ></label>
  </div>`;
}
