import { expect } from '@open-wc/testing';
import { givenTokens, parseTokens, tokenList } from '../../src/formats/tokens.js';
import { expectInputError } from './helpers.js';

describe('parseTokens(text)', () => {
  const cases: [what: string, text: string, tokens: string[]][] = [
    ['splits English at spaces and punctuation', 'The cat sat.', ['The', 'cat', 'sat', '.']],
    ['keeps apostrophes and decimal points inside', "don't stop, 3.14!", ["don't", 'stop', ',', '3.14', '!']],
    ['splits hyphens off', 'well-known', ['well', '-', 'known']],
    ['splits Korean at spaces and punctuation', '나는 학교에 간다.', ['나는', '학교에', '간다', '.']],
    ['keeps Korean with Latin letters and digits whole', 'GPT는 2024년', ['GPT는', '2024년']],
    ['splits Chinese by words', '我爱北京', ['我', '爱', '北京']],
    ['splits Japanese by words', '私は学生です', ['私', 'は', '学生', 'です']],
    ['splits mixed scripts', 'GPT是模型', ['GPT', '是', '模型']],
    ['keeps Arabic and Hindi with their marks whole', 'مرحبا، हिन्दी', ['مرحبا', '،', 'हिन्दी']],
    ['keeps emoji sequences whole', '👩‍👩‍👧 👍🏽 🇰🇷', ['👩‍👩‍👧', '👍🏽', '🇰🇷']],
    ['keeps special tokens whole', '[CLS] a [SEP]', ['[CLS]', 'a', '[SEP]']],
    [
      'keeps special tokens whole without spaces',
      '<s>a</s><|endoftext|>',
      ['<s>', 'a', '</s>', '<|endoftext|>'],
    ],
    [
      'keeps word pieces whole',
      'play ##ing Ġthe ▁cat low est</w>',
      ['play', '##ing', 'Ġthe', '▁cat', 'low', 'est</w>'],
    ],
    ['reads a JSON list', '["a b", "c"]', ['a b', 'c']],
    ['reads a JSON list after white space', ' \n\t["a b"]', ['a b']],
    ['reads a JSON list with token ids', '[101, 7592]', ['101', '7592']],
    ['finds nothing in white space', ' \n ', []],
  ];
  for (const [what, text, tokens] of cases) {
    it(what, () => expect(parseTokens(text)).to.deep.equal(tokens));
  }

  it('splits Thai by words, which are not the same in every browser’s dictionary', () => {
    const words = parseTokens('สวัสดีครับ');
    expect(words.join('')).to.equal('สวัสดีครับ');
    expect(words.at(-1)).to.equal('ครับ');
    expect(words).to.have.length.within(2, 3);
  });

  it('leaves HTML as text', () => {
    expect(parseTokens('["<img src=x onerror=alert(1)>", "&amp;"]')).to.deep.equal([
      '<img src=x onerror=alert(1)>',
      '&amp;',
    ]);
  });

  it('refuses a broken JSON list and says what JSON wants', () => {
    expectInputError(() => parseTokens("['The', 'cat']"), 'syntax', 'tokens: broken JSON', 'double quotes');
    expectInputError(() => parseTokens('["a", "b"'), 'syntax', 'tokens: broken JSON');
  });

  it('refuses a list that holds no strings, naming the place', () => {
    expectInputError(() => parseTokens('["a", {"b": 1}]'), 'tokens', 'token 2');
    expectInputError(() => parseTokens('["a", null]'), 'tokens', 'null as token 2');
  });
});

describe('tokenList(value)', () => {
  it('reads objects that hold the token as `token` or `text`, and a batch of one', () => {
    expect(tokenList([{ token: 'a' }, { text: 'b', topk_words: [] }], 'x')).to.deep.equal(['a', 'b']);
    expect(tokenList([['a', 'b']], 'x')).to.deep.equal(['a', 'b']);
    expect(tokenList(undefined, 'x')).to.equal(undefined);
  });

  it('refuses what is no list', () => {
    expectInputError(() => tokenList({ 0: 'a' }, 'x'), 'tokens', 'x: object');
  });
});

describe('givenTokens(value)', () => {
  it('splits text, takes lists as they are, and knows what is none', () => {
    expect(givenTokens('the cat')).to.deep.equal(['the', 'cat']);
    expect(givenTokens('["the cat"]')).to.deep.equal(['the cat']);
    expect(givenTokens([1, 'the cat'] as string[])).to.deep.equal(['1', 'the cat']);
    for (const nothing of ['', undefined, null]) expect(givenTokens(nothing)).to.equal(undefined);
  });
});
