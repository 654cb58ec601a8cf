import { expect } from '@open-wc/testing';
import type { InputErrorCode } from '../../src/core/errors.js';
import type { GenerateOptions, Model, RunInput, RunOptions } from '../../src/models/model.js';
import { openAlone } from '../../src/models/open-alone.js';
import { safetensorsWith } from '../formats/byte-writers.js';
import { expectRejection } from '../formats/helpers.js';
import { fixtureUrl } from './fixture.js';
import { filesOf, takeApart, type Folder } from './folder.js';
import { serve, servedUrl, type ServeOptions } from './serve.js';

type Files = Record<string, string | Uint8Array<ArrayBuffer>>;

const name = 'qwen2-window-tiny';
const page = '<!doctype html><title>Sign in</title>';

const openServed = () => openAlone(servedUrl('m/'), { worker: false, cache: false });

/** Opens a folder after `spoil`; it must be refused. */
async function refused(
  spoil: (folder: Folder, files: Files) => Files | void,
  code: InputErrorCode,
  parts: string[],
  options: ServeOptions = {},
): Promise<void> {
  const folder = await takeApart(name);
  const files = spoil(folder, filesOf(folder)) ?? filesOf(folder);
  const served = serve(files, options);
  try {
    await expectRejection(openServed(), code, ...parts);
  } finally {
    served.stop();
  }
}

const key = 'model.layers.0.self_attn.k_proj.weight';

