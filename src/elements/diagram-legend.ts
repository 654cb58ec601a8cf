import { html, nothing, type TemplateResult } from 'lit';
import type { Architecture } from '../core/architecture/architecture.js';
import type { DiagramData, DiagramScene } from '../scene/diagram/diagram.js';
import type { DiagramContent } from './diagram-input.js';
import type { DiagramStrings } from './diagram-strings.js';
import { badge, noticeTexts } from './legend.js';

export interface DiagramLegendInput {
  architecture: Architecture;
  content: DiagramContent;
  scene: DiagramScene;
  strings: DiagramStrings;
}

/** Where the build was published, how to read the picture, and where its numbers come from. */
export function diagramLegend(input: DiagramLegendInput): TemplateResult {
  const { architecture, content, scene, strings } = input;
  const { data, note } = content;
  const isNumbers =
    data && (data.encoder?.self ?? data.decoder?.self ?? data.encoder?.trace ?? data.decoder?.trace);
  return html`<div class="legend" part="legend">
      ${architecture.reference ? html`<span>${architecture.reference}</span>` : nothing}
      ${scene.note ? html`<span>${scene.note}</span>` : nothing}
      ${isNumbers ? badge(data, strings) : html`<span class="badge" part="badge">${strings.badgeArchitecture}</span>`}
    </div>
    ${noticesOf(data, strings)} ${note ? html`<p class="note" part="notice">${strings[note]}</p>` : nothing}`;
}

/** What a reader should know about the attention in the blocks, each thing once. */
function noticesOf(data: DiagramData | undefined, strings: DiagramStrings): TemplateResult[] {
  const parts = [data?.encoder?.self, data?.decoder?.self, data?.decoder?.cross].filter((part) => !!part);
  const texts = new Set(parts.flatMap((part) => noticeTexts(part, strings)));
  return [...texts].map((text) => html`<p class="note" part="notice">${text}</p>`);
}
