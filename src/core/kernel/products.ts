import type { WeightMatrix } from '../weight-matrix.js';
import { scratchSize, type Kernel } from './kernel.js';
import { runTasks, type ProductTask, type Task } from './run-tasks.js';
import { blockColumns, bringBlock, packBlock, roomForBlock } from './weight-blocks.js';

/** Rows that are multiplied at a time: few enough to stay in the second cache. */
const rowsAtOnce = 240;

/** Rows up to which weights are multiplied with as they are. */
const fewRows = 16;

/** Fewer products are not worth the time that it takes to wake other threads. */
const leastShared = 2 ** 22;

/** `a · b` for `a [n, d]` and `b [d, m]`; nothing where `b` is too large or not all of it finite, see `matmul`. */
export function matmulOnKernel(
  kernel: Kernel,
  a: Float32Array,
  b: Float32Array,
  n: number,
  d: number,
  m: number,
): Float32Array | undefined {
  if (2 * d * (m + 8) > scratchSize / 2) return undefined;
  const scratch = kernel.scratch();
  const panels = scratch.room(d * (m + 8));
  if (!kernel.run.packColumns(scratch.holding(b), panels, d, m)) return undefined;
  const rows = Math.min(n, rowsAtOnce, Math.floor(scratchSize / 2 / (d + m)) - 8);
  if (rows < 1) return undefined;
  const from = scratch.room(rows * d);
  const to = scratch.room(rows * m);
  const out = new Float32Array(n * m);
  for (let i = 0; i < n; i += rows) {
    const count = Math.min(rows, n - i);
    kernel.put(a.subarray(i * d, (i + count) * d), from);
    multiplyRows(kernel, [from, panels, to, 0, count, d, m, d, m]);
    out.set(kernel.view(to, count * m), i * m);
  }
  return out;
}

/**
 * `x · weightᵀ + bias` for `x [n, d]`, see `linear`; nothing where one row alone is too large. With `borrowed`, what comes
 * back may be a part of the kernel's memory, good until the kernel is used again.
 */
export function linearOnKernel(
  kernel: Kernel,
  x: Float32Array,
  weight: WeightMatrix,
  bias: Float32Array | undefined,
  n: number,
  borrowed = false,
): Float32Array | undefined {
  const { rows: m, columns: d } = weight;
  const block = blockColumns(d);
  const rows = Math.min(n, Math.floor((scratchSize - 3 * block * d - m) / (d + m)) - 8);
  if (rows < 1) return undefined;

  const scratch = kernel.scratch();
  const biasAt = scratch.room(m + 8);
  if (bias) kernel.put(bias, biasAt);
  const blockAt = roomForBlock(scratch, d);
  const from = scratch.room(rows * d);
  const to = scratch.room(rows * m);
  const out = borrowed && rows === n ? undefined : new Float32Array(n * m);
  for (let i = 0; i < n; i += rows) {
    const count = Math.min(rows, n - i);
    kernel.put(x.subarray(i * d, (i + count) * d), from);
    for (let j = 0; j < m; j += block) {
      const columns = Math.min(block, m - j);
      const [c, biasOf] = [to + 4 * j, bias ? biasAt + 4 * j : 0];
      if (n <= fewRows) {
        const b = bringBlock(kernel, weight, j, columns, blockAt);
        kernel.run.multiplyFew(from, b, c, biasOf, count, d, columns, m);
      } else {
        packBlock(kernel, weight, j, columns, blockAt);
        multiplyRows(kernel, [from, blockAt.panels, c, biasOf, count, d, columns, d, m]);
      }
    }
    out?.set(kernel.view(to, count * m), i * m);
  }
  return out ?? kernel.view(to, n * m);
}

/** `multiply`, a few rows at a time; in threads, where there are any and they are worth it. */
function multiplyRows(kernel: Kernel, product: ProductTask): void {
  const [a, panels, c, bias, n, k, m, used, width] = product;
  const pool = n * k * m < leastShared ? undefined : kernel.pool;
  // whole sixes, so many that those who are done early find something to do
  const share = pool ? Math.ceil(n / pool.threads / 12) * 6 : n;
  const rows = Math.min(rowsAtOnce, share);
  const tasks: Task[] = [];
  for (let r = 0; r < n; r += rows) {
    const count = Math.min(rows, n - r);
    tasks.push({ product: [a + 4 * r * k, panels, c + 4 * r * width, bias, count, k, m, used, width] });
  }
  runTasks(kernel.run, tasks, pool);
}
