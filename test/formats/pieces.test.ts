import { expect } from '@open-wc/testing';
import { readablePieces, wordGroups } from '../../src/formats/pieces.js';
import { needSharedData, sharedJson } from '../shared-data.js';

const texts = (tokens: string[]): string[] => readablePieces(tokens).map(({ text }) => text);
const running = (tokens: string[]): string =>
  readablePieces(tokens)
    .map(({ text, space }) => (space ? ' ' : '') + text)
    .join('');

/** Pieces as a byte-level BPE of GPT-2 would spell them: cuts the UTF-8 bytes of `text` at `cuts`. */
function byteLevel(text: string, ...cuts: number[]): string[] {
  const spare = Array.from({ length: 256 }, (_, byte) => byte).filter(
    (byte) => byte < 33 || (byte > 126 && byte < 161) || byte === 173,
  );
  const bytes = Array.from(new TextEncoder().encode(text), (byte) =>
    String.fromCharCode(spare.includes(byte) ? 256 + spare.indexOf(byte) : byte),
  );
  return [0, ...cuts].map((start, i) => bytes.slice(start, cuts[i]).join(''));
}

describe('readablePieces(tokens)', () => {
  it('shows GPT-2 pieces with their spaces', () => {
    expect(running(['The', 'Ġcat', 'Ġsa', 't', '.'])).to.equal('The cat sat.');
    expect(readablePieces(['Ġcat'])[0]).to.deep.equal({
      text: 'cat',
      raw: 'Ġcat',
      special: false,
      space: true,
      joins: false,
    });
  });

  it('shows decoded GPT-2 pieces with their spaces', () => {
    expect(running(['Data', ' visualization', ' em', 'powers'])).to.equal('Data visualization empowers');
  });

  it('decodes Korean out of byte-level pieces', () => {
    const tokens = byteLevel('안녕하세요', 3, 6, 9);
    expect(tokens[0]).to.equal('ìķĪ');
    expect(texts(tokens)).to.deep.equal(['안', '녕', '하', '세요']);
  });

  it('shows a character that is split between pieces whole on the first, and a dot on the others', () => {
    expect(texts(byteLevel('한글', 2, 4, 5))).to.deep.equal(['한', '·글', '·', '·']);
    expect(texts(byteLevel('a 😀!', 3, 4, 6))).to.deep.equal(['a 😀', '·', '·', '!']);
  });

  it('shows bytes that make no character as U+FFFD', () => {
    expect(texts(['Ġa', ...byteLevel('한', 2).slice(1)])).to.deep.equal(['a', '\ufffd']);
  });

  it('decodes every character of every script from byte-level pieces of single bytes', () => {
    const text = 'é ß Ω й ש ع ह ก 한 漢 ñ €𝄞🌈';
    const length = new TextEncoder().encode(text).length;
    const pieces = texts(byteLevel(text, ...Array.from({ length: length - 1 }, (_, i) => i + 1)));
    expect(pieces.join('').replaceAll('·', '').replaceAll('␣', '')).to.equal(text.replaceAll(' ', ''));
  });

  it('leaves Latin text with accents alone', () => {
    expect(texts(['café', 'naïve', 'Łódź'])).to.deep.equal(['café', 'naïve', 'Łódź']);
  });

  it('joins byte fallbacks of sentencepiece', () => {
    expect(texts(['▁At', '<0xE3>', '<0x81>', '<0x82>', 'n'])).to.deep.equal(['At', 'あ', '·', '·', 'n']);
    expect(texts(['▁a', '<0x0A>'])).to.deep.equal(['a', '↵']);
  });

  it('shows WordPiece and BPE pieces without their marks', () => {
    expect(running(['[CLS]', 'play', '##ing', 'now'])).to.equal('[CLS] playing now');
    expect(running(['low', 'er</w>', 'new', 'est</w>'])).to.equal('lower newest');
    expect(texts(['##', '#'])).to.deep.equal(['##', '#']);
  });

  it('puts no space between Chinese or Japanese words', () => {
    expect(running(['私', 'は', '学生', 'です'])).to.equal('私は学生です');
    expect(running(['나는', '간다'])).to.equal('나는 간다');
  });

  it('makes white space, control characters and empty pieces visible', () => {
    expect(texts(['', 'a', '\n', '\t', '\u0001', '\u200b'])).to.deep.equal(['∅', 'a', '↵', '⇥', '␁', '∅']);
    expect(texts(['Ġthe', 'Ċ', 'ĊĊ', 'ĉ', 'Ġ', 'ĠĠ'])).to.deep.equal(['the', '↵', '↵↵', '⇥', '␣', '␣']);
    expect(texts(['▁', '▁▁a', 'b '])).to.deep.equal(['␣', '␣a', 'b␣']);
  });

  it('marks special tokens of the common vocabularies, and nothing else', () => {
    const special =
      '[CLS] [SEP] [PAD] [UNK] [MASK] <s> </s> <pad> <unk> <mask> <bos> <eos> <|endoftext|> <|im_start|>';
    for (const token of special.split(' ')) expect(readablePieces([token])[0]!.special, token).to.be.true;
    expect(readablePieces(['<extra_id_0>', ' <s>']).map((piece) => piece.special)).to.deep.equal([
      true,
      true,
    ]);
    for (const token of ['[', 'CLS', '<b>', '<0x0A>', '<div>', 's', '</html>']) {
      expect(readablePieces([token])[0]!.special, token).to.be.false;
    }
  });

  it('leaves HTML as text', () => {
    expect(texts(['<b>', '&lt;', '<script>alert(1)</script>'])).to.deep.equal([
      '<b>',
      '&lt;',
      '<script>alert(1)</script>',
    ]);
  });

  it('keeps the raw piece of every token', () => {
    const tokens = byteLevel(' 한', 2, 3);
    expect(readablePieces(tokens).map(({ raw }) => raw)).to.deep.equal(tokens);
  });
});

