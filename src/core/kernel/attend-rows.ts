import type { Functions } from './kernel.js';

/** A few queries of one head: addresses, shapes, and what comes between scores and softmax. */
export interface RowsTask {
  q: number;
  kPanels: number;
  vPanels: number;
  scores: number;
  /** 0: none. */
  bias: number;
  /** 0: none. */
  mask: number;
  tops: number;
  outputs: number;
  count: number;
  keys: number;
  dHead: number;
  dValue: number;
  /** How many keys the first of these queries sees, and how many more every further one. */
  seen: number;
  step: number;
  /** How many keys the last one sees. */
  used: number;
  /** How many scores are computed of each. */
  columns: number;
  scale: number;
  softCap: number;
  after: number;
  /** What softmax multiplies by. */
  factor: number;
  /** 1: the scale waits for softmax. */
  waits: number;
  /** 1: softmax has a logit of 0 more. */
  extra: number;
  /** 1: all values are finite, so that outputs can be computed here. */
  finite: number;
}

/** Softmax minds absolute errors: larger scores, with fewer digits to spare, are summed in 64 bits. */
const largeScore = 32;

/** Probabilities in place of the scores, and outputs. */
export function attendRows(run: Functions, task: RowsTask): void {
  const { q, kPanels, vPanels, scores, mask, tops, outputs, count, keys, dHead, dValue } = task;
  const { seen, step, used, columns, factor, extra } = task;
  const score = (precisely: boolean): number => {
    if (precisely) run.multiplyPrecisely(q, kPanels, scores, count, dHead, keys);
    else run.multiply(q, kPanels, scores, 0, count, dHead, columns, dHead, keys);
    if (!task.waits) run.adjust(scores, count * keys, task.scale, task.softCap, task.bias, task.after);
    if (mask) run.hide(scores, count * keys, mask);
    return run.rowTops(scores, count, keys, keys, seen, step, tops);
  };
  if (score(false) * factor > largeScore) score(true);
  run.softmaxRows(scores, count, keys, keys, seen, step, tops, factor, extra);
  if (task.finite) run.multiply(scores, vPanels, outputs, 0, count, keys, dValue, used, dValue);
}
