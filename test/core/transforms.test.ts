import { expect } from '@open-wc/testing';
import type { AttentionData } from '../../src/core/attention-data.js';
import { aggregateHeads } from '../../src/core/aggregate-heads.js';
import { dropTokens } from '../../src/core/drop-tokens.js';
import { isCausal } from '../../src/core/is-causal.js';
import { mergeTokens } from '../../src/core/merge-tokens.js';
import { expectClose } from './oracle.js';

const tokens = ['[CLS]', 'un', '##do', 'it'];

/** One layer, two heads over four tokens; the first head causal, the second not. */
function example(): AttentionData {
  return {
    kind: 'encoder',
    layers: 1,
    heads: 2,
    queries: 4,
    keys: 4,
    // prettier-ignore
    weights: Float32Array.of(
      1, 0, 0, 0,  .5, .5, 0, 0,  .25, .25, .5, 0,  .125, .125, .25, .5,
      0, 0, 0, 1,  .25, .25, .25, .25,  .5, 0, 0, .5,  1, 0, 0, 0,
    ),
    scale: 1,
    queryTokens: tokens,
    keyTokens: tokens,
    values: 'probabilities',
    source: { type: 'inline' },
    notices: [],
    causal: false,
    scores: new Float32Array(32),
  };
}

function rowSums({ weights, keys }: AttentionData): number[] {
  const sums = new Array<number>(weights.length / keys).fill(0);
  weights.forEach((weight: number, i: number) => (sums[Math.floor(i / keys)]! += weight));
  return sums;
}

describe('aggregateHeads(data, selection)', () => {
  it('averages the chosen heads cell by cell', () => {
    const mean = aggregateHeads(example(), { layers: [0], heads: [0, 1], how: 'mean' });
    expect([...mean.slice(4, 8)]).to.deep.equal([0.375, 0.375, 0.125, 0.125]);
  });

  it('takes the largest weight of each cell', () => {
    const max = aggregateHeads(example(), { layers: [0], heads: [0, 1], how: 'max' });
    expect([...max.slice(0, 4)]).to.deep.equal([1, 0, 0, 1]);
  });

  it('takes the largest of negative numbers too', () => {
    const data = example();
    data.weights = data.weights.map((w) => w - 2);
    const max = aggregateHeads(data, { layers: [0], heads: [1], how: 'max' });
    expect([...max.slice(0, 4)]).to.deep.equal([-2, -2, -2, -1]);
  });

  it('reads bytes with their scale', () => {
    const data = { ...example(), weights: new Uint8Array(32).fill(51), scale: 1 / 255 };
    expectClose(
      aggregateHeads(data, { layers: [0], heads: [0], how: 'mean' }),
      new Array(16).fill(0.2),
      1e-7,
    );
  });

  it('gives zeros when nothing is chosen', () => {
    const none = aggregateHeads(example(), { layers: [], heads: [0], how: 'max' });
    expect([...none]).to.deep.equal(new Array(16).fill(0));
  });
});

describe('mergeTokens(data, queryGroups, keyGroups, names)', () => {
  const groups = [[0], [1, 2], [3]];
  const merged = mergeTokens(example(), groups, groups, ['[CLS]', 'undo', 'it']);

  it('adds keys and averages queries, so that rows still sum to 1', () => {
    expect([...merged.weights.slice(0, 9)]).to.deep.equal([1, 0, 0, 0.375, 0.625, 0, 0.125, 0.375, 0.5]);
    expectClose(rowSums(merged), new Array(6).fill(1), 1e-7);
  });

  it('renames tokens and leaves out scores, which no longer fit', () => {
    expect(merged.queryTokens).to.deep.equal(['[CLS]', 'undo', 'it']);
    expect(merged.keyTokens).to.equal(merged.queryTokens);
    expect([merged.queries, merged.keys]).to.deep.equal([3, 3]);
    expect(merged.scores).to.equal(undefined);
  });

  it('leaves its input alone', () => {
    const data = example();
    mergeTokens(data, groups, groups, ['a', 'b', 'c']);
    expect(data).to.deep.equal(example());
  });

  it('merges queries and keys of different lengths on their own', () => {
    const rectangular = mergeTokens(example(), [[0, 1, 2, 3]], groups, ['all'], ['[CLS]', 'undo', 'it']);
    expect([...rectangular.weights.slice(0, 3)]).to.deep.equal([0.46875, 0.40625, 0.125]);
  });
});

