import { css } from 'lit';

/**
 * What must hold before anything else has come.
 *
 * What stands inside takes any width, and so says none. In a box that is as wide as its content (fit-content, a float, an
 * item of a flex box) a line without height, `::before`, asks for much and insists on nothing. Where a page makes the
 * element itself a flex box or a grid, it keeps out of the way.
 */
export const attentionViewStyles = css`
  :host {
    display: block;
    position: relative;
    box-sizing: border-box;
    min-width: 0;
    max-width: 100%;
  }
  /* room until a picture comes, so that a page of figures does not begin with all of them within the window */
  :host(:empty) {
    min-height: 12rem;
  }
  :host::before {
    content: '';
    display: grid;
    grid-template-columns: minmax(0, 75rem);
    block-size: 0;
    flex: 0 0 0;
    grid-area: 1 / 1 / auto / -1;
  }
  :host([hidden]) {
    display: none;
  }
`;
