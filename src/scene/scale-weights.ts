import { maskMagnitude, rangeOf, type StoredHead } from '../core/stored-head.js';
import { PooledMatrix, type Window } from './pooled-matrix.js';
import type { CellSource } from './scene.js';
import type { Scaled, ScaleOptions, Shown, ShownHead } from './shown.js';

/** Decades that a log scale spans. */
const logDecades = 4;

/** Of more heads than this, shown values are not kept but made anew when they are asked for. */
const mostKept = 32;

/** Where a view draws less than this share of the weight, the picture says so. */
const nearlyAll = 0.995;

const stored = (head: ShownHead): StoredHead => head.stored ?? { data: head.weights, scale: 1 };

/** Weights that become 0 and 1, the same for all heads. */
function domainOf({ heads, values }: Pick<Shown, 'heads' | 'values'>): [low: number, high: number] {
  let [low, high] = [0, 0];
  if (values !== 'probabilities') [low, high] = [Infinity, -Infinity];
  for (const head of heads) {
    const range = rangeOf(stored(head));
    low = Math.min(low, range.low);
    high = Math.max(high, range.high);
  }
  if (low > high) [low, high] = [0, 1];
  return [low, low === high ? low + 1 : high];
}

/** From a weight to its shown value. */
function unitOf([low, high]: [number, number], { scale }: ScaleOptions): (weight: number) => number {
  const floor = high * 10 ** -logDecades;
  if (scale === 'log' && low >= 0) return (w) => (w <= floor ? 0 : 1 + Math.log10(w / high) / logDecades);
  const linear = (w: number) => (w - low) / (high - low);
  return scale === 'sqrt' ? (w) => Math.sqrt(Math.max(0, linear(w))) : linear;
}

/** What is kept of one head by threshold and top-k. */
interface Kept {
  values: Float32Array;
  kept: number;
  total: number;
  dropped: number;
}

function scaleHead(
  weights: Float32Array,
  columns: number,
  { scale, threshold, topK, least = -Infinity }: ScaleOptions,
  low: number,
  toUnit: (weight: number) => number,
): Kept {
  const values = new Float32Array(weights.length).fill(NaN);
  let [kept, total, dropped] = [0, 0, 0];
  for (let start = 0; start < weights.length; start += columns) {
    const row = weights.subarray(start, start + columns);
    let rowHigh = -Infinity;
    for (let i = 0; i < row.length; i++) if (row[i]! > rowHigh && row[i]! < maskMagnitude) rowHigh = row[i]!;
    const cut = topK > 0 && topK < columns ? kthLargest(row, topK) : -Infinity;
    for (let i = 0; i < row.length; i++) {
      const w = row[i]!;
      if (!(Math.abs(w) < maskMagnitude)) continue;
      total += Math.abs(w);
      if ((threshold > 0 && w < threshold) || w < cut) {
        if (w !== 0) dropped++;
        continue;
      }
      const value = scale === 'row' ? (rowHigh > low ? (w - low) / (rowHigh - low) : 0) : toUnit(w);
      values[start + i] = value;
      if (value >= least) kept += Math.abs(w);
    }
  }
  return { values, kept, total, dropped };
}

/** The `k`-th largest number of a row. */
function kthLargest(row: Float32Array, k: number): number {
  // a short sorted list of the largest so far: most numbers are below its least and cost one comparison
  const best = new Float32Array(k).fill(-Infinity);
  for (let i = 0; i < row.length; i++) {
    const value = row[i]!;
    if (!(value > best[0]!)) continue;
    let at = 0;
    for (; at + 1 < k && best[at + 1]! < value; at++) best[at] = best[at + 1]!;
    best[at] = value;
  }
  return best[0]!;
}

/** Numbers that scaled weights keep, about: of many heads what pictures show of them, some for each pixel. */
export const numbersKept = ({ heads, queries }: Pick<Shown, 'heads' | 'queries'>, columns: number): number =>
  heads.length > mostKept ? 2 ** 20 : heads.length * queries.length * columns;

