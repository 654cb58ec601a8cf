import { attendRows, type RowsTask } from './attend-rows.js';
import type { Functions } from './kernel.js';
import type { Pool } from './threads/pool.js';

/** One product, see `multiply` of the module. */
export type ProductTask = Parameters<Functions['multiply']>;

/** Work that any thread can do: numbers alone, addresses of one memory among them. */
export type Task = { product: ProductTask } | { rows: RowsTask };

export function runTask(run: Functions, task: Task): void {
  if ('product' in task) run.multiply(...task.product);
  else attendRows(run, task.rows);
}

/** Does tasks one after the other, or in the threads of a pool. */
export function runTasks(run: Functions, tasks: readonly Task[], pool: Pool | undefined): void {
  if (pool) pool.run(run, tasks);
  else for (const task of tasks) runTask(run, task);
}
