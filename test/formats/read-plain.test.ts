import { expect } from '@open-wc/testing';
import { readPlain } from '../../src/formats/read-plain.js';
import { readWeights } from '../../src/formats/read-weights.js';
import { needSharedData, sharedJson } from '../shared-data.js';
import { letters, nest, sampleWeights } from './helpers.js';

const tokens = ['a', 'b'];
const pair = { sourceTokens: letters(3), targetTokens: tokens };

describe('readPlain(value)', () => {
  const readable: [what: string, value: unknown, options: object][] = [
    ['a literal', '1 0; .4 .6', { tokens }],
    ['a flat literal of two heads', '1,0,.4,.6,0,1,1,0', { tokens }],
    ['a literal of two heads', '1 0; .4 .6; 0 1; 1 0;', { tokens }],
    ['a cross literal', '1 0 0; 0 .5 .5', pair],
    ['the same tokens on both sides', '1 0; 0 1', { sourceTokens: tokens, targetTokens: ['a', 'b'] }],
    ['JSON', '[[1, 0], [0.4, 0.6]]', { tokens }],
    ['lists of three axes', nest(sampleWeights(1, 3, 2), [3, 2, 2]), { tokens }],
    ['lists of four axes', nest(sampleWeights(2, 3, 2), [2, 3, 2, 2]), { tokens }],
    ['lists with a batch of one', nest(sampleWeights(2, 3, 2), [2, 1, 3, 2, 2]), { tokens }],
    [
      'a named source',
      [
        [1, 0],
        [0.5, 0.5],
      ],
      { tokens, source: { type: 'file', name: 'x' } },
    ],
  ];
  for (const [what, value, options] of readable) {
    it(`reads ${what} exactly as readWeights does`, () => {
      const plain = readPlain(value, options);
      expect(plain).to.not.equal(undefined);
      expect(plain).to.deep.equal(readWeights(value, options));
    });
  }

  const left: [what: string, value: unknown, options: object][] = [
    ['missing tokens', '1 0; 0 1', {}],
    ['one side only', '1 0; 0 1', { sourceTokens: tokens }],
    ['a token count that does not fit', '1 0; 0 1', { tokens: letters(3) }],
    ['an order of axes', '1 0; 0 1', { tokens, axes: 'kq' }],
    ['rows that do not sum to 1', '1 0; .4 .5', { tokens }],
    ['negative numbers', '1 0; 1.5 -.5', { tokens }],
    ['words', '1 0; x 1', { tokens }],
    ['hexadecimal', '1 0; 0x0 1', { tokens }],
    [
      'NaN',
      [
        [1, 0],
        [NaN, 1],
      ],
      { tokens },
    ],
    ['ragged lists', [[1, 0], [1]], { tokens }],
    [
      'lists of rows that could be two heads',
      [
        [1, 0],
        [0, 1],
        [1, 0],
        [0, 1],
      ],
      { tokens },
    ],
    ['a batch of two', nest(sampleWeights(2, 1, 2), [1, 2, 1, 2, 2]), { tokens }],
    [
      'objects',
      {
        tokens,
        weights: [
          [1, 0],
          [0, 1],
        ],
      },
      { tokens },
    ],
    ['typed arrays', Float32Array.of(1, 0, 0, 1), { tokens }],
    ['broken JSON', '[[1, 0], [', { tokens }],
    ['nothing', undefined, { tokens }],
    ['empty lists', [[], []], { tokens }],
  ];
  for (const [what, value, options] of left) {
    it(`leaves ${what} to readWeights`, () => expect(readPlain(value, options)).to.equal(undefined));
  }

  it('reads real weights exactly as readWeights does', async function () {
    await needSharedData(this);
    for (const path of ['real/gpt2-fox-10', 'real/albert-base-v2-cat-mat-15', 'real/ko-recall-gpt-64']) {
      const [weights, words] = await Promise.all([
        sharedJson<unknown>(`${path}/weights.json`),
        sharedJson<string[]>(`${path}/tokens.json`),
      ]);
      const plain = readPlain(weights, { tokens: words });
      expect(plain, path).to.not.equal(undefined);
      expect(plain, path).to.deep.equal(readWeights(weights, { tokens: words }));
    }
  });
});
