import { expect } from '@open-wc/testing';
import { headMatrix, weightAt } from '../../src/core/attention-data.js';
import { InputError } from '../../src/core/errors.js';
import { readWeights } from '../../src/formats/read-weights.js';
import { codes, expectInputError, expectSameNumbers, letters, nest, sampleWeights } from './helpers.js';

const tokens = ['The', 'cat'];
const one = (value: unknown, options = {}) => {
  const parts = readWeights(value, options);
  expect(parts).to.have.length(1);
  return parts[0]!;
};
const shape = ({ layers, heads, queries, keys }: ReturnType<typeof one>) => [layers, heads, queries, keys];

describe('readWeights(text)', () => {
  it('reads rows by semicolons, numbers by blanks, commas and line ends', () => {
    for (const text of ['1 0; .4 .6', ' 1, 0 ;\n 4e-1,.6;', '1 0;+.4 0.60']) {
      const data = one(text, { tokens });
      expect(shape(data), text).to.deep.equal([1, 1, 2, 2]);
      expectSameNumbers(data.weights, Float32Array.of(1, 0, 0.4, 0.6), text);
      expect(data).to.deep.include({
        kind: 'self',
        values: 'probabilities',
        causal: true,
        scale: 1,
        source: { type: 'inline' },
        notices: [],
      });
      expect(data.keyTokens).to.equal(data.queryTokens);
    }
  });

  it('reads a flat list, as frameworks make of arrays, by the token count', () => {
    expect(shape(one('1,0,0.4,0.6', { tokens }))).to.deep.equal([1, 1, 2, 2]);
    const two = one('1,0,0.4,0.6,0,1,0.5,0.5', { tokens });
    expect(shape(two)).to.deep.equal([1, 2, 2, 2]);
    expect(weightAt(two, 0, 1, 0, 1)).to.equal(1);
    const cross = one('1,0,0,.5,.5,0', { sourceTokens: letters(3), targetTokens: tokens });
    expect(shape(cross)).to.deep.equal([1, 1, 2, 3]);
    expect(cross.kind).to.equal('cross');
    expect(cross.queryTokens).to.deep.equal(tokens);
  });

  it('reads a flat list of square length without tokens, and numbers the positions', () => {
    const data = one('1,0,0,.5,.5,0,.2,.3,.5');
    expect(shape(data)).to.deep.equal([1, 1, 3, 3]);
    expect(data.queryTokens).to.deep.equal(['1', '2', '3']);
    expect(data.keyTokens).to.equal(data.queryTokens);
    expect(codes(data)).to.deep.equal(['tokens-missing']);
  });

  it('reads the matrices of several heads below each other', () => {
    expect(shape(one('1 0; .4 .6; 0 1; 1 0', { tokens }))).to.deep.equal([1, 2, 2, 2]);
  });

  it('reads JSON of 2 to 5 axes', () => {
    const square = [
      [1, 0],
      [0.5, 0.5],
    ];
    expect(shape(one(JSON.stringify(square), { tokens }))).to.deep.equal([1, 1, 2, 2]);
    expect(shape(one(JSON.stringify([square, square, square]), { tokens }))).to.deep.equal([1, 3, 2, 2]);
    expect(shape(one(JSON.stringify([[square], [square]]), { tokens }))).to.deep.equal([2, 1, 2, 2]);
    const batch = one(JSON.stringify([[[square, square]], [[square, square]]]), { tokens });
    expect(shape(batch)).to.deep.equal([2, 2, 2, 2]);
    expect(batch.source.format, 'a batch of one is no sign of a tool').to.be.undefined;
  });

  it('names a tool only for what no other object has', () => {
    const square = [
      [1, 0],
      [0.5, 0.5],
    ];
    const formatOf = (value: unknown) => one(value, { tokens }).source.format;
    expect(formatOf({ tokens, attention: square })).to.equal('JSON');
    expect(formatOf({ tokens, attentions: [[[square]]] })).to.equal('JSON');
    expect(formatOf({ tokens, weights: square }), 'our own').to.be.undefined;
    expect(formatOf({ tokens, attention: [square], attentionHeadNames: ['L0H1'] })).to.equal('CircuitsVis');
    expect(formatOf({ logits: [[0]], attentions: [[[square]]] })).to.equal('Hugging Face');
    expect(formatOf({ encoder_attentions: [[[square]]] })).to.equal('Hugging Face');
    expect(formatOf({ my_attentions: [[[square]]] })).to.be.undefined;
    expect(formatOf({ 'layer_0/attention': [square] })).to.equal('LIT');
    expect(formatOf({ layer_0_attention: [square] })).to.be.undefined;
    const tensor = { dims: [1, 1, 2, 2], data: Float32Array.of(1, 0, 0.5, 0.5) };
    expect(formatOf([tensor])).to.be.undefined;
    expect(formatOf([{ ...tensor, ort_tensor: {} }])).to.equal('transformers.js');
  });

  it('takes the words that spaces alone divide where only these are as many as the weights', () => {
    const texts = { tokens: ['all', '-', 'day', 'long'], otherwise: { tokens: ['all-day', 'long'] } };
    const nested = [
      [1, 0],
      [0.4, 0.6],
    ];
    for (const value of ['1 0; .4 .6', '1,0,.4,.6', nested, { weights: nested }, '1 0; .4 .6; 1 0; .5 .5']) {
      expect(one(value, texts).queryTokens, JSON.stringify(value)).to.deep.equal(['all-day', 'long']);
    }
    const own = one({ tokens: ['a', 'b'], weights: nested }, texts);
    expect(own.queryTokens, 'the author’s before those of the data').to.deep.equal(['all-day', 'long']);
    const four = nested.flat().flatMap((x) => [x, x, x, x]);
    expect(one(four, texts).queryTokens).to.deep.equal(texts.tokens);
    const pair = {
      sourceTokens: ['a', '-', 'b'],
      targetTokens: ['x', 'y'],
      otherwise: { sourceTokens: ['a-b'] },
    };
    expect(one([[1], [1]], pair).keyTokens).to.deep.equal(['a-b']);
    expectInputError(() => one('1 0 0; 1 0 0; 1 0 0', texts), 'tokens', '3 query positions');
  });

  it('reads the bare NaN and -Infinity that Python writes, and leaves strings alone', () => {
    const data = one('{"tokens": ["NaN", "-Infinity"], "weights": [[0.5, -Infinity], [1.5, -2.5]]}');
    expect(data.queryTokens).to.deep.equal(['NaN', '-Infinity']);
    expect(data.values).to.equal('scores');
    expectInputError(
      () => one('[[NaN, 1], [0, 1]]', { tokens }),
      'number',
      'NaN in layer 0, head 0, query 0, key 0',
    );
  });

  it('refuses words that are no numbers, naming word and row', () => {
    expectInputError(() => one('1 0; x .6', { tokens }), 'syntax', 'weights: "x" in row 2');
    expectInputError(() => one('1 0; 0x10 .6', { tokens }), 'syntax', '"0x10" in row 2');
    expectInputError(() => one('1 0; 0..4 .6', { tokens }), 'syntax', '"0..4"');
  });

  it('refuses rows of different length, empty rows and empty text', () => {
    expectInputError(() => one('1 0; .4', { tokens }), 'shape', 'row 2 has 1 number', '2, as in row 1');
    expectInputError(() => one('1 0;; .4 .6', { tokens }), 'shape', 'row 2 has 0 numbers');
    expectInputError(() => one('  '), 'syntax', 'weights: nothing');
  });

  it('refuses a flat list that fits no tokens, giving the counts', () => {
    expectInputError(() => one('1 0 0', { tokens }), 'shape', 'flat list of 3 numbers', '2 × 2');
    expectInputError(() => one('1 0 0'), 'shape', 'flat list of 3 numbers', 'square');
  });

  it('refuses broken JSON under the name of the input', () => {
    const error = expectInputError(
      () => one('[[1, 0], [', { input: 'the script' }),
      'syntax',
      'the script: broken JSON',
    );
    expect(error.cause).to.be.instanceOf(SyntaxError);
    expectInputError(() => one('{"weights": [[1]], "tokens": [NaN'), 'syntax', 'broken JSON');
  });
});

