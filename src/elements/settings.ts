import { html, nothing, type TemplateResult } from 'lit';
import { views } from '../scene/views.js';
import { choices } from './options.js';
import type { ToolbarInput } from './toolbar.js';

/** A labelled choice. */
export const select = (
  label: string,
  value: string,
  options: readonly (readonly [value: string, text: string])[],
  onChange: (value: string) => void,
) =>
  html`<label class="field">
    <span>${label}</span>
    <select @change=${(event: Event) => onChange((event.target as HTMLSelectElement).value)}>
      ${options.map(([v, text]) => html`<option value=${v} ?selected=${v === value} .selected=${v === value}>${text}</option>`)}
    </select>
  </label>`;

/** How weights are shown: what stands under «Settings». */
export function settings(input: ToolbarInput): TemplateResult {
  const { options, strings, offers, change } = input;
  const cellText = { color: strings.color, dots: strings.dots, numbers: strings.numbers };
  const maskText = { own: strings.maskOwn, causal: strings.maskCausal, none: strings.maskNone };
  const paddingText = { show: strings.show, collapse: strings.collapse, hide: strings.hide };
  return html`
    ${
      options.view === 'matrix'
        ? select(
            strings.cells,
            options.cells,
            choices.cells.map((v) => [v, cellText[v]] as const),
            (cells) => change({ cells }),
          )
        : nothing
    }
    ${
      options.view === 'steps'
        ? select(
            strings.scope,
            options.scope,
            choices.scope.map((v) => [v, v === 'query' ? strings.scopeQuery : strings.scopeMatrix] as const),
            (scope) => change({ scope }),
          )
        : nothing
    }
    ${
      options.view === 'flow'
        ? select(
            strings.method,
            options.method,
            choices.method.map((v) => [v, v === 'rollout' ? strings.rollout : strings.maxFlow] as const),
            (method) => change({ method }),
          )
        : nothing
    }
    ${
      input.masks.length
        ? select(
            strings.mask,
            input.mask,
            input.masks.map((v) => [v, maskText[v || 'own']] as const),
            (mask) => change({ mask }),
          )
        : nothing
    }
    ${select(
      strings.scale,
      options.scale,
      choices.scale.map((v) => [v, strings[v]] as const),
      (scale) => change({ scale }),
    )}
    ${
      options.view !== 'heads' && !views[options.view].oneHead && !views[options.view].throughLayers
        ? select(
            strings.aggregate,
            options.aggregate,
            choices.aggregate.map((v) => [v, strings[v]] as const),
            (aggregate) => change({ aggregate }),
          )
        : nothing
    }
    <label class="field">
      <span>${strings.threshold}</span>
      <input
        type="range"
        min="0"
        max="0.5"
        step="0.01"
        .value=${String(options.threshold)}
        aria-valuetext=${options.threshold.toFixed(2)}
        @input=${(event: Event) => change({ threshold: Number((event.target as HTMLInputElement).value) })}
      />
      <output>${options.threshold.toFixed(2)}</output>
    </label>
    <label class="field">
      <span>${strings.topK}</span>
      <input
        type="number"
        min="0"
        step="1"
        .value=${String(options.topK ?? 0)}
        @change=${(event: Event) => change({ topK: Math.max(0, Math.round(Number((event.target as HTMLInputElement).value)) || 0) })}
      />
    </label>
    ${
      offers.special
        ? check(strings.hideSpecial, input.hideSpecial, (hideSpecial) => change({ hideSpecial }))
        : nothing
    }
    ${
      offers.padding
        ? select(
            strings.padding,
            options.padding,
            choices.padding.map((v) => [v, paddingText[v]] as const),
            (padding) => change({ padding }),
          )
        : nothing
    }
    ${joining(input)}
  `;
}

/** What tokens are joined to, and how their weights are. */
function joining({ options, strings, offers, change }: ToolbarInput): TemplateResult | typeof nothing {
  const { merge, mergeBy } = options;
  const texts = { none: strings.mergeNone, word: strings.mergeWords, sentence: strings.mergeSentences };
  const offered = choices.merge.filter(
    (v) => v === 'none' || v === merge || (v === 'word' ? offers.words : offers.sentences),
  );
  if (offered.length < 2) return nothing;
  return html`${select(
    strings.merge,
    merge,
    offered.map((v) => [v, texts[v]] as const),
    (value) => change({ merge: value }),
  )}
  ${
    merge === 'none'
      ? nothing
      : select(
          strings.mergeBy,
          mergeBy,
          choices['merge-by'].map((v) => [v, strings[v]] as const),
          (value) => change({ mergeBy: value }),
        )
  }`;
}

const check = (label: string, checked: boolean, onChange: (checked: boolean) => void) =>
  html`<label class="field">
    <input
      type="checkbox"
      .checked=${checked}
      @change=${(event: Event) => onChange((event.target as HTMLInputElement).checked)}
    />
    <span>${label}</span>
  </label>`;
