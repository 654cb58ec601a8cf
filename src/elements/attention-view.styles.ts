import { css } from 'lit';

/** What must hold before anything else has come. */
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
  :host([hidden]) {
    display: none;
  }
`;