describe('openModel(url) refuses', () => {
  const cases: [string, InputErrorCode, string[], (folder: Folder, files: Files) => Files | void][] = [
    ['a folder that is not there', 'network', ['404', 'config.json'], () => ({})],
    [
      'a web page instead of the config',
      'format',
      ['a web page', 'JSON'],
      (_, files) => ({ ...files, 'm/config.json': page }),
    ],
    [
      'a broken config',
      'syntax',
      ['config.json', 'broken JSON'],
      (_, files) => ({ ...files, 'm/config.json': '{' }),
    ],
    ['a config that is a list', 'format', ['no object'], (_, files) => ({ ...files, 'm/config.json': '[]' })],
    [
      'an unknown family, listing those known',
      'unsupported',
      ['model_type "mamba"', 'gpt2', 'bert', 'llama', 't5', 'vit'],
      ({ config }) => void (config.model_type = 'mamba'),
    ],
    [
      'a config without a family',
      'unsupported',
      ['no model_type'],
      ({ config }) => void delete config.model_type,
    ],
    [
      'a config without a number that is needed',
      'format',
      ['no num_hidden_layers', 'a number above 0'],
      ({ config }) => void delete config.num_hidden_layers,
    ],
    ['numbers that are none', 'format', ['hidden_size "x"'], ({ config }) => void (config.hidden_size = 'x')],
    [
      'numbers that are not whole',
      'unsupported',
      ['hidden_size 16.5'],
      ({ config }) => void (config.hidden_size = 16.5),
    ],
    [
      'an activation that is not known',
      'unsupported',
      ['hidden_act "mish"', 'gelu'],
      ({ config }) => void (config.hidden_act = 'mish'),
    ],
    [
      'positions scaled in ways that are not known',
      'unsupported',
      ['yarn', 'llama3'],
      ({ config }) => void (config.rope_scaling = { rope_type: 'yarn', factor: 4 }),
    ],
    [
      'weights quantized in ways that are not known',
      'unsupported',
      ['quantized by gptq', 'int8 by compressed-tensors'],
      ({ config }) => void (config.quantization_config = { quant_method: 'gptq', bits: 4 }),
    ],
    [
      'int4 of compressed-tensors',
      'unsupported',
      ['compressed-tensors as pack-quantized', 'int-quantized'],
      ({ config }) =>
        void (config.quantization_config = { quant_method: 'compressed-tensors', format: 'pack-quantized' }),
    ],
    ['a missing tensor', 'format', [`no tensor ${key}`], ({ tensors }) => void delete tensors[key]],
    [
      'more layers in the config than in the file',
      'format',
      ['no tensor model.layers.2.'],
      ({ config }) => void (config.num_hidden_layers = 3),
    ],
    [
      'a tensor of another shape',
      'shape',
      [key, '[8, 16]', '[16, 16]'],
      ({ config }) => void (config.num_key_value_heads = 4),
    ],
    [
      'a tensor of an unknown type',
      'unsupported',
      [`${key} of type F8_E4M3`, 'F32, F16, BF16, I8'],
      ({ tensors }) => void (tensors[key] = { dtype: 'F8_E4M3', shape: [8, 16], array: new Uint8Array(128) }),
    ],
    [
      'a tensor with too few bytes',
      'format',
      [`508 bytes for ${key}`, '512'],
      ({ tensors }) => void (tensors[key] = { dtype: 'F32', shape: [8, 16], array: new Float32Array(127) }),
    ],
    [
      'int8 without scales',
      'unsupported',
      [`${key} in int8 without ${key}_scale`],
      ({ tensors }) => void (tensors[key] = { dtype: 'I8', shape: [8, 16], array: new Int8Array(128) }),
    ],
    [
      'a web page instead of the weights',
      'format',
      ['a web page', 'login'],
      (_, files) => ({ ...files, 'm/model.safetensors': page }),
    ],
    [
      'weights of PyTorch',
      'format',
      ['a Python pickle'],
      (_, files) => ({
        ...files,
        'm/model.safetensors': Uint8Array.from({ length: 64 }, (_, i) => (i ? i : 0x80)),
      }),
    ],
    [
      'a pointer of Git LFS',
      'format',
      ['Git LFS pointer'],
      (_, files) => ({
        ...files,
        'm/model.safetensors': 'version https://git-lfs.github.com/spec/v1\noid sha256:0',
      }),
    ],
    [
      'an empty file of weights',
      'truncated',
      ['0 bytes', 'a header'],
      (_, files) => ({ ...files, 'm/model.safetensors': new Uint8Array() }),
    ],
    [
      'a header that is longer than the file',
      'truncated',
      ['a header of'],
      (_, files) => ({
        ...files,
        'm/model.safetensors': (files['m/model.safetensors'] as Uint8Array<ArrayBuffer>).slice(0, 500),
      }),
    ],
    [
      'a tensor that lies beyond the end of the file',
      'truncated',
      ['model.safetensors', 'up to byte', 'the whole file'],
      (_, files) => ({
        ...files,
        'm/model.safetensors': (files['m/model.safetensors'] as Uint8Array<ArrayBuffer>).slice(0, -8),
      }),
    ],
    [
      'a header that is no object',
      'format',
      ['a header without dtype'],
      (_, files) => ({ ...files, 'm/model.safetensors': safetensorsWith('{"a": 1}', new Uint8Array(64)) }),
    ],
    [
      'a folder without weights',
      'network',
      ['neither model.safetensors nor an index', 'Hugging Face layout'],
      (_, files) => ({ 'm/config.json': files['m/config.json']! }),
    ],
    [
      'an index whose shard is not there',
      'network',
      ['no shard a.safetensors'],
      (_, files) => ({
        'm/config.json': files['m/config.json']!,
        'm/model.safetensors.index.json': JSON.stringify({ weight_map: { x: 'a.safetensors' } }),
      }),
    ],
    ...['https://tracker.test/a.safetensors', '//tracker.test/a', '../../a.safetensors', 'http://['].map(
      (shard): (typeof cases)[number] => [
        `an index whose shard lies elsewhere: ${shard}`,
        'format',
        ['index.json', `a shard at "${shard}"`, 'in the folder of the model'],
        (_, files) => ({
          'm/config.json': files['m/config.json']!,
          'm/model.safetensors.index.json': JSON.stringify({ weight_map: { x: shard } }),
        }),
      ],
    ),
    [
      'a tokenizer of an unknown type',
      'unsupported',
      ['tokenizer.json', 'type "Telepathy"', 'BPE'],
      (_, files) => ({
        ...files,
        'm/tokenizer.json': JSON.stringify({ model: { type: 'Telepathy' }, added_tokens: [] }),
      }),
    ],
    [
      'a tokenizer that is a list',
      'format',
      ['tokenizer.json', 'no object', 'an object'],
      (_, files) => ({ ...files, 'm/tokenizer.json': '[]' }),
    ],
    [
      'settings of a tokenizer that are null',
      'format',
      ['tokenizer_config.json', 'no object'],
      (_, files) => ({ ...files, 'm/tokenizer_config.json': 'null' }),
    ],
  ];
  for (const [what, code, parts, spoil] of cases) {
    it(what, () => refused(spoil, code, parts));
  }

  it('a header whose length lies beyond any file', async () => {
    const claim = (length: bigint) => (_: Folder, files: Files) => {
      const bytes = (files['m/model.safetensors'] as Uint8Array<ArrayBuffer>).slice();
      new DataView(bytes.buffer).setBigUint64(0, length, true);
      return { ...files, 'm/model.safetensors': bytes };
    };
    for (const options of [{}, { ranges: false }, { ranges: false, hideLength: true }]) {
      await refused(claim(50_000_000n), 'truncated', ['a header of 50000000 bytes'], options);
    }
    await refused(claim(2n ** 60n), 'format', ['model.safetensors']);
  });

  it('a download that ends too early, and one that breaks off', async () => {
    const nothing = () => undefined;
    await refused(nothing, 'truncated', ['ended at byte', 'within model.'], {
      ranges: false,
      endAfter: 12_000,
    });
    await refused(nothing, 'network', ['broke off', 'Load the page again'], {
      ranges: false,
      breakAfter: 12_000,
    });
  });

  it('a model that is too large for the memory', async () => {
    const width = 2 ** 12;
    await refused(
      ({ config, tensors }) => {
        Object.assign(config, { hidden_size: width, vocab_size: 2 ** 30, tie_word_embeddings: true });
        let at = 0;
        const header = Object.entries(tensors).map(([each, { shape }]) => {
          const wide = each.includes('embed_tokens') ? [2 ** 30, width] : shape.map((n) => widened(n, width));
          const start = at;
          at += 4 * wide.reduce((a, b) => a * b, 1);
          return [each, { dtype: 'F32', shape: wide, data_offsets: [start, at] }];
        });
        return {
          'm/config.json': JSON.stringify(config),
          'm/model.safetensors': safetensorsWith(
            JSON.stringify(Object.fromEntries(header)),
            new Uint8Array(5000),
          ),
        };
      },
      'too-large',
      ['no memory', 'a model that fits', 'int8'],
      { ranges: false, hideLength: true },
    );
  });
});

