import { expect } from '@open-wc/testing';
import { readNpy } from '../../src/formats/npy.js';
import { readWeights } from '../../src/formats/read-weights.js';
import type { Tensor } from '../../src/formats/tensor.js';
import { needSharedData, sharedBytes, sharedJson } from '../shared-data.js';
import { codes, expectInputError, expectSameNumbers, letters, nest, sampleWeights } from './helpers.js';

/** Cuts `[layers, heads, n, keys]` into what `generate()` returns: a prompt, then one query after the other. */
function generate(
  { data, shape }: Tensor,
  prompt: number,
  { cross = false, tensors = false, batch = true } = {},
): unknown[][] {
  const [layers, heads, queries, keys] = shape as [number, number, number, number];
  const rows = [
    [0, prompt],
    ...Array.from({ length: queries - prompt }, (_, i) => [prompt + i, prompt + i + 1]),
  ];
  return rows.map(([from, to]) =>
    Array.from({ length: layers }, (_, l) => {
      const width = cross ? keys : to!;
      const cut = new Float32Array(heads * (to! - from!) * width);
      let at = 0;
      for (let h = 0; h < heads; h++) {
        for (let q = from!; q < to!; q++) {
          const start = ((l * heads + h) * queries + q) * keys;
          cut.set(data.subarray(start, start + width), at);
          at += width;
        }
      }
      const dims = [...(batch ? [1] : []), heads, to! - from!, width];
      return tensors ? { dims, type: 'float32', data: cut } : nest(cut, dims);
    }),
  );
}

describe('readWeights: attention of generate()', () => {
  let recall: Tensor;
  let tokens: string[];

  before(async function () {
    await needSharedData(this);
    recall = readNpy(new Uint8Array(await sharedBytes('real/ko-recall-gpt-29/weights.npy')), 'x') as Tensor;
    tokens = await sharedJson<string[]>('real/ko-recall-gpt-29/tokens.json');
  });

  for (const [what, options] of [
    ['nested lists', {}],
    ['tensors', { tensors: true }],
    ['lists without a batch axis', { batch: false }],
  ] as const) {
    it(`is stitched to what one pass gives, from ${what}`, () => {
      const [data, ...rest] = readWeights(generate(recall, 20, options), { tokens });
      expect(rest).to.be.empty;
      expectSameNumbers(data!.weights, recall.data, what);
      expect(data).to.deep.include({ causal: true, generatedFrom: 20, queryTokens: tokens, notices: [] });
      expect(data!.source.format).to.equal('Hugging Face');
    });
  }

  it('is found in the output object, beside sequences and logits', () => {
    const [data] = readWeights({
      sequences: [[1, 2, 3]],
      scores: [[[0.5, 0.5]]],
      attentions: generate(recall, 20),
      tokens,
    });
    expectSameNumbers(data!.weights, recall.data, 'weights');
  });

  it('leaves out the last token, which the model never read, and says so', () => {
    const [data] = readWeights(generate(recall, 20), { tokens: [...tokens, ' 시장'] });
    expect(data!.queryTokens).to.deep.equal(tokens);
    expect(codes(data!)).to.deep.equal(['parts-skipped']);
    expectInputError(
      () => readWeights(generate(recall, 20), { tokens: [...tokens, 'a', 'b'] }),
      'tokens',
      '29 query positions',
      '31',
    );
  });

  it('is stitched for encoder-decoder models, cross-attention included', async () => {
    const load = async (part: string) =>
      readNpy(
        new Uint8Array(await sharedBytes(`real/ko-en-translation-0/${part}/weights.npy`)),
        'x',
      ) as Tensor;
    const [encoder, decoder, cross] = await Promise.all(['encoder', 'decoder', 'cross'].map(load));
    const sourceTokens = await sharedJson<string[]>('real/ko-en-translation-0/encoder/tokens.json');
    const targetTokens = await sharedJson<string[]>('real/ko-en-translation-0/decoder/tokens.json');
    const parts = readWeights(
      {
        encoder_attentions: nest(encoder!.data, [2, 1, 4, 12, 12]),
        decoder_attentions: generate(decoder!, 1),
        cross_attentions: generate(cross!, 1, { cross: true }),
        scores: [[[1, 2]]],
      },
      { sourceTokens, targetTokens },
    );
    expect(parts.map(({ kind }) => kind)).to.deep.equal(['encoder', 'decoder', 'cross']);
    [encoder, decoder, cross].forEach((tensor, i) =>
      expectSameNumbers(parts[i]!.weights, tensor!.data, parts[i]!.kind),
    );
    expect(parts.flatMap(codes)).to.deep.equal([]);
  });

  /** Steps of one layer and head, each given by its rows. */
  const steps = (...rows: number[][][]): unknown[][] => rows.map((matrix) => [[[matrix]]]);
  const prompt = [
    [1, 0],
    [0.5, 0.5],
  ];

  it('places the keys of a sliding window at the right', () => {
    const [data] = readWeights(steps(prompt, [[0.25, 0.75]], [[0.75, 0.25]]), { tokens: letters(4) });
    expect([...data!.weights]).to.deep.equal([
      1, 0, 0, 0, 0.5, 0.5, 0, 0, 0, 0.25, 0.75, 0, 0, 0, 0.75, 0.25,
    ]);
  });

  it('cuts a cache of fixed size where it is empty, and only there', () => {
    const fixed = [
      [1, 0, 0, 0],
      [0.5, 0.5, 0, 0],
    ];
    const [data] = readWeights(steps(fixed, [[0.25, 0.25, 0.5, 0]]), { tokens: letters(3) });
    expect([...data!.weights]).to.deep.equal([1, 0, 0, 0.5, 0.5, 0, 0.25, 0.25, 0.5]);
    expectInputError(
      () => readWeights(steps(fixed, [[0.25, 0.25, 0.25, 0.25]])),
      'shape',
      '4 keys at [1][0]',
      '3, the tokens read so far',
    );
  });

  it('refuses several beams, naming the axis, and steps that do not fit', () => {
    const beams = nest(sampleWeights(1, 3, 2), [1, 1, 3, 1, 2, 2]);
    expectInputError(() => readWeights(beams), 'shape', 'a batch of 3 (axis 0) at [0][0]');
    const steps = generate(recall, 20);
    steps[3] = steps[3]!.slice(1);
    expectInputError(() => readWeights(steps, { tokens }), 'shape', '1 layers in step 3', '2, as in step 0');
  });
});