describe('readWeights(lists)', () => {
  it('flattens lists in row-major order', () => {
    const data = sampleWeights(2, 3, 4);
    const read = one(nest(data, [2, 3, 4, 4]), { tokens: letters(4) });
    expect(shape(read)).to.deep.equal([2, 3, 4, 4]);
    expectSameNumbers(read.weights, data, 'weights');
    expect(codes(read)).to.deep.equal([]);
  });

  it('reads lists of typed arrays', () => {
    const rows = [Float32Array.of(1, 0), Float32Array.of(0.25, 0.75)];
    expectSameNumbers(one(rows, { tokens }).weights, Float32Array.of(1, 0, 0.25, 0.75), 'rows');
  });

  it('refuses ragged lists, naming the place', () => {
    expectInputError(() => one([[1, 0], [1]], { tokens }), 'shape', '1 entries at [1]', '2 numbers');
    expectInputError(
      () =>
        one(
          [
            [
              [1, 0],
              [0, 1],
            ],
            [[1, 0]],
          ],
          { tokens },
        ),
      'shape',
      '1 entries at [1]',
      '2 entries',
    );
    expectInputError(
      () =>
        one(
          [
            [1, 0],
            [[0], 1],
          ],
          { tokens },
        ),
      'shape',
      'a list at [1][0]',
    );
    expectInputError(() => one([[1, 0], 1], { tokens }), 'number', '1 at [1]');
    expectInputError(() => one([[], []], { tokens }), 'shape', 'an empty list');
    expectInputError(() => one([Float32Array.of(1, 0), Float32Array.of(1)]), 'shape', 'shape [1] at [1]');
  });

  it('refuses entries that are no numbers, naming the place', () => {
    expectInputError(
      () =>
        one(
          [
            [1, 0],
            ['a', 1],
          ],
          { tokens },
        ),
      'number',
      '"a" at [1][0]',
    );
    expectInputError(
      () =>
        one(
          [
            [1, 0],
            [undefined, 1],
          ],
          { tokens },
        ),
      'number',
      'undefined at [1][0]',
    );
    expectInputError(
      () =>
        one(
          [
            [1, 0],
            [true, 1],
          ],
          { tokens },
        ),
      'number',
      'true at [1][0]',
    );
    expectInputError(
      () =>
        one(
          [
            [1, 0],
            [{}, 1],
          ],
          { tokens },
        ),
      'number',
      'an object at [1][0]',
    );
    expectInputError(
      () =>
        one(
          [
            [1, 0],
            ['constructor', 1],
          ],
          { tokens },
        ),
      'number',
      '"constructor" at [1][0]',
    );
    expectInputError(() => one([['x']]), 'format', 'a list without numbers');
  });

  it('refuses a batch of several examples, naming the axis', () => {
    const data = nest(sampleWeights(2, 6, 2), [2, 3, 2, 2, 2]);
    expectInputError(() => one(data, { tokens }), 'shape', 'a batch of 3 examples (axis 1)', 'attention[:1]');
  });

  it('refuses lists that are nested too deep, without running out of stack', () => {
    let deep: unknown = [1];
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expectInputError(() => one(deep), 'shape', 'nested more than 6 deep');
    expectInputError(
      () => one(`${'['.repeat(100_000)}1${']'.repeat(100_000)}`),
      'shape',
      'nested more than 6 deep',
    );
  });

  it('refuses lists whose first lengths promise more numbers than can be', () => {
    const wide = new Array<number>(40_000).fill(0);
    const lists = Array.from({ length: 40_000 }, (_, i) => (i ? [] : wide));
    expectInputError(() => one(lists), 'too-large', '1600000000 numbers');
  });

  it('refuses nothing, single numbers and objects without weights', () => {
    expectInputError(() => one(null), 'format', 'weights: nothing');
    expectInputError(() => one(5), 'format', 'number');
    expectInputError(() => one([]), 'shape', 'an empty list');
    expectInputError(() => one({ foo: 1 }), 'format', 'an object with foo');
    expectInputError(() => one({}), 'format', 'object');
    expectInputError(() => one({ 'h.0.attn.c_attn.weight': 1 }), 'format', 'model=');
  });
});

