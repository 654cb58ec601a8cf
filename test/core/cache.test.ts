import { expect } from '@open-wc/testing';
import { InputError } from '../../src/core/errors.js';
import { multiHeadAttention, type MultiHeadWeights } from '../../src/core/multi-head-attention.js';
import { seededRandom } from '../../src/core/sampling.js';
import { stitchGenerated } from '../../src/core/stitch-generated.js';
import { toAttentionData } from '../../src/core/to-attention-data.js';
import { expectClose } from './oracle.js';

const random = seededRandom(11);
const numbers = (count: number) => Float32Array.from({ length: count }, () => random() - 0.5);
const dModel = 8;
const weights: MultiHeadWeights = {
  heads: 4,
  kvHeads: 2,
  wq: numbers(64),
  wk: numbers(32),
  wv: numbers(32),
  wo: numbers(64),
};
const x = numbers(6 * dModel);
const options = { dModel, causal: true, rope: {} };
const whole = multiHeadAttention(x, weights, options);
const prompt = multiHeadAttention(x.subarray(0, 3 * dModel), weights, options);
const steps = [prompt];
for (let t = 3; t < 6; t++) {
  const past = steps.at(-1)!;
  steps.push(multiHeadAttention(x.subarray(t * dModel, (t + 1) * dModel), weights, { ...options, past }));
}

describe('multiHeadAttention with the keys and values of earlier tokens', () => {
  it('gives what it gives for all tokens at once, positions turned by rope included', () => {
    expectClose(
      steps.flatMap(({ output }) => [...output]),
      whole.output,
      1e-6,
    );
    expectClose(steps.at(-1)!.k, whole.k, 1e-6, 'keys');
    expectClose(steps.at(-1)!.v, whole.v, 1e-6, 'values');
  });
});

describe('stitchGenerated(steps, queryTokens, keyTokens)', () => {
  const tokens = ['a', 'b', 'c', 'd', 'e', 'f'];
  const data = steps.map((step) =>
    toAttentionData([step], {
      queryTokens: tokens.slice(step.keys - step.queries, step.keys),
      keyTokens: tokens.slice(0, step.keys),
    }),
  );

  it('gives the matrix of all tokens at once', () => {
    const stitched = stitchGenerated(data, tokens);
    expectClose(stitched.weights, whole.probabilities, 1e-6);
    expect(stitched.causal).to.be.true;
    expect(stitched.generatedFrom).to.equal(3);
    expect([stitched.queries, stitched.keys]).to.deep.equal([6, 6]);
    expect(stitched.scores).to.equal(undefined);
  });

  it('says what does not fit', () => {
    expect(() => stitchGenerated([], [])).to.throw(InputError, 'no steps');
    expect(() => stitchGenerated(data, tokens.slice(1))).to.throw(InputError, '5 query tokens; expected 6');
    const odd = { ...data[1]!, heads: 2 };
    expect(() => stitchGenerated([data[0]!, odd], tokens)).to.throw(InputError, 'step 1 has 1 × 2 heads');
  });
});
