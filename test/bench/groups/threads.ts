import { attention } from '../../../src/core/attention.js';
import { linear } from '../../../src/core/linear.js';
import type { Case, Contender, Group } from '../bench.js';
import { by, seededNumbers, type Kind } from '../baselines/ours.js';

const kinds: Kind[] = ['kernel', 'kernel, threads'];

/** Two processors halve the time at best. */
const bars = [{ ours: 'kernel, threads', theirs: 'kernel', most: 0.67 }];

function inTurn(run: () => ArrayLike<number>): Promise<Contender[]> {
  return Promise.all(
    kinds.map(async (name) => {
      const one = await by(name, run);
      return { name, run: one, result: one, tolerance: 0 };
    }),
  );
}

const attentionCase = (n: number): Case => ({
  name: `attention, 12 heads of 64, ${n} tokens`,
  bars,
  prepare() {
    const [q, k, v] = [1, 2, 3].map((seed) => seededNumbers(n * 768, seed)) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    return inTurn(() => attention(q, k, v, { heads: 12, dHead: 64 }).outputs);
  },
});

const productCase = (n: number, dIn: number, dOut: number): Case => ({
  name: `${n} tokens times ${dIn} × ${dOut}`,
  bars,
  prepare() {
    const x = seededNumbers(n * dIn, 4);
    const weight = seededNumbers(dIn * dOut, 5, 0.05);
    return inTurn(() => linear(x, weight, undefined, dIn));
  },
});

/** One thread against as many as there are processors, to the last bit the same. */
export const threadsGroup: Group = {
  name: 'threads',
  cases: [attentionCase(512), attentionCase(1024), productCase(512, 768, 3072), productCase(512, 3072, 768)],
};
