import { expect } from '@open-wc/testing';
import type { AttentionData } from '../../src/core/attention-data.js';
import { readNpy } from '../../src/formats/npy.js';
import { readWeights } from '../../src/formats/read-weights.js';
import type { Tensor } from '../../src/formats/tensor.js';
import { needSharedData, sharedBytes, sharedJson } from '../shared-data.js';
import { codes, expectInputError, expectSameNumbers, letters, nest, sampleWeights } from './helpers.js';

const shape = ({ layers, heads, queries, keys }: AttentionData) => [layers, heads, queries, keys];

/** One of the real cases: its weights as NumPy holds them, and its tokens. */
async function real(path: string): Promise<{ weights: Tensor & { data: Float32Array }; tokens: string[] }> {
  const [bytes, tokens] = await Promise.all([
    sharedBytes(`real/${path}/weights.npy`),
    sharedJson<string[]>(`real/${path}/tokens.json`),
  ]);
  return { weights: readNpy(new Uint8Array(bytes), 'test') as Tensor & { data: Float32Array }, tokens };
}

describe('readWeights: files of other tools', () => {
  before(async function () {
    await needSharedData(this);
  });

  const file = async (name: string) => readWeights(await sharedJson<unknown>(`formats/${name}`));

  it('reads the parameters of BertViz’s head view', async () => {
    const parts = await file('bertviz-head-view.json');
    const { weights, tokens } = await real('distilbert-cat-mat-8');
    expect(parts).to.have.length(1);
    expectSameNumbers(parts[0]!.weights, weights.data, 'weights');
    expect(parts[0]).to.deep.include({ queryTokens: tokens, kind: 'self', notices: [] });
    expect(parts[0]!.source.format).to.equal('BertViz');
  });

  it('reads BertViz’s sentence pairs as parts, and says that slices do not sum to 1', async () => {
    const parts = await file('bertviz-head-view-sentence-pair.json');
    const { weights, tokens } = await real('bert-base-rabbit-turtle-11');
    expect(parts.map(({ name }) => name)).to.deep.equal([
      undefined,
      'Sentence A → Sentence A',
      'Sentence B → Sentence B',
      'Sentence A → Sentence B',
      'Sentence B → Sentence A',
    ]);
    expect(parts.map(shape)).to.deep.equal([
      [12, 12, 11, 11],
      [12, 12, 6, 6],
      [12, 12, 5, 5],
      [12, 12, 6, 5],
      [12, 12, 5, 6],
    ]);
    expectSameNumbers(parts[0]!.weights, weights.data, 'all');
    expect(codes(parts[0]!)).to.deep.equal([]);
    for (const part of parts.slice(1)) expect(codes(part), part.name).to.deep.equal(['rows-not-normalised']);
    expect(parts[3]!.queryTokens).to.deep.equal(tokens.slice(0, 6));
    expect(parts[3]!.keyTokens).to.deep.equal(tokens.slice(6));
    expect(parts.map(({ kind }) => kind)).to.deep.equal(['self', 'self', 'self', 'cross', 'cross']);
  });

  it('reads BertViz’s encoder, decoder and cross-attention', async () => {
    const parts = await file('bertviz-encoder-decoder.json');
    expect(parts.map(({ kind, name }) => [kind, name])).to.deep.equal([
      ['encoder', 'Encoder'],
      ['decoder', 'Decoder'],
      ['cross', 'Cross'],
    ]);
    for (const part of parts) {
      const { weights, tokens } = await real(`marian-en-de-elephant/${part.kind}`);
      expect(shape(part)).to.deep.equal(weights.shape);
      expectSameNumbers(part.weights, weights.data, part.name!);
      expect(part.queryTokens).to.deep.equal(tokens);
      expect(codes(part)).to.deep.equal([]);
    }
    expect(parts.map(({ causal }) => causal)).to.deep.equal([false, true, false]);
  });

  it('reads CircuitsVis patterns and heads with their names', async () => {
    const [patterns] = await file('circuitsvis-attention-patterns.json');
    expectSameNumbers(patterns!.weights, (await real('t5-small-encoder-12')).weights.data, 'patterns');
    // anyone writes {tokens, attention}
    expect(patterns!.source.format).to.equal('JSON');
    const [heads] = await file('circuitsvis-attention-heads.json');
    expectSameNumbers(heads!.weights, (await real('gpt2-ioi-name-movers-15')).weights.data, 'heads');
    expect(heads!.source.format).to.equal('CircuitsVis');
    expect(heads!.headLabels).to.deep.equal([[{ name: 'L9H9' }, { name: 'L9H6' }, { name: 'L10H0' }]]);
  });

  it('reads Inspectus, base64 included, and says that its rows are damaged by dropout', async () => {
    const [data] = await file('inspectus.json');
    const { weights, tokens } = await real('gpt2-untrained-inspectus-10');
    expectSameNumbers(data!.weights, weights.data, 'weights');
    expect(data!.queryTokens).to.deep.equal(tokens);
    expect(data!.source.format).to.equal('Inspectus');
    expect(codes(data!)).to.deep.equal(['empty-rows', 'rows-not-normalised']);
    expect(data!.values).to.equal('other');
  });
});

