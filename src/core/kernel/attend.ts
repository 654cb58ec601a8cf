import type { Mask } from '../masks.js';
import { scratchSize, type Kernel } from './kernel.js';

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

/** Softmax minds absolute errors: larger scores, with fewer digits to spare, are summed in 64 bits. */
const largeScore = 32;

/** Widest query of which all sums are taken in one go, so that panels behind the last that is wanted may be left out. */
const oneBlock = 256;

/**
 * Attention on the kernel, head by head and a few queries at a time. Writes to `probabilities` and `outputs`; gives the
 * heads whose values are not all finite, for which the outputs are left to do, and nothing where the keys are too many.
 */
export function attendOnKernel(
  kernel: Kernel,
  inputs: AttentionInputs,
  probabilities: Float32Array,
  outputs: Float32Array,
): number[] | undefined {
  const { queries, keys, dHead, dValue, v, scale, softCap, temperature, offByOne, bias, mask, causal } =
    inputs;
  const at = layOut(kernel, inputs);
  if (!at) return undefined;
  const { run } = kernel;
  // where nothing comes between them, the scale waits for softmax
  const waits = !softCap && !bias && scale / temperature > 0;
  const factor = waits ? scale / temperature : 1;
  const left: number[] = [];
  let finite = false;

  forAllQueries(inputs, at.rows, (row, count, first, head, kvHead) => {
    if (kvHead !== undefined) {
      packKeys(kernel, inputs, at, kvHead);
      kernel.put(part(v, kvHead, keys * dValue), at.staging);
      finite = !!run.packColumns(at.staging, at.vPanels, keys, dValue);
    }
    if (!finite && first === 0) left.push(head);
    // how many keys the first of these queries sees, and the last
    const seen = causal ? first + 1 + keys - queries : keys;
    const used = causal ? Math.max(0, Math.min(keys, seen + count - 1)) : keys;
    const shape = [count, keys, keys, seen, +causal, at.tops] as const;

    kernel.put(part(inputs.q, row, dHead, count), at.q);
    const score = (precisely: boolean): number => {
      const columns = dHead <= oneBlock ? used : keys;
      if (precisely) run.multiplyPrecisely(at.q, at.kPanels, at.scores, count, dHead, keys);
      else run.multiply(at.q, at.kPanels, at.scores, 0, count, dHead, columns, dHead, keys);
      if (!waits) adjust(kernel, inputs, at, row, count);
      if (mask) hide(kernel, inputs, mask, at, row, count);
      return run.rowTops(at.scores, ...shape);
    };
    if (score(false) * factor > largeScore) score(true);
    run.softmaxRows(at.scores, ...shape, factor, +offByOne);
    probabilities.set(kernel.view(at.scores, count * keys), row * keys);
    if (!finite) return;
    run.multiply(at.scores, at.vPanels, at.outputs, 0, count, keys, dValue, used, dValue);
    outputs.set(kernel.view(at.outputs, count * dValue), row * dValue);
  });
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
  forAllQueries(inputs, at.rows, (row, count, _first, _head, kvHead) => {
    if (kvHead !== undefined) packKeys(kernel, inputs, at, kvHead);
    kernel.put(part(inputs.q, row, dHead, count), at.q);
    kernel.run.multiplyPrecisely(at.q, at.kPanels, at.scores, count, dHead, keys);
    adjust(kernel, inputs, at, row, count);
    const view = kernel.view(at.scores, count * keys);
    scores.set(view, row * keys);
    if (!mask) return;
    hide(kernel, inputs, mask, at, row, count);
    maskedScores.set(view, row * keys);
  });
  return true;
}

/** Where one head and a few of its queries are in the scratch space; nothing where they do not fit. */
function layOut(kernel: Kernel, { queries, keys, dHead, dValue }: AttentionInputs) {
  const rows = Math.min(queries, Math.max(12, Math.floor(scoresAtOnce / keys / 12) * 12));
  const widest = Math.max(dHead, dValue);
  const needed = (keys + 8) * (dHead + dValue + widest) + rows * (3 * keys + dHead + dValue + 1);
  if (needed > scratchSize - 1024) return undefined;
  const scratch = kernel.scratch();
  return {
    rows,
    kPanels: scratch.room((keys + 8) * dHead),
    vPanels: scratch.room(keys * (dValue + 8)),
    staging: scratch.room(keys * widest),
    q: scratch.room(rows * dHead),
    scores: scratch.room(rows * keys),
    bias: scratch.room(rows * keys),
    mask: scratch.room(rows * keys),
    tops: scratch.room(rows),
    outputs: scratch.room(rows * dValue),
  };
}

type Layout = NonNullable<ReturnType<typeof layOut>>;

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

/** Scale, soft cap, bias, temperature. */
function adjust(kernel: Kernel, inputs: AttentionInputs, at: Layout, row: number, count: number): void {
  const { keys, scale, softCap, bias, temperature } = inputs;
  if (bias) kernel.put(part(bias, row % (bias.length / keys), keys, count), at.bias);
  kernel.run.adjust(at.scores, count * keys, scale, softCap, bias ? at.bias : 0, 1 / temperature);
}

function hide(
  kernel: Kernel,
  { keys }: AttentionInputs,
  mask: Mask,
  at: Layout,
  row: number,
  count: number,
): void {
  kernel.put(part(mask, row % (mask.length / keys), keys, count), at.mask);
  kernel.run.hide(at.scores, count * keys, at.mask);
}

/** `count` blocks of `size` numbers from number `index` on; no copy. */
function part<T extends Float32Array | Uint8Array>(array: T, index: number, size: number, count = 1): T {
  return array.subarray(index * size, (index + count) * size) as T;
}
