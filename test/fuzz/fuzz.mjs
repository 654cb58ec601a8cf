/**
 * Spoils real files at random and gives them to the readers of the built package. Each must end in attention that can be
 * drawn or in an InputError, within limits of time and memory. Inputs are numbered: seed and number make the same input.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const workerFile = fileURLToPath(new URL('./worker.mjs', import.meta.url));

/** Seconds for one input; the slowest good ones take a tenth, and the machine may have others to serve. */
const mostSeconds = 10;

/** Bytes that a process may ever take. */
const mostMemory = 1.5e9;

function run({ seed, first, step, inputs, until }) {
  const failures = [];
  const child = fork(workerFile, [seed, first, step].map(String), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let [index, begun, count, result] = [first, Date.now() + 10_000, 0, undefined];
  const watch = setInterval(() => {
    if (Date.now() - begun < mostSeconds * 1000) return;
    failures.push({ index, failure: `no end after ${mostSeconds} s` });
    child.kill('SIGKILL');
  }, 500);
  return new Promise((resolve) => {
    child.on('message', (message) => {
      if (message.failure) failures.push(message);
      else if (message.done) result = message;
      else {
        [index, begun] = [message.index, Date.now()];
        if (++count >= inputs || begun > until) child.send('stop');
      }
    });
    child.on('close', () => {
      clearInterval(watch);
      if (!result && !failures.length) failures.push({ index, failure: 'the process ended: out of memory?' });
      if (result?.peak > mostMemory)
        failures.push({ index, failure: `${Math.round(result.peak / 1e6)} MB of memory` });
      resolve({ count, failures, ...result });
    });
  });
}

/** Runs `inputs` inputs, or until the time is up, in `processes` processes. */
export async function fuzz({ seed = 1, inputs = Infinity, seconds = Infinity, processes = 2, first = 0 }) {
  const until = Date.now() + seconds * 1000;
  const each = Math.ceil(inputs / processes);
  const results = await Promise.all(
    Array.from({ length: processes }, (_, i) =>
      run({ seed, first: first + i, step: processes, inputs: each, until }),
    ),
  );
  const outcomes = {};
  for (const result of results) {
    for (const [name, n] of Object.entries(result.outcomes ?? {})) outcomes[name] = (outcomes[name] ?? 0) + n;
  }
  return {
    count: results.reduce((sum, { count }) => sum + count, 0),
    failures: results.flatMap(({ failures }) => failures),
    outcomes,
    slowest: results.map(({ slowest }) => slowest).sort((a, b) => (b?.ms ?? 0) - (a?.ms ?? 0))[0],
    peak: Math.max(...results.map(({ peak }) => peak ?? 0)),
  };
}
