import type { LinksMark, Rgba } from './scene.js';
import type { Focus, ScaledHeads } from './shown.js';

/** Shown values below this are not visible and are not drawn. */
const visible = 1 / 255;

/** Opacity of links that are not in focus while others are. */
const faint = 0.07;

export interface LinkGeometry {
  /** Writes the eight control coordinates of the link from a query to a key. */
  place(query: number, key: number, points: Float32Array, at: number): void;
  /** Leaves links out that the view shows in another way. */
  skip?(query: number, key: number): boolean;
}

/** Width of a link in CSS pixels for a shown value. */
const linkWidth = (value: number) => 0.75 + 2.25 * value;

/** One mark with the links of all heads; links in focus lie on top. */
export function linkMarks(
  { scaled, heads, queries, keys }: ScaledHeads,
  focus: Focus,
  colors: Rgba[],
  geometry: LinkGeometry,
): LinksMark[] {
  const focused = focus.query !== undefined || focus.key !== undefined;
  const inFocus = (q: number, k: number) =>
    (focus.query === undefined || focus.query === q) && (focus.key === undefined || focus.key === k);
  const layers = focused ? [false, true] : [true];
  return layers.map((front) => {
    let capacity = 0;
    const wanted = (value: number, q: number, k: number) =>
      value >= visible && (!focused || inFocus(q, k) === front) && !geometry.skip?.(q, k);
    for (const values of scaled.values) {
      for (let q = 0, i = 0; q < queries; q++) {
        for (let k = 0; k < keys; k++, i++) if (wanted(values[i]!, q, k)) capacity++;
      }
    }
    const mark: LinksMark = {
      type: 'links',
      count: capacity,
      points: new Float32Array(8 * capacity),
      widths: new Float32Array(capacity),
      alphas: new Float32Array(capacity),
      colorIndex: new Uint8Array(capacity),
      colors,
    };
    let n = 0;
    scaled.values.forEach((values, h) => {
      for (let q = 0, i = 0; q < queries; q++) {
        for (let k = 0; k < keys; k++, i++) {
          const value = values[i]!;
          if (!wanted(value, q, k)) continue;
          geometry.place(q, k, mark.points, 8 * n);
          mark.widths[n] = front ? linkWidth(value) : 1;
          mark.alphas[n] = front ? Math.min(1, 0.06 + 0.94 * value) : faint * value;
          mark.colorIndex[n] = heads[h]!.color % colors.length;
          n++;
        }
      }
    });
    return mark;
  });
}
