/**
 * Compares two pictures as an eye does: what antialiasing, hinting or a label a pixel further right changes is no
 * difference; a word that is missing, cut or moved, and another colour, is one. Runs in a page and in Node.
 */

/**
 * What counts. `reach`: a pixel may find its like that far away, in pixels; `contrast`: differences from there on are seen,
 * in OKLab, where black and white are 1 apart; `share`: so many pixels of a tile have to differ; `growth`: a picture may be
 * larger or smaller by that part.
 */
export const strict = { reach: 1, contrast: 0.07, share: 0.03, growth: 0 };

/** For another system, or version of the browser or of a font, which set words a little wider and draw them a little fatter. */
export const wide = { reach: 2, contrast: 0.08, share: 0.03, growth: 0.02 };

/** Side of a tile, CSS pixels: about a label of a few letters. */
const tile = 24;

const linear = Float32Array.from({ length: 256 }, (_, byte) => {
  const share = byte / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

/** Björn Ottosson's OKLab of linear light. */
function toOklab(r, g, b, out, at) {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  out[at] = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
  out[at + 1] = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  out[at + 2] = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
}

/** A window of a picture, blurred by [1 2 1] in both directions: [height, width, 3] in OKLab. Outside it goes on as its edge. */
function blurred({ data, width, height }, left, top, columns, rows) {
  const out = new Float32Array(columns * rows * 3);
  const clampX = (x) => Math.min(Math.max(x, 0), width - 1);
  const clampY = (y) => Math.min(Math.max(y, 0), height - 1);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at += 3) {
      let [r, g, b] = [0, 0, 0];
      for (let dy = -1; dy <= 1; dy++) {
        const line = clampY(top + row + dy) * width;
        for (let dx = -1; dx <= 1; dx++) {
          const weight = (dx ? 1 : 2) * (dy ? 1 : 2);
          const from = 4 * (line + clampX(left + column + dx));
          r += weight * linear[data[from]];
          g += weight * linear[data[from + 1]];
          b += weight * linear[data[from + 2]];
        }
      }
      toOklab(r / 16, g / 16, b / 16, out, at);
    }
  }
  return out;
}

/** Whether some pixel near (column, row) of `there` looks like that of `here`. */
function hasLike(here, there, columns, column, row, { reach, contrast }) {
  const at = 3 * (row * columns + column);
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const other = 3 * ((row + dy) * columns + column + dx);
      const l = here[at] - there[other];
      const a = here[at + 1] - there[other + 1];
      const b = here[at + 2] - there[other + 2];
      if (l * l + a * a + b * b < contrast * contrast) return true;
    }
  }
  return false;
}

/** Whether the bytes of a tile, and of what is near it, are the same. */
function same(a, b, left, top, columns, rows) {
  if (a.width !== b.width) return false;
  for (let y = Math.max(0, top); y < Math.min(top + rows, a.height, b.height); y++) {
    const from = 4 * (y * a.width + Math.max(0, left));
    const to = 4 * (y * a.width + Math.min(left + columns, a.width));
    for (let i = from; i < to; i++) if (a.data[i] !== b.data[i]) return false;
  }
  return top + rows <= Math.min(a.height, b.height) || a.height === b.height;
}

/** Pixels of a tile that differ, as indices into the picture of the width given. */
function differingPixels(reference, now, left, top, width, height, limits) {
  const margin = limits.reach;
  const [columns, rows] = [Math.min(tile, width - left), Math.min(tile, height - top)];
  const window = [left - margin, top - margin, columns + 2 * margin, rows + 2 * margin];
  if (same(reference, now, window[0] - 1, window[1] - 1, window[2] + 2, window[3] + 2)) return [];
  const [a, b] = [blurred(reference, ...window), blurred(now, ...window)];
  const found = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const place = [window[2], column + margin, row + margin, limits];
      if (!hasLike(a, b, ...place) || !hasLike(b, a, ...place))
        found.push((top + row) * width + left + column);
    }
  }
  return found;
}

/**
 * Tiles of a picture `{data, width, height}` (RGBA bytes) that differ from the reference, as `{x, y, pixels}`, and how much
 * its size does. `equal` where there is nothing to see.
 */
export function compare(reference, now, limits) {
  const [width, height] = [Math.max(reference.width, now.width), Math.max(reference.height, now.height)];
  const tiles = [];
  for (let y = 0; y < height; y += tile) {
    for (let x = 0; x < width; x += tile) {
      const pixels = differingPixels(reference, now, x, y, width, height, limits);
      const area = Math.min(tile, width - x) * Math.min(tile, height - y);
      if (pixels.length > limits.share * area) tiles.push({ x, y, pixels });
    }
  }
  const grown = Math.max(
    Math.abs(now.width / reference.width - 1),
    Math.abs(now.height / reference.height - 1),
  );
  return { equal: tiles.length === 0 && grown <= limits.growth, tiles, grown, width, height, tile };
}