describe('readWeights(typed arrays and tensors)', () => {
  const data = sampleWeights(2, 2, 3);
  const half = Uint16Array.from({ length: 4 }, (_, i) => [0x3c00, 0, 0x3800, 0x3800][i]!);

  it('takes float32 without a copy', () => {
    for (const value of [
      { data, dims: [2, 2, 3, 3] },
      { data, shape: [2, 2, 3, 3] },
      Object.assign(data.slice(), { shape: [2, 2, 3, 3] }),
    ]) {
      const read = one(value, { tokens: letters(3) });
      expect(shape(read)).to.deep.equal([2, 2, 3, 3]);
      expectSameNumbers(read.weights, data, 'weights');
    }
    expect(one({ data, dims: [2, 2, 3, 3] }).weights).to.equal(data);
  });

  it('reads a flat typed array by the token count', () => {
    expect(shape(one(data, { tokens: letters(3) }))).to.deep.equal([1, 4, 3, 3]);
  });

  it('keeps half floats as two bytes', () => {
    const read = one({ data: half, dims: [1, 1, 2, 2], type: 'float16' }, { tokens });
    expect(read.weights).to.equal(half);
    expect([...headMatrix(read, 0, 0)]).to.deep.equal([1, 0, 0.5, 0.5]);
    expect(codes(read)).to.deep.equal([]);
  });

  it('keeps bytes as multiples of 1/255, of their scale, or as 0 and 1', () => {
    const bytes = Uint8Array.of(255, 0, 51, 204);
    const read = one({ data: bytes, shape: [2, 2] }, { tokens });
    expect(read.weights).to.equal(bytes);
    expect(weightAt(read, 0, 0, 1, 0)).to.be.closeTo(0.2, 1e-12);
    expect(codes(read)).to.deep.equal([]);
    expect(one({ data: Uint8Array.of(8, 0, 4, 4), shape: [2, 2], scale: 1 / 8 }, { tokens }).scale).to.equal(
      1 / 8,
    );
    expect(
      weightAt(one({ data: Uint8Array.of(1, 0, 0, 1), shape: [2, 2] }, { tokens }), 0, 0, 1, 1),
    ).to.equal(1);
  });

  it('widens other number types', () => {
    for (const array of [Float64Array.of(1, 0, 0.5, 0.5), [1, 0, 0.5, 0.5]]) {
      expectSameNumbers(
        one({ data: array, dims: [2, 2] }, { tokens }).weights,
        Float32Array.of(1, 0, 0.5, 0.5),
        'x',
      );
    }
    expectSameNumbers(
      one({ data: BigInt64Array.of(1n, 0n, 0n, 1n), dims: [2, 2] }, { tokens }).weights,
      Float32Array.of(1, 0, 0, 1),
      'int64',
    );
  });

  it('reads the bytes that notebooks send: ArrayBuffer and DataView', () => {
    const floats = Float32Array.of(1, 0, 0.5, 0.5);
    expectSameNumbers(one({ data: floats.buffer, shape: [2, 2] }, { tokens }).weights, floats, 'buffer');
    const view = new DataView(Uint8Array.of(9, ...new Uint8Array(floats.buffer)).buffer, 1);
    expectSameNumbers(one({ data: view, shape: [2, 2] }, { tokens }).weights, floats, 'unaligned view');
    const halves = one({ data: half.buffer, shape: [2, 2], dtype: 'float16' }, { tokens });
    expect([...headMatrix(halves, 0, 0)]).to.deep.equal([1, 0, 0.5, 0.5]);
    expectInputError(() => one({ data: new ArrayBuffer(7), shape: [2, 2] }), 'truncated', '7 bytes');
    expectInputError(
      () => one({ data: new ArrayBuffer(8), shape: [1, 1], dtype: 'float64' }),
      'unsupported',
      'float64',
    );
  });

  it('reads a list of transformers.js tensors as layers', () => {
    const layers = [0, 1].map((l) => ({
      dims: [1, 2, 3, 3],
      type: 'float32',
      data: data.subarray(l * 18, (l + 1) * 18),
      size: 18,
      ort_tensor: {},
    }));
    const read = one(layers, { tokens: letters(3) });
    expect(shape(read)).to.deep.equal([2, 2, 3, 3]);
    expect(read.source.format).to.equal('transformers.js');
    expectSameNumbers(read.weights, data, 'layers');
  });

  it('keeps a list of float16 tensors in two bytes', () => {
    const tensor = { dims: [1, 1, 2, 2], type: 'float16', data: half };
    expect(one([tensor, tensor], { tokens }).weights).to.be.instanceOf(Uint16Array);
  });

  it('refuses shapes that do not fit the numbers', () => {
    expectInputError(
      () => one({ data, dims: [2, 2, 3] }),
      'shape',
      'shape [2, 2, 3] for 36 numbers',
      '12 numbers',
    );
    expectInputError(() => one({ data, dims: [-2, -18] }), 'shape', 'shape [-2, -18]');
    expectInputError(() => one({ data, dims: [1, 1, 1, 1, 36, 1] }), 'shape', '6 axes');
    expectInputError(() => one({ data: new Float32Array(0), dims: [0, 3] }), 'shape', 'an empty query axis');
  });

  it('refuses arrays in column-major order', () => {
    const array = { data: data.subarray(0, 9), shape: [3, 3], stride: [1, 3] };
    expectInputError(() => one(array, { tokens: letters(3) }), 'unsupported', 'strides [1, 3]');
    expect(shape(one({ ...array, stride: [3, 1] }, { tokens: letters(3) }))).to.deep.equal([1, 1, 3, 3]);
  });

  it('returns AttentionData as it is', () => {
    const read = one(nest(data, [2, 2, 3, 3]), { tokens: letters(3) });
    expect(one(read)).to.equal(read);
    expect(readWeights([read, read])).to.deep.equal([read, read]);
  });
});

