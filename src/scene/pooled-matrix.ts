import { maskMagnitude, meaningOf, type StoredHead } from '../core/stored-head.js';
import type { WeightArray } from '../core/attention-data.js';

/** What one pixel shows of several cells: the greatest weight, so that none is lost between pixels, or their mean. */
export type Pooling = 'max' | 'mean';

/** Part of a matrix: rows from `top` and columns from `left`, whole cells. */
export interface Window {
  top: number;
  left: number;
  rows: number;
  columns: number;
}

/** A matrix in its storage, and coarser copies of it. */
interface Level extends StoredHead {
  rows: number;
  columns: number;
  /** Cells of the matrix that one cell of the level stands for, along each side. */
  step: number;
}

/** Each level is so many times coarser than the one below: copies take a third of the memory, of matrices that are zoomed. */
const factor = 2;

/** Smaller matrices need no coarser copies. */
const large = 2 ** 20;

/**
 * A matrix of any size, of which a picture asks for as many values as it has pixels. What it has been asked for is kept;
 * coarser copies of a large matrix are made when a part of it is asked for, so that zooming never reads all of it again.
 */
export class PooledMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly #how: Pooling;
  readonly #levels: Level[];

  constructor(stored: StoredHead, rows: number, columns: number, how: Pooling = 'max') {
    this.rows = rows;
    this.columns = columns;
    this.#how = how;
    this.#levels = [{ ...stored, rows, columns, step: 1 }];
  }

  /** `[fewRows, fewColumns]` weights of a part; NaN where it has none. At most as many as the part has cells. */
  pool(part: Window, fewRows: number, fewColumns: number): Float32Array {
    const level = this.#levelFor(part, fewRows, fewColumns);
    const values = poolLevel(level, part, fewRows, fewColumns, this.#how);
    const isBytes = level.data instanceof Uint8Array;
    for (let i = 0; isBytes && i < values.length; i++) values[i]! *= level.scale;
    return values;
  }

  /** The coarsest level that still has a cell for every value that is asked for. */
  #levelFor(part: Window, fewRows: number, fewColumns: number): Level {
    const enough = (step: number) => part.rows >= fewRows * step && part.columns >= fewColumns * step;
    const whole = part.rows === this.rows && part.columns === this.columns;
    let level = this.#levels[0]!;
    if (this.rows * this.columns <= large) return level;
    for (let i = 1; enough(factor ** i); i++) {
      // what is seen once from afar is as quickly read from the matrix itself
      if (!this.#levels[i] && whole && i === 1 && this.rows * this.columns <= 16 * large) return level;
      level = this.#levels[i] ??= coarser(this.#levels[i - 1]!, this.#how);
    }
    return level;
  }
}

/** The next level: each cell stands for `factor × factor` of the one below. Stored like it, but for half floats. */
function coarser(level: Level, how: Pooling): Level {
  const [rows, columns] = [Math.ceil(level.rows / factor), Math.ceil(level.columns / factor)];
  const whole = { top: 0, left: 0, rows: rows * factor * level.step, columns: columns * factor * level.step };
  const values = poolLevel(level, whole, rows, columns, how);
  let data: WeightArray = values;
  if (level.data instanceof Uint8Array) {
    data = new Uint8Array(values.length);
    for (let i = 0; i < values.length; i++) data[i] = values[i]! + 0.5;
  }
  return { data, scale: level.scale, rows, columns, step: level.step * factor };
}

