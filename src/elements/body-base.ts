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
  /** The author has decided between light and dark, and the page may be otherwise. */
  isForced: boolean;
  /** The element brings its own ground. */
  paints: boolean;
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
  input: BodyBase,
  picture: TemplateResult | undefined,
  above: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  const { kind = '', paints, problem, progress, strings, swallows, message } = input;
  const waits = picture || problem ? '' : 'waits';
  const title = (keeps: boolean) =>
    !picture ? strings.errorTitle : keeps ? strings.errorKept : strings.errorAside;
  return html`<div
      class="base ${kind} ${waits} ${paints ? 'painted' : ''}"
      part="base"
      ${setStyles(baseColors(input))}
    >
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

/** Colours of all that stands around the drawing, the same as in it. */
function baseColors({ look, isForced, paints }: BodyBase): Record<string, string> {
  if (!look) return {};
  const [text, muted, accent] = [cssColor(look.text), cssColor(look.muted), cssColor(look.accent)];
  return {
    '--_ground': cssColor(look.background),
    '--_text': text,
    '--_auto-accent': accent,
    ...(isForced && { color: text, 'color-scheme': look.dark ? 'dark' : 'light' }),
    '--_auto-muted': muted,
    ...(paints && { '--_accent': accent, '--_muted': muted, '--_line': cssColor(look.line) }),
  };
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
