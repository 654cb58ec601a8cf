import type { Mask } from '../masks.js';
import type { RowsTask } from './attend-rows.js';
import { scratchSize, type Kernel } from './kernel.js';
import { runTasks } from './run-tasks.js';

/** What attention is computed of; see `attention` for the shapes. */
export interface AttentionInputs {
  heads: number;
  kvHeads: number;
  queries: number;
  keys: number;
  dHead: number;
  dValue: number;
  q: Float32Array;
  k: Float32Array;
  v: Float32Array;
  scale: number;
  softCap: number;
  temperature: number;
  offByOne: boolean;
  bias?: Float32Array | undefined;
  mask?: Mask | undefined;
  causal: boolean;
}

/** Scores that are worked on at a time: they stay in the second cache from `q · kᵀ` to the weighted sum. */
const scoresAtOnce = 65536;

/** Widest query of which all sums are taken in one go, so that panels behind the last that is wanted may be left out. */
const oneBlock = 256;

/** Fewer products of a head's scores are not worth the time that it takes to wake other threads. */
const leastShared = 2 ** 21;

/**
 * Attention on the kernel, head by head and a few queries at a time, several of these in threads where there are any.
 * Writes to `probabilities` and `outputs`; gives the heads whose values are not all finite, for which the outputs are left
 * to do, and nothing where the keys are too many.
 */
export function attendOnKernel(
  kernel: Kernel,
  inputs: AttentionInputs,
  probabilities: Float32Array,
  outputs: Float32Array,
): number[] | undefined {
  const { queries, keys, dHead, dValue, scale, softCap, temperature, offByOne, bias, mask, causal } = inputs;
  const pool = queries * keys * dHead < leastShared ? undefined : kernel.pool;
  const at = (pool && layOut(kernel, inputs, pool.threads)) ?? layOut(kernel, inputs);
  if (!at) return undefined;
  // where nothing comes between them, the scale waits for softmax
  const waits = !softCap && !bias && scale / temperature > 0;
  const left: number[] = [];
  const tasks: { rows: RowsTask }[] = [];
  const first: number[] = [];
  let finite = false;

  const finish = (): void => {
    // one alone is not worth the time that it takes to wake other threads
    runTasks(kernel.run, tasks, tasks.length > 1 ? pool : undefined);
    tasks.forEach(({ rows: { scores, outputs: from, count, finite: isDone } }, i) => {
      const row = first[i]!;
      probabilities.set(kernel.view(scores, count * keys), row * keys);
      if (isDone) outputs.set(kernel.view(from, count * dValue), row * dValue);
    });
    tasks.length = first.length = 0;
  };

  forAllQueries(inputs, at.rows, (row, count, firstQuery, head, kvHead) => {
    // all that lies there is of the same keys and values
    if (kvHead !== undefined || tasks.length === at.places.length) finish();
    if (kvHead !== undefined) finite = packKeysAndValues(kernel, inputs, at, kvHead);
    if (!finite && firstQuery === 0) left.push(head);
    const place = at.places[tasks.length]!;
    put(kernel, inputs, place, row, count);
    // how many keys the first of these queries sees, and the last
    const seen = causal ? firstQuery + 1 + keys - queries : keys;
    const used = causal ? Math.max(0, Math.min(keys, seen + count - 1)) : keys;
    first.push(row);
    const rows: RowsTask = {
      ...{ q: place.q, kPanels: at.kPanels, vPanels: at.vPanels, scores: place.scores, tops: place.tops },
      ...{ bias: bias ? place.bias : 0, mask: mask ? place.mask : 0, outputs: place.outputs },
      ...{ count, keys, dHead, dValue, seen, step: +causal, used, columns: dHead <= oneBlock ? used : keys },
      ...{ scale, softCap, after: 1 / temperature, factor: waits ? scale / temperature : 1 },
      ...{ waits: +waits, extra: +offByOne, finite: +finite },
    };
    tasks.push({ rows });
  });
  finish();
  return left;
}