describe('readWeights(value, {axes})', () => {
  const [heads, n, m] = [2, 3, 4];
  const data = sampleWeights(1, heads, n, m);
  const options = { targetTokens: letters(n), sourceTokens: letters(m) };
  const at = (h: number, q: number, k: number): number => data[(h * n + q) * m + k]!;

  it('permutes any order to [layer][head][query][key]', () => {
    const qkh = Array.from({ length: n }, (_, q) =>
      Array.from({ length: m }, (_, k) => Array.from({ length: heads }, (_, h) => at(h, q, k))),
    );
    expectSameNumbers(one(qkh, { ...options, axes: 'qkh' }).weights, data, 'qkh');
    const hkq = Array.from({ length: heads }, (_, h) =>
      Array.from({ length: m }, (_, k) => Array.from({ length: n }, (_, q) => at(h, q, k))),
    );
    expectSameNumbers(one(hkq, { ...options, axes: 'head key query' }).weights, data, 'hkq');
    expectSameNumbers(one([hkq], { ...options, axes: 'bhkq' }).weights, data, 'bhkq');
    expectSameNumbers(one([hkq], { ...options, axes: 'lhkq' }).weights, data, 'lhkq');
  });

  it('copies nothing for the usual order', () => {
    expect(one({ data, dims: [heads, n, m] }, { ...options, axes: 'hqk' }).weights).to.equal(data);
    expect(one({ data, dims: [1, heads, n, m] }, { ...options, axes: 'bhqk' }).weights).to.equal(data);
  });

  it('refuses letters that name no axes, twice or too few', () => {
    for (const axes of ['qkx', 'qq', 'hq', 'qkkh', '']) {
      if (axes) expectInputError(() => one([[1]], { axes }), 'attribute', `axes: "${axes}"`);
    }
    expectInputError(
      () =>
        one(
          [
            [1, 0],
            [0, 1],
          ],
          { axes: 'qkh' },
        ),
      'shape',
      '2 axes, [2, 2]',
      'axes="qkh"',
    );
  });

  it('hints at the order that fits the tokens', () => {
    const headLast = nest(new Float32Array(5 * 5 * 2).fill(0.2), [5, 5, 2]);
    expectInputError(
      () => one(headLast, { tokens: letters(5) }),
      'tokens',
      '2 key positions',
      '5, one per token',
      'axes="qkh"',
    );
  });
});

