import { colorMaps, colorSchemes } from './palette-table.js';
import type { PaletteColors } from './make-theme.js';
import type { Rgba } from './scene.js';

/** Bytes of the colours of each name, red, green and blue in turn. */
function readTable(table: string): Map<string, number[]> {
  const rows = table.trim().split('\n');
  return new Map(
    rows.map((row) => {
      const [name, digits] = row.split(' ') as [string, string];
      return [name, digits.match(/../g)!.map((byte) => parseInt(byte, 16))];
    }),
  );
}

const maps = readTable(colorMaps);
const schemes = readTable(colorSchemes);

/** Names of all colour maps (`viridis`, `ylgnbu`, …), then of all categorical schemes (`tableau10`, `set2`, …). */
export function paletteNames(): string[] {
  return [...maps.keys(), ...schemes.keys()];
}

/**
 * A colour map of d3-scale-chromatic by its name (capitals do not matter), as 256 × 4 bytes RGBA; undefined for a name
 * that is none. A uniform cubic B-spline whose ends go on in a straight line, as in d3-interpolate's `interpolateRgbBasis`.
 */
export function paletteRamp(name: string): Uint8Array | undefined {
  const points = maps.get(name.toLowerCase());
  if (!points) return undefined;
  const last = points.length / 3 - 1;
  const point = (k: number, channel: number): number => {
    if (k < 0) return 2 * point(0, channel) - point(1, channel);
    if (k > last) return 2 * point(last, channel) - point(last - 1, channel);
    return points[3 * k + channel]!;
  };
  const ramp = new Uint8ClampedArray(1024).fill(255);
  for (let i = 0; i < 256; i++) {
    const left = Math.min(last - 1, Math.floor((i / 255) * last));
    const u = (i / 255) * last - left;
    for (let channel = 0; channel < 3; channel++) {
      ramp[4 * i + channel] =
        ((1 - u) ** 3 * point(left - 1, channel) +
          (4 - 6 * u ** 2 + 3 * u ** 3) * point(left, channel) +
          (1 + 3 * u + 3 * u ** 2 - 3 * u ** 3) * point(left + 1, channel) +
          u ** 3 * point(left + 2, channel)) /
        6;
    }
  }
  return new Uint8Array(ramp.buffer);
}

/** The colours of a categorical scheme of d3-scale-chromatic by its name; undefined for a name that is none. */
export function paletteColors(name: string): Rgba[] | undefined {
  const bytes = schemes.get(name.toLowerCase());
  if (!bytes) return undefined;
  return Array.from({ length: bytes.length / 3 }, (_, i) => [
    bytes[3 * i]!,
    bytes[3 * i + 1]!,
    bytes[3 * i + 2]!,
    1,
  ]);
}

/** What a palette of that name replaces: a colour map, or the colours of heads; undefined for no name. */
export function namedPalette(name: string): PaletteColors | undefined {
  const ramp = paletteRamp(name);
  if (ramp) return { ramp };
  const heads = paletteColors(name);
  return heads && { heads };
}
