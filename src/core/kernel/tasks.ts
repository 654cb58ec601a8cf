import { attendRows, type RowsTask } from './attend-rows.js';
import type { Functions } from './kernel.js';

/** One product, see `multiply` of the module. */
export type ProductTask = Parameters<Functions['multiply']>;

/** Work that any thread can do: numbers alone, addresses of one memory among them. */
export type Task = { product: ProductTask } | { rows: RowsTask };

/** Numbers that any task takes, with what says which. */
export const taskSize = 32;

/** Names of the numbers of a task of rows, in the order in which they are written. */
const rowFields = [
  ...(['q', 'kPanels', 'vPanels', 'scores', 'bias', 'mask', 'tops', 'outputs'] as const),
  ...(['count', 'keys', 'dHead', 'dValue', 'seen', 'step', 'used', 'columns'] as const),
  ...(['scale', 'softCap', 'after', 'factor', 'waits', 'extra', 'finite'] as const),
] satisfies (keyof RowsTask)[];

export function writeTask(task: Task, to: Float64Array): void {
  if ('product' in task) {
    to[0] = 0;
    to.set(task.product, 1);
    return;
  }
  to[0] = 1;
  rowFields.forEach((name, i) => (to[i + 1] = task.rows[name]));
}

/** Does a task that was written. */
export function perform(run: Functions, from: Float64Array): void {
  if (from[0] === 0) return run.multiply(...(from.subarray(1, 10) as unknown as ProductTask));
  const rows = Object.fromEntries(rowFields.map((name, i) => [name, from[i + 1]!]));
  attendRows(run, rows as unknown as RowsTask);
}
