import { fade } from './color.js';
import type { Rgba } from './scene.js';
import type { Focus, Scaled, Shown } from './shown.js';
import type { Theme } from './theme.js';

/** Colours of the links or shades of each shown head: the accent alone when there is one. */
export function headColors(shown: Shown, theme: Theme): Rgba[] {
  const alone = shown.heads.length === 1;
  return alone ? [theme.accent] : theme.heads;
}

/** Colour of one shown head. */
export function headColor(shown: Shown, index: number, theme: Theme): Rgba {
  const colors = headColors(shown, theme);
  return colors[shown.heads[index]!.color % colors.length]!;
}

/**
 * Shade behind the token at `index` on the other side of the focus: the strongest head's colour, as opaque as its shown
 * value. Undefined where nothing is to be shaded.
 */
export function shadeOf(
  side: 'query' | 'key',
  index: number,
  focus: Focus,
  shown: Shown,
  scaled: Scaled,
  theme: Theme,
): { fill: Rgba; weight: number } | undefined {
  const other = side === 'key' ? focus.query : focus.key;
  if (other === undefined) return undefined;
  const keys = shown.keys.length;
  const at = side === 'key' ? other * keys + index : index * keys + other;
  let best = -1;
  let value = 0;
  scaled.values.forEach((values, h) => {
    if (values[at]! > value) [best, value] = [h, values[at]!];
  });
  if (best < 0) return undefined;
  return {
    fill: fade(headColor(shown, best, theme), 0.08 + 0.42 * value),
    weight: shown.heads[best]!.weights[at]!,
  };
}
