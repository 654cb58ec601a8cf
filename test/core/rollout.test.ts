import { expect } from '@open-wc/testing';
import type { AttentionData } from '../../src/core/attention-data.js';
import { attentionFlow } from '../../src/core/attention-flow.js';
import { attentionRollout } from '../../src/core/attention-rollout.js';
import { kernelReady, stopKernel } from '../../src/core/kernel/kernel-ready.js';
import { InputError } from '../../src/core/errors.js';
import { fuseHeads, type FuseOptions } from '../../src/core/fuse-heads.js';
import { seededRandom } from '../../src/core/sampling.js';
import { softmax } from '../../src/core/softmax.js';
import { needSharedData } from '../shared-data.js';
import { squareData } from './make-data.js';
import { expectClose, oracleCase } from './oracle.js';

const cases = ['bert-cat-mat', 'gpt2-fox', 'random'].flatMap((source) =>
  ['max', 'mean', 'mean-noresidual', 'min'].map((fuse) => `rollout-${source}-${fuse}`),
);

describe('attentionRollout(data, options)', () => {
  for (const name of cases) {
    it(`equals the reference in every layer: ${name}`, async function () {
      await needSharedData(this);
      const { inputs, outputs, params, shapes } = await oracleCase(`rollout/${name}`);
      const [layers, heads, tokens] = shapes.attn as [number, number, number];
      const data = squareData(inputs.attn!, layers, heads, tokens);
      const options: FuseOptions = {
        fuse: params.fusion as 'max' | 'mean' | 'min',
        residual: params.residual as number,
      };
      expectClose(attentionRollout(data, options), outputs.rollout!, 1e-6);
    });
  }

  it('is as exact on the kernel, through many layers', async () => {
    const [layers, tokens] = [12, 200];
    const data = randomData(layers, tokens, 7);
    const plain = attentionRollout(data);
    expect(await kernelReady()).to.be.true;
    try {
      expectClose(attentionRollout(data), plain, 1e-6);
    } finally {
      stopKernel();
    }
  });

  it('wants as many queries as keys', () => {
    const data = { ...squareData(new Float32Array(4), 1, 1, 2), queries: 1 };
    expect(() => attentionRollout(data)).to.throw(InputError, '1 queries and 2 keys');
  });

  it('counts only the chosen heads', () => {
    const data = squareData(Float32Array.of(1, 0, 0, 1, 0, 1, 1, 0), 1, 2, 2);
    expect([...attentionRollout(data, { heads: [1], residual: 0 })]).to.deep.equal([0, 1, 1, 0]);
  });
});

function randomData(layers: number, tokens: number, seed: number): AttentionData {
  const random = seededRandom(seed);
  const logits = Float32Array.from({ length: layers * tokens * tokens }, () => 6 * random() - 3);
  return squareData(softmax(logits, tokens), layers, 1, tokens);
}

/** The smallest total capacity of pipes whose removal cuts the query from the key: by trying every cut. */
function smallestCut(data: AttentionData, query: number, key: number): number {
  const n = data.queries;
  const pipes = fuseHeads(data);
  const source = data.layers * n + query;
  const free = (data.layers + 1) * n;
  let smallest = Infinity;
  for (let set = 0; set < 2 ** free; set++) {
    const has = (node: number) => (set >> node) & 1;
    if (!has(source) || has(key)) continue;
    let cut = 0;
    pipes.forEach((capacity, i) => {
      const level = Math.floor(i / (n * n));
      const above = (level + 1) * n + (Math.floor(i / n) % n);
      const below = level * n + (i % n);
      if (has(above) && !has(below)) cut += capacity;
    });
    smallest = Math.min(smallest, cut);
  }
  return smallest;
}

describe('attentionFlow(data, query, options)', () => {
  it('through one layer is the fused matrix itself', () => {
    const data = randomData(1, 4, 1);
    expectClose(attentionFlow(data, 2), fuseHeads(data).slice(8, 12), 1e-6);
  });

  for (const seed of [2, 3, 4]) {
    it(`equals the smallest cut through three layers, seed ${seed}`, () => {
      const data = randomData(3, 3, seed);
      for (let query = 0; query < 3; query++) {
        const flow = attentionFlow(data, query);
        expectClose(
          flow,
          [0, 1, 2].map((key) => smallestCut(data, query, key)),
          1e-6,
        );
      }
    });
  }

  it('equals the answer of another algorithm in another language', async () => {
    interface Case {
      name: string;
      weights: number[][][][];
      flows: number[][];
    }
    const url = new URL('../fixtures/attention-flow.json', import.meta.url);
    const cases = (await (await fetch(url)).json()) as Case[];
    expect(cases).to.have.length(3);
    for (const { name, weights, flows } of cases) {
      const [layers, heads, tokens] = [weights.length, weights[0]!.length, flows.length];
      const data = squareData(Float32Array.from(weights.flat(3)), layers, heads, tokens);
      flows.forEach((flow, query) =>
        expectClose(attentionFlow(data, query), flow, 2e-6, `${name}, ${query}`),
      );
    }
  });

  it('traces a long text through twelve layers in a moment', () => {
    const data = randomData(12, 64, 6);
    const start = performance.now();
    const flow = attentionFlow(data, 63);
    expect(performance.now() - start).to.be.below(10_000);
    // no more comes through than leaves the query, and no less than along the residual stream
    expect(Math.max(...flow)).to.be.at.most(1 + 1e-6);
    expect(flow[63]).to.be.at.least(0.5);
  });

  it('can be asked of a lower layer', () => {
    const data = randomData(3, 3, 5);
    const lower = squareData((data.weights as Float32Array).slice(0, 18), 2, 1, 3);
    expectClose(attentionFlow(data, 1, { layer: 1 }), attentionFlow(lower, 1), 1e-6);
  });
});
