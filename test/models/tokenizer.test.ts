import { expect } from '@open-wc/testing';
import { openAlone } from '../../src/models/open-alone.js';
import { openTokenizer, piecesOf } from '../../src/models/tokenizer.js';
import { fixtureBytes } from './fixture.js';
import { serve, servedUrl } from './serve.js';

const special = (id: number, content: string) => ({
  ...{ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true },
});

/** WordPiece with the frame of BERT. */
const wordPiece = {
  added_tokens: [special(0, '[PAD]'), special(1, '[UNK]'), special(2, '[CLS]'), special(3, '[SEP]')],
  normalizer: {
    ...{ type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, lowercase: true },
    strip_accents: false,
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [
      { SpecialToken: { id: '[CLS]', type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '[SEP]', type_id: 0 } },
    ],
    pair: [
      { SpecialToken: { id: '[CLS]', type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '[SEP]', type_id: 0 } },
      { Sequence: { id: 'B', type_id: 1 } },
      { SpecialToken: { id: '[SEP]', type_id: 1 } },
    ],
    special_tokens: {
      '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
      '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
    },
  },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(
      ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'the', 'cat', 'sat', '##s', '고양', '##이', '.'].map((w, i) => [
        w,
        i,
      ]),
    ),
  },
};

/** Pieces of bytes, as GPT-2 has them: é is two bytes. */
const bytePieces = [
  'c',
  'a',
  't',
  's',
  'Ġ',
  'Ã',
  '©',
  'f',
  'Ġc',
  'Ġca',
  'Ġcaf',
  'at',
  'cat',
  'Ã©',
  '<|endoftext|>',
];
const byteLevel = {
  added_tokens: [special(14, '<|endoftext|>')],
  normalizer: null,
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
  post_processor: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: false, use_regex: true },
  decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
  model: {
    ...{ type: 'BPE', dropout: null, unk_token: null, fuse_unk: false },
    ...{ continuing_subword_prefix: '', end_of_word_suffix: '' },
    vocab: Object.fromEntries(bytePieces.map((piece, i) => [piece, i])),
    merges: ['Ã ©', 'a t', 'c at', 'Ġ c', 'Ġc a', 'Ġca f'],
  },
};

/** Unigram, as T5 and Marian have it. */
const unigramPieces: [string, number][] = [
  ['<pad>', 0],
  ['</s>', 0],
  ['<unk>', 0],
  ['▁the', -2],
  ['▁cat', -3],
  ['s', -4],
  ['▁', -5],
];
const unigram = {
  added_tokens: [special(0, '<pad>'), special(1, '</s>'), special(2, '<unk>')],
  normalizer: null,
  pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
  post_processor: {
    type: 'TemplateProcessing',
    single: [{ Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '</s>', type_id: 0 } }],
    pair: [],
    special_tokens: { '</s>': { id: '</s>', ids: [1], tokens: ['</s>'] } },
  },
  decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
  model: { type: 'Unigram', unk_id: 2, vocab: unigramPieces },
};