/** Lengths of axes in the fixture, 16 wide, where it is `width` wide. */
const widened = (n: number, width: number): number => (n === 16 ? width : n === 8 ? width / 2 : n);

describe('model.run(input, options) refuses', () => {
  let llama: Model;
  let bart: Model;
  let vit: Model;
  let t5: Model;
  before(async () => {
    const open = (each: string) => openAlone(fixtureUrl(each), { cache: false });
    const names = ['qwen3-tiny', 'bart-tiny', 'vit-tiny', 't5-gated-tiny'];
    [llama, bart, vit, t5] = (await Promise.all(names.map(open))) as [Model, Model, Model, Model];
  });
  after(() => [llama, bart, vit, t5].forEach((model) => model.close()));

  const cases: [string, () => Model, RunInput, RunOptions, InputErrorCode, string[]][] = [
    ['no tokens', () => llama, { ids: [] }, {}, 'tokens', ['no tokens']],
    [
      'an id beyond the vocabulary',
      () => llama,
      { ids: [3, 40] },
      {},
      'tokens',
      ['token id 40', 'from 0 to 39'],
    ],
    ['an id that is not whole', () => llama, { ids: [1.5] }, {}, 'tokens', ['token id 1.5']],
    [
      'more tokens than positions',
      () => llama,
      { ids: new Array<number>(65).fill(3) },
      {},
      'too-large',
      ['65 tokens', 'at most 64', 'Shorten'],
    ],
    [
      'a text whose attention no memory can hold, where positions have no end',
      () => t5,
      { sourceIds: new Array<number>(100_000).fill(3), targetIds: [3] },
      {},
      'too-large',
      ['no memory', 'so many tokens', 'Shorten'],
    ],
    [
      'text without a tokenizer',
      () => llama,
      { text: 'x' },
      {},
      'unsupported',
      ['tokenizer.json', 'token ids'],
    ],
    [
      'pixels for text',
      () => llama,
      { pixels: new Float32Array(3) },
      {},
      'unsupported',
      ['pixels', 'decoder'],
    ],
    ['a source for a decoder', () => llama, { sourceIds: [3] }, {}, 'unsupported', ['sourceIds', 'decoder']],
    ['text for images', () => vit, { ids: [0] }, {}, 'unsupported', ['vision', 'pixels']],
    [
      'too few pixels',
      () => vit,
      { pixels: new Float32Array(12) },
      {},
      'shape',
      ['12 numbers', '[3, 12, 12]'],
    ],
    [
      'a head that is not there',
      () => llama,
      { ids: [3] },
      { ablate: [{ layer: 0, head: 4 }] },
      'attribute',
      ['layer 0, head 4 of the decoder', '2 layers of 4 heads'],
    ],
    [
      'a head of a part that is not there',
      () => llama,
      { ids: [3] },
      { ablate: [{ layer: 0, head: 0, part: 'cross' }] },
      'attribute',
      ['of the cross'],
    ],
    [
      'a temperature of 0',
      () => llama,
      { ids: [3] },
      { attentionTemperature: 0 },
      'number',
      ['attentionTemperature: 0', 'above 0'],
    ],
    [
      'a mask of another name',
      () => llama,
      { ids: [3] },
      { mask: 'Causal' as 'causal' },
      'attribute',
      ['mask: “Causal”', 'causal or none'],
    ],
    [
      'a list of another length',
      () => bart,
      { sourceIds: [3, 4], keep: [1] },
      {},
      'shape',
      ['1 keep', '2, one per token'],
    ],
    [
      'a target that is too long',
      () => bart,
      { sourceIds: [3], targetIds: new Array<number>(33).fill(3) },
      {},
      'too-large',
      ['target'],
    ],
  ];
  for (const [what, model, input, options, code, parts] of cases) {
    it(what, () => expectRejection(model().run(input, options), code, ...parts).then(() => undefined));
  }

  it('a text that the rules of tokenizer.json fail at, naming the file', async () => {
    const folder = await takeApart(name);
    const rules = {
      normalizer: null,
      pre_tokenizer: null,
      // of which tokens, it does not say
      post_processor: { type: 'BertProcessing' },
      decoder: null,
      added_tokens: [],
      model: { type: 'WordLevel', vocab: { a: 3 }, unk_token: 'a' },
    };
    const served = serve({ ...filesOf(folder), 'm/tokenizer.json': JSON.stringify(rules) });
    try {
      const model = await openServed();
      const parts = ['model (tokenizer.json)', 'this text cannot be read', 'fast tokenizer'];
      await expectRejection(model.run({ text: 'a' }), 'unsupported', ...parts);
      await expectRejection(model.tokenize('a'), 'unsupported', ...parts);
      expect((await model.run({ ids: [3] })).parts[0]!.queries, 'the model goes on').to.equal(1);
      model.close();
    } finally {
      served.stop();
    }
  });
});

