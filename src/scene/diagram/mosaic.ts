import { mix } from '../color.js';
import type { CellsMark } from '../scene.js';
import type { Theme } from '../theme.js';
import { maySee, type AttentionMaps } from './attention-maps.js';
import type { Box } from './diagram.js';

/** Many small maps in one mark: what a model of 96 heads shows costs no more than what one of 8 does. */
export interface Mosaic {
  /** Maps in a row, and rows. */
  columns: number;
  rows: number;
  count: number;
  /** Size of one map, and from one map to the next, CSS pixels. */
  width: number;
  height: number;
  pitchX: number;
  pitchY: number;
  /** Cells of one map, and empty cells between two. */
  cellsX: number;
  cellsY: number;
  gapX: number;
  gapY: number;
}

/** Rows or columns of a map that are drawn at most; larger ones show the greatest weight of neighbours. */
const mostCells = 32;

/** Cells of an axis: small maps repeat theirs, so that a line of cells between two maps is narrow. */
function cellsOf(tokens: number, side = Infinity): { cells: number; gap: number } {
  const pooled = Math.max(1, Math.min(mostCells, tokens, Math.max(6, Math.floor(side / 1.5))));
  const cells = pooled * Math.ceil(6 / pooled);
  return { cells, gap: Math.max(1, Math.round(cells * 0.14)) };
}

export interface MosaicRoom {
  /** Sides of a map, CSS pixels: of few rows, those are taken in which maps are `good`. */
  least: number;
  good: number;
  most: number;
  mostRows: number;
}

/** Room for `count` maps in a width: in as few rows as let them be large enough. */
export function mosaicLayout(
  maps: Pick<AttentionMaps, 'queries' | 'keys'>,
  count: number,
  room: number,
  { least, good, most, mostRows }: MosaicRoom,
): Mosaic {
  const aspect = Math.min(1.5, Math.max(0.67, maps.queries / Math.max(1, maps.keys)));
  const [x, y] = [cellsOf(maps.keys), cellsOf(maps.queries)];
  const share = x.gap / x.cells;
  const sideIn = (rows: number) => {
    const columns = Math.ceil(count / rows);
    return Math.min(most, room / (columns * (1 + share) - share));
  };
  let rows = 1;
  while (rows < mostRows && rows < count && sideIn(rows) < good) rows++;
  const side = Math.max(least, Math.floor(sideIn(rows)));
  const fitting = Math.max(1, Math.floor((room + side * share) / (side * (1 + share)) + 1e-6));
  const columns = Math.min(fitting, Math.ceil(count / rows));
  const whole = (length: number, cells: number) =>
    length / cells >= 3 ? Math.floor(length / cells) * cells : length;
  const [width, height] = [whole(side, x.cells), whole(side * aspect, y.cells)];
  return {
    ...{ columns, rows, count: Math.min(count, rows * columns), width, height },
    ...{ pitchX: (width / x.cells) * (x.cells + x.gap), pitchY: (height / y.cells) * (y.cells + y.gap) },
    ...{ cellsX: x.cells, cellsY: y.cells, gapX: x.gap, gapY: y.gap },
  };
}

/** Maps of layers × heads: a row for each layer; of heads, as many as there is room for. */
export function tableLayout(
  maps: Pick<AttentionMaps, 'queries' | 'keys'>,
  {
    layers,
    heads,
    room,
    most,
    least,
  }: { layers: number; heads: number; room: number; most: number; least: number },
): Mosaic {
  const aspect = Math.min(1.5, Math.max(0.67, maps.queries / Math.max(1, maps.keys)));
  const fit = (side: number) => {
    const x = cellsOf(maps.keys, side);
    const share = x.gap / x.cells;
    return { x, columns: Math.floor((room + side * share) / (side * (1 + share)) + 1e-6) };
  };
  let side = most;
  while (side > least && fit(side).columns < heads) side--;
  const { x, columns } = fit(side);
  const y = cellsOf(maps.queries, side * aspect);
  const shown = Math.max(1, Math.min(heads, columns));
  return {
    ...{ columns: shown, rows: layers, count: layers * shown, width: side, height: side * aspect },
    ...{
      pitchX: (side / x.cells) * (x.cells + x.gap),
      pitchY: ((side * aspect) / y.cells) * (y.cells + y.gap),
    },
    ...{ cellsX: x.cells, cellsY: y.cells, gapX: x.gap, gapY: y.gap },
  };
}

/** Size of all maps together. */
export const mosaicSize = ({ columns, rows, width, height, pitchX, pitchY }: Mosaic) => ({
  width: (columns - 1) * pitchX + width,
  height: (rows - 1) * pitchY + height,
});

/** Where map `i` of a mosaic stands, from its top left corner. */
export const mapBox = ({ columns, width, height, pitchX, pitchY }: Mosaic, i: number): Box => ({
  x: (i % columns) * pitchX,
  y: Math.floor(i / columns) * pitchY,
  width,
  height,
});