describe('readWeights: objects of other tools, made from real weights', () => {
  let fox: Awaited<ReturnType<typeof real>>;
  let layers: unknown[];

  before(async function () {
    await needSharedData(this);
    fox = await real('gpt2-fox-10');
    layers = nest(fox.weights.data, fox.weights.shape) as unknown[];
  });

  /** Reads, and expects gpt2-fox-10 whole. */
  const expectFox = (value: unknown, format: string | undefined, options = {}) => {
    const parts = readWeights(value, { tokens: fox.tokens, ...options });
    expect(parts).to.have.length(1);
    expect(shape(parts[0]!)).to.deep.equal([12, 12, 10, 10]);
    expectSameNumbers(parts[0]!.weights, fox.weights.data, format ?? 'weights');
    expect(parts[0]!.source.format).to.equal(format);
    expect(parts[0]).to.deep.include({ queryTokens: fox.tokens, notices: [], causal: true });
    return parts[0]!;
  };

  it('reads Hugging Face tuples and outputs', () => {
    const tuple = layers.map((layer) => [layer]);
    // a batch of one is no sign of a tool
    expectFox(tuple, undefined);
    expectFox({ logits: [[[1, 2]]], hidden_states: [[[[1]]]], attentions: tuple }, 'Hugging Face');
  });

  it('reads TransformerLens caches, layers sorted by number and not as text', () => {
    const cache: Record<string, unknown> = { tokens: fox.tokens };
    for (const l of [10, 2, 11, 0, 1, 3, 4, 5, 6, 7, 8, 9]) {
      cache[`blocks.${l}.attn.hook_pattern`] = [layers[l]];
      cache[`blocks.${l}.attn.hook_z`] = [[[[9]]]];
      cache[`blocks.${l}.hook_attn_out`] = [[[9]]];
    }
    expectFox(cache, 'TransformerLens', { tokens: undefined });
  });

  it('reads one layer of a TransformerLens cache under its own number', () => {
    const [data] = readWeights({ 'blocks.7.attn.hook_pattern': [layers[7]] }, { tokens: fox.tokens });
    expect(data!.layerIndices).to.deep.equal([7]);
    expectSameNumbers(data!.weights, fox.weights.data.slice(7 * 1200, 8 * 1200), 'layer 7');
  });

  it('reads LIT’s fields', () => {
    const fields = Object.fromEntries(layers.map((layer, l) => [`layer_${l}/attention`, layer]));
    expectFox([{ tokens: fox.tokens, ...fields, cls_emb: [1, 2] }], 'LIT', { tokens: undefined });
  });

  it('reads Transformer Explainer’s outputs, with and without dims', () => {
    for (const dims of [[1, 1, 10, 10], undefined]) {
      const outputs: Record<string, unknown> = {};
      layers.forEach((layer, l) =>
        (layer as number[][][]).forEach((head, h) => {
          const data = dims ? Float32Array.from(head.flat()) : head;
          const shaped = dims ? dims.slice(2) : undefined;
          const name = `block_${l}_attn_head_${h}_attn`;
          outputs[name] = { data: head.map((row) => row.map((x) => x * 9)) };
          outputs[`${name}_softmax`] = { data, ...(shaped && { dims: shaped }) };
          outputs[`${name}_dropout`] = { data, ...(shaped && { dims: shaped }) };
        }),
      );
      expectFox(outputs, 'Transformer Explainer');
    }
  });

  it('reads PySvelte’s order by axes', () => {
    const [layer] = layers as number[][][][];
    const headLast = layer![0]!.map((row, q) => row.map((_, k) => layer!.map((head) => head[q]![k]!)));
    const [data] = readWeights(headLast, { tokens: fox.tokens, axes: 'qkh' });
    expectSameNumbers(data!.weights, fox.weights.data.slice(0, 1200), 'layer 0');
  });

  it('reads exBERT’s answers', () => {
    const side = fox.tokens.map((text) => ({ text, topk_words: ['x'], topk_probs: [1] }));
    const [data] = readWeights({ aa: { att: layers[0], left: side, right: side } });
    expect(data!.source.format).to.equal('exBERT');
    expect(data!.queryTokens).to.deep.equal(fox.tokens);
    expectSameNumbers(data!.weights, fox.weights.data.slice(0, 1200), 'layer 0');
  });

  it('reads BertViz’s neuron view with its vectors', async () => {
    const q = readNpy(new Uint8Array(await sharedBytes('real/gpt2-john-smith-qk-9/q.npy')), 'q') as Tensor;
    const k = readNpy(new Uint8Array(await sharedBytes('real/gpt2-john-smith-qk-9/k.npy')), 'k') as Tensor;
    const { weights, tokens } = await real('gpt2-john-smith-qk-9');
    const all = {
      attn: nest(weights.data, weights.shape),
      queries: nest(q.data, q.shape),
      keys: nest(k.data, k.shape),
      left_text: tokens,
      right_text: tokens,
    };
    const [data] = readWeights({ attention: { all }, default_filter: 'all', bidirectional: false });
    expectSameNumbers(data!.weights, weights.data, 'weights');
    expectSameNumbers(data!.q!, q.data, 'q');
    expectSameNumbers(data!.k!, k.data, 'k');
    expect(data!.dHead).to.equal(64);
  });

  it('attaches unmasked scores that come with the weights', async () => {
    const path = 'real/gpt2-te-ex0';
    const scores = readNpy(new Uint8Array(await sharedBytes(`${path}/scores_scaled.npy`)), 's') as Tensor;
    const { weights, tokens } = await real('gpt2-te-ex0');
    const [data] = readWeights({ tokens, weights, scores });
    expectSameNumbers(data!.scores!, scores.data, 'scores');
  });

  it('attaches TransformerLens’s vectors with heads before tokens', () => {
    const pattern = sampleWeights(1, 2, 3);
    const hook = nest(
      Float32Array.from({ length: 3 * 2 * 4 }, (_, i) => i),
      [1, 3, 2, 4],
    );
    const [data] = readWeights({
      'blocks.0.attn.hook_pattern': nest(pattern, [1, 2, 3, 3]),
      'blocks.0.attn.hook_q': hook,
    });
    expect(data!.dHead).to.equal(4);
    expect([...data!.q!.subarray(0, 12)]).to.deep.equal([0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19]);
  });

  it('reads scores alone as scores', () => {
    const data = nest(Float32Array.of(1, -1e30, 0.5, 0.25), [1, 1, 2, 2]);
    const [read] = readWeights({ 'blocks.0.attn.hook_attn_scores': data }, { tokens: ['a', 'b'] });
    expect(read!.values).to.equal('scores');
  });
});