describe('dropTokens(data, keepQueries, keepKeys, renormalize)', () => {
  it('keeps true weights without renormalising', () => {
    const kept = dropTokens(example(), [1, 2, 3], [1, 2, 3], false);
    expect([...kept.weights.slice(0, 6)]).to.deep.equal([0.5, 0, 0, 0.25, 0.5, 0]);
    expect(kept.queryTokens).to.deep.equal(['un', '##do', 'it']);
    expect(kept.keyTokens).to.equal(kept.queryTokens);
  });

  it('makes rows sum to 1 again, but for rows with nothing left', () => {
    const kept = dropTokens(example(), [1, 2, 3], [1, 2, 3], true);
    expectClose(rowSums(kept), [1, 1, 1, 1, 1, 0], 1e-6);
  });

  it('keeps vectors and scores of the tokens that stay, and not what all of them add to the stream', () => {
    const numbers = (count: number, first: number) =>
      Float32Array.from({ length: count }, (_, i) => first + i);
    const data: AttentionData = {
      ...example(),
      ...{ dHead: 2, q: numbers(16, 0), k: numbers(16, 100), v: numbers(16, 200), scores: numbers(32, 0) },
      ...{ dModel: 1, residual: numbers(4, 0), attentionOutput: numbers(4, 0) },
    };
    const kept = dropTokens(data, [1, 3], [0, 2, 3], false);
    expect([...kept.q!]).to.deep.equal([2, 3, 6, 7, 10, 11, 14, 15]);
    expect([...kept.k!]).to.deep.equal([100, 101, 104, 105, 106, 107, 108, 109, 112, 113, 114, 115]);
    expect([...kept.v!.slice(0, 4)]).to.deep.equal([200, 201, 204, 205]);
    expect([...kept.scores!]).to.deep.equal([4, 6, 7, 12, 14, 15, 20, 22, 23, 28, 30, 31]);
    expect([kept.dHead, kept.residual, kept.attentionOutput]).to.deep.equal([2, undefined, undefined]);
  });

  it('drops keys alone', () => {
    const kept = dropTokens(example(), [3], [0, 3], false);
    expect([...kept.weights]).to.deep.equal([0.125, 0.5, 1, 0]);
    expect(kept.keyTokens).to.deep.equal(['[CLS]', 'it']);
    expect(kept.queryTokens).to.deep.equal(['it']);
  });

  it('does not renormalise scores', () => {
    const scores: AttentionData = { ...example(), values: 'scores' };
    expect([...dropTokens(scores, [2], [1], true).weights]).to.deep.equal([0.25, 0]);
  });
});

describe('generatedFrom, the first query after the prompt,', () => {
  const data = { ...example(), generatedFrom: 2 };

  it('follows its token when tokens are merged or dropped', () => {
    const groups = [[0], [1, 2], [3]];
    expect(mergeTokens(data, groups, groups, ['a', 'b', 'c']).generatedFrom).to.equal(1);
    expect(dropTokens(data, [0, 3], [0, 3], false).generatedFrom).to.equal(1);
  });

  it('is gone when nothing generated is left', () => {
    expect(dropTokens(data, [0, 1], [0, 1], false).generatedFrom).to.equal(undefined);
    expect(dropTokens(example(), [0], [0], false)).not.to.have.property('generatedFrom');
  });
});

describe('isCausal(weights, queries, keys)', () => {
  it('wants a square with nothing above the diagonal, in every head', () => {
    const { weights } = example();
    expect(isCausal(weights.slice(0, 16), 4, 4)).to.be.true;
    expect(isCausal(weights, 4, 4)).to.be.false;
    expect(isCausal([1, 0], 1, 2)).to.be.false;
  });
});
