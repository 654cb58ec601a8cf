/**
 * What the main thread of a page does while it loads, from a trace: processor time, which other programs on the machine do
 * not lengthen as they do the time that goes by.
 */

const categories = ['toplevel', 'loading', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];

/** Tasks of more processor time keep a page from answering, milliseconds. */
const long = 50;

/** Tasks of the busiest main thread of a page in a trace, and what promises go on with between them. */
export function tasksOf(traceEvents) {
  const threads = traceEvents
    .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
    .map(({ pid, tid }) =>
      traceEvents.filter(
        ({ name, ...event }) =>
          /RunTask$|PerformMicrotaskCheckpoint$/.test(name) &&
          event.pid === pid &&
          event.tid === tid &&
          event.tdur > 0,
      ),
    );
  const work = (tasks) => tasks.reduce((sum, { tdur }) => sum + tdur, 0);
  return threads.sort((a, b) => work(b) - work(a))[0] ?? [];
}

/** Opens an address, waits until it is quiet, and tells when the page can answer and how long its longest task was. */
export async function traceLoad(browser, page, address, quiet) {
  await browser.startTracing(page, { categories });
  await page.goto(address, { waitUntil: 'load' });
  await page.waitForTimeout(quiet);
  const { traceEvents } = JSON.parse(await browser.stopTracing());
  const parse = traceEvents.find(
    ({ name, args }) => name === 'ParseHTML' && args.beginData?.url?.startsWith(address),
  );
  const tasks = traceEvents.filter(
    ({ name, pid, tid, tdur }) =>
      name.endsWith('RunTask') && pid === parse?.pid && tid === parse.tid && tdur > 0,
  );
  if (tasks.length === 0) throw new Error('the trace has no tasks of the page');
  const { load, painted } = await page.evaluate(() => ({
    load: performance.getEntriesByType('navigation')[0].loadEventEnd,
    painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
  }));
  // time zero of the page in the clock of the trace, which counts microseconds
  const paint = traceEvents.find((event) => event.name === 'firstContentfulPaint' && event.pid === parse.pid);
  const zero = paint ? paint.ts - 1000 * painted : parse.ts;
  const ends = tasks.filter(({ tdur }) => tdur > 1000 * long).map(({ ts, dur }) => (ts + dur - zero) / 1000);
  return {
    interactive: Math.max(load, painted, ...ends),
    longestTask: Math.max(...tasks.map(({ tdur }) => tdur)) / 1000,
    longTasks: ends.length,
  };
}