/** Scales the weights of all shown heads together, so that colours can be compared between heads. */
export function scaleWeights(
  shown: Pick<Shown, 'heads' | 'queries' | 'values'>,
  columns: number,
  options: ScaleOptions,
): Scaled {
  const { heads } = shown;
  const domain = domainOf(shown);
  const toUnit = unitOf(domain, options);
  const known = new Map<number, Float32Array>();
  const scaled = (index: number): Kept => {
    const result = scaleHead(heads[index]!.weights, columns, options, domain[0], toUnit);
    if (heads.length <= mostKept) known.set(index, result.values);
    return result;
  };
  const valuesOf = (index: number) => known.get(index) ?? scaled(index).values;

  const filters = options.topK > 0 || options.threshold > 0 || options.least !== undefined;
  let [kept, total, dropped] = [0, 0, 0];
  for (let i = 0; filters && i < heads.length; i++) {
    const of = scaled(i);
    kept += of.kept;
    total += of.total;
    dropped += of.dropped;
  }

  /** Weights as they are, or values where single ones are left out or rows have scales of their own. */
  const exact = !filters && options.scale !== 'row';
  const matrices = new Map<number, PooledMatrix>();
  const matrixOf = (index: number) => {
    let matrix = matrices.get(index);
    if (!matrix) {
      const base = exact ? stored(heads[index]!) : { data: valuesOf(index), scale: 1 };
      matrix = new PooledMatrix(base, base.data.length / columns, columns, options.pooling);
      // of many heads only small results are kept
      if (exact || heads.length <= mostKept) matrices.set(index, matrix);
    }
    return matrix;
  };
  const sources = new Map<string, CellSource>();
  const source = (index: number, part: Window | undefined, transposed: boolean): CellSource => {
    const rows = stored(heads[index]!).data.length / columns;
    return cellSource(
      (few, fewColumns) => matrixOf(index).pool(part ?? { top: 0, left: 0, rows, columns }, few, fewColumns),
      exact ? toUnit : undefined,
      transposed,
    );
  };

  const share = total > 0 ? kept / total : 1;
  return {
    kind: options.scale,
    domain,
    values: lazily(heads.length, valuesOf),
    share,
    filtered: dropped > 0 || share < nearlyAll,
    cells(head, part, transposed = false) {
      const key = `${head} ${transposed} ${part ? Object.values(part).join() : ''}`;
      let found = sources.get(key);
      if (!found) {
        // parts come and go while the reader zooms; the whole, which an overview shows meanwhile, stays
        for (const old of sources.keys())
          if (part && sources.size > mostKept && !old.endsWith(' ')) sources.delete(old);
        sources.set(key, (found = source(head, part, transposed)));
      }
      return found;
    },
  };
}

/** A list whose entries are computed when they are read. */
function lazily<T>(length: number, make: (index: number) => T): T[] {
  const list: T[] = [];
  for (let i = 0; i < length; i++)
    Object.defineProperty(list, i, { get: () => make(i), enumerable: true, configurable: true });
  return list;
}

/** Shown values of a matrix; the last answer is kept, as painters ask for the same one at every frame. */
function cellSource(
  pool: (rows: number, columns: number) => Float32Array,
  toUnit: ((weight: number) => number) | undefined,
  transposed: boolean,
): CellSource {
  let last: { rows: number; columns: number; values: Float32Array } | undefined;
  return {
    pool(rows, columns) {
      if (last?.rows === rows && last.columns === columns) return last.values;
      const values = transposed ? transpose(pool(columns, rows), columns, rows) : pool(rows, columns);
      // in place, since the array is ours; NaN, which is no weight, stays NaN
      for (let i = 0; toUnit && i < values.length; i++) values[i] = toUnit(values[i]!);
      last = { rows, columns, values };
      return values;
    },
  };
}

function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) out[c * rows + r] = values[r * columns + c]!;
  return out;
}
