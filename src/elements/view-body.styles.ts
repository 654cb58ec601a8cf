import { css } from 'lit';

/** Room between the edge of a ground that the element paints and what stands on it, rem. */
export const paintedPadding = 0.75;

export const viewBodyStyles = css`
  :host(:empty) {
    min-height: 0;
  }
  :host(:empty) .waits {
    min-height: 12rem;
  }
  .base {
    --_accent: var(--attention-accent, var(--_auto-accent, #3449c9));
    --_line: var(--attention-line, color-mix(in srgb, currentColor 16%, transparent));
    --_muted: var(--attention-muted, var(--_auto-muted, color-mix(in srgb, currentColor 66%, transparent)));
    --_wash: color-mix(in srgb, currentColor 6%, transparent);
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.6rem;
    min-width: 0;
    container-type: inline-size;
    /* in an element that a page makes a flex box or a grid */
    flex: auto;
    grid-area: 1 / 1 / auto / -1;
    /* a page's font, colour, spacing of letters and direction are the figure's; how it sets running text is not */
    text-align: start;
    text-align-last: auto;
    text-indent: 0;
    text-transform: none;
    text-shadow: none;
    white-space: normal;
    hyphens: manual;
    font-style: normal;
    font-weight: 400;
    font-variant: normal;
    line-height: 1.5;
  }
  .painted {
    padding: ${paintedPadding}rem;
    border-radius: 0.5rem;
    background: var(--_ground);
    print-color-adjust: exact;
  }
  .stage {
    position: relative;
    min-width: 0;
  }
  .figure {
    position: relative;
    overflow: auto hidden;
    border-radius: 0.25rem;
    touch-action: pan-x pan-y;
    -webkit-tap-highlight-color: transparent;
    overscroll-behavior-x: contain;
  }
  canvas {
    display: block;
    max-width: none;
  }
  .figure.pointing {
    cursor: pointer;
  }
  .tooltip {
    position: absolute;
    z-index: 2;
    inset: 0 auto auto 0;
    box-sizing: border-box;
    width: max-content;
    max-width: min(20rem, 100%);
    padding: 0.45rem 0.65rem;
    border: 1px solid var(--_line);
    border-radius: 0.5rem;
    background: var(--_ground, Canvas);
    color: var(--_text, inherit);
    box-shadow: 0 4px 16px rgb(0 0 0 / 0.14);
    font-size: 0.8125rem;
    line-height: 1.35;
    pointer-events: none;
    overflow-wrap: anywhere;
  }
  .tooltip strong {
    font-weight: 600;
  }
  :host(:dir(rtl)) .tooltip strong {
    unicode-bidi: plaintext;
  }
  .tooltip .detail {
    color: var(--_muted);
  }
  .tooltip dl {
    display: grid;
    grid-template-columns: auto auto;
    gap: 0.1rem 1rem;
    margin: 0.3rem 0 0;
  }
  .tooltip dt {
    display: flex;
    align-items: center;
    gap: 0.4em;
    min-width: 0;
  }
  .tooltip dd {
    margin: 0;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .dot {
    flex: none;
    width: 0.6em;
    height: 0.6em;
    border-radius: 50%;
    background: var(--_color, currentColor);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 1rem;
    color: var(--_muted);
    font-size: 0.75rem;
    line-height: 1.4;
  }
  .scale {
    display: inline-flex;
    align-items: center;
    gap: 0.45em;
    font-variant-numeric: tabular-nums;
  }
  .ramp {
    width: 5.5rem;
    height: 0.5rem;
    border-radius: 0.25rem;
    box-shadow: inset 0 0 0 1px var(--_line);
    forced-color-adjust: none;
  }
  /* zero stands at its beginning, wherever that is */
  .ramp:dir(rtl) {
    transform: scaleX(-1);
  }
  /* English words and sizes on an Arabic page keep their own order */
  :host(:dir(rtl)) :is(.legend > span, p, dd, li) {
    unicode-bidi: plaintext;
    text-align: right;
  }
  .badge {
    margin-inline-start: auto;
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .note {
    margin: 0;
    padding-inline-start: 0.75rem;
    border-inline-start: 2px solid var(--_line);
    color: var(--_muted);
    font-size: 0.8125rem;
    line-height: 1.45;
  }
  .error {
    margin: 0;
    padding: 0.6rem 0.8rem;
    border-inline-start: 3px solid #c4352b;
    border-radius: 0 0.4rem 0.4rem 0;
    background: color-mix(in srgb, #c4352b 9%, transparent);
    font-size: 0.875rem;
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  .error strong {
    display: block;
  }
  /* several messages stand below each other */
  .error span {
    white-space: pre-line;
  }
  .state {
    display: grid;
    place-items: center;
    min-height: 6rem;
    color: var(--_muted);
    font-size: 0.875rem;
    text-align: center;
  }
  progress {
    width: min(16rem, 80%);
    accent-color: var(--_accent);
  }
  .table {
    overflow: auto;
    max-height: 24rem;
    font-size: 0.8125rem;
  }
  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  caption {
    text-align: start;
    color: var(--_muted);
    padding-block: 0.25rem;
  }
  th,
  td {
    padding: 0.15rem 0.5rem;
    border-block-end: 1px solid var(--_line);
    text-align: end;
    font-weight: 400;
    white-space: nowrap;
  }
  th {
    /* sentences in short; their title says all */
    max-width: 14rem;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  th[scope='row'] {
    text-align: start;
    position: sticky;
    inset-inline-start: 0;
    background: var(--_ground, Canvas);
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media print {
    .bar,
    .tooltip {
      display: none;
    }
  }
`;
