import { css, html, type CSSResult, type TemplateResult } from 'lit';
import { attentionViewStyles } from './attention-view.styles.js';
import { writeMarkup } from './write-markup.js';

/** Nothing answers yet: controls only keep their place, or, where no script will ever run, are left out. */
const stillStyles = css`
  .still {
    display: contents;
  }
  .still :is(button, select, input, output, label, summary) {
    visibility: hidden;
  }
  @media (scripting: none) {
    .still :is(.bar, .group, .pager, .idle) {
      display: none;
    }
  }
  ::slotted(svg) {
    display: block !important;
    height: auto !important;
  }
`;

/** A picture narrower than its element shrinks with it; one that is wider by nature scrolls, as the live one does. */
const shrinking = css`
  ::slotted(svg) {
    max-width: 100% !important;
  }
`;
const scrolling = css`
  ::slotted(svg) {
    max-width: none !important;
  }
`;

const compact = (text: string) => text.replace(/\s+/g, ' ');

/** Where the picture stands that the tag holds. */
export const stillDrawing = html`<div class="stage">
  <div class="figure" part="figure"><slot></slot></div>
</div>`;

export interface Still {
  svg: string;
  /** Where the drawing stands, with all that stands around it. */
  around: TemplateResult;
  styles: CSSResult[];
  /** Marks the element in the style sheet. */
  kind?: string;
  /** The picture fits into the element. */
  fits: boolean;
}

/**
 * What stands in the tag until a script runs: a picture, and all that the element has around it, as a declarative shadow
 * root, from the templates and styles of the live element, so that nothing moves when that takes its place.
 */
export function still({ svg, around, styles, kind = '', fits }: Still): string {
  const all = [attentionViewStyles, ...styles, stillStyles, fits ? shrinking : scrolling];
  const sheet = compact(all.map(({ cssText }) => cssText.replace(/\/\*[^]*?\*\//g, '')).join(''));
  const body = compact(writeMarkup(html`<div class="base ${kind}" part="base">${around}</div>`));
  return `<template shadowrootmode="open"><div class="still"><style>${sheet}</style>${body}</div></template>\n${svg}`;
}
