import { expect } from '@open-wc/testing';
import { paddingOf } from '../../src/formats/padding.js';
import { readablePieces } from '../../src/formats/pieces.js';
import { runningText, sentenceEnds, sentenceGroups } from '../../src/formats/sentences.js';
import { splitWords } from '../../src/formats/tokens.js';

/** The sentences of some tokens, as they are read. */
function sentences(tokens: string[]): string[] {
  const pieces = readablePieces(tokens);
  const groups = sentenceGroups(pieces);
  expect(groups.flat()).to.deep.equal(tokens.map((_, i) => i));
  return groups.map((group) => runningText(group.map((i) => pieces[i]!)).text.trim());
}

describe('sentenceGroups(pieces)', () => {
  it('parts whole words at the ends of sentences, and sets them as a reader would', () => {
    expect(
      sentences(splitWords('The cat sat (on the mat). Did it sleep? "Yes," she said. It did!')),
    ).to.deep.equal(['The cat sat (on the mat).', 'Did it sleep?', '"Yes," she said.', 'It did!']);
  });

  it('parts Korean, Chinese and Japanese', () => {
    expect(sentences(splitWords('고양이가 매트에 앉았다. 고양이는 졸렸다. 왜 그랬을까?'))).to.deep.equal([
      '고양이가 매트에 앉았다.',
      '고양이는 졸렸다.',
      '왜 그랬을까?',
    ]);
    expect(sentences(splitWords('猫坐在垫子上。它很累！'))).to.deep.equal(['猫坐在垫子上。', '它很累！']);
    expect(sentences(splitWords('猫は眠い。犬も眠い。'))).to.deep.equal(['猫は眠い。', '犬も眠い。']);
  });

  it('joins word pieces and byte-level pieces, also those that start inside a character', () => {
    const wordPieces = ['[CLS]', 'un', '##do', 'it', '.', 'do', 'it', '.', '[SEP]', 'don', "'", 't', '[SEP]'];
    expect(sentences(wordPieces)).to.deep.equal(['[CLS]', 'undo it.', 'do it.', '[SEP]', "don't", '[SEP]']);
    // ' 안' is the bytes 20 ec 95 88, here split before the last
    expect(sentences(['The', 'Ġcat', '.', 'Ġìķ', 'Ī', 'Ġnow', '.'])).to.deep.equal(['The cat.', '안 now.']);
  });

  it('lets what stands for a word be part of a sentence', () => {
    expect(sentences(['[CLS]', 'a', '[MASK]', '.', '[UNK]', 'b', '.'])).to.deep.equal([
      '[CLS]',
      'a [MASK].',
      '[UNK] b.',
    ]);
  });

  it('is one sentence where there is no end', () => {
    expect(sentences(['just', 'words'])).to.deep.equal(['just words']);
    expect(sentenceGroups([])).to.deep.equal([]);
  });
});

describe('sentenceEnds(text, Segmenter)', () => {
  const texts = [
    'Dr. Lee saw J. Smith. They left. ',
    'One line\nand its end. A blank line\n\nParts too',
    'He said “Stop.” She stopped. “Why?” 3.14 is a number.',
    '그는 갔다. 나도 갔다.',
    '他走了。我也走了。',
  ];

  it('knows abbreviations, line ends and closing quotes', () => {
    const cut = (text: string) => {
      const ends = [...sentenceEnds(text), text.length];
      return ends.map((end, i) => text.slice(ends[i - 1] ?? 0, end).trim());
    };
    expect(cut(texts[0]!)).to.deep.equal(['Dr. Lee saw J. Smith.', 'They left.']);
    expect(cut(texts[1]!)).to.deep.equal(['One line\nand its end.', 'A blank line', 'Parts too']);
    expect(cut(texts[2]!).length).to.equal(4);
  });

  it('says the same by punctuation where the browser has no segmenter', () => {
    for (const text of texts) expect(sentenceEnds(text, null), text).to.deep.equal(sentenceEnds(text));
  });

  it('goes on where a small letter follows', () => {
    expect(sentenceEnds('“Is it warm?” asked the bird. It was.')).to.deep.equal([30]);
  });

  it('parts texts without capitals, and no numbers', () => {
    expect(sentenceEnds('it is 3. 14 or so. that is pi.')).to.deep.equal([19]);
  });
});

describe('paddingOf(pieces)', () => {
  const marked = (tokens: string[]) => {
    const found = paddingOf(readablePieces(tokens));
    return tokens.map((token, i) => (found[i] ? '-' : token)).join(' ');
  };

  it('knows what tokenizers call padding', () => {
    expect(marked(['[CLS]', 'a', '[SEP]', '[PAD]', '[PAD]'])).to.equal('[CLS] a [SEP] - -');
    expect(marked(['<pad>', '<pad>', '<s>', '▁a'])).to.equal('- - <s> ▁a');
    expect(marked(['<|finetune_right_pad_id|>', '<|begin_of_text|>', 'a'])).to.equal('- <|begin_of_text|> a');
    expect(marked(['a', '<|padding|>', '<｜▁pad▁｜>'])).to.equal('a - -');
    expect(marked(['pad', '<|image_pad|>', 'a'])).to.equal('pad <|image_pad|> a');
  });

  it('keeps the single one with which a decoder starts', () => {
    expect(marked(['<pad>', '▁Das', '▁Haus', '</s>', '<pad>'])).to.equal('<pad> ▁Das ▁Haus </s> -');
  });

  it('takes all but the innermost of equal marks at an end for padding', () => {
    const end = '<|endoftext|>';
    expect(marked([end, end, end, 'a', end, 'b', end, end])).to.equal(`- - ${end} a ${end} b ${end} -`);
    expect(marked([end, 'a', end])).to.equal(`${end} a ${end}`);
    expect(marked([end, end])).to.equal(`${end} ${end}`);
    expect(marked(['a', '[MASK]', '[MASK]'])).to.equal('a [MASK] [MASK]');
  });
});
