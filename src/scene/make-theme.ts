import { contrast, mix, rampThrough, readable } from './color.js';
import type { Rgba } from './scene.js';
import type { Theme } from './theme.js';

/**
 * Colours of heads for a light and a dark ground: each can be told from all others by colour-blind eyes too, which the test
 * of themes measures.
 */
const headColors = {
  light: '1d79d5 bc5303 1f7b5a a22e8b be7d02 614abb 00a1b4 804a1e 689b55 707b8d',
  dark: '83befc f6813b 49bc87 ed8ac9 e8ba33 a393fe 6bdff5 af8164 abd67d 8b94a0',
};

const black: Rgba = [17, 20, 28, 1];
const white: Rgba = [255, 255, 255, 1];
const night: Rgba = [22, 24, 29, 1];
const moonlight: Rgba = [232, 234, 240, 1];

/** The ground of a theme, and text on it, where nobody has others. */
export const groundOfTheme = (dark: boolean): Rgba => (dark ? night : white);
export const textOfTheme = (dark: boolean): Rgba => (dark ? moonlight : black);

/** What a page or an author has decided; everything else follows from it. */
export interface ThemeChoices {
  dark: boolean;
  background?: Rgba | undefined;
  text?: Rgba | undefined;
  muted?: Rgba | undefined;
  line?: Rgba | undefined;
  accent?: Rgba | undefined;
  palette?: PaletteColors | undefined;
  fontFamily: string;
  fontSize?: number | undefined;
}

/** What a palette replaces. */
export interface PaletteColors {
  ramp?: Uint8Array;
  heads?: Rgba[];
}

const fromHex = (hex: string): Rgba => {
  const bits = Number.parseInt(hex, 16);
  return [bits >> 16, (bits >> 8) & 255, bits & 255, 1];
};

/** Secondary text, as quiet as can still be read: much of a page's grey is not to be lost. */
function quieter(text: Rgba, background: Rgba): Rgba {
  const shares = [0.62, 0.7, 0.78, 0.86, 0.94];
  const inks = shares.map((share) => mix(background, text, share));
  return inks.find((ink) => contrast(ink, background) >= readable) ?? text;
}

/** A whole theme from a few colours: what is missing is mixed from what is there. */
export function makeTheme(choices: ThemeChoices): Theme {
  const { dark, palette } = choices;
  const background = choices.background ?? groundOfTheme(dark);
  const text = choices.text ?? textOfTheme(dark);
  const accent = choices.accent ?? (dark ? [143, 168, 255, 1] : [52, 73, 201, 1]);
  const heads = palette?.heads ?? headColors[dark ? 'dark' : 'light'].split(' ').map(fromHex);
  // beyond the tenth head, the same hues nearer to the ground: still apart, and never louder than the first
  const more = heads.map((color) => mix(color, background, 0.38));
  const far = dark ? white : black;
  const warm: Rgba = dark ? [255, 157, 92, 1] : [200, 88, 22, 1];
  const deep = mix(accent, far, dark ? 0.62 : 0.5);
  return {
    dark,
    background,
    text,
    muted: choices.muted ?? quieter(text, background),
    line: choices.line ?? mix(background, text, 0.16),
    accent,
    heads: [...heads, ...more],
    ramp: palette?.ramp ?? rampThrough([background, mix(background, accent, 0.5), accent, deep]),
    signed: rampThrough([
      mix(warm, far, 0.25),
      mix(background, warm, 0.55),
      background,
      mix(background, accent, 0.55),
      deep,
    ]),
    fontFamily: choices.fontFamily,
    fontSize: choices.fontSize || 14,
  };
}