describe('openTokenizer(file)', () => {
  it('reads WordPiece, pairs of sentences with their segments', async () => {
    const tokenizer = await openTokenizer(wordPiece);
    const single = tokenizer.encode('The cats sat. 고양이');
    expect(single.tokens).to.deep.equal(['[CLS]', 'the', 'cat', '##s', 'sat', '.', '고양', '##이', '[SEP]']);
    expect(single.ids).to.deep.equal([2, 4, 5, 7, 6, 10, 8, 9, 3]);
    const pair = tokenizer.encode('the cat', { pair: 'sat' });
    expect(pair.tokens).to.deep.equal(['[CLS]', 'the', 'cat', '[SEP]', 'sat', '[SEP]']);
    expect(pair.segments).to.deep.equal([0, 0, 0, 0, 1, 1]);
    expect(tokenizer.encode('the', { bare: true }).ids).to.deep.equal([4]);
  });

  it('reads BPE of bytes', async () => {
    const tokenizer = await openTokenizer(byteLevel);
    expect(tokenizer.encode('cat café<|endoftext|>').tokens).to.deep.equal([
      ...['cat', 'Ġcaf', 'Ã©', '<|endoftext|>'],
    ]);
    expect(tokenizer.piece(10)).to.equal('Ġcaf');
    expect(tokenizer.piece(99)).to.equal(undefined);
  });

  it('reads Unigram', async () => {
    const tokenizer = await openTokenizer(unigram);
    expect(tokenizer.encode('the cats').tokens).to.deep.equal(['▁the', '▁cat', 's', '</s>']);
  });

  it('spells in bytes what Unigram does not know, where the file says so and all bytes are there', async () => {
    const bytes = ['<0xE7>', '<0x8C>', '<0xAB>'];
    const model = {
      ...unigram.model,
      ...{ byte_fallback: true, vocab: [...unigramPieces, ...bytes.map((piece) => [piece, -9])] },
    };
    const tokenizer = await openTokenizer({ ...unigram, model });
    expect(tokenizer.encode('the 猫s')).to.deep.equal({
      ids: [3, 6, 7, 8, 9, 5, 1],
      tokens: ['▁the', '▁', ...bytes, 's', '</s>'],
      segments: [0, 0, 0, 0, 0, 0, 0],
    });
    // 犬 has bytes that are no pieces; <unk> is meant as such
    expect(tokenizer.encode('犬<unk>').ids).to.deep.equal([6, 2, 2, 1]);
    const without = await openTokenizer({ ...unigram, model: { ...model, byte_fallback: false } });
    expect(without.encode('猫').ids).to.deep.equal([6, 2, 1]);
  });
});

describe('piecesOf(vocabulary)', () => {
  it('names ids by a list, or by a map of pieces', () => {
    expect(piecesOf(['a', 'b'])).to.deep.equal(['a', 'b']);
    expect(piecesOf({ b: 1, a: 0 })).to.deep.equal(['a', 'b']);
    expect(piecesOf(undefined)).to.deep.equal([]);
  });
});

describe('model.run(input) with text', () => {
  const files = async (name: string, tokenizer: unknown) => ({
    'm/config.json': await fixtureBytes(name, 'config.json'),
    'm/model.safetensors': await fixtureBytes(name, 'model.safetensors'),
    'm/tokenizer.json': JSON.stringify(tokenizer),
  });
  const open = () => openAlone(servedUrl('m/'), { worker: false, cache: false });

  it('reads source and target of an encoder-decoder: a start token before the target, no end after it', async () => {
    const served = serve(await files('bart-tiny', unigram));
    const model = await open();
    const { parts } = await model.run({ source: 'the cats', target: 'cat s' });
    expect(parts[0]!.queryTokens).to.deep.equal(['▁the', '▁cat', 's', '</s>']);
    expect(parts[1]!.queryTokens).to.deep.equal(['<unk>', '▁cat', '▁', 's']);
    expect(parts[2]!.keyTokens).to.deep.equal(parts[0]!.queryTokens);
    const alone = await model.run({ text: 'the cats' });
    expect(alone.parts.map(({ name }) => name)).to.deep.equal(['Encoder', 'Decoder', 'Cross']);
    expect(alone.parts[1]!.queryTokens.length).to.be.above(1);
    served.stop();
  });

  it('reads a pair of sentences for an encoder', async () => {
    const served = serve(await files('distilbert-tiny', wordPiece));
    const model = await open();
    const { parts } = await model.run({ source: 'the cat', target: 'sat' });
    expect(parts[0]!.queryTokens).to.deep.equal(['[CLS]', 'the', 'cat', '[SEP]', 'sat', '[SEP]']);
    expect(await model.tokenize('the cat')).to.deep.equal({
      ids: [2, 4, 5, 3],
      tokens: ['[CLS]', 'the', 'cat', '[SEP]'],
    });
    served.stop();
  });
});
