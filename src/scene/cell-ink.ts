import { contrast, inkOn, mix, readable } from './color.js';
import type { Rgba } from './scene.js';
import type { Theme } from './theme.js';

// one of these can be read on any ground
const black: Rgba = [0, 0, 0, 1];
const white: Rgba = [255, 255, 255, 1];

/** The wanted ink, or else the page's ground, where one of them can be read on a coloured ground; else black or white. */
export function readableInk(ground: Rgba, wanted: Rgba, pageGround: Rgba): Rgba {
  const ink = inkOn(ground, wanted, pageGround);
  return contrast(ground, ink) >= readable ? ink : inkOn(ground, black, white);
}

/**
 * The colour of a number in a cell.
 *
 * @param fill the colour of the cell, which the page's ground may shine through
 * @param isQuiet a number that is as good as none: it steps back as far as it can
 */
export function cellInk(
  { background, text, muted }: Pick<Theme, 'background' | 'text' | 'muted'>,
  fill: Rgba,
  isQuiet = false,
): Rgba {
  const ground = mix(background, fill, fill[3]);
  if (isQuiet && contrast(ground, muted) >= readable) return muted;
  return readableInk(ground, text, background);
}
