import { expect } from '@open-wc/testing';
import type { AttentionData } from '../../src/core/attention-data.js';
import { mergeTokens } from '../../src/core/merge-tokens.js';
import { expectClose, oracleCase } from './oracle.js';
import { needSharedData } from '../shared-data.js';

const names = (count: number, letter: string) => Array.from({ length: count }, (_, i) => `${letter}${i}`);

function dataOf(weights: Float32Array, queries: number, keys: number): AttentionData {
  return {
    ...{ kind: 'cross', layers: 1, heads: 1, queries, keys, weights, scale: 1, values: 'probabilities' },
    ...{ queryTokens: names(queries, 'q'), keyTokens: names(keys, 'k'), notices: [], causal: false },
    source: { type: 'inline' },
  };
}

/** Block `i` of `to` covers rows `⌊i · from / to⌋` up to the next, as in the reference data. */
const blocks = (from: number, to: number) =>
  Array.from({ length: to }, (_, i) => {
    const [start, end] = [Math.floor((i * from) / to), Math.floor(((i + 1) * from) / to)];
    return Array.from({ length: end - start }, (_, j) => start + j);
  });

describe('mergeTokens(data, …, by) against PyTorch', () => {
  for (const [name, from, to] of [
    ['pool-64-to-16-a', 64, 16],
    ['pool-100-to-33-b', 100, 33],
  ] as const) {
    it(`${name}: sums over keys and means over queries, or the greatest`, async function () {
      await needSharedData(this);
      const { inputs, outputs } = await oracleCase(`pool/${name}`);
      const groups = blocks(from, to);
      const merged = (by: 'mean' | 'max') =>
        mergeTokens(dataOf(inputs.attn!, from, from), groups, groups, names(to, 'g'), undefined, by).weights;
      const means = outputs.sum!.map((sum, i) => sum / groups[Math.floor(i / to)]!.length);
      expectClose(merged('mean'), means, 1e-6, 'mean');
      expectClose(merged('max'), outputs.max!, 0, 'max');
    });
  }
});

describe('mergeTokens(data, …, by) of two sequences', () => {
  const [queries, keys] = [7, 11];
  const weights = Float32Array.from({ length: queries * keys }, (_, i) => Math.sin(i * i) ** 2);
  for (let q = 0; q < queries; q++) {
    const row = weights.subarray(q * keys, (q + 1) * keys);
    const sum = row.reduce((a, b) => a + b);
    row.forEach((w, k) => (row[k] = w / sum));
  }
  const queryGroups = [[0], [1, 2, 3], [4, 5], [6]];
  const keyGroups = [[0, 1, 2, 3, 4], [5], [6, 7, 8, 9, 10]];
  const merged = (by?: 'mean' | 'max') =>
    mergeTokens(dataOf(weights, queries, keys), queryGroups, keyGroups, names(4, 'Q'), names(3, 'K'), by);

  it('is what its definition says, and its rows sum to 1', () => {
    const { weights: mean } = merged();
    const { weights: max } = merged('max');
    queryGroups.forEach((rows, i) => {
      const sums = keyGroups.map((group, j) => {
        const cells = rows.flatMap((q) => group.map((k) => weights[q * keys + k]!));
        const expected = cells.reduce((a, b) => a + b) / rows.length;
        expect(mean[i * 3 + j]).to.be.closeTo(expected, 1e-7);
        expect(max[i * 3 + j]).to.equal(Math.max(...cells));
        return mean[i * 3 + j]!;
      });
      expect(sums.reduce((a, b) => a + b)).to.be.closeTo(1, 1e-6);
    });
  });
});
