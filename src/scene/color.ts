import type { Rgba } from './scene.js';

/** sRGB byte to linear light. */
const linear = (byte: number) => {
  const c = byte / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
};

const gamma = (c: number) => 255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * Math.max(0, c) ** (1 / 2.4) - 0.055);

/** Oklab, in which a straight line looks like an even blend (Ottosson 2020, "A perceptual color space"). */
function toOklab([r, g, b]: Rgba): [number, number, number] {
  const [lr, lg, lb] = [linear(r), linear(g), linear(b)];
  const l = Math.cbrt(0.4122214708 * lr + 0.5363325363 * lg + 0.0514459929 * lb);
  const m = Math.cbrt(0.2119034982 * lr + 0.6806995451 * lg + 0.1073969566 * lb);
  const s = Math.cbrt(0.0883024619 * lr + 0.2817188376 * lg + 0.6299787005 * lb);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab(L: number, a: number, b: number): [number, number, number] {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const bytes = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((c) => Math.round(Math.min(255, Math.max(0, gamma(c)))));
  return [bytes[0]!, bytes[1]!, bytes[2]!];
}

/** The colour at `t` (0 to 1) on the way from `a` to `b`. */
export function mix(a: Rgba, b: Rgba, t: number): Rgba {
  const [p, q] = [toOklab(a), toOklab(b)];
  const at = (i: 0 | 1 | 2) => p[i] + (q[i] - p[i]) * t;
  return [...fromOklab(at(0), at(1), at(2)), a[3] + (b[3] - a[3]) * t];
}

/** The same colour at another opacity, 0 to 1. */
export function fade(color: Rgba, alpha: number): Rgba {
  return [color[0], color[1], color[2], color[3] * alpha];
}

/** Relative luminance, 0 to 1 (WCAG 2.2). */
export function luminance([r, g, b]: Rgba): number {
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2). */
export function contrast(a: Rgba, b: Rgba): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Contrast that text needs against its ground (WCAG 2.2, 1.4.3). */
export const readable = 4.5;

/** Whichever of two inks reads better on a ground. */
export function inkOn(ground: Rgba, a: Rgba, b: Rgba): Rgba {
  return contrast(ground, a) >= contrast(ground, b) ? a : b;
}

/** A colour map of 256 × 4 bytes RGBA through evenly spaced stops. */
export function rampThrough(stops: readonly Rgba[]): Uint8Array {
  const ramp = new Uint8Array(1024);
  for (let i = 0; i < 256; i++) {
    const at = (i / 255) * (stops.length - 1);
    const left = Math.min(stops.length - 2, Math.floor(at));
    const [r, g, b, a] = stops.length === 1 ? stops[0]! : mix(stops[left]!, stops[left + 1]!, at - left);
    ramp.set([r, g, b, Math.round(a * 255)], 4 * i);
  }
  return ramp;
}

/** The colour of a shown value, 0 to 1. */
export function rampColor(ramp: Uint8Array, value: number): Rgba {
  const i = 4 * Math.round(255 * Math.min(1, Math.max(0, value)));
  return [ramp[i]!, ramp[i + 1]!, ramp[i + 2]!, ramp[i + 3]! / 255];
}
