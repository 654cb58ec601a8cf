/** Judges inputs one after the other and tells its parent where it is, so that the parent notices when one does not end. */
import { inputOf } from './inputs.mjs';
import { judge } from './judge.mjs';

Error.stackTraceLimit = 30;

const [seed, first, step] = process.argv.slice(2).map(Number);

/** Bytes that one input may leave behind or hold at its end, beyond those before it. */
const mostGrowth = 200e6;

let stopped = false;
process.on('message', () => (stopped = true));
process.on('disconnect', () => process.exit());

// what no await sees is a fault too
for (const name of ['uncaughtException', 'unhandledRejection']) {
  process.on(name, (error) => {
    process.send({ index: current, failure: `${name}: ${error?.stack ?? error}` }, () => process.exit(1));
  });
}

const outcomes = {};
let current = first;
let slowest = { ms: 0, index: first };
for (; !stopped; current += step) {
  process.send({ index: current });
  const before = process.memoryUsage().rss;
  const start = performance.now();
  try {
    const outcome = await judge(inputOf(seed, current));
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  } catch (error) {
    process.send({ index: current, failure: error?.stack ?? String(error) });
  }
  const ms = performance.now() - start;
  if (ms > slowest.ms) slowest = { ms, index: current };
  const grown = process.memoryUsage().rss - before;
  if (grown > mostGrowth)
    process.send({ index: current, failure: `${Math.round(grown / 1e6)} MB of memory for one input` });
  // messages from the parent come between inputs
  await new Promise(setImmediate);
}
process.send({ done: true, outcomes, slowest, peak: process.resourceUsage().maxRSS * 1024 }, () =>
  process.exit(),
);
