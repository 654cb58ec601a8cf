import type { Rgba } from './scene.js';

/** Everything about looks that a view needs; made by the element from the page's own style. */
export interface Theme {
  dark: boolean;
  /** Colour of the page behind the figure (opaque). */
  background: Rgba;
  /** Main text. */
  text: Rgba;
  /** Secondary text: axis titles, indices. */
  muted: Rgba;
  /** Hairlines. */
  line: Rgba;
  accent: Rgba;
  /** One colour per head, cycled. */
  heads: Rgba[];
  /** Sequential colour map of weights, 256 × 4 bytes RGBA. */
  ramp: Uint8Array;
  /** Colour map of signed numbers, the middle at zero, 256 × 4 bytes RGBA. */
  signed: Uint8Array;
  fontFamily: string;
  /** Size of token labels in CSS pixels. */
  fontSize: number;
}

/** Width of a text in CSS pixels at a size and weight, in the theme's font. */
export type Measure = (text: string, size: number, weight?: number) => number;
