import { rampColor } from './color.js';
import type { LinksMark, Mark, Rgba } from './scene.js';

/** A vector as bars on a line of zeros through the middle of its box. */
export interface Strip {
  vector: Float32Array;
  /** The magnitude that fills half the height. */
  most: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Bars lower than this, CSS pixels, are not drawn. */
const least = 0.2;

/**
 * All strips of a picture: bars up for positive numbers, down for negative ones, in the two ends of the signed colour map,
 * so that the sign does not rest on colour. One mark for all bars, since there are thousands; hairlines for the zeros.
 *
 * @param root heights grow with the square root of the magnitude
 */
export function signedBars(strips: readonly Strip[], ramp: Uint8Array, zero: Rgba, root: boolean): Mark[] {
  const heights = strips.map(({ vector, most, height }) =>
    vector.map((x) => {
      const share = Math.min(1, Math.abs(x) / most);
      return (Math.sign(x) * (root ? Math.sqrt(share) : share) * height) / 2;
    }),
  );
  const count = heights.reduce((sum, of) => sum + of.filter((h) => Math.abs(h) >= least).length, 0);
  const mark: LinksMark = {
    type: 'links',
    count,
    points: new Float32Array(8 * count),
    widths: new Float32Array(count),
    alphas: new Float32Array(count).fill(1),
    colorIndex: new Uint8Array(count),
    colors: [rampColor(ramp, 0.88), rampColor(ramp, 0.12)],
  };
  const lines: Mark[] = [];
  let n = 0;
  strips.forEach(({ vector, x, y, width, height }, s) => {
    const middle = y + height / 2;
    const pitch = width / vector.length;
    lines.push({ type: 'line', points: [x, middle, x + width, middle], stroke: zero, lineWidth: 1 });
    heights[s]!.forEach((h, d) => {
      // NaN has no bar
      if (!(Math.abs(h) >= least)) return;
      const at = x + (d + 0.5) * pitch;
      const end = middle - h;
      const third = (middle * 2 + end) / 3;
      mark.points.set([at, middle, at, third, at, (middle + end * 2) / 3, at, end], 8 * n);
      mark.widths[n] = Math.max(0.6, Math.min(6, pitch > 3 ? pitch - 1 : pitch * 0.8));
      mark.colorIndex[n] = h > 0 ? 0 : 1;
      n++;
    });
  });
  return [...lines, mark];
}
