import type { RowsTask } from './attend-rows.js';
import type { ProductTask, Task } from './run-tasks.js';

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

export const readTask = (from: Float64Array): Task =>
  from[0] === 0
    ? { product: [...from.subarray(1, 10)] as ProductTask }
    : { rows: Object.fromEntries(rowFields.map((name, i) => [name, from[i + 1]!])) as unknown as RowsTask };
