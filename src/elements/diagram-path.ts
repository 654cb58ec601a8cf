import { html, type TemplateResult } from 'lit';
import type { BlockPath } from '../core/architecture/architecture.js';
import { wayTo } from './diagram-tree.js';
import type { DiagramStrings } from './diagram-strings.js';

/** The way from the whole model to the block that is shown; every part of it leads back there. */
export function pathBar(
  focus: BlockPath,
  nameOf: (path: BlockPath) => string,
  strings: DiagramStrings,
  open: (path: BlockPath) => void,
): TemplateResult {
  const way = wayTo(focus);
  return html`<div class="path" part="path" role="group" aria-label=${strings.path}>
    <ol>
      ${way.map((path, i) => {
        const isLast = i === way.length - 1;
        return html`<li>
          ${
            isLast
              ? html`<span aria-current="page">${nameOf(path)}</span>`
              : html`<button type="button" @click=${() => open(path)}>${nameOf(path)}</button>`
          }
        </li>`;
      })}
    </ol>
  </div>`;
}
