import { contrast, luminance, readable } from '../scene/color.js';
import { groundOfTheme, makeTheme, textOfTheme, type PaletteColors } from '../scene/make-theme.js';
import type { Rgba } from '../scene/scene.js';
import type { Measure, Theme } from '../scene/theme.js';
import { remOfPage } from './rem-of-page.js';

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

/**
 * A colour as it is at an element: `light-dark()`, `currentColor` and system colours depend on the place.
 *
 * @param scheme what holds there instead of the page's own `color-scheme`
 */
function colorAt(host: HTMLElement, css: string, scheme = ''): Rgba | undefined {
  if (literal.test(css)) return parseColor(css);
  const probe = document.createElement('span');
  probe.style.colorScheme = scheme;
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
  const root = remOfPage();
  const size = Number.parseFloat(own);
  if (own.endsWith('rem')) return size * root;
  return size || 0.875 * root;
}

export type WantedTheme = 'auto' | 'light' | 'dark';

export interface PageTheme {
  theme: Theme;
  /** The page is of the other lightness than the author wants: the element has to bring its own ground. */
  paints: boolean;
}

const isDark = (ground: Rgba) => luminance(ground) < 0.22;

/** Contrast that signs other than text need (WCAG 2.2, 1.4.11). */
const visible = 3;

/** What an author and a page say of colours. */
interface Said {
  ground: Rgba | undefined;
  ink: Rgba;
  /** A custom property of the element. */
  property: (name: string) => Rgba | undefined;
}

/** What the page has decided; its own ground shows through. */
function asThePage({ ground, ink, property }: Said) {
  return {
    dark: ground ? isDark(ground) : luminance(ink) > 0.4,
    background: property('background') ?? ground,
    text: property('text') ?? ink,
    muted: property('muted'),
    paints: false,
  };
}

/** What the author wants wherever the element stands: colours that were meant for another ground stay away. */
function asWanted(dark: boolean, said: Said) {
  const { property } = said;
  const page = asThePage(said);
  const paints = page.dark !== dark;
  const ofAuthor = property('background');
  const own = ofAuthor && isDark(ofAuthor) === dark ? ofAuthor : undefined;
  const background = own ?? (paints ? undefined : said.ground);
  const ground = background ?? groundOfTheme(dark);
  const first = (least: number, ...colors: (Rgba | undefined)[]) =>
    colors.find((color) => color && contrast(ground, color) >= least);
  return {
    dark,
    background,
    text: first(readable, property('text'), textOfTheme(dark), said.ink),
    muted: first(readable, property('muted')),
    accent: first(visible, property('accent')),
    paints,
  };
}

/** Where the system has the say in colours, nobody else has. */
function asTheSystem(host: HTMLElement) {
  const [background, text, line, accent] = ['Canvas', 'CanvasText', 'GrayText', 'Highlight'].map((name) =>
    colorAt(host, name),
  );
  return {
    dark: !!background && isDark(background),
    background,
    text,
    muted: text,
    line,
    accent,
    paints: false,
  };
}

/**
 * Reads the page's own style: its background and text colour decide between light and dark unless the author says so;
 * the documented custom properties override single colours.
 */
export function readTheme(host: HTMLElement, wanted: WantedTheme, palette?: PaletteColors): PageTheme {
  const style = getComputedStyle(host);
  const property = (name: string) => {
    const text = style.getPropertyValue(`--attention-${name}`).trim();
    return text ? colorAt(host, text, wanted === 'auto' ? '' : wanted) : undefined;
  };
  const said = { ground: groundOf(host), ink: parseColor(style.color) ?? black, property };
  const chosen = wanted === 'auto' ? asThePage(said) : asWanted(wanted === 'dark', said);
  const { paints, ...colors } = matchMedia('(forced-colors: active)').matches
    ? asTheSystem(host)
    : { line: property('line'), accent: property('accent'), ...chosen };
  const [fontFamily, fontSize] = [style.fontFamily, fontSizeOf(style)];
  return { theme: makeTheme({ ...colors, palette, fontFamily, fontSize }), paints };
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
