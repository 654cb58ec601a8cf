import { html, type TemplateResult } from 'lit';

/*
 * Signs that some fonts have in colours of their own (▶ is an emoji, too) are drawn here, in the colour of the text around
 * them. Sizes and colours of `.icon` are in controls.styles.ts.
 */

export const playIcon: TemplateResult = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
  <path d="M3.5 2v12l10.5-6z" />
</svg>`;

export const pauseIcon: TemplateResult = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
  <path d="M3.5 2.5h3v11h-3zm6 0h3v11h-3z" />
</svg>`;