/** Writes scores and, where there is a mask, masked ones; gives whether there was room to. All summed in 64 bits. */
export function scoreOnKernel(
  kernel: Kernel,
  inputs: AttentionInputs,
  scores: Float32Array,
  maskedScores: Float32Array,
): boolean {
  const { keys, dHead, mask } = inputs;
  const at = layOut(kernel, inputs);
  if (!at) return false;
  const { run } = kernel;
  const { scale, softCap, temperature, bias } = inputs;
  const [place] = at.places as [Place];
  forAllQueries(inputs, at.rows, (row, count, _first, _head, kvHead) => {
    if (kvHead !== undefined) packKeys(kernel, inputs, at, kvHead);
    put(kernel, inputs, place, row, count);
    run.multiplyPrecisely(place.q, at.kPanels, place.scores, count, dHead, keys);
    run.adjust(place.scores, count * keys, scale, softCap, bias ? place.bias : 0, 1 / temperature);
    const view = kernel.view(place.scores, count * keys);
    scores.set(view, row * keys);
    if (!mask) return;
    run.hide(place.scores, count * keys, place.mask);
    maskedScores.set(view, row * keys);
  });
  return true;
}

/** Where a few queries of a head are in the scratch space, and what is made of them. */
interface Place {
  q: number;
  scores: number;
  bias: number;
  mask: number;
  tops: number;
  outputs: number;
}

interface Layout {
  /** Most queries in one place. */
  rows: number;
  kPanels: number;
  vPanels: number;
  staging: number;
  places: Place[];
}

/** Where one head and a few of its queries are in the scratch space; nothing where they do not fit. */
function layOut(
  kernel: Kernel,
  { queries, keys, dHead, dValue }: AttentionInputs,
  threads = 1,
): Layout | undefined {
  const share = threads === 1 ? queries : Math.ceil(queries / threads / 12) * 12;
  const rows = Math.min(queries, share, Math.max(12, Math.floor(scoresAtOnce / keys / 12) * 12));
  // so many that those who are done early find something to do
  const count = threads === 1 ? 1 : Math.min(4 * threads, Math.ceil(queries / rows));
  const widest = Math.max(dHead, dValue);
  const needed = (keys + 8) * (dHead + dValue + widest) + count * rows * (3 * keys + dHead + dValue + 1);
  if (needed > scratchSize - 1024 - 64 * count) return undefined;
  const scratch = kernel.scratch();
  return {
    rows,
    kPanels: scratch.room((keys + 8) * dHead),
    vPanels: scratch.room(keys * (dValue + 8)),
    staging: scratch.room(keys * widest),
    places: Array.from({ length: count }, () => ({
      q: scratch.room(rows * dHead),
      scores: scratch.room(rows * keys),
      bias: scratch.room(rows * keys),
      mask: scratch.room(rows * keys),
      tops: scratch.room(rows),
      outputs: scratch.room(rows * dValue),
    })),
  };
}

/**
 * Calls `visit` for all heads and, of each, for at most `rows` queries at a time: `row` is the number of the first of
 * these through all heads, `first` in its own. `kvHead` is there where keys and values of another head are needed.
 */
function forAllQueries(
  { heads, kvHeads, queries }: AttentionInputs,
  rows: number,
  visit: (row: number, count: number, first: number, head: number, kvHead: number | undefined) => void,
): void {
  const group = heads / kvHeads;
  for (let head = 0; head < heads; head++) {
    for (let first = 0; first < queries; first += rows) {
      const isNew = first === 0 && head % group === 0;
      const count = Math.min(rows, queries - first);
      visit(head * queries + first, count, first, head, isNew ? head / group : undefined);
    }
  }
}

function packKeys(kernel: Kernel, { k, keys, dHead }: AttentionInputs, at: Layout, kvHead: number): void {
  kernel.put(part(k, kvHead, keys * dHead), at.staging);
  kernel.run.packRows(at.staging, at.kPanels, dHead, keys);
}

/** Tells whether all values are finite. */
function packKeysAndValues(kernel: Kernel, inputs: AttentionInputs, at: Layout, kvHead: number): boolean {
  const { v, keys, dValue } = inputs;
  packKeys(kernel, inputs, at, kvHead);
  kernel.put(part(v, kvHead, keys * dValue), at.staging);
  return !!kernel.run.packColumns(at.staging, at.vPanels, keys, dValue);
}

/** Queries with their bias and mask. */
function put(
  kernel: Kernel,
  { q, bias, mask, keys, dHead }: AttentionInputs,
  place: Place,
  row: number,
  count: number,
): void {
  kernel.put(part(q, row, dHead, count), place.q);
  if (bias) kernel.put(part(bias, row % (bias.length / keys), keys, count), place.bias);
  if (mask) kernel.put(part(mask, row % (mask.length / keys), keys, count), place.mask);
}

/** `count` blocks of `size` numbers from number `index` on; no copy. */
function part<T extends Float32Array | Uint8Array>(array: T, index: number, size: number, count = 1): T {
  return array.subarray(index * size, (index + count) * size) as T;
}