describe('readWeights: tokens', () => {
  it('refuses counts that do not match, giving both', () => {
    const square = [
      [1, 0],
      [0, 1],
    ];
    const error = expectInputError(
      () => one(square, { tokens: letters(3) }),
      'tokens',
      '2 query positions',
      '3, one per token',
    );
    expect(error).to.be.instanceOf(InputError).with.property('input', 'weights');
    expectInputError(() => one({ tokens: letters(3), weights: square }), 'tokens', '2 query positions');
    expectInputError(
      () => one([[1, 0, 0]], { targetTokens: ['x'], sourceTokens: ['a', 'b'] }),
      'tokens',
      '3 key positions',
      '2, one per token',
    );
  });

  it('numbers the positions of both sides when tokens are missing', () => {
    const data = one([
      [1, 0, 0],
      [0, 1, 0],
    ]);
    expect(data.queryTokens).to.deep.equal(['1', '2']);
    expect(data.keyTokens).to.deep.equal(['1', '2', '3']);
    expect(data.kind).to.equal('cross');
    expect(codes(data)).to.deep.equal(['tokens-missing']);
  });

  it('lets the attribute win over tokens in the data', () => {
    const data = one(
      {
        tokens: ['a', 'b'],
        weights: [
          [1, 0],
          [0, 1],
        ],
      },
      { tokens: ['가', '나'] },
    );
    expect(data.queryTokens).to.deep.equal(['가', '나']);
  });

  it('keeps HTML and __proto__ as text and data', () => {
    const json =
      '{"__proto__": {"tokens": ["x", "y"]}, "tokens": ["<b>a</b>", "__proto__"], "weights": [[1, 0], [0, 1]]}';
    expect(one(json).queryTokens).to.deep.equal(['<b>a</b>', '__proto__']);
    expect(({} as Record<string, unknown>)['tokens']).to.equal(undefined);
    expectInputError(
      () => one('{"__proto__": {"weights": [[1, 0], [0, 1]]}}'),
      'format',
      'an object with __proto__',
    );
  });
});

describe('readWeights({tokens, weights})', () => {
  const weights = [
    [1, 0],
    [0.5, 0.5],
  ];

  it('reads kind, name, model, layers, head labels and vectors', () => {
    const data = one({
      weights: [[weights, weights]],
      tokens,
      kind: 'decoder',
      name: 'Decoder',
      model: 'gpt2',
      layers: [5],
      headLabels: ['previous token', { name: 'sink', description: 'first token' }],
      q: [
        [
          [
            [1, 2, 3],
            [4, 5, 6],
          ],
          [
            [0, 0, 0],
            [0, 0, 0],
          ],
        ],
      ],
      k: [
        [
          [
            [1, 2, 3],
            [4, 5, 6],
          ],
          [
            [0, 0, 0],
            [0, 0, 0],
          ],
        ],
      ],
    });
    expect(data).to.deep.include({
      kind: 'decoder',
      name: 'Decoder',
      layerIndices: [5],
      headLabels: [[{ name: 'previous token' }, { name: 'sink', description: 'first token' }]],
      source: { type: 'inline', name: 'gpt2' },
      dHead: 3,
    });
    expectSameNumbers(data.q!, Float32Array.of(1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0), 'q');
    expect(data.k).to.have.length(12);
  });

  it('reads query and key tokens under their usual names', () => {
    for (const [query, key] of [
      ['queryTokens', 'keyTokens'],
      ['query_tokens', 'key_tokens'],
      ['target_tokens', 'source_tokens'],
    ]) {
      const data = one({
        weights: [
          [1, 0, 0],
          [0, 1, 0],
        ],
        [query!]: tokens,
        [key!]: letters(3),
      });
      expect(data.queryTokens, query).to.deep.equal(tokens);
      expect(data.keyTokens, key).to.deep.equal(letters(3));
    }
  });

  it('reads flat weights with a shape', () => {
    expect(shape(one({ tokens, weights: [1, 0, 0.5, 0.5], shape: [1, 2, 2] }))).to.deep.equal([1, 1, 2, 2]);
  });

  it('reads a list of parts', () => {
    const parts = readWeights([
      { name: 'A', tokens, weights },
      { name: 'B', tokens, weights },
    ]);
    expect(parts.map(({ name }) => name)).to.deep.equal(['A', 'B']);
  });

  it('refuses an unknown kind and labels that fit no heads', () => {
    expectInputError(() => one({ tokens, weights, kind: 'sideways' }), 'attribute', 'kind "sideways"');
    expectInputError(() => one({ tokens, weights, headLabels: ['a', 'b'] }), 'shape', '2 head labels');
  });
});

