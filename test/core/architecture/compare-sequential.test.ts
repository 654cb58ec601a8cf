import { expect } from '@open-wc/testing';
import { compareSequential, hopsBetween } from '../../../src/core/architecture/compare-sequential.js';

describe('compareSequential({n, d, k, r}) is table 1 of Vaswani et al. 2017', () => {
  it('for a sentence of 40 tokens, 512 wide', () => {
    const rows = compareSequential({ n: 40, d: 512, k: 3, r: 10 }).map((cost) => [
      ...[cost.layer, cost.operations, cost.sequential, cost.path],
    ]);
    expect(rows).to.deep.equal([
      ['self-attention', 819_200, 1, 1],
      ['recurrent', 10_485_760, 40, 40],
      // 3 · 40 · 512²; 27 < 40 ≤ 81, so four layers
      ['convolutional', 31_457_280, 1, 4],
      ['restricted-self-attention', 204_800, 1, 4],
    ]);
  });

  it('puts self-attention ahead as long as a text has fewer tokens than dimensions', () => {
    for (const [n, sooner] of [
      [511, true],
      [513, false],
    ] as const) {
      const [attention, recurrent] = compareSequential({ n, d: 512 });
      expect(attention!.operations < recurrent!.operations).to.equal(sooner);
    }
  });

  it('needs three layers of kernels of 3 for 27 tokens, and one for one', () => {
    const path = (n: number) => compareSequential({ n, d: 8 })[2]!.path;
    expect([1, 3, 4, 9, 27, 28, 243].map(path)).to.deep.equal([1, 1, 2, 2, 3, 4, 5]);
  });
});

describe('hopsBetween(from, to)', () => {
  it('goes from token to token in a chain, and at once in attention', () => {
    expect(hopsBetween(2, 6)).to.deep.equal({ recurrent: [2, 3, 4, 5, 6], attention: [2, 6] });
    expect(hopsBetween(3, 1)).to.deep.equal({ recurrent: [3, 2, 1], attention: [3, 1] });
    expect(hopsBetween(4, 4)).to.deep.equal({ recurrent: [4], attention: [4] });
  });
});
