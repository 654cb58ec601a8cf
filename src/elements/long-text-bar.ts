import { html, nothing, type TemplateResult } from 'lit';
import type { Picture } from '../scene/compose.js';
import { isLong, type LongText } from './long-text.js';
import { fill, type Strings } from './strings.js';
import { mayZoom, type Zoom } from './zoom.js';

/** Search, the strongest weights, and zooming, under the figure of a long text. */
export function longTextBar(
  picture: Picture,
  longText: LongText,
  zoom: Zoom,
  strings: Strings,
  requestUpdate: () => void,
): TemplateResult | typeof nothing {
  const zooms = mayZoom(picture);
  const finds = isLong(picture);
  if (!finds && !zoom.part) return nothing;
  return html`<div class="bar" part="finder">
    ${finds ? finder(longText, strings, requestUpdate) : nothing}
    ${zooms ? zoomer(picture, zoom, strings) : nothing}
  </div>`;
}

function finder(longText: LongText, strings: Strings, requestUpdate: () => void): TemplateResult {
  const found = longText.matches.length;
  return html`<label
      >${strings.find}
      <input
        type="search"
        size="12"
        .value=${longText.wanted}
        @input=${(event: Event) => {
          longText.wanted = (event.target as HTMLInputElement).value;
          requestUpdate();
        }}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          longText.next();
        }}
    /></label>
    ${
      longText.wanted.trim()
        ? html`<button type="button" ?disabled=${!found} @click=${() => longText.next()}>
            ${fill(strings.found, { count: found })}
          </button>`
        : nothing
    }
    <button type="button" @click=${() => longText.nextStrongest()}>${strings.nextStrongest}</button>`;
}

function zoomer({ shown }: Picture, zoom: Zoom, strings: Strings): TemplateResult {
  const { part } = zoom;
  const range = (from: number, count: number, all: number) =>
    fill(strings.rangeOf, { from: from + 1, to: from + count, count: all });
  return html`<div class="group" role="group" aria-label=${strings.zoom}>
      <button type="button" aria-label=${strings.zoomIn} @click=${() => zoom.by(0.5)}>+</button>
      <button type="button" aria-label=${strings.zoomOut} ?disabled=${!part} @click=${() => zoom.by(2)}>
        −
      </button>
      <button type="button" ?disabled=${!part} @click=${() => zoom.reset()}>${strings.zoomAll}</button>
    </div>
    ${
      part
        ? html`<span
            >${strings.query} ${range(part.top, part.rows, shown.queries.length)}, ${strings.key}
            ${range(part.left, part.columns, shown.keys.length)}</span
          >`
        : nothing
    }`;
}