describe('readWeights: checks of the numbers', () => {
  it('takes three decimals and half precision for 1', () => {
    expect(
      codes(
        one(
          [
            [0.333, 0.333, 0.333],
            [1, 0, 0],
            [0.5, 0.25, 0.25],
          ],
          { tokens: letters(3) },
        ),
      ),
    ).to.deep.equal([]);
    expect(
      codes(
        one(
          [
            [0.991, 0],
            [0, 1.009],
          ],
          { tokens },
        ),
      ),
    ).to.deep.equal([]);
    const many = Array.from({ length: 40 }, () => new Array<number>(40).fill(0.02));
    many.forEach((row) => row.fill(0.03, 0, 18));
    expect(codes(one(many, { tokens: letters(40) })), 'rows of 0.98 in two decimals').to.deep.equal([]);
  });

  it('says how many rows do not sum to 1, and between which sums they lie', () => {
    const data = one(
      [
        [0.5, 0.25],
        [0, 1],
        [1, 0.5],
      ],
      { targetTokens: letters(3), sourceTokens: tokens },
    );
    expect(codes(data)).to.deep.equal(['rows-not-normalised']);
    expect(data.notices[0]!.values).to.deep.equal({ rows: 2, total: 3, lowest: 0.75, highest: 1.5 });
    expect(data.notices[0]!.message).to.contain('2 of 3 rows').and.to.contain('0.75 to 1.5');
    expect(data.values).to.equal('probabilities');
  });

  it('says that weights look transposed when columns sum to 1 and rows do not', () => {
    const data = one(
      [
        [0.5, 1],
        [0.5, 0],
      ],
      { tokens },
    );
    expect(codes(data)).to.deep.equal(['columns-normalised']);
    expect(data.notices[0]!.message).to.contain('axes="kq"');
    expect(
      codes(
        one(
          [
            [0.5, 1],
            [0.5, 0],
          ],
          { tokens, axes: 'kq' },
        ),
      ),
    ).to.deep.equal([]);
  });

  it('says that rows hold only zeros', () => {
    const data = one(
      [
        [1, 0],
        [0, 0],
      ],
      { tokens },
    );
    expect(codes(data)).to.deep.equal(['empty-rows']);
    expect(data.notices[0]!.values).to.deep.equal({ rows: 1, total: 2 });
  });

  it('calls negative weights by name', () => {
    expect(
      one(
        [
          [0.5, -0.5],
          [-0.25, 0.25],
        ],
        { tokens },
      ),
    ).to.deep.include({ values: 'other' });
    expect(
      codes(
        one(
          [
            [0.5, -0.5],
            [-0.25, 0.25],
          ],
          { tokens },
        ),
      ),
    ).to.deep.equal(['negative']);
    expect(
      codes(
        one(
          [
            [1.5, -0.5],
            [0, 1],
          ],
          { tokens },
        ),
      ),
      'rows sum to 1',
    ).to.deep.equal(['negative']);
    expect(
      codes(
        one(
          [
            [1, -1e-9],
            [0, 1],
          ],
          { tokens },
        ),
      ),
      'noise of float32',
    ).to.deep.equal([]);
  });

  it('recognises scores before the softmax', () => {
    const data = one(
      [
        [2.5, -1],
        [0.25, 3],
      ],
      { tokens },
    );
    expect(data.values).to.equal('scores');
    expect(data.notices).to.deep.equal([
      {
        code: 'scores',
        message: 'These are scores before the softmax (-1 to 3), not attention weights.',
        values: { min: -1, max: 3, masked: 0 },
      },
    ]);
  });

  it('makes masked scores -Infinity, keeps them out of the range, and leaves the author’s array alone', () => {
    for (const mask of [-3.4028234663852886e38, -Infinity, -1e9, -10000]) {
      const array = Float32Array.of(0.5, mask, 0.25, 0.75);
      const data = one({ data: array, dims: [2, 2] }, { tokens });
      expect(data.values, String(mask)).to.equal('scores');
      expect([...data.weights]).to.deep.equal([0.5, -Infinity, 0.25, 0.75]);
      expect(data.causal).to.be.true;
      expect(data.notices[0]!.values).to.deep.equal({ min: 0.25, max: 0.75, masked: 1 });
      expect(array[1]).to.equal(Math.fround(mask));
    }
    const half = one({ data: Uint16Array.of(0x3c00, 0xfbff, 0, 0x4000), dims: [2, 2] }, { tokens });
    expect([...half.weights], 'lowest float16').to.deep.equal([1, -Infinity, 0, 2]);
  });

  it('refuses scattered NaN and Infinity, naming layer, head, query and key', () => {
    const data = sampleWeights(2, 2, 3);
    data[18 + 9 + 3 + 2] = NaN;
    expectInputError(
      () => one({ data, dims: [2, 2, 3, 3] }, { tokens: letters(3) }),
      'number',
      'NaN in layer 1, head 1, query 1, key 2',
    );
    expectInputError(
      () =>
        one(
          [
            [1, 0],
            [Infinity, 0],
          ],
          { tokens },
        ),
      'number',
      'Infinity in layer 0, head 0, query 1, key 0',
    );
    expectInputError(
      () => one('[[1, 0], [null, 1]]', { tokens }),
      'number',
      'NaN in layer 0, head 0, query 1, key 0',
    );
  });

  it('shows rows that are NaN throughout as empty, with a notice', () => {
    const data = one({ data: Float32Array.of(1, 0, NaN, NaN), dims: [2, 2] }, { tokens });
    expect([...data.weights]).to.deep.equal([1, 0, 0, 0]);
    expect(codes(data)).to.deep.equal(['not-finite']);
    expect(data.notices[0]!.values).to.deep.equal({ rows: 1, total: 2 });
  });

  it('leaves out layers that are None or NaN, keeps the others’ numbers, and hints at eager attention', () => {
    const layer = [
      [
        [1, 0],
        [0, 1],
      ],
    ];
    for (const missing of [
      null,
      [null],
      [
        [
          [NaN, NaN],
          [NaN, NaN],
        ],
      ],
    ]) {
      const data = one([layer, missing, layer], { tokens });
      expect(shape(data)).to.deep.equal([2, 1, 2, 2]);
      expect(data.layerIndices).to.deep.equal([0, 2]);
      expect(codes(data)).to.deep.equal(['parts-skipped']);
      expect(data.notices[0]!.message).to.contain('Layers 1').and.to.contain('attn_implementation="eager"');
    }
  });

  it('refuses weights that are None or NaN throughout, with the hint', () => {
    expectInputError(() => one([null, null]), 'number', 'attn_implementation="eager"');
    expectInputError(
      () => one({ tokens, attentions: [null, null] }),
      'number',
      'attn_implementation="eager"',
    );
    expectInputError(
      () => one('[[NaN, NaN], [NaN, NaN]]', { tokens }),
      'number',
      'attn_implementation="eager"',
    );
  });

  it('tells causal matrices from others', () => {
    expect(
      one(
        [
          [1, 0],
          [0.5, 0.5],
        ],
        { tokens },
      ).causal,
    ).to.be.true;
    expect(
      one(
        [
          [0.5, 0.5],
          [0.5, 0.5],
        ],
        { tokens },
      ).causal,
    ).to.be.false;
    expect(
      one(
        [
          [1, 0, 0],
          [0.5, 0.5, 0],
        ],
        { targetTokens: tokens, sourceTokens: letters(3) },
      ).causal,
    ).to.be.false;
  });
});