/** A map of one sublayer and one of its heads. */
export interface MapOf {
  maps: AttentionMaps;
  head: number;
}

/** Maps as one heat map with empty lines between them. */
export function mosaic(
  all: readonly MapOf[],
  layout: Mosaic,
  at: { x: number; y: number },
  theme: Theme,
  faded = false,
): CellsMark {
  const cells = mosaicCells(all.slice(0, layout.count), layout);
  return {
    type: 'cells',
    ...{ x: at.x, y: at.y, ...mosaicSize(layout) },
    ...cells,
    ...{ ramp: mapRamp(theme, faded), shape: 'fill', gap: 0 },
  };
}

interface Cells {
  rows: number;
  columns: number;
  values: Float32Array;
}

const remembered = new WeakMap<object, Map<string, Cells>>();
const empty = {};

function mosaicCells(all: readonly MapOf[], layout: Mosaic): Cells {
  const { maps } = all[0]!;
  const owner = maps.source ?? empty;
  const { columns, rows, cellsX, cellsY, gapX, gapY } = layout;
  const key = [
    ...[columns, rows, cellsX, cellsY, gapX, gapY, maps.queries, maps.keys, maps.grown],
    ...all.map(({ maps: { layer, causal, isCross }, head }) => `${layer}.${head} ${causal} ${isCross}`),
  ].join();
  let known = remembered.get(owner);
  if (!known) remembered.set(owner, (known = new Map<string, Cells>()));
  let made = known.get(key);
  if (!made) {
    if (known.size > 100) known.clear();
    known.set(key, (made = makeCells(all, layout)));
  }
  return made;
}

function makeCells(all: readonly MapOf[], layout: Mosaic): Cells {
  const { columns, rows, cellsX, cellsY, gapX, gapY } = layout;
  const across = columns * (cellsX + gapX) - gapX;
  const down = rows * (cellsY + gapY) - gapY;
  const values = new Float32Array(across * down).fill(NaN);
  all.forEach(({ maps, head }, i) => {
    const small = reduce(maps, maps.weights(head), cellsY, cellsX);
    const x = (i % columns) * (cellsX + gapX);
    const y = Math.floor(i / columns) * (cellsY + gapY);
    for (let r = 0; r < cellsY; r++) {
      const q = Math.floor((r * small.rows) / cellsY);
      for (let c = 0; c < cellsX; c++) {
        const k = Math.floor((c * small.columns) / cellsX);
        values[(y + r) * across + x + c] = small.values[q * small.columns + k]!;
      }
    }
  });
  return { rows: down, columns: across, values };
}

/** Shown values of one map: the root of each weight, the greatest of those that fall together; NaN where hidden. */
function reduce(map: AttentionMaps, weights: Float32Array | undefined, down: number, across: number): Cells {
  const { queries, keys } = map;
  const [rows, columns] = [Math.min(down, queries), Math.min(across, keys)];
  const values = new Float32Array(rows * columns).fill(NaN);
  for (let q = 0; q < queries; q++) {
    const r = Math.floor((q * rows) / queries);
    for (let k = 0; k < keys; k++) {
      if (!maySee(map, q, k)) continue;
      const weight = weights ? weights[q * keys + k]! : 0;
      if (Number.isNaN(weight)) continue;
      const i = r * columns + Math.floor((k * columns) / keys);
      const shown = Math.sqrt(Math.min(1, Math.max(0, weight)));
      if (!(values[i]! >= shown)) values[i] = shown;
    }
  }
  return { rows, columns, values };
}

type Ramps = [plain: Uint8Array, faded: Uint8Array];

const ramps = new WeakMap<Uint8Array, Map<string, Ramps>>();

/** The colour map of weights on a light tile, so that a map's outline, and what is hidden, can be seen. */
export function mapRamp(theme: Theme, faded = false): Uint8Array {
  // further from the page than the ground of a block, also of one that is marked
  const tile = mix(theme.background, theme.accent, theme.dark ? 0.36 : 0.2);
  // a palette by name is the same in light and dark, a tile is not
  let known = ramps.get(theme.ramp);
  if (!known) ramps.set(theme.ramp, (known = new Map<string, Ramps>()));
  let made = known.get(tile.join());
  if (!made) {
    const plain = theme.ramp.slice();
    const from = 110;
    for (let i = 0; i < from; i++) {
      for (let c = 0; c < 3; c++) {
        const [first, last] = [tile[c as 0 | 1 | 2], theme.ramp[4 * from + c]!];
        plain[4 * i + c] = Math.round(first + ((last - first) * i) / from);
      }
    }
    const pale = plain.map((byte, i) => (i % 4 === 3 ? byte * 0.4 : byte));
    known.set(tile.join(), (made = [plain, pale]));
  }
  return made[faded ? 1 : 0];
}
