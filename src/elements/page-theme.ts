import { luminance, mix, rampThrough } from '../scene/color.js';
import type { Rgba } from '../scene/scene.js';
import type { Measure, Theme } from '../scene/theme.js';

let pixel: CanvasRenderingContext2D | null | undefined;

/** Any CSS colour as numbers; the browser does the parsing. Undefined for what is no colour. */
export function parseColor(css: string): Rgba | undefined {
  if (pixel === undefined) {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 1;
    pixel = canvas.getContext('2d', { willReadFrequently: true });
  }
  if (!pixel) return undefined;
  // an invalid colour leaves fillStyle as it was: two different starts tell
  const resolve = (start: string) => {
    pixel!.fillStyle = start;
    pixel!.fillStyle = css;
    return pixel!.fillStyle;
  };
  const resolved = resolve('#000');
  if (resolved !== resolve('#fff')) return undefined;
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data;
  return [r!, g!, b!, a! / 255];
}

/** Colours of heads, apart for colour-blind eyes too, for a light and a dark ground. */
const headColors = {
  light: '#0a6fc2 #d1510b #0b8a6a #b8438f #a87400 #6a4fc4 #2a93a8 #8a5a3c #5d7d12 #666f7f',
  dark: '#5aaef5 #ff9257 #3fce9f #ee8fca #e9bd4a #b3a1ff #67d3e6 #d2a184 #b2d45a #aab4c4',
};

const black: Rgba = [17, 20, 28, 1];
const white: Rgba = [255, 255, 255, 1];

/** The first opaque background behind an element, also through shadow roots; undefined when the canvas shows. */
function groundOf(element: Element): Rgba | undefined {
  for (let node: Node | null = element; node;) {
    if (node instanceof Element) {
      const color = parseColor(getComputedStyle(node).backgroundColor);
      if (color && color[3] > 0.9) return color;
    }
    node = node instanceof ShadowRoot ? node.host : ((node as Element).assignedSlot ?? node.parentNode);
  }
  return undefined;
}

/**
 * Reads the page's own style: its background and text colour decide between light and dark unless the author says so;
 * the documented custom properties override single colours.
 */
export function readTheme(
  host: HTMLElement,
  wanted: 'auto' | 'light' | 'dark',
  palette?: PaletteColors,
): Theme {
  const style = getComputedStyle(host);
  const property = (name: string) => {
    const text = style.getPropertyValue(`--attention-${name}`).trim();
    return text ? parseColor(text) : undefined;
  };
  const forced = matchMedia('(forced-colors: active)').matches;
  const ground = groundOf(host);
  const ink = parseColor(style.color) ?? black;
  let dark = wanted === 'dark';
  if (wanted === 'auto') dark = ground ? luminance(ground) < 0.22 : luminance(ink) > 0.4;
  const own = wanted === 'auto';
  const background = property('background') ?? (own && ground) ?? (dark ? ([22, 24, 29, 1] as Rgba) : white);
  const base = forced ? parseColor('Canvas')! : background || white;
  const text = forced
    ? parseColor('CanvasText')!
    : (property('text') ?? (own ? ink : dark ? ([232, 234, 240, 1] as Rgba) : black));
  const accent = forced
    ? parseColor('Highlight')!
    : (property('accent') ?? (dark ? ([143, 168, 255, 1] as Rgba) : ([52, 73, 201, 1] as Rgba)));
  const heads =
    palette?.heads ?? headColors[dark ? 'dark' : 'light'].split(' ').map((hex) => parseColor(hex)!);
  // beyond the tenth head, the same hues nearer to the ground: still apart, and never louder than the first
  const more = heads.map((color) => mix(color, base, 0.38));
  const warm: Rgba = dark ? [255, 157, 92, 1] : [200, 88, 22, 1];
  const deep = mix(accent, dark ? white : black, dark ? 0.62 : 0.5);
  return {
    dark,
    background: base,
    text,
    muted: property('muted') ?? mix(base, text, 0.62),
    line: property('line') ?? mix(base, text, 0.16),
    accent,
    heads: [...heads, ...more],
    ramp: palette?.ramp ?? rampThrough([base, mix(base, accent, 0.5), accent, deep]),
    signed: rampThrough([
      mix(warm, dark ? white : black, 0.25),
      mix(base, warm, 0.55),
      base,
      mix(base, accent, 0.55),
      deep,
    ]),
    fontFamily: style.fontFamily,
    fontSize: Number.parseFloat(style.getPropertyValue('--attention-font-size')) || 14,
  };
}

/** What a palette replaces. */
export interface PaletteColors {
  ramp?: Uint8Array;
  heads?: Rgba[];
}

/** Tells two themes apart without comparing every number twice. */
export const themeKey = (theme: Theme) => JSON.stringify([theme, [...theme.ramp.subarray(0, 1024)].join()]);

let ruler: CanvasRenderingContext2D | null | undefined;

/** Measures text in a font family; widths are remembered. */
export function measureIn(fontFamily: string): Measure {
  const known = new Map<string, number>();
  return (text, size, weight = 400) => {
    const key = `${weight} ${size} ${text}`;
    let width = known.get(key);
    if (width === undefined) {
      ruler ??= document.createElement('canvas').getContext('2d');
      if (!ruler) return text.length * size * 0.55;
      ruler.font = `${weight} ${size}px ${fontFamily}`;
      width = ruler.measureText(text).width;
      known.set(key, width);
    }
    return width;
  };
}