describe('readWeights: every order of axes', () => {
  const sizes = { l: 2, h: 3, q: 4, k: 5 };
  type Letter = keyof typeof sizes;

  const orders = (letters: Letter[]): Letter[][] =>
    letters.length < 2
      ? [letters]
      : letters.flatMap((first) =>
          orders(letters.filter((other) => other !== first)).map((rest) => [first, ...rest]),
        );

  /** A number that says where it is from. */
  const at = (place: Partial<Record<Letter, number>>) =>
    (1 + (place.l ?? 0)) / 2 +
    (1 + (place.h ?? 0)) / 8 +
    (1 + (place.q ?? 0)) / 64 +
    (1 + (place.k ?? 0)) / 512;

  const build = ([axis, ...rest]: Letter[], place: Partial<Record<Letter, number>> = {}): unknown =>
    axis === undefined
      ? at(place)
      : Array.from({ length: sizes[axis] }, (_, i) => build(rest, { ...place, [axis]: i }));

  for (const axes of ['qk', 'hqk', 'lqk', 'lhqk'].map((names) => [...names] as Letter[])) {
    for (const order of orders(axes)) {
      it(`${order.join('')} becomes [layers, heads, queries, keys]`, () => {
        const data = one({
          weights: build(order),
          axes: order.join(''),
          queryTokens: letters(4),
          keyTokens: letters(5),
        });
        const count = (axis: Letter) => (axes.includes(axis) ? sizes[axis] : 1);
        expect(shape(data)).to.deep.equal([count('l'), count('h'), 4, 5]);
        for (let l = 0; l < count('l'); l++)
          for (let h = 0; h < count('h'); h++)
            for (let q = 0; q < 4; q++)
              for (let k = 0; k < 5; k++)
                expect(weightAt(data, l, h, q, k), [l, h, q, k].join()).to.be.closeTo(
                  at({ l, h, q, k }),
                  1e-6,
                );
      });
    }
  }
});

