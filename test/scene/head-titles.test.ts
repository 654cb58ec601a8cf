import { expect } from '@open-wc/testing';
import { headTitles } from '../../src/scene/head-titles.js';
import { sampleData } from './sample.js';

const names = { headName: ({ name }: { name: string }) => name, headDescription: () => undefined };
const titles = (rows: (string | undefined)[][], layers: number[]) =>
  headTitles(
    { ...sampleData(), headLabels: rows.map((row) => row.map((name) => (name ? { name } : undefined))) },
    layers,
    names,
  );

describe('what heads are called where they stand alone', () => {
  it('is their name, with a number only where it takes one to tell them apart', () => {
    expect(titles([['a', 'b'], ['c', 'a']], [0])).to.deep.equal([['a', 'b']]); // prettier-ignore
    expect(titles([['a', 'b', 'a']], [0])).to.deep.equal([['0 a', '1 b', '2 a']]);
    expect(titles([['a', 'b'], ['c', 'a']], [0, 1])).to.deep.equal([['0.0 a', '0.1 b'], ['1.0 c', '1.1 a']]); // prettier-ignore
    expect(titles([['a', undefined, undefined]], [0])).to.deep.equal([['a', undefined, undefined]]);
  });

  it('is nothing for data without names', () => {
    expect(headTitles(sampleData(), [0, 1], names)).to.deep.equal([[], []]);
  });
});