describe('readWeights: encoder-decoder models', () => {
  const source = letters(3);
  const target = ['x', 'y'];
  const encoder = nest(sampleWeights(2, 2, 3), [2, 1, 2, 3, 3]);
  const decoder = nest(sampleWeights(2, 2, 2), [2, 1, 2, 2, 2]);
  const cross = nest(sampleWeights(2, 2, 2, 3), [2, 1, 2, 2, 3]);
  const summary = (parts: AttentionData[]) =>
    parts.map(({ kind, queryTokens, keyTokens }) => [kind, queryTokens.length, keyTokens.length]);
  const expected = [
    ['encoder', 3, 3],
    ['decoder', 2, 2],
    ['cross', 2, 3],
  ];

  it('reads the outputs of Hugging Face', () => {
    const outputs = { encoder_attentions: encoder, decoder_attentions: decoder, cross_attentions: cross };
    const parts = readWeights(outputs, { sourceTokens: source, targetTokens: target });
    expect(summary(parts)).to.deep.equal(expected);
    expect(parts[2]!.source.format).to.equal('Hugging Face');
    expect(parts.flatMap(codes)).to.deep.equal([]);
  });

  it('reads {encoder, decoder, cross} with tokens by part', () => {
    const tokens = { encoder: source, decoder: target };
    expect(summary(readWeights({ tokens, encoder, decoder, cross }))).to.deep.equal(expected);
    const named = { encoder_tokens: source, decoder_tokens: target, encoder, decoder, cross };
    expect(summary(readWeights(named))).to.deep.equal(expected);
  });

  it('says which side has the wrong number of tokens', () => {
    expectInputError(
      () => readWeights({ cross }, { sourceTokens: letters(4), targetTokens: target }),
      'tokens',
      '3 key positions',
      '4, one per token',
    );
  });

  it('reads tensor2tensor, whose rows are the bottom text', () => {
    const att = (weights: unknown) => (weights as unknown[][]).map(([layer]) => layer);
    const parts = readWeights({
      inp_inp: { att: att(encoder), top_text: source, bot_text: source },
      inp_out: { att: att(cross), top_text: source, bot_text: target },
      out_out: { att: att(decoder), top_text: target, bot_text: target },
    });
    expect(parts.map(({ kind }) => kind)).to.deep.equal(['encoder', 'cross', 'decoder']);
    expect(parts[1]).to.deep.include({ queryTokens: target, keyTokens: source, name: 'Output → Input' });
    expect(parts[1]!.source.format).to.equal('tensor2tensor');
  });

  it('reads the flat form of tensor2tensor’s insights, whose rows are the source tokens', () => {
    const [data] = readWeights({
      source_tokens: source,
      target_tokens: target,
      weights: [1, 0.5, 0, 0.25, 0, 0.25],
    });
    expect(data!.queryTokens).to.deep.equal(target);
    expectSameNumbers(data!.weights, Float32Array.of(1, 0, 0, 0.5, 0.25, 0.25), 'weights');
    expect(codes(data!)).to.deep.equal([]);
  });

  it('refuses Inspectus matrices that are missing or broken', () => {
    const entry = (layer: number, head: number, values = btoa('\0\0\x80?')) => ({
      values,
      shape: [1, 1],
      info: { layer, head },
    });
    const tokens = { src_tokens: ['a'], tgt_tokens: ['a'] };
    expect(readWeights({ attention: [entry(3, 0), entry(3, 1)], ...tokens })[0]).to.deep.include({
      layerIndices: [3],
      heads: 2,
    });
    expectInputError(
      () => readWeights({ attention: [entry(0, 0), entry(0, 1), entry(1, 1)], ...tokens }),
      'shape',
      '0 matrices for layer 1, head 0',
    );
    expectInputError(() => readWeights({ attention: [entry(0, 0, '*')], ...tokens }), 'syntax', 'base64');
    expectInputError(
      () => readWeights({ attention: [entry(0, 0, 'AAAA')], ...tokens }),
      'truncated',
      '3 bytes',
    );
  });

  it('refuses two arrays for the same layer, naming them', () => {
    const layer = nest(sampleWeights(1, 1, 2), [1, 2, 2]);
    expectInputError(
      () => readWeights({ layer_1_attn: layer, layer_1_attention: layer, layer_0_attn: layer }),
      'format',
      'layer_1_attn, layer_1_attention',
    );
  });
});
