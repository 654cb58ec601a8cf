import { luminance } from '../scene/color.js';
import { makeTheme, type PaletteColors } from '../scene/make-theme.js';
import type { Rgba } from '../scene/scene.js';
import type { Measure, Theme } from '../scene/theme.js';

let pixel: CanvasRenderingContext2D | null | undefined;

/** Colours that mean the same everywhere and always, as computed styles have them; a page has few. */
const resolved = new Map<string, Rgba | undefined>();

/** Any CSS colour as numbers. Undefined for what is no colour. */
export function parseColor(css: string): Rgba | undefined {
  if (!css.startsWith('rgb')) return readColor(css);
  if (!resolved.has(css)) resolved.set(css, readColor(css));
  return resolved.get(css);
}

/** Lets the browser do the parsing. */
function readColor(css: string): Rgba | undefined {
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
  if (resolve('#000') !== resolve('#fff')) return undefined;
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data;
  return [r!, g!, b!, a! / 255];
}

/** Colours that say the same wherever they stand. */
const literal = /^(?!.*(current|light-dark))(#|(rgb|hsl|hwb|lab|lch|ok|color))/i;

/** A colour as it is at an element: `light-dark()`, `currentColor` and system colours depend on the place. */
function colorAt(host: HTMLElement, css: string): Rgba | undefined {
  if (literal.test(css)) return parseColor(css);
  const probe = document.createElement('span');
  probe.style.color = css;
  if (!probe.style.color) return undefined;
  (host.shadowRoot ?? host).append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return parseColor(color);
}

const black: Rgba = [17, 20, 28, 1];

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

/** Labels grow with the page: 14 px where the reader has left its text at 16. */
function fontSizeOf(style: CSSStyleDeclaration): number {
  const own = style.getPropertyValue('--attention-font-size').trim();
  const root = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const size = Number.parseFloat(own);
  if (own.endsWith('rem')) return size * root;
  return size || 0.875 * root;
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
    return text ? colorAt(host, text) : undefined;
  };
  const forced = matchMedia('(forced-colors: active)').matches;
  const ground = groundOf(host);
  const ink = parseColor(style.color) ?? black;
  const own = wanted === 'auto';
  const forcedColor = (name: string) => (forced ? colorAt(host, name) : undefined);
  const canvas = forcedColor('Canvas');
  let dark = wanted === 'dark';
  if (own) dark = ground ? luminance(ground) < 0.22 : luminance(ink) > 0.4;
  if (canvas) dark = luminance(canvas) < 0.22;
  return makeTheme({
    dark,
    background: canvas ?? property('background') ?? (own ? ground : undefined),
    text: forcedColor('CanvasText') ?? property('text') ?? (own ? ink : undefined),
    muted: forcedColor('CanvasText') ?? property('muted'),
    line: forcedColor('GrayText') ?? property('line'),
    accent: forcedColor('Highlight') ?? property('accent'),
    palette,
    fontFamily: style.fontFamily,
    fontSize: fontSizeOf(style),
  });
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
