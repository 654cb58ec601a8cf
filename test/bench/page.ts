import { Seen, type Contender } from './bench.js';
import { onScreen } from './pictures/frames.js';
import { groups } from './registry.js';

/** What run.mjs drives the page by: it decides whose turn it is. */
const bench = {
  list: () =>
    groups.flatMap(({ name, cases }) =>
      cases.map((one) => ({ group: name, name: one.name, torch: one.torch, bars: one.bars ?? [] })),
    ),

  async prepare(group: string, name: string) {
    document.body.replaceChildren();
    const one = groups.find((g) => g.name === group)?.cases.find((c) => c.name === name);
    contenders = (await one?.prepare()) ?? [];
    return contenders.map(({ name, operations, patience }) => ({ name, operations, patience }));
  },

  /** Difference of every contender's result from that of the first, as a share of the largest number. */
  async compare() {
    const differences: Record<string, number> = {};
    let first: ArrayLike<number> | undefined;
    for (const { name, result, tolerance = 1e-3 } of contenders) {
      if (!result) continue;
      const numbers = await result();
      first ??= numbers;
      differences[name] = difference(numbers, first);
      if (!(differences[name] <= tolerance)) throw new Error(`${name} is ${differences[name]} off`);
    }
    return differences;
  },

  /** Milliseconds of one run. */
  async time(index: number) {
    const { before, run, after } = contenders[index]!;
    await before?.();
    const start = performance.now();
    const end = await run();
    const ms = (end instanceof Seen ? end.at : performance.now()) - start;
    await after?.();
    // what the browser still does for this one is not the next one's work
    if (end instanceof Seen) await onScreen();
    return ms;
  },
};

let contenders: Contender[] = [];

function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let most = 0;
  let top = 0;
  for (let i = 0; i < a.length; i++) {
    most = Math.max(most, Math.abs(a[i]! - b[i]!));
    top = Math.max(top, Math.abs(b[i]!));
  }
  return most / (top || 1);
}

export type Bench = typeof bench;

Object.assign(globalThis, { bench });
