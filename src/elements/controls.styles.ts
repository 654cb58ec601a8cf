import { css } from 'lit';
import { forcedColorsStyles } from './forced-colors.styles.js';

/** Buttons, fields and menus around the drawing. */
export const controlsStyles = css`
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3rem 0.9rem;
    font-size: 0.8125rem;
    line-height: 1.3;
  }
  .group {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.2rem;
    min-width: 0;
  }
  .with-menu {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-auto-columns: auto;
    grid-auto-flow: column;
    align-items: start;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.2rem 0.35rem;
    min-width: 0;
  }
  button,
  select,
  input {
    font: inherit;
    color: inherit;
  }
  button,
  select {
    min-height: 1.75rem;
    padding: 0.1rem 0.55rem;
    border: 1px solid transparent;
    border-radius: 0.45rem;
    background: none;
    cursor: pointer;
    touch-action: manipulation;
  }
  select {
    border-color: var(--_line);
    padding-inline-end: 0.3rem;
    max-width: 100%;
    background-color: var(--_ground, Canvas);
  }
  button:hover,
  select:hover {
    background-color: var(--_wash);
  }
  :is(button, select, input, .figure, summary, a):focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .icon {
    width: 0.8em;
    height: 0.8em;
    fill: currentColor;
    vertical-align: -0.05em;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 0.35em;
    padding: 0.1rem 0.5rem;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
    text-align: start;
  }
  .chip::before {
    content: '';
    flex: none;
    width: 0.6em;
    height: 0.6em;
    border-radius: 50%;
    border: 1.5px solid var(--_color, currentColor);
    box-sizing: border-box;
  }
  .chip[aria-pressed='true'] {
    color: inherit;
  }
  .chip[aria-pressed='true']::before {
    background: var(--_color, currentColor);
  }
  .choices > .group {
    display: contents;
  }
  .steps {
    display: grid;
    grid-template-columns: auto 1fr;
    align-items: start;
    gap: 0.25rem 0.75rem;
    font-size: 0.875rem;
    line-height: 1.5;
  }
  .steps button {
    min-width: 1.75rem;
  }
  .steps p {
    grid-column: -2;
    margin: 0.15rem 0 0;
    min-height: 3em;
    /* Korean breaks between words, not inside them */
    word-break: keep-all;
    overflow-wrap: anywhere;
  }
  .steps input[type='range'] {
    width: 6.5rem;
    min-height: 1.75rem;
    margin: 0 0.3rem;
    accent-color: var(--_accent);
  }
  .steps .formula {
    grid-column: 1 / -1;
    min-height: 0;
    display: flex;
    flex-wrap: wrap;
    gap: 0.15rem 1.25rem;
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
    user-select: text;
  }
  button:disabled {
    opacity: 0.35;
    cursor: default;
  }
  .segments button {
    color: var(--_muted);
    border-radius: 0.45rem;
  }
  .segments button[aria-pressed='true'] {
    color: inherit;
    background-color: var(--_wash);
    border-color: var(--_line);
  }
  .caption {
    color: var(--_muted);
  }
  .choices > .field {
    margin-inline-end: 0.5rem;
  }
  .field {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    /* the label of a checkbox is where one presses */
    min-height: 1.75rem;
    color: var(--_muted);
  }
  .field > :is(select, input) {
    color: var(--_text, inherit);
  }
  .field input[type='range'] {
    width: 6rem;
    min-height: 1.75rem;
    accent-color: var(--_accent);
  }
  .field input[type='number'] {
    width: 3.6rem;
    min-height: 1.6rem;
    border: 1px solid var(--_line);
    border-radius: 0.45rem;
    background: none;
    padding-inline: 0.4rem;
    box-sizing: border-box;
  }
  .field input[type='checkbox'] {
    accent-color: var(--_accent);
    width: 1rem;
    height: 1rem;
    margin: 0;
  }
  output {
    font-variant-numeric: tabular-nums;
    min-width: 2.4em;
  }
  .settings > summary {
    width: max-content;
    min-height: 1.75rem;
    padding: 0.1rem 0.4rem;
    border-radius: 0.45rem;
    color: var(--_muted);
    line-height: 1.55rem;
    cursor: pointer;
  }
  .settings > summary::marker {
    font-size: 0.8em;
  }
  .settings[open] {
    flex-basis: 100%;
  }
  .settings > .bar {
    padding-block: 0.3rem;
  }
  .menu {
    position: relative;
  }
  .menu > summary {
    list-style: none;
    min-width: 1.75rem;
    min-height: 1.75rem;
    display: grid;
    place-items: center;
    border-radius: 0.45rem;
    cursor: pointer;
    color: var(--_muted);
  }
  .menu > summary::-webkit-details-marker {
    display: none;
  }
  .menu > summary:hover,
  .menu[open] > summary {
    background-color: var(--_wash);
  }
  .menu > div {
    position: absolute;
    z-index: 3;
    inset: calc(100% + 0.25rem) 0 auto auto;
    display: grid;
    box-sizing: border-box;
    /* text of twice the size on a phone: the menu must not reach out of the figure */
    min-width: min(12rem, 100cqi);
    max-width: 100cqi;
    padding: 0.3rem;
    border: 1px solid var(--_line);
    border-radius: 0.6rem;
    background: var(--_ground, Canvas);
    box-shadow: 0 6px 24px rgb(0 0 0 / 0.16);
  }
  .menu > div button {
    text-align: start;
    padding-block: 0.3rem;
  }
  @container (max-width: 32rem) {
    .steps {
      grid-template-columns: 1fr;
    }
    .steps p {
      grid-column: 1;
    }
  }
  /* many heads on a small screen: one row to swipe instead of half a screen of buttons */
  @media (pointer: coarse) {
    @container (max-width: 32rem) {
      .choices {
        flex-wrap: nowrap;
        overflow-x: auto;
        margin: -0.25rem;
        padding: 0.25rem 1.5rem 0.25rem 0.25rem;
        scrollbar-width: none;
        mask-image: linear-gradient(to right, #000 calc(100% - 1.75rem), transparent);
      }
      .choices > *,
      .choices > .group > * {
        flex: none;
      }
      .choices:dir(rtl) {
        padding-inline: 0.25rem 1.5rem;
        mask-image: linear-gradient(to left, #000 calc(100% - 1.75rem), transparent);
      }
    }
  }
  @media (pointer: coarse) {
    .settings > summary {
      line-height: 2.5rem;
    }
    button,
    .steps button,
    select,
    .field,
    .settings > summary,
    .menu > summary,
    .steps input[type='range'],
    .field input {
      min-height: 2.75rem;
      min-width: 2.75rem;
    }
    .field input[type='checkbox'] {
      min-height: 1.4rem;
      min-width: 1.4rem;
    }
    .bar {
      gap: 0.3rem 0.6rem;
    }
  }
  ${forcedColorsStyles}
`;
