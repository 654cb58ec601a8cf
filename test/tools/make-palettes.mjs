/**
 * Writes src/scene/palette-table.ts from d3-scale-chromatic: the control points of a uniform cubic B-spline for every
 * colour map, and the colours of every categorical scheme. The maps of ColorBrewer are such splines through their own 9 or
 * 11 colours (d3's interpolateRgbBasis); for the others, control points are fitted: the fewest that stay within 2 of 255
 * of d3's colours at all 256 steps, at most 32.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import * as d3 from 'd3-scale-chromatic';
import prettier from 'prettier';
import { splineWeights } from './spline-weights.mjs';

export const file = 'src/scene/palette-table.ts';

const steps = Array.from({ length: 256 }, (_, i) => i / 255);
const schemes = 'category10 observable10 tableau10 accent dark2 paired pastel1 pastel2 set1 set2 set3'.split(
  ' ',
);

/** `[red, green, blue]` of the two spellings that d3 uses: `#rrggbb` and `rgb(r, g, b)`. */
export function parseRgb(css) {
  const parts = css.startsWith('#') ? css.slice(1).match(/../g) : css.match(/[\d.]+/g);
  return parts.map((part) => (css.startsWith('#') ? parseInt(part, 16) : Number(part)));
}

/** Names of d3's colour maps as authors write them, with the function of each: `cubehelix`, `viridis`, `ylgnbu`, … */
export const interpolators = Object.keys(d3)
  .filter((key) => key.startsWith('interpolate'))
  .map((key) => ({
    name: key
      .slice('interpolate'.length)
      .toLowerCase()
      .replace(/default$/, ''),
    interpolate: d3[key],
    brewer: d3[key.replace('interpolate', 'scheme')],
  }))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

/** Categorical schemes of d3 by the names that authors write, as lists of `#rrggbb`. */
export const categories = schemes.map((name) => ({
  name,
  colors: d3[`scheme${name[0].toUpperCase()}${name.slice(1)}`],
}));

/** Solves a small system of linear equations by Gauss-Jordan elimination. */
function solve(matrix, right) {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  for (let column = 0; column < rows.length; column++) {
    const pivot = rows.reduce(
      (best, row, i) => (i > column && Math.abs(row[column]) > Math.abs(rows[best][column]) ? i : best),
      column,
    );
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    for (const [i, row] of rows.entries()) {
      if (i === column) continue;
      const factor = row[column] / rows[column][column];
      for (let k = column; k < row.length; k++) row[k] -= factor * rows[column][k];
    }
  }
  return rows.map((row, i) => row.at(-1) / row[i]);
}

/** Control points `[count][3]`, whole bytes, whose spline is nearest to the target colours (least squares). */
function fit(target, count) {
  const weights = steps.map((t) => splineWeights(count, t));
  const products = (of) =>
    Array.from({ length: count }, (_, a) => weights.reduce((s, w, i) => s + w[a] * of(i), 0));
  const matrix = Array.from({ length: count }, (_, b) => products((i) => weights[i][b]));
  const channels = [0, 1, 2].map((channel) =>
    solve(
      matrix,
      products((i) => target[i][channel]),
    ),
  );
  return Array.from({ length: count }, (_, k) =>
    channels.map((points) => Math.round(Math.min(255, Math.max(0, points[k])))),
  );
}

/** Largest difference of a channel at any of the 256 steps. */
function deviation(points, target) {
  return Math.max(
    ...steps.flatMap((t, i) => {
      const weights = splineWeights(points.length, t);
      return [0, 1, 2].map((channel) => {
        const value = points.reduce((sum, point, k) => sum + weights[k] * point[channel], 0);
        return Math.abs(Math.round(Math.min(255, Math.max(0, value))) - target[i][channel]);
      });
    }),
  );
}

function controlPoints({ interpolate, brewer }) {
  if (brewer) return (brewer[11] ?? brewer[9]).map(parseRgb);
  const target = steps.map((t) => parseRgb(interpolate(t)));
  for (let count = 8; ; count++) {
    const points = fit(target, count);
    if (count === 32 || deviation(points, target) <= 2) return points;
  }
}

const hex = (bytes) => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Text of src/scene/palette-table.ts. */
export async function paletteTable() {
  const maps = interpolators.map((map) => `${map.name} ${controlPoints(map).map(hex).join('')}`);
  const lists = categories.map(({ name, colors }) => `${name} ${colors.map(parseRgb).map(hex).join('')}`);
  const source = `// Made by \`npm run palettes\` from d3-scale-chromatic; not to be edited.
// Copyright Mike Bostock (ISC). Colours of ColorBrewer: copyright 2002 Cynthia Brewer, Mark Harrower, and
// The Pennsylvania State University (Apache-2.0).

/** Colour maps: a name and the control points of a cubic B-spline in sRGB, six hexadecimal digits each. */
export const colorMaps = \`
${maps.join('\n')}
\`;

/** Categorical schemes: a name and its colours. */
export const colorSchemes = \`
${lists.join('\n')}
\`;
`;
  return prettier.format(source, {
    ...JSON.parse(readFileSync('.prettierrc.json', 'utf8')),
    parser: 'typescript',
  });
}

if (process.argv[1] === import.meta.filename) writeFileSync(file, await paletteTable());
