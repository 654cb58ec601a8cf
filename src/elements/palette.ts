import { InputError } from '../core/errors.js';
import { rampThrough } from '../scene/color.js';
import type { PaletteColors } from '../scene/make-theme.js';
import { namedPalette, paletteNames } from '../scene/palettes.js';
import type { Rgba } from '../scene/scene.js';
import { parseColor } from './page-theme.js';

/** Splits a list of CSS colours at commas that stand outside parentheses. */
const splitColors = (list: string) => list.split(/,(?![^(]*\))/).map((part) => part.trim());

/**
 * What the author's palette means: the name of a colour map (heat maps), of a colour scheme (heads), or CSS colours: the
 * stops of a colour map, from the least weight to the greatest, and the colours of heads too.
 *
 * @throws InputError `attribute` for what is neither
 */
export function readPalette(palette: string): PaletteColors {
  const named = namedPalette(palette);
  if (named) return named;
  const colors = splitColors(palette).map(parseColor);
  if (colors.length > 1 && colors.every((color): color is Rgba => color !== undefined)) {
    return { ramp: rampThrough(colors), heads: colors };
  }
  throw new InputError({
    code: 'attribute',
    input: 'palette',
    found: `“${palette}”`,
    expected: `CSS colours such as “white, navy”, or one of ${paletteNames().join(', ')}`,
  });
}
