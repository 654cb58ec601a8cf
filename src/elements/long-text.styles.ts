import { css } from 'lit';

/** Search, zoom and the overview under the figure of a long text. */
export const longTextStyles = css`
  .finder {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    align-items: center;
    gap: 0.5rem 1rem;
  }
  .finder > .bar {
    grid-column-end: -1;
  }
  .finder > .bar:only-child {
    grid-column-start: 1;
  }
  .finder label {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.2rem 0.4rem;
    max-width: 100%;
  }
  .range span {
    display: inline-block;
  }
  .finder input {
    min-height: 1.75rem;
    max-width: 100%;
    padding-inline: 0.4rem;
    border: 1px solid var(--_line);
    border-radius: 0.45rem;
    background: none;
    box-sizing: border-box;
  }
  .overview {
    position: relative;
    overflow: hidden;
    border-radius: 0.25rem;
    box-shadow: 0 0 0 1px var(--_line);
    cursor: crosshair;
    touch-action: none;
    -webkit-tap-highlight-color: transparent;
  }
  .overview canvas {
    width: 100%;
    height: 100%;
  }
  .frame {
    position: absolute;
    box-sizing: border-box;
    border: 1.5px solid var(--_accent);
    border-radius: 0.2rem;
    /* the rest steps back */
    box-shadow: 0 0 0 20rem color-mix(in srgb, var(--_ground, Canvas) 55%, transparent);
    cursor: grab;
  }
  .overview:active .frame {
    cursor: grabbing;
  }
  .whole .frame {
    visibility: hidden;
  }
  .overview:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  @container (max-width: 32rem) {
    .finder {
      align-items: start;
    }
  }
  @media (pointer: coarse) {
    .finder input {
      min-height: 2.75rem;
    }
  }
  @media (forced-colors: active) {
    .frame {
      border-color: Highlight;
    }
  }
  @media print {
    .overview {
      display: none;
    }
  }
`;
