import { linear } from '../../../src/core/linear.js';
import type { Contender, Group } from '../bench.js';
import { by, seededNumbers, type Kind } from '../baselines/ours.js';

const rounds = 8_000_000;

/** A loop of multiply-adds of 12 vectors, compiled by the server. */
async function loop(name: string, file: string): Promise<Contender[]> {
  const bytes = await (await fetch(file)).arrayBuffer();
  if (!WebAssembly.validate(bytes)) return [];
  const { instance } = await WebAssembly.instantiate(bytes, {});
  const { peak } = instance.exports as { peak: (rounds: number) => number };
  return [{ name, run: () => peak(rounds), operations: rounds * 12 * 4 * 2 }];
}

/** Multiplication of a layer, copying included, against what the machine can do at the most. */
const peakCase = (n: number, d: number, m: number) => ({
  name: `matrix product ${n} × ${d} × ${m}`,
  torch: { kind: 'linear', n, d, m, operations: 2 * n * d * m },
  async prepare(): Promise<Contender[]> {
    const x = seededNumbers(n * d, 1);
    const w = seededNumbers(m * d, 2);
    const product = async (kind: Kind): Promise<Contender> => {
      const run = await by(kind, () => linear(x, w, undefined, d));
      return { name: kind, run, result: run, operations: 2 * n * d * m };
    };
    return [
      await product('kernel'),
      await product('kernel, not relaxed'),
      ...(await loop('peak of multiply, then add', '/peak.wasm')),
      ...(await loop('peak of fused multiply-add', '/peak-relaxed.wasm')),
    ];
  },
});

export const peakGroup: Group = {
  name: 'peak',
  cases: [
    peakCase(128, 768, 768),
    peakCase(512, 768, 768),
    peakCase(512, 768, 3072),
    peakCase(512, 3072, 768),
  ],
};