/** Pooled values of a level; those of bytes are not multiplied by their scale yet. */
function poolLevel(
  level: Level,
  part: Window,
  fewRows: number,
  fewColumns: number,
  how: Pooling,
): Float32Array {
  const { data, rows, columns, step } = level;
  const meaning = data instanceof Uint8Array ? undefined : meaningOf(level);
  const out = new Float32Array(fewRows * fewColumns);
  // lines of the level that touch line `i` of `few`
  const edges = (first: number, count: number, few: number, most: number) => {
    const from = new Int32Array(few);
    const to = new Int32Array(few);
    for (let i = 0; i < few; i++) {
      from[i] = Math.min(most - 1, Math.floor((first + (i * count) / few) / step));
      to[i] = Math.max(from[i]! + 1, Math.min(most, Math.ceil((first + ((i + 1) * count) / few) / step)));
    }
    return [from, to] as const;
  };
  const [tops, bottoms] = edges(part.top, part.rows, fewRows, rows);
  const [lefts, rights] = edges(part.left, part.columns, fewColumns, columns);
  const [from, width] = [lefts[0]!, rights[fewColumns - 1]! - lefts[0]!];
  // first down, then across: memory is read in its order, and every cell about once
  const line = new Float32Array(width);
  const counts = new Uint32Array(how === 'mean' ? width : 0);
  const bits = data instanceof Uint16Array && how === 'max' ? new Uint16Array(width) : undefined;
  for (let row = 0, at = 0; row < fewRows; row++) {
    if (bits && raiseBits(data as Uint16Array, columns, from, tops[row]!, bottoms[row]!, bits)) {
      for (let column = 0; column < fewColumns; column++, at++)
        out[at] = meaning![greatest(bits, lefts[column]! - from, rights[column]! - from)]!;
      continue;
    }
    line.fill(how === 'max' ? -Infinity : 0);
    counts.fill(0);
    for (let r = tops[row]!; r < bottoms[row]!; r++) {
      const cells = data.subarray(r * columns + from, r * columns + from + width);
      if (how === 'mean') addLine(cells, meaning, line, counts);
      else raiseLine(cells, meaning, line);
    }
    for (let column = 0; column < fewColumns; column++, at++) {
      const [left, right] = [lefts[column]! - from, rights[column]! - from];
      out[at] = how === 'max' ? greatest(line, left, right) : mean(line, counts, left, right);
    }
  }
  return out;
}

/** Keeps the greater of each cell and what is there. */
function raiseLine(cells: WeightArray, meaning: Float32Array | undefined, line: Float32Array): void {
  for (let i = 0; i < line.length; i++) {
    const weight = meaning ? meaning[cells[i]!]! : cells[i]!;
    if (weight > line[i]! && weight < maskMagnitude) line[i] = weight;
  }
}

/** Bits of the half float infinity: those of every finite number from 0 on are less, and in the order of the numbers. */
const infiniteHalf = 0x7c00;

/** The greatest bits of each column in some rows of half floats; false where the order of bits is not that of numbers. */
function raiseBits(
  data: Uint16Array,
  columns: number,
  from: number,
  top: number,
  bottom: number,
  line: Uint16Array,
): boolean {
  line.fill(0);
  let row = top;
  // four lines at a time: to write the greatest down takes as long as to read
  for (; row + 4 <= bottom; row += 4) {
    const first = row * columns + from;
    for (let i = 0; i < line.length; i++) {
      let at = first + i;
      let most = line[i]!;
      for (let r = 0; r < 4; r++, at += columns) if (data[at]! > most) most = data[at]!;
      line[i] = most;
    }
  }
  for (; row < bottom; row++) {
    const start = row * columns + from;
    for (let i = 0; i < line.length; i++) if (data[start + i]! > line[i]!) line[i] = data[start + i]!;
  }
  for (let i = 0; i < line.length; i++) if (line[i]! >= infiniteHalf) return false;
  return true;
}

/** Adds cells that are weights, and counts them. */
function addLine(
  cells: WeightArray,
  meaning: Float32Array | undefined,
  line: Float32Array,
  counts: Uint32Array,
): void {
  for (let i = 0; i < line.length; i++) {
    const weight = meaning ? meaning[cells[i]!]! : cells[i]!;
    if (!(Math.abs(weight) < maskMagnitude)) continue;
    line[i]! += weight;
    counts[i]!++;
  }
}

function greatest(line: Float32Array | Uint16Array, left: number, right: number): number {
  let most = -Infinity;
  for (let i = left; i < right; i++) if (line[i]! > most) most = line[i]!;
  return most > -maskMagnitude ? most : NaN;
}

function mean(line: Float32Array, counts: Uint32Array, left: number, right: number): number {
  let [sum, count] = [0, 0];
  for (let i = left; i < right; i++) {
    sum += line[i]!;
    count += counts[i]!;
  }
  return count ? sum / count : NaN;
}
