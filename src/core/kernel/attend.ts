import type { AttentionStages } from '../attention.js';
import type { Mask } from '../masks.js';
import { scratchSize, type Kernel } from './kernel.js';

/** What becomes of the scores before softmax, and the arrays that every stage goes to. */
export interface KernelAttention extends AttentionStages {
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

/**
 * Attention on the kernel, head by head and a few queries at a time, with every stage written to its array. Gives the
 * heads whose values are not all finite, for which the outputs are left to do; nothing where the keys are too many.
 */
export function attendOnKernel(kernel: Kernel, stages: KernelAttention): number[] | undefined {
  const { heads, kvHeads, queries, keys, dHead, dValue } = stages;
  const rows = Math.min(queries, Math.max(12, Math.floor(scoresAtOnce / keys / 12) * 12));
  const needed = (keys + 8) * (dHead + dValue + Math.max(dHead, dValue)) + rows * (3 * keys + dHead + dValue);
  if (needed > scratchSize - 1024) return undefined;

  const { run } = kernel;
  const scratch = kernel.scratch();
  const kPanels = scratch.room((keys + 8) * dHead);
  const vPanels = scratch.room(keys * (dValue + 8));
  const staging = scratch.room(keys * Math.max(dHead, dValue));
  const qAt = scratch.room(rows * dHead);
  const scoresAt = scratch.room(rows * keys);
  const biasAt = scratch.room(rows * keys);
  const maskAt = scratch.room(rows * keys);
  const outAt = scratch.room(rows * dValue);
  const left: number[] = [];
  let finite = false;

  for (let h = 0; h < heads; h++) {
    const group = heads / kvHeads;
    if (h % group === 0) {
      kernel.put(part(stages.k, h / group, keys * dHead), staging);
      run.packRows(staging, kPanels, dHead, keys);
      kernel.put(part(stages.v, h / group, keys * dValue), staging);
      finite = !!run.packColumns(staging, vPanels, keys, dValue);
    }
    if (!finite) left.push(h);
    for (let i = 0; i < queries; i += rows) {
      const count = Math.min(rows, queries - i);
      const size = count * keys;
      const row = h * queries + i;
      kernel.put(stages.q.subarray(row * dHead, (row + count) * dHead), qAt);
      run.multiply(qAt, kPanels, scoresAt, 0, count, dHead, keys, dHead, keys);
      if (Math.abs(run.largest(scoresAt, size) * stages.scale) > largeScore) {
        run.multiplyPrecisely(qAt, kPanels, scoresAt, count, dHead, keys);
      }
      const ofHead = <T extends Float32Array | Uint8Array>(array: T) => {
        const start = (row * keys) % array.length;
        return array.subarray(start, start + size) as T;
      };
      if (stages.bias) kernel.put(ofHead(stages.bias), biasAt);
      run.adjust(
        scoresAt,
        size,
        stages.scale,
        stages.softCap,
        stages.bias ? biasAt : 0,
        1 / stages.temperature,
      );
      const scores = kernel.view(scoresAt, size);
      stages.scores.set(scores, row * keys);
      if (stages.mask) {
        kernel.put(ofHead(stages.mask), maskAt);
        run.hide(scoresAt, size, maskAt);
        stages.maskedScores.set(scores, row * keys);
      }
      run.softmaxRows(scoresAt, count, keys, 1, +stages.offByOne);
      stages.probabilities.set(scores, row * keys);
      if (!finite) continue;
      // nothing is seen after the last of these queries
      const used = stages.causal ? Math.max(0, Math.min(keys, i + count + keys - queries)) : keys;
      run.multiply(scoresAt, vPanels, outAt, 0, count, keys, dValue, used, dValue);
      stages.outputs.set(kernel.view(outAt, count * dValue), row * dValue);
    }
  }
  return left;
}

function part(array: Float32Array, index: number, size: number): Float32Array {
  return array.subarray(index * size, (index + 1) * size);
}
