import { css } from 'lit';

/** The field for the text, and the bars of what the model says. */
export const liveStyles = css`
  .fields {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0.35rem 0.75rem;
  }
  .text-field {
    display: grid;
    grid-template-columns: subgrid;
    grid-column: 1 / -1;
    align-items: baseline;
    cursor: text;
  }
  .text-field > .caption {
    font-size: 0.8125rem;
  }
  .text-field > .unseen + .grow {
    grid-column: 1 / -1;
  }
  /* the copy of the text behind the field gives it its height, also while letters are composed */
  .grow {
    display: grid;
    border-block-end: 1px solid var(--_line);
    transition: border-color 0.15s;
  }
  .grow:hover {
    border-color: currentColor;
  }
  .grow:focus-within {
    border-color: var(--_accent);
    box-shadow: 0 1px 0 var(--_accent);
  }
  .grow::after {
    content: attr(data-text);
    visibility: hidden;
  }
  .grow::after,
  .grow > textarea {
    grid-area: 1 / 1;
    min-width: 0;
    margin: 0;
    padding: 0.3rem 0;
    border: 0;
    font: inherit;
    line-height: 1.5;
    letter-spacing: inherit;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .grow > textarea {
    resize: none;
    overflow: hidden;
    background: none;
    color: inherit;
    caret-color: var(--_accent);
    outline: none;
  }
  .grow > textarea::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .next {
    display: grid;
    gap: 0.3rem;
    font-size: 0.8125rem;
    line-height: 1.4;
  }
  .next-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.1rem 1rem;
    min-height: 1.75rem;
  }
  .next-head strong {
    font-weight: 600;
  }
  .next-head > .caption {
    font-size: 0.75rem;
  }
  .take-back {
    margin-inline-start: auto;
    color: var(--_muted);
  }
  .bars {
    display: grid;
    grid-template-columns: fit-content(38%) minmax(3rem, 1fr) auto;
    column-gap: 0.75rem;
    margin: 0 -0.4rem;
    padding: 0;
    list-style: none;
  }
  .bars.compared {
    grid-template-columns: fit-content(34%) minmax(3rem, 1fr) auto auto;
  }
  .row,
  .row > button {
    display: grid;
    grid-template-columns: subgrid;
    grid-column: 1 / -1;
    align-items: center;
    min-height: 1.6rem;
  }
  .row {
    position: relative;
  }
  .row > button {
    padding: 0 0.4rem;
    border: 0;
    border-radius: 0.3rem;
    text-align: start;
  }
  .row:not(:has(button)) {
    padding-inline: 0.4rem;
  }
  .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .row:not(.rest) .name {
    font-size: 0.875rem;
  }
  .rest {
    color: var(--_muted);
  }
  .track {
    position: relative;
    height: 0.5rem;
    border-radius: 0.25rem;
    background: var(--_wash);
    forced-color-adjust: none;
  }
  .fill {
    display: block;
    height: 100%;
    min-width: 1px;
    border-radius: inherit;
    background: color-mix(in srgb, var(--_accent) 72%, transparent);
    transition: width 0.25s ease-out;
  }
  .rest .fill {
    background: color-mix(in srgb, currentColor 32%, transparent);
  }
  button:hover .fill,
  button:focus-visible .fill {
    background: var(--_accent);
  }
  .was {
    position: absolute;
    inset-block: -0.2rem;
    width: 2px;
    margin-inline-start: -1px;
    border-radius: 1px;
    background: currentColor;
    transition: inset-inline-start 0.25s ease-out;
  }
  .figure-of {
    text-align: end;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .was-figure {
    color: var(--_muted);
  }
  .rest .was-figure {
    color: inherit;
  }
  .chip.off {
    text-decoration: line-through;
    text-decoration-thickness: 1.5px;
  }
  .switch {
    color: var(--_muted);
    text-decoration: underline;
    text-decoration-color: var(--_line);
    text-underline-offset: 0.25em;
  }
  .note,
  .next-head {
    /* Korean breaks between words, not inside them */
    word-break: keep-all;
    overflow-wrap: anywhere;
  }
  .note > button {
    min-height: 1.5rem;
    padding-block: 0;
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  .state.beside {
    min-height: 0;
    justify-items: start;
    font-size: 0.75rem;
  }
  .state.beside br {
    display: none;
  }
  .state.beside progress {
    width: 6rem;
    height: 0.5rem;
    margin-inline-start: 0.5rem;
  }
  @container (max-width: 32rem) {
    .with-menu > .switch {
      grid-area: 2 / 1 / auto / -1;
      justify-self: start;
    }
  }
  @media (pointer: coarse) {
    .grow::after,
    .grow > textarea {
      padding-block: 0.65rem;
    }
    .row,
    .row > button,
    .note > button {
      min-height: 2.75rem;
    }
    .rest {
      min-height: 2rem;
    }
    /* a place for a thumb, without pushing lines apart */
    .note > button {
      margin-block: -0.75rem;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .fill,
    .was,
    .grow {
      transition: none;
    }
  }
  @media (forced-colors: active) {
    .track {
      outline: 1px solid CanvasText;
    }
    .fill {
      background: Highlight;
    }
  }
  @media print {
    .take-back,
    .switch,
    .next-head .field,
    .note > button {
      display: none;
    }
  }
`;