describe('wordGroups(tokens)', () => {
  const words = (tokens: string[]): string[] =>
    wordGroups(tokens).map((group) => group.map((i) => tokens[i]).join('+'));

  it('joins pieces by each tokenizer’s own marks', () => {
    expect(words(['The', 'Ġun', 'believ', 'able', 'Ġcat'])).to.deep.equal(['The', 'Ġun+believ+able', 'Ġcat']);
    expect(words(['play', '##ing', 'now'])).to.deep.equal(['play+##ing', 'now']);
    expect(words(['low', 'er</w>', 'new', 'est</w>'])).to.deep.equal(['low+er</w>', 'new+est</w>']);
    expect(words(['▁At', '▁com', 'preh', 'ension'])).to.deep.equal(['▁At', '▁com+preh+ension']);
  });

  it('lets special tokens and line ends stand alone', () => {
    expect(words(['<s>', 'The', 'Ġcat', '</s>', 'A'])).to.deep.equal(['<s>', 'The', 'Ġcat', '</s>', 'A']);
    expect(words(['Ġa', 'Ċ', 'The'])).to.deep.equal(['Ġa+Ċ', 'The']);
  });

  it('joins punctuation where the tokenizer puts no space, and only there', () => {
    expect(words(['Ġcat', '.', 'ĠA'])).to.deep.equal(['Ġcat+.', 'ĠA']);
    expect(words(['cat', '.', 'A'])).to.deep.equal(['cat', '.', 'A']);
  });

  it('keeps whole words apart, also in scripts without spaces', () => {
    expect(words(['我', '爱', '北京'])).to.deep.equal(['我', '爱', '北京']);
  });

  it('joins the bytes of one character', () => {
    expect(wordGroups(byteLevel('나는 학교에', 3, 6, 8, 10))).to.deep.equal([
      [0, 1],
      [2, 3, 4],
    ]);
  });

  it('puts every index into exactly one group, in order', async function () {
    await needSharedData(this);
    for (const path of [
      'real/ko-recall-gpt-29',
      'real/llava-window-30',
      'real/marian-en-de-elephant/decoder',
    ]) {
      const tokens = await sharedJson<string[]>(`${path}/tokens.json`);
      expect(wordGroups(tokens).flat(), path).to.deep.equal(tokens.map((_, i) => i));
    }
  });

  it('finds the words of a real translation', async function () {
    await needSharedData(this);
    const tokens = await sharedJson<string[]>('real/marian-en-de-elephant/decoder/tokens.json');
    const text = wordGroups(tokens).map((group) =>
      group.map((i) => readablePieces(tokens)[i]!.text).join(''),
    );
    expect(text).to.deep.equal(['Sie', 'sieht', 'den', 'kleinen', 'Elefanten.', '</s>']);
  });
});
