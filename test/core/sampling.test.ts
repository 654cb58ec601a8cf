import { expect } from '@open-wc/testing';
import { embed, vocabularyLogits } from '../../src/core/language-model.js';
import {
  sampleToken,
  seededRandom,
  tokenProbabilities,
  type SamplingOptions,
} from '../../src/core/sampling.js';
import { expectClose } from './oracle.js';

const logits = Float32Array.from([0.5, 0.25, 0.125, 0.125], Math.log);

describe('tokenProbabilities(logits, options)', () => {
  it('is softmax without options', () => {
    expectClose(tokenProbabilities(logits), [0.5, 0.25, 0.125, 0.125], 1e-7);
  });

  it('takes the most probable token at temperature 0', () => {
    expect([...tokenProbabilities(logits, { temperature: 0 })]).to.deep.equal([1, 0, 0, 0]);
  });

  it('sharpens by temperature', () => {
    expectClose(
      tokenProbabilities(logits, { temperature: 0.5 }),
      [16, 4, 1, 1].map((x) => x / 22),
      1e-6,
    );
  });

  it('keeps the k most probable, of equals the first', () => {
    expectClose(tokenProbabilities(logits, { topK: 3 }), [4 / 7, 2 / 7, 1 / 7, 0], 1e-6);
  });

  it('keeps the fewest tokens that reach p, after k', () => {
    expectClose(tokenProbabilities(logits, { topP: 0.6 }), [2 / 3, 1 / 3, 0, 0], 1e-6);
    expectClose(tokenProbabilities(logits, { topK: 2, topP: 0.6 }), [1, 0, 0, 0], 1e-6);
    expectClose(tokenProbabilities(logits, { topP: 0 }), [1, 0, 0, 0], 1e-6);
  });
});

describe('tokenProbabilities(logits, options) equals PyTorch', () => {
  interface Given {
    logits: number[][];
    /** `kept`: probabilities of the tokens that may be taken, by index. */
    cases: { logits: number; options: SamplingOptions; kept: Record<string, number> }[];
  }

  it('for temperature, top-k and top-p, alone and together', async () => {
    const { logits, cases } = (await (await fetch('/test/fixtures/sampling.json')).json()) as Given;
    expect(cases.length).to.be.above(20);
    for (const { logits: index, options, kept } of cases) {
      const given = Float32Array.from(logits[index]!);
      const what = `${given.length} tokens, ${JSON.stringify(options)}`;
      const expected = Float64Array.from(given, (_, i) => kept[i] ?? 0);
      const probabilities = tokenProbabilities(given, options);
      expectClose(probabilities, expected, 1e-6, what);
      const taken = [...probabilities.keys()].filter((i) => probabilities[i]! > 0);
      expect(taken.map(String), what).to.deep.equal(Object.keys(kept));
    }
  });
});

describe('sampleToken(probabilities, random)', () => {
  it('draws as often as the probabilities say, and never what has none', () => {
    const random = seededRandom(7);
    const counts = [0, 0, 0];
    for (let i = 0; i < 4000; i++) counts[sampleToken(Float32Array.of(0.25, 0, 0.75), random)]!++;
    expect(counts[1]).to.equal(0);
    expect(counts[0]! / 4000).to.be.closeTo(0.25, 0.03);
  });

  it('stays inside at both ends of the range', () => {
    const p = Float32Array.of(0, 0.5, 0.5, 0);
    expect(sampleToken(p, () => 0)).to.equal(1);
    expect(sampleToken(p, () => 1)).to.equal(2);
  });
});

describe('seededRandom(seed)', () => {
  it('repeats itself for a seed, stays below 1, and differs between seeds', () => {
    const draw = (seed: number) => Array.from({ length: 1000 }, seededRandom(seed));
    expect(draw(1)).to.deep.equal(draw(1));
    expect(draw(1)).not.to.deep.equal(draw(2));
    expect(draw(3).every((x) => x >= 0 && x < 1)).to.be.true;
    expect(draw(3).reduce((sum, x) => sum + x, 0) / 1000).to.be.closeTo(0.5, 0.05);
  });
});

describe('embed and vocabularyLogits', () => {
  const table = Float32Array.of(1, 0, 0, 1, 2, 2);

  it('look rows up, and score them all', () => {
    const x = embed([2, 0], table, 2);
    expect([...x]).to.deep.equal([2, 2, 1, 0]);
    expect([...vocabularyLogits(x, table, 2)]).to.deep.equal([2, 2, 8, 1, 0, 2]);
    expect([...vocabularyLogits(x, table, 2, { scale: 0.5, bias: Float32Array.of(0, 0, 1) })]).to.deep.equal([
      1, 1, 5, 0.5, 0, 2,
    ]);
  });
});
