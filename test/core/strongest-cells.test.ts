import { expect } from '@open-wc/testing';
import { rangeOf, meaningOf } from '../../src/core/stored-head.js';
import { strongestCells } from '../../src/core/strongest-cells.js';

describe('strongestCells(stored, keys, count)', () => {
  const data = Float32Array.from({ length: 20 }, (_, i) => ((i * 7) % 20) / 20);

  it('finds what sorting all cells finds', () => {
    const sorted = [...data].sort((a, b) => b - a).slice(0, 6);
    const found = strongestCells({ data, scale: 1 }, 5, 6);
    expect(found.map(({ weight }) => weight)).to.deep.equal(sorted);
    for (const { query, key, weight } of found) expect(data[5 * query + key]).to.equal(weight);
  });

  it('keeps the first of equal weights, and all cells where there are fewer than asked for', () => {
    const equal = strongestCells({ data: new Uint8Array([3, 9, 9, 9]), scale: 0.5 }, 2, 2);
    expect(equal).to.deep.equal([
      { query: 0, key: 1, weight: 4.5 },
      { query: 1, key: 0, weight: 4.5 },
    ]);
    expect(strongestCells({ data, scale: 1 }, 5, 99)).to.have.lengthOf(20);
  });

  it('passes over tokens that look at themselves', () => {
    const found = strongestCells({ data: new Float32Array([1, 0.2, 0.3, 1]), scale: 1 }, 2, 4, {
      self: true,
    });
    expect(found.map(({ query, key }) => [query, key])).to.deep.equal([
      [1, 0],
      [0, 1],
    ]);
  });
});

describe('rangeOf(stored)', () => {
  it('is the same in every storage, without masks and what is no number', () => {
    // 0.25, 1 and -0.5 as half floats
    const halves = new Uint16Array([0x3400, 0x3c00, 0xb800]);
    expect(rangeOf({ data: halves, scale: 1 })).to.deep.equal({ low: -0.5, high: 1 });
    expect(meaningOf({ data: halves, scale: 1 })![0x3400]).to.equal(0.25);
    expect(rangeOf({ data: new Uint8Array([10, 250]), scale: 0.5 })).to.deep.equal({ low: 5, high: 125 });
    const floats = new Float32Array([NaN, -Infinity, -3e38, 0.25, 2]);
    expect(rangeOf({ data: floats, scale: 1 })).to.deep.equal({ low: 0.25, high: 2 });
  });
});
