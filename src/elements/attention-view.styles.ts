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
  :host([hidden]) {
    display: none;
  }
`;
