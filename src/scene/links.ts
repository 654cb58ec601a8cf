import type { LinksMark, Rgba } from './scene.js';
import { isFocused, type Focus, type ScaledHeads } from './shown.js';

/** Shown values below this are hardly visible and are not drawn. */
export const leastLink = 1 / 255;

/** Opacity of all links together while some of them are in focus. */
const faint = 0.14;

export interface LinkGeometry {
  /** Tells one layout from another: links that are laid out alike are the same arrays again. */
  layout: string;
  /** Writes the eight control coordinates of the link from a query to a key. */
  place(query: number, key: number, points: Float32Array, at: number): void;
  /** Leaves links out that the view shows in another way. */
  skip?(query: number, key: number): boolean;
}

/** Width of a link in CSS pixels for a shown value. */
const linkWidth = (value: number) => 0.75 + 2.25 * value;

/** All links of a picture, whatever the reader is on: the newest for each set of values. */
const known = new WeakMap<object, { layout: string; mark: LinksMark }>();

/** The links of all heads; those in focus lie on top of all of them, which then are faint. */
export function linkMarks(
  data: ScaledHeads,
  focus: Focus,
  colors: Rgba[],
  geometry: LinkGeometry,
): LinksMark[] {
  const layout = `${geometry.layout} ${colors.join()}`;
  let all = known.get(data.scaled);
  if (all?.layout !== layout) {
    const mark = makeLinks(data, colors, geometry, 0, data.queries, 0, data.keys);
    known.set(data.scaled, (all = { layout, mark }));
  }
  if (!isFocused(focus)) return [all.mark];
  const { query, key } = focus;
  const [fromQuery, toQuery] = query === undefined ? [0, data.queries] : [query, query + 1];
  const [fromKey, toKey] = key === undefined ? [0, data.keys] : [key, key + 1];
  const front = makeLinks(data, colors, geometry, fromQuery, toQuery, fromKey, toKey);
  return [{ ...all.mark, opacity: faint }, front];
}

/** The visible links from a range of queries to a range of keys. */
function makeLinks(
  { scaled, heads, keys }: ScaledHeads,
  colors: Rgba[],
  geometry: LinkGeometry,
  fromQuery: number,
  toQuery: number,
  fromKey: number,
  toKey: number,
): LinksMark {
  const wanted = (value: number, q: number, k: number) => value >= leastLink && !geometry.skip?.(q, k);
  const values = heads.map((_, h) => scaled.values[h]!);
  let count = 0;
  for (const of of values) {
    for (let q = fromQuery; q < toQuery; q++) {
      for (let k = fromKey; k < toKey; k++) if (wanted(of[q * keys + k]!, q, k)) count++;
    }
  }
  const mark: LinksMark = {
    type: 'links',
    count,
    points: new Float32Array(8 * count),
    widths: new Float32Array(count),
    alphas: new Float32Array(count),
    colorIndex: new Uint8Array(count),
    colors,
  };
  let n = 0;
  values.forEach((of, h) => {
    for (let q = fromQuery; q < toQuery; q++) {
      for (let k = fromKey; k < toKey; k++) {
        const value = of[q * keys + k]!;
        if (!wanted(value, q, k)) continue;
        geometry.place(q, k, mark.points, 8 * n);
        mark.widths[n] = linkWidth(value);
        mark.alphas[n] = Math.min(1, 0.06 + 0.94 * value);
        mark.colorIndex[n] = heads[h]!.color % colors.length;
        n++;
      }
    }
  });
  return mark;
}
