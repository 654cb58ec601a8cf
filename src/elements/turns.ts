/**
 * Lets the elements of a page do their first, long work one after the other, each in a task of its own: between them the
 * browser answers the reader and paints what there is.
 */

interface Scheduler {
  yield?: () => Promise<void>;
}

/** Resolves in a task of its own, which the browser runs when nothing more urgent waits. */
function nextTask(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: Scheduler };
  return scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
}

interface Turn {
  element: Element;
  start: () => void;
}

const waiting: Turn[] = [];
let running = false;

/** How far an element is from the middle of the window, at present. */
function distance(element: Element): number {
  const { top, bottom } = element.getBoundingClientRect();
  const middle = innerHeight / 2;
  return Math.max(top - middle, middle - bottom, 0);
}

/** The nearest one of those that wait. */
function take(): Turn {
  const distances = waiting.map(({ element }) => distance(element));
  return waiting.splice(distances.indexOf(Math.min(...distances)), 1)[0]!;
}

async function run(): Promise<void> {
  running = true;
  while (waiting.length > 0) {
    take().start();
    await nextTask();
  }
  running = false;
}

/** Resolves when it is an element's turn: at once where no other is at work, else in order of nearness to the reader. */
export function turnOf(element: Element): Promise<void> {
  return new Promise((start) => {
    waiting.push({ element, start });
    if (!running) void run();
  });
}
