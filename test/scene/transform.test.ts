import { expect } from '@open-wc/testing';
import type { AttentionData } from '../../src/core/attention-data.js';
import { transform, type TransformOptions } from '../../src/scene/transform.js';
import { sampleData } from './sample.js';

const plain: TransformOptions = {
  merge: 'none',
  mergeBy: 'mean',
  padding: 'show',
  hideSpecial: false,
  renormalize: false,
};
const apply = (data: AttentionData, options: Partial<TransformOptions>) =>
  transform(data, { ...plain, ...options });
const textsOf = (pieces: { text: string }[]) => pieces.map(({ text }) => text);

/** Sum of the weights of head 0 of layer 0 over some queries and keys. */
function sumOver({ weights, keys }: AttentionData, queries: number[], of: number[]): number {
  return queries.reduce((all, q) => all + of.reduce((sum, k) => sum + weights[q * keys + k]!, 0), 0);
}

describe('transform(data, options) of padding', () => {
  const tokens = ['[CLS]', 'a', 'cat', '[SEP]', '[PAD]', '[PAD]', '[PAD]'];
  const data = sampleData({ queryTokens: tokens, keyTokens: tokens });

  it('hides it, and tells which share of the weight lay on it', () => {
    const { data: kept, queries, offers } = apply(data, { padding: 'hide' });
    expect(textsOf(queries)).to.deep.equal(tokens.slice(0, 4));
    expect([...kept.weights.slice(0, 4)]).to.deep.equal([...data.weights.slice(0, 4)]);
    expect(kept.keptShare![0]).to.be.closeTo(sumOver(data, [0, 1, 2, 3], [0, 1, 2, 3]) / 4, 1e-6);
    expect(kept.keptShare!.length).to.equal(data.layers * data.heads);
    expect(offers).to.include({ padding: true, special: true, words: false });
  });

  it('collapses it into one token with all of its weight', () => {
    const { data: joined, queries, keys } = apply(data, { padding: 'collapse' });
    expect(textsOf(queries)).to.deep.equal(['[CLS]', 'a', 'cat', '[SEP]', '[PAD] ×3']);
    expect(keys).to.equal(queries);
    expect(queries.at(-1)).to.include({ special: true, raw: '[PAD]' });
    expect(joined.weights[4]).to.be.closeTo(sumOver(data, [0], [4, 5, 6]), 1e-6);
    expect(joined.weights[24]).to.be.closeTo(sumOver(data, [4, 5, 6], [4, 5, 6]) / 3, 1e-6);
    expect(joined.keptShare).to.equal(undefined);
  });

  it('does so on both sides of cross-attention, each for itself', () => {
    const cross = sampleData({
      kind: 'cross',
      queryTokens: ['<pad>', '▁Die', '▁Katze', '</s>', '<pad>', '<pad>'],
      keyTokens: ['▁The', '▁cat', '</s>', '<pad>'],
    });
    const hidden = apply(cross, { padding: 'hide' });
    expect(textsOf(hidden.queries)).to.deep.equal(['<pad>', 'Die', 'Katze', '</s>']);
    expect(textsOf(hidden.keys)).to.deep.equal(['The', 'cat', '</s>']);
    expect([hidden.data.queries, hidden.data.keys]).to.deep.equal([4, 3]);
    const collapsed = apply(cross, { padding: 'collapse' });
    expect(textsOf(collapsed.queries).at(-1)).to.equal('<pad> ×2');
    expect(textsOf(collapsed.keys).at(-1)).to.equal('<pad>');
  });

  it('goes with words that are joined, and with special tokens that are hidden', () => {
    const pieces = ['[CLS]', 'un', '##do', '[SEP]', '[PAD]', '[PAD]'];
    const given = sampleData({ queryTokens: pieces, keyTokens: pieces });
    const both = { padding: 'collapse', merge: 'word' } as const;
    expect(textsOf(apply(given, both).queries)).to.deep.equal(['[CLS]', 'undo', '[SEP]', '[PAD] ×2']);
    expect(textsOf(apply(given, { ...both, hideSpecial: true }).queries)).to.deep.equal(['undo']);
  });

  it('stays where nothing else would be left', () => {
    const pads = sampleData({ queryTokens: ['[PAD]', '[PAD]'], keyTokens: ['[PAD]', '[PAD]'] });
    expect(apply(pads, { padding: 'hide' }).data).to.equal(pads);
  });

  it('gives the very data back where there is none', () => {
    const none = sampleData();
    expect(apply(none, { padding: 'collapse', merge: 'word' }).data).to.equal(none);
    expect(apply(none, {}).offers).to.deep.equal({
      special: false,
      padding: false,
      words: false,
      sentences: false,
    });
  });
});

describe('transform(data, options) of sentences', () => {
  const tokens = ['[CLS]', 'The', 'cat', 'sat', '.', 'It', 'slept', '.', '[SEP]'];
  const data = sampleData({ queryTokens: tokens, keyTokens: tokens });

  it('joins them: keys summed, queries averaged', () => {
    const { data: joined, queries, offers } = apply(data, { merge: 'sentence' });
    expect(textsOf(queries)).to.deep.equal(['[CLS]', 'The cat sat.', 'It slept.', '[SEP]']);
    expect(joined.queryTokens).to.deep.equal(textsOf(queries));
    expect(joined.weights[4 + 2]).to.be.closeTo(sumOver(data, [1, 2, 3, 4], [5, 6, 7]) / 4, 1e-6);
    for (let q = 0; q < 4; q++) expect(sumOver(joined, [q], [0, 1, 2, 3])).to.be.closeTo(1, 1e-6);
    expect(offers.sentences).to.be.true;
  });

  it('or keeps the greatest weight between them', () => {
    const { data: joined } = apply(data, { merge: 'sentence', mergeBy: 'max' });
    const cells = [1, 2, 3, 4].flatMap((q) => [5, 6, 7].map((k) => data.weights[q * 9 + k]!));
    expect(joined.weights[4 + 2]).to.equal(Math.max(...cells));
  });

  it('keeps sentences apart that a hidden token parted', () => {
    const parted = ['no', 'end', '[SEP]', 'here', 'either'];
    const given = sampleData({ queryTokens: parted, keyTokens: parted });
    const { queries } = apply(given, { merge: 'sentence', hideSpecial: true });
    expect(textsOf(queries)).to.deep.equal(['no end', 'here either']);
  });

  it('knows that rows were renormalised without what is hidden', () => {
    expect(apply(data, { hideSpecial: true, renormalize: true }).renormalized).to.be.true;
    expect(apply(data, { renormalize: true }).renormalized).to.be.false;
  });
});
