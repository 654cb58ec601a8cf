import { html, nothing, type TemplateResult } from 'lit';
import { live as liveValue } from 'lit/directives/live.js';
import type { Live, TextField } from './live.js';
import type { Strings } from './strings.js';

/** What stood in a field when the reader came to it. */
const cameTo = new WeakMap<EventTarget, string>();

/** Fields for the texts that the model reads: quiet as text of the page until the reader comes. */
export function textFields(live: Live, editable: boolean, strings: Strings): TemplateResult | typeof nothing {
  if (!editable) return nothing;
  if (!live.computes) return html`<p class="note" part="notice">${strings.editNeedsModel}</p>`;
  const { fields } = live;
  if (fields.length === 0) return nothing;
  return html`<div class="fields">
    ${fields.map((field) => textField(live, field, fields.length > 1, strings))}
  </div>`;
}

function textField(
  live: Live,
  { property, text }: TextField,
  named: boolean,
  strings: Strings,
): TemplateResult {
  const name = named ? strings[property === 'sourceTokens' ? 'source' : 'target'] : strings.editText;
  const area = (event: Event) => event.currentTarget as HTMLTextAreaElement;
  // Safari ends a composition before the Enter that ended it, whose code is then 229
  const composes = (event: KeyboardEvent) => event.isComposing || event.keyCode === 229;
  return html`<label class="text-field" part="field">
    <span class=${named ? 'caption' : 'unseen'}>${name}</span>
    <span class="grow" data-text="${text} ">
      <textarea
        rows="1"
        dir="auto"
        spellcheck="false"
        autocomplete="off"
        autocapitalize="off"
        enterkeyhint="done"
        placeholder=${strings.editPlaceholder}
        .value=${liveValue(text)}
        @focus=${(event: Event) => cameTo.set(area(event), area(event).value)}
        @input=${(event: InputEvent) =>
          event.isComposing
            ? live.compose(property, grown(area(event)))
            : live.type(property, grown(area(event)))}
        @compositionend=${(event: Event) => live.type(property, area(event).value)}
        @keydown=${(event: KeyboardEvent) => {
          if (composes(event)) return;
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            live.type(property, area(event).value, true);
          } else if (event.key === 'Escape') {
            event.stopPropagation();
            live.revert(property, cameTo.get(area(event)) ?? text);
          }
        }}
        @blur=${() => live.leave(property)}
      ></textarea>
    </span>
  </label>`;
}

/** Lets the field grow with its text before anything is rendered: nothing is while letters are composed. */
function grown(area: HTMLTextAreaElement): string {
  area.parentElement!.dataset['text'] = `${area.value} `;
  return area.value;
}
