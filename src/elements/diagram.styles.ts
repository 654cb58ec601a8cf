import { css } from 'lit';
import { remOfPage } from './rem-of-page.js';

/** From this width on, in rem, what is said about a block stands beside the picture, this wide and this far away. */
const [besideFrom, panelWidth, panelGap] = [66, 19, 2];

type DrawingOptions = { controls: string; compare: string };

/** Width of the drawing in an element of a width, CSS pixels. */
export function drawingWidth(
  width: number,
  { controls, compare }: DrawingOptions,
  rem: number = remOfPage(),
): number {
  return controls === 'none' || compare !== 'none' || width < besideFrom * rem
    ? width
    : width - (panelWidth + panelGap) * rem;
}

/** What only diagrams have, over the styles of all figures. */
export const diagramStyle = css`
  .diagram .figure {
    touch-action: pan-x pan-y;
    overflow: auto hidden;
  }
  /* Korean breaks between words */
  .diagram {
    word-break: keep-all;
    overflow-wrap: anywhere;
  }
  .halves {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem ${panelGap}rem;
    align-items: start;
  }
  .picture {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
    min-width: 0;
  }
  /* what does not fit is at the beginning of the way: the end of it is in sight, the rest a swipe away */
  .path {
    display: flex;
    flex-direction: row-reverse;
    min-width: 0;
    overflow: auto hidden;
    scrollbar-width: none;
  }
  .path ol {
    display: flex;
    flex: none;
    align-items: center;
    margin-block: 0;
    margin-inline: 0 auto;
    padding: 0;
    list-style: none;
  }
  .path li {
    display: inline-flex;
    align-items: center;
    white-space: nowrap;
  }
  /* the picture has the name of the whole, too */
  .path li:only-child {
    visibility: hidden;
  }
  .path button:focus-visible {
    outline-offset: -2px;
  }
  .path li:not(:last-child)::after {
    content: '›';
    color: var(--_muted);
    padding-inline: 0.1rem;
  }
  .path button,
  .path span {
    padding-inline: 0.4rem;
  }
  .path li:first-child > * {
    padding-inline-start: 0;
  }
  .path button {
    color: var(--_muted);
  }
  .path span {
    font-weight: 600;
    line-height: 1.75rem;
  }
  .panel {
    min-width: 0;
    font-size: 0.875rem;
    line-height: 1.55;
  }
  .panel p {
    margin: 0 0 0.5rem;
    max-width: 62ch;
  }
  .quiet {
    color: var(--_muted);
  }
  .formulas {
    display: grid;
    gap: 0.5rem;
    margin-block: 0.75rem;
    overflow: auto hidden;
    font-size: 1.0625em;
  }
  .formulas math {
    display: block math;
    width: max-content;
    margin: 0;
    padding-block: 0.1em;
    font-family:
      'STIX Two Math', 'Cambria Math', 'Latin Modern Math', math, 'Times New Roman', 'Liberation Serif',
      'Noto Serif', 'DejaVu Serif', serif;
  }
  /* formulas run from the left in any language, and begin where the text around them does */
  :host(:dir(rtl)) .formulas math {
    margin-inline-start: auto;
  }
  .panel dl {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0.2rem 1rem;
    margin: 0;
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
  }
  .panel dt {
    color: var(--_muted);
  }
  .panel dd {
    margin: 0;
  }
  .panel ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .panel i {
    font-family: 'STIX Two Text', 'Times New Roman', 'Liberation Serif', serif;
    font-size: 1.1em;
    margin-inline-end: 0.4em;
  }
  .panel li small {
    color: var(--_muted);
    font-size: 1em;
  }
  .next {
    width: 100%;
    max-width: 22rem;
    margin-block-start: 0.75rem;
    font-size: 0.8125rem;
  }
  .next th {
    text-align: start;
    width: 1%;
  }
  .next td {
    padding-inline-end: 0;
  }
  .next td:last-child {
    width: 3.5rem;
  }
  .probability {
    display: block;
    width: var(--_share, 0);
    min-width: 1px;
    height: 0.6rem;
    border-radius: 0.15rem;
    background: var(--_accent);
  }
  .play {
    background: var(--_ground, Canvas);
  }
  .play.steps {
    position: sticky;
    bottom: 0;
    z-index: 1;
    padding-block: 0.25rem;
  }
  .play.idle {
    font-size: 0.8125rem;
  }
  .play.idle button {
    margin-inline-start: -0.55rem;
    color: var(--_accent);
  }
  .play.idle p {
    margin: 0;
  }
  .pager {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 1rem;
    color: var(--_muted);
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
  }
  @container (min-width: ${besideFrom}rem) {
    .halves:not(.bare) {
      grid-template-columns: minmax(0, 1fr) ${panelWidth}rem;
    }
  }
  @media (pointer: coarse) {
    .path span {
      line-height: 2.75rem;
    }
  }
  @media print {
    .play.idle,
    .play .group,
    .pager,
    .menu {
      display: none;
    }
    .play.steps {
      position: static;
    }
  }
`;
