import { expect } from '@open-wc/testing';
import { RawConfig } from '../../src/models/checkpoint/raw-config.js';
import { readHeadLabels } from '../../src/models/head-labels.js';
import { farNotice } from '../../src/models/known-words.js';

const labels = (values: object) => readHeadLabels(new RawConfig(values as Record<string, unknown>));

describe('labels of heads in a config', () => {
  const previous = { name: 'previous token', role: 'previous-token', score: 0.7, chance: 0.1 };
  const label = { name: 'previous token', id: 'role-previous-token', score: 0.7, chance: 0.1 };

  it('are those of the one side, or of each of three', () => {
    expect(labels({ head_labels: [[previous]] })).to.deep.equal({ encoder: [[label]], decoder: [[label]] });
    const guided = [{ kind: 'cross', layer: 0, head: 1, by: 'alignment' }];
    const sides = { encoder: [[previous, previous]], cross: [[previous, previous]] };
    expect(labels({ head_labels: sides, guided_heads: guided })).to.deep.equal({
      encoder: [[label, label]],
      cross: [[label, { ...label, guided: 'alignment' }]],
    });
  });

  it('are left out where they are none', () => {
    expect(labels({})).to.deep.equal({});
    expect(labels({ head_labels: 'two' })).to.deep.equal({});
    expect(labels({ head_labels: { decoder: [[3, { role: 'x' }], null] } })).to.deep.equal({
      decoder: [[undefined, undefined], []],
    });
  });
});

describe('a text far from what a model was trained on', () => {
  const notice = (inDomain: object, text: string, vocab: unknown = { _cat: 0, _sat: 1, _on: 2, _the: 3 }) =>
    farNotice(new RawConfig({ in_domain: inDomain }), {
      model: { vocab },
      added_tokens: [{ content: '[MASK]' }],
    })?.(text);
  const measure = { pattern: '\\p{L}+', prefix: '_', least_letters: 2, threshold: 0.8 };

  it('is one of which too small a share of words is one piece', () => {
    expect(notice(measure, 'the cat sat on the cat')).to.be.undefined;
    expect(notice(measure, 'the dog sat on the cat'), '5 of 6').to.be.undefined;
    expect(notice(measure, 'the dog sat on')).to.deep.include({
      code: 'far-from-training',
      values: { count: 1, total: 4, words: 'dog' },
    });
    expect(notice(measure, 'a b c d e f the dog, the DOG, one two three four')!.values).to.deep.equal({
      count: 6,
      total: 8,
      words: 'dog, DOG, one, two, …',
    });
  });

  it('is measured by case or not, without special tokens, with both kinds of vocabulary', () => {
    expect(notice(measure, 'THE CAT')!.values).to.include({ count: 2 });
    expect(notice({ ...measure, case_sensitive: false }, 'THE CAT')).to.be.undefined;
    expect(notice(measure, 'the [MASK]')).to.be.undefined;
    expect(notice(measure, 'the dog', [['_the', -1], ['_dog', -2]])).to.be.undefined; // prettier-ignore
  });

  it('is not told where there is nothing to tell by', () => {
    expect(farNotice(new RawConfig({}), {})).to.be.undefined;
    expect(notice({ ...measure, pattern: '(' }, 'dog')).to.be.undefined;
    expect(notice(measure, '… ?! "x".')).to.be.undefined;
    expect(notice(measure, '')).to.be.undefined;
  });

  it('may have no word of the kind that is counted: one letter of another script, figures, signs', () => {
    expect(notice(measure, '猫')!.values).to.deep.equal({ count: 1, total: 1, words: '猫' });
    expect(notice(measure, '나 너')!.values).to.include({ count: 2, total: 2 });
    expect(notice(measure, '123 456 😀')!.values).to.deep.equal({
      count: 3,
      total: 3,
      words: '123, 456, 😀',
    });
    expect(notice(measure, '12 12', { _12: 0 }), 'figures that it knows').to.be.undefined;
    expect(notice(measure, 'the cat sat on 12 mats!'), 'beside words, figures do not count').to.be.undefined;
    expect(notice(measure, "the cat's"), 'nor does what an apostrophe leaves').to.be.undefined;
  });

  it('does not know the pieces that are only written', () => {
    const vocab = [['_고양이', 0], ['_the', 0], ['_cat', 0]]; // prettier-ignore
    expect(notice(measure, '고양이', vocab)).to.be.undefined;
    const reads = { ...measure, from_id: 1 };
    expect(notice(reads, '고양이', vocab)!.values).to.include({ count: 1, words: '고양이' });
    expect(notice(reads, 'the cat', vocab)).to.be.undefined;
    expect(notice(reads, 'cat 고양이', { _고양이: 0, _cat: 1 })!.values).to.include({ count: 1, total: 2 });
  });

  it('has names that need not be known, where the model spells names', () => {
    const spells = { ...measure, names: true };
    const text = 'the cat sat on Kelano. “the cat” sat on Bidu';
    expect(notice(measure, 'the cat sat on Kelano and Bidu')).not.to.be.undefined;
    expect(notice(spells, text)).to.be.undefined;
    expect(notice(spells, 'the cat and Kelano, Bidu, Zomi and Ravu')!.values).to.deep.equal({
      ...{ count: 2, total: 4, words: 'and' },
    });
    expect(notice(spells, 'Photosynthesis sat. “Chlorophyll sat')!.values, 'first words').to.include({
      ...{ count: 2, total: 4 },
    });
  });
});
