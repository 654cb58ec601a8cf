import { html, nothing, type TemplateResult } from 'lit';
import type { Picture } from '../scene/compose.js';
import type { Theme } from '../scene/theme.js';
import { LongText, type LongTextHost } from './long-text.js';
import { overviewOf } from './overview.js';
import { fill, type Strings } from './strings.js';
import { hasOverview, isLong, mayZoom, type Zoom } from './zoom.js';

/** What each element's reader looks for. */
const searches = new WeakMap<Zoom, LongText>();

/** The whole in small, search, the strongest weights, and zooming, under the figure of a long text. */
export function longTextBar(
  picture: Picture,
  host: LongTextHost,
  zoom: Zoom,
  theme: Theme,
  strings: Strings,
): TemplateResult {
  let longText = searches.get(zoom);
  if (!longText) searches.set(zoom, (longText = new LongText(host, zoom)));
  return html`<div class="finder" part="finder">
    ${hasOverview(picture, zoom) ? overviewOf(picture, theme, zoom, strings) : nothing}
    <div class="bar">
      ${isLong(picture) ? finder(longText, strings, () => host.requestUpdate()) : nothing}
      ${mayZoom(picture) ? zoomer(picture, zoom, strings) : nothing}
    </div>
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
        ? html`<span class="caption range"
            ><span>${strings.query} ${range(part.top, part.rows, shown.queries.length)},</span>
            <span>${strings.key} ${range(part.left, part.columns, shown.keys.length)}</span></span
          >`
        : nothing
    }`;
}
