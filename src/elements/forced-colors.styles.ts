import { css } from 'lit';

/** Controls where the system has the say in colours (Windows high contrast). */
export const forcedColorsStyles = css`
  /* grounds and dots are taken away there: what is pressed needs the system's own colours of choice */
  @media (forced-colors: active) {
    .base {
      --_accent: Highlight;
      --_line: GrayText;
      --_muted: CanvasText;
    }
    button,
    .settings > summary,
    .menu > summary {
      border: 1px solid ButtonBorder;
      color: ButtonText;
    }
    .roves > button[aria-pressed='true'] {
      forced-color-adjust: none;
      border-color: SelectedItem;
      background-color: SelectedItem;
      color: SelectedItemText;
    }
    .chip::before {
      forced-color-adjust: none;
      border-color: var(--_color, currentColor);
      outline: 1.5px solid Canvas;
    }
    .probability {
      forced-color-adjust: none;
      background: Highlight;
    }
    .caption,
    .field {
      color: CanvasText;
    }
    button:disabled {
      border-color: GrayText;
      color: GrayText;
      opacity: 1;
    }
  }
`;
