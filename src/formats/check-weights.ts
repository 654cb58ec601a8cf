import { headMatrix, type AttentionData, type Notice, type WeightArray } from '../core/attention-data.js';
import type { Work } from '../core/pause.js';
import { rememberRanges, type Range } from '../core/stored-head.js';
import { fail } from './fail.js';

/** Cells at or below this are masked scores: 1e4 in BERT, 1e9, or the lowest number of float16 and float32. */
const masked = -1e4;

/** Rows of probabilities may be off by this much: half precision and bfloat16 stay below it. */
const tolerance = 0.01;

export const eagerHint =
  'Fused attention kernels return no weights: load the model with attn_implementation="eager".';

/** Cells that are looked at in a few milliseconds. */
const much = 2 ** 20;

/** What one pass over all weights finds. */
interface Scan {
  /** Sum of each row without its masked cells, `[layers × heads × queries]`; NaN where the whole row is NaN. */
  sums: Float64Array;
  /** Of each head, `[layers × heads]`. */
  ranges: Range[];
  min: number;
  max: number;
  maskedCells: number;
  nanRows: number;
  causal: boolean;
  /** Layers that are NaN throughout. */
  nanLayers: number[];
}

function* scan(data: AttentionData, input: string): Work<Scan> {
  const { layers, heads, queries, keys } = data;
  const sums = new Float64Array(layers * heads * queries);
  const nanLayers: number[] = [];
  const ranges: Range[] = [];
  let [min, max, maskedCells, nanRows, causal, row] = [Infinity, -Infinity, 0, 0, queries === keys, 0];
  let looked = 0;
  // one for all heads: hundreds of widened heads would be several times the file
  const scratch = data.weights instanceof Float32Array ? undefined : new Float32Array(queries * keys);
  for (let l = 0; l < layers; l++) {
    let nanHere = 0;
    for (let h = 0; h < heads; h++) {
      const matrix = headMatrix(data, l, h, scratch);
      const range = { low: Infinity, high: -Infinity };
      ranges.push(range);
      for (let q = 0; q < queries; q++, row++) {
        if ((looked += keys) > much) {
          looked = 0;
          yield;
        }
        const start = q * keys;
        let [sum, low, high] = [0, Infinity, -Infinity];
        for (let i = start; i < start + keys; i++) {
          const x = matrix[i]!;
          sum += x;
          if (x < low) low = x;
          if (x > high) high = x;
        }
        for (let k = q + 1; causal && k < keys; k++)
          causal = matrix[start + k]! <= masked || matrix[start + k] === 0;
        // most rows are done here; the others are looked at cell by cell
        if (low <= masked || !Number.isFinite(sum)) {
          [sum, low, high] = [0, Infinity, -Infinity];
          let nan = 0;
          for (let k = 0; k < keys; k++) {
            const x = matrix[start + k]!;
            if (x <= masked) maskedCells++;
            else if (x === Infinity) notFinite('Infinity', [l, h, q, k], input);
            else if (Number.isNaN(x)) nan++;
            else {
              sum += x;
              low = Math.min(low, x);
              high = Math.max(high, x);
            }
          }
          if (nan && nan < keys) {
            notFinite('NaN', [l, h, q, matrix.subarray(start).findIndex(Number.isNaN)], input);
          }
          if (nan) {
            nanHere++;
            sum = NaN;
          }
        }
        if (low < range.low) range.low = low;
        if (high > range.high) range.high = high;
        sums[row] = sum;
      }
      min = Math.min(min, range.low);
      max = Math.max(max, range.high);
    }
    if (nanHere === heads * queries) nanLayers.push(l);
    else nanRows += nanHere;
  }
  return { sums, ranges, min, max, maskedCells, nanRows, causal, nanLayers };
}

function notFinite(found: string, [l, h, q, k]: number[], input: string): never {
  return fail(
    input,
    'number',
    `${found} in layer ${l}, head ${h}, query ${q}, key ${k} (counted from 0)`,
    'finite numbers',
    eagerHint,
  );
}

/** The step that all weights are multiples of, when they were rounded to 2, 3 or 4 decimals or are bytes; 0 otherwise. */
function roundingStep(data: AttentionData): number {
  if (data.weights instanceof Uint8Array) return data.scale;
  if (data.weights instanceof Uint16Array) return 0;
  const sample = data.weights.subarray(0, 4096);
  return (
    [0.01, 0.001, 0.0001].find((step) =>
      sample.every((x) => Math.abs(x / step - Math.round(x / step)) < 1e-3),
    ) ?? 0
  );
}

/** Whether every column of every head sums to 1. */
function columnsNormalised(data: AttentionData, limit: number): boolean {
  const sums = new Float64Array(data.keys);
  for (let l = 0; l < data.layers; l++) {
    for (let h = 0; h < data.heads; h++) {
      const matrix = headMatrix(data, l, h);
      sums.fill(0);
      for (let q = 0; q < data.queries; q++) {
        for (let k = 0; k < data.keys; k++) sums[k]! += matrix[q * data.keys + k]!;
      }
      if (sums.some((sum) => !(Math.abs(sum - 1) <= limit))) return false;
    }
  }
  return data.queries > 1;
}

/** The same weights with masked cells -Infinity and NaN 0; a copy, since the array may be the author's. */
function cleaned(data: AttentionData): Float32Array {
  const out = new Float32Array(data.weights.length);
  const size = data.queries * data.keys;
  const clean = (x: number): number => (x <= masked ? -Infinity : Number.isNaN(x) ? 0 : x);
  for (let i = 0; i * size < out.length; i++) {
    out.set(headMatrix(data, Math.floor(i / data.heads), i % data.heads).map(clean), i * size);
  }
  return out;
}