describe('model.generate(input, options) refuses', () => {
  let model: Model;
  before(async () => {
    model = await openAlone(fixtureUrl('qwen3-tiny'), { cache: false });
  });
  after(() => model.close());

  const first = (options: GenerateOptions) => {
    const steps = model.generate({ ids: [3] }, options);
    return steps[Symbol.asyncIterator]().next();
  };
  const expected = {
    maxTokens: 'a whole number from 0',
    samplingTemperature: 'a number from 0',
    topK: 'a whole number from 1',
    topP: 'above 0, at most 1',
    seed: 'a whole number',
  };
  const wrong: [keyof typeof expected, ...unknown[]][] = [
    ['maxTokens', NaN, -1, 1.5, '5'],
    ['samplingTemperature', NaN, -0.1, Infinity, '1'],
    ['topK', NaN, 0, -3, 2.5],
    ['topP', NaN, 0, 1.01, -0.5],
    ['seed', NaN, Infinity, 0.5, null],
  ];
  for (const [option, ...values] of wrong) {
    it(`${option} ${values.map(String).join(', ')}`, async () => {
      for (const value of values) {
        const options = { samplingTemperature: 1, maxTokens: 1, [option]: value } as GenerateOptions;
        const found = `${option}: ${typeof value === 'string' ? `“${value}”` : String(value)};`;
        await expectRejection(first(options), 'number', found, expected[option]);
      }
    });
  }

  it('nothing that makes sense', async () => {
    const sampled = { maxTokens: Infinity, topK: Infinity, topP: 1, seed: -7, samplingTemperature: 0.5 };
    const greedy = { samplingTemperature: 0, topK: 1, topP: 1e-9 };
    for (const options of [sampled, greedy]) expect((await first(options)).done).to.equal(false);
    expect((await first({ maxTokens: 0 })).done).to.equal(true);
  });
});