describe('readWeights: names and fields of objects', () => {
  const weights = [
    [1, 0],
    [0.5, 0.5],
  ];
  const sides = [
    ['sourceTokens', 'targetTokens'],
    ['source_tokens', 'target_tokens'],
    ['encoder_tokens', 'decoder_tokens'],
    ['src_tokens', 'tgt_tokens'],
    ['input_tokens', 'output_tokens'],
  ] as const;
  for (const [source, target] of sides) {
    it(`takes ${source} and ${target}`, () => {
      const data = one({ weights, kind: 'cross', [source]: ['s1', 's2'], [target]: ['t1', 't2'] });
      expect(data.keyTokens).to.deep.equal(['s1', 's2']);
      expect(data.queryTokens).to.deep.equal(['t1', 't2']);
    });
  }

  for (const name of ['tokens', 'str_tokens'])
    it(`takes ${name}`, () =>
      expect(one({ weights, [name]: ['a', 'b'] }).keyTokens).to.deep.equal(['a', 'b']));

  for (const [query, key] of [
    ['queryTokens', 'keyTokens'],
    ['query_tokens', 'key_tokens'],
  ] as const)
    it(`takes ${query} and ${key}`, () => {
      const data = one({ weights, [query]: ['q1', 'q2'], [key]: ['k1', 'k2'] });
      expect([data.queryTokens, data.keyTokens]).to.deep.equal([
        ['q1', 'q2'],
        ['k1', 'k2'],
      ]);
    });

  it('takes tokens by the side of a model', () => {
    const data = one({ weights, kind: 'cross', tokens: { encoder: ['s1', 's2'], decoder: ['t1', 't2'] } });
    expect([data.queryTokens, data.keyTokens]).to.deep.equal([
      ['t1', 't2'],
      ['s1', 's2'],
    ]);
  });

  it('passes over what has the name of a field and is none', () => {
    const data = one({ weights, tokens, axes: 3, values: 7, model: {}, name: 5 });
    expect(data.values).to.equal('probabilities');
    expect(data.name).to.equal(undefined);
    expect(data.source.name).to.equal(undefined);
  });

  it('says of a kind which there are', () => {
    expectInputError(() => one({ weights, kind: 'other' }), 'attribute', 'encoder, decoder, cross, self');
  });

  it('leaves scores out that are masked, and keeps all others', () => {
    const scores = (x: number) =>
      one({
        weights,
        scores: [
          [1, x],
          [0, 0],
        ],
      }).scores;
    expect(scores(-1e4)).to.equal(undefined);
    expect(scores(Infinity)).to.equal(undefined);
    expect([...scores(-9e3)!]).to.deep.equal([1, -9e3, 0, 0]);
    expect(one({ weights, scores: [[1, 2]] }).scores, 'of another size').to.equal(undefined);
  });

  it('takes the vectors of a layer out with the layer', () => {
    const both = (first: number) => [[[[first], [first + 1]]], [[[first + 2], [first + 3]]]];
    const none = [
      [
        [
          [NaN, NaN],
          [NaN, NaN],
        ],
      ],
      [[weights[0]!, weights[1]!]],
    ];
    const data = one({ weights: none, tokens, q: both(1), k: both(11), v: both(21) });
    expect(shape(data)).to.deep.equal([1, 1, 2, 2]);
    expect(data.layerIndices).to.deep.equal([1]);
    expect([data.q, data.k, data.v].map((x) => [...x!])).to.deep.equal([
      [3, 4],
      [13, 14],
      [23, 24],
    ]);
  });

  it('calls columns normalised when all of them are', () => {
    const some = [
      [0.5, 0.2],
      [0.5, 0.2],
    ];
    expect(codes(one({ weights: some, tokens }))).to.deep.equal(['rows-not-normalised']);
    const all = [
      [0.5, 0.2],
      [0.5, 0.8],
    ];
    expect(codes(one({ weights: all, tokens }))).to.deep.equal(['columns-normalised']);
  });

  it('takes rows of NaN beside masked ones for empty, and nothing but masked cells for a mistake', () => {
    const row = (x: number) => [x, x];
    const data = one({ weights: [row(NaN), row(-1e9)], tokens });
    expect([...data.weights]).to.deep.equal([0, 0, -Infinity, -Infinity]);
    expectInputError(() => one({ weights: [row(-1e9), row(-1e9)], tokens }), 'number', 'only masked cells');
  });
});

describe('readWeights: bytes', () => {
  const bytes = (array: ArrayBufferView) => array.buffer as ArrayBuffer;

  it('takes a buffer for float32, unless a type is given', () => {
    const data = one({ data: bytes(Float32Array.of(1, 0, 0.5, 0.5)), shape: [2, 2] }, { tokens });
    expect([...data.weights]).to.deep.equal([1, 0, 0.5, 0.5]);
    for (const dtype of ['float16', 'f2']) {
      const halves = Uint16Array.of(0x3c00, 0, 0x3800, 0x3800);
      const half = one({ data: bytes(halves), shape: [2, 2], dtype }, { tokens });
      expect([0, 1, 2, 3].map((i) => weightAt(half, 0, 0, i >> 1, i & 1))).to.deep.equal([1, 0, 0.5, 0.5]);
    }
    for (const dtype of ['uint8', 'u1']) {
      const view = new DataView(bytes(Uint8Array.of(9, 255, 0, 51, 204, 9)), 1, 4);
      const byte = one({ data: view, shape: [2, 2], dtype }, { tokens });
      expect([...byte.weights]).to.deep.equal([255, 0, 51, 204]);
      expect(byte.scale).to.equal(1 / 255);
    }
  });

  it('refuses half a number and other types', () => {
    const read = (count: number, dtype?: string) => () =>
      one({ data: new ArrayBuffer(count), shape: [2, 2], ...(dtype && { dtype }) }, { tokens });
    expectInputError(read(7), 'truncated', '7 bytes', 'float32');
    expectInputError(read(7, 'float16'), 'truncated', '7 bytes', 'float16');
    expectInputError(read(16, 'int32'), 'unsupported', 'int32');
  });

  it('takes the half floats of new engines for what they are', () => {
    const halves = new Int16Array(8).fill(0x3800);
    halves.set([0x3c00, 0, 0x3800, 0x3800], 2);
    const array = Object.defineProperty(halves.subarray(2, 6), Symbol.toStringTag, { value: 'Float16Array' });
    const data = one({ weights: array, shape: [2, 2] }, { tokens });
    expect([...data.weights]).to.deep.equal([0x3c00, 0, 0x3800, 0x3800]);
  });

  it('refuses what has data of no kind', () => {
    for (const data of ['abc', null, 3])
      expectInputError(() => one({ data, shape: [2, 2] }), 'format', 'an object with data, shape');
    expectInputError(() => one({ attention: [{ shape: [1, 1] }] }), 'format', 'an object with attention');
    expectInputError(() => one([{ a: 1, b: 2 }]), 'format', 'an object with a, b');
  });

  it('reads what looks like its own data and lacks tokens as anybody’s', () => {
    const data = { weights: Float32Array.of(1), notices: [], layers: 1, heads: 1, queries: 1, keys: 1 };
    expect(codes(one(data))).to.deep.equal(['tokens-missing']);
    expect(codes(one({ ...data, queryTokens: ['a'] }))).to.deep.equal(['tokens-missing']);
  });
});