const round = (x: number): number => Number(x.toPrecision(3));

/**
 * Looks at every weight and says what the numbers are: fills in `values`, `causal` and `notices`, takes out layers that
 * are NaN throughout, and refuses what cannot be drawn.
 *
 * - Rows that sum to 1 within 0.01 (more where numbers were rounded) are probabilities.
 * - Cells at or below -1e4 are masked: they become -Infinity and the weights are scores. Negative numbers in rows that do
 *   not sum to 1 are scores too, when some number is beyond ±1.
 * - Rows that are NaN throughout (a query whose keys are all masked) become 0.
 *
 * @throws InputError `number` for scattered NaN and Infinity, with the place, and when no layer has numbers
 */
export function* checkWeights(data: AttentionData, input: string): Work<AttentionData> {
  const { sums, ranges, min, max, maskedCells, nanRows, causal, nanLayers } = yield* scan(data, input);
  if (nanLayers.length) return yield* checkWeights(withoutLayers(data, nanLayers, input), input);
  if (max < min && !nanRows) fail(input, 'number', 'only masked cells', 'numbers');
  const notices: Notice[] = [...data.notices];
  const notice = (code: Notice['code'], message: string, values: Notice['values']): void => {
    notices.push({ code, message, values: values! });
  };
  const rows = sums.length;
  if (nanRows) {
    notice('not-finite', `${nanRows} of ${rows} rows are NaN throughout; they are shown as empty.`, {
      rows: nanRows,
      total: rows,
    });
  }

  const beyond = (limit: number): number[] =>
    Array.from(sums).filter((sum) => sum !== 0 && Math.abs(sum - 1) > limit);
  let limit = tolerance;
  let off = beyond(limit);
  const step = off.length ? roundingStep(data) : 0;
  if (step) off = beyond((limit += (step * data.keys) / 2));

  const negative = min < -1e-6;
  const isScores =
    data.values === 'scores' ||
    maskedCells > 0 ||
    (negative && off.length > 0 && Math.max(-min, max) > 1 + tolerance);
  if (isScores) {
    notice(
      'scores',
      `These are scores before the softmax (${round(min)} to ${round(max)}), not attention weights.`,
      {
        min,
        max,
        masked: maskedCells,
      },
    );
  } else {
    const empty = sums.reduce((count, sum) => count + (sum === 0 ? 1 : 0), 0);
    if (empty && !negative)
      notice('empty-rows', `${empty} of ${rows} rows hold only zeros.`, { rows: empty, total: rows });
    if (negative) {
      notice('negative', `Some weights are negative (down to ${round(min)}).`, { min });
    } else if (off.length && columnsNormalised(data, limit)) {
      notice(
        'columns-normalised',
        'Columns sum to 1 and rows do not: the weights look transposed. axes="kq" (or "hkq", "lhkq") reads them the other way.',
        {},
      );
    } else if (off.length) {
      const [lowest, highest] = [off.reduce((a, b) => Math.min(a, b)), off.reduce((a, b) => Math.max(a, b))];
      notice(
        'rows-not-normalised',
        `${off.length} of ${rows} rows do not sum to 1 (${round(lowest)} to ${round(highest)}): a part of a larger matrix, active dropout, or no attention weights.`,
        { rows: off.length, total: rows, lowest, highest },
      );
    }
  }
  const changed = maskedCells > 0 || nanRows > 0;
  const weights = changed ? cleaned(data) : data.weights;
  const scale = changed ? 1 : data.scale;
  const values = isScores ? 'scores' : negative || max > 1 + tolerance ? 'other' : 'probabilities';
  const checked: AttentionData = { ...data, weights, scale, values, causal, notices };
  if (!changed) rememberRanges(checked, ranges);
  return checked;
}

function withoutLayers(data: AttentionData, dropped: number[], input: string): AttentionData {
  const { layers } = data;
  if (dropped.length === layers) {
    fail(
      input,
      'number',
      `NaN in ${layers > 1 ? `all ${layers} layers` : 'every cell'}`,
      'numbers',
      eagerHint,
    );
  }
  const kept = Array.from({ length: layers }, (_, l) => l).filter((l) => !dropped.includes(l));
  const pick = <T extends WeightArray>(all: T): T => {
    const size = all.length / layers;
    const out = all.slice(0, kept.length * size) as T;
    kept.forEach((l, i) => out.set(all.subarray(l * size, (l + 1) * size), i * size));
    return out;
  };
  const index = data.layerIndices ?? Array.from({ length: layers }, (_, l) => l);
  return {
    ...data,
    layers: kept.length,
    weights: pick(data.weights),
    ...(data.scores && { scores: pick(data.scores) }),
    ...(data.q && { q: pick(data.q) }),
    ...(data.k && { k: pick(data.k) }),
    ...(data.v && { v: pick(data.v) }),
    ...(data.headLabels && { headLabels: kept.map((l) => data.headLabels![l]!) }),
    layerIndices: kept.map((l) => index[l]!),
    notices: [...data.notices, skippedLayers(dropped.map((l) => index[l]!))],
  };
}

/** Says which layers came without numbers. */
export function skippedLayers(layers: number[]): Notice {
  return {
    code: 'parts-skipped',
    message: `Layers ${layers.join(', ')} hold no numbers and are left out. ${eagerHint}`,
    values: { layers: layers.join(', ') },
  };
}
