import { html, type TemplateResult } from 'lit';
import { cssColor } from '../render/css-color.js';
import { rampColor } from '../scene/color.js';
import type { Theme } from '../scene/theme.js';
import { setStyles } from './set-styles.js';

/** The colours of a map, as stops of a gradient. */
export const rampStops = (ramp: Theme['ramp']): string =>
  Array.from({ length: 9 }, (_, i) => cssColor(rampColor(ramp, i / 8))).join();

/** A strip of a legend that shows such a gradient. */
export const rampBar = (stops: string): TemplateResult =>
  html`<span class="ramp" ${setStyles({ background: `linear-gradient(to right, ${stops})` })}></span>`;
