/** Readers and writers for random input: what is written is read back, and what is read is data or a typed error. */
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { InputError } from '../../dist/esm/core/errors.js';
import { widenWeights } from '../../dist/esm/core/attention-data.js';
import { parseAblate } from '../../dist/esm/elements/ablation.js';
import { checkModel } from '../../dist/esm/elements/model-address.js';
import { readOptions } from '../../dist/esm/elements/options.js';
import { parseAxes } from '../../dist/esm/formats/axes.js';
import { loadAttention } from '../../dist/esm/formats/load.js';
import { paddingOf, standsForText } from '../../dist/esm/formats/padding.js';
import { readablePieces, wordGroups } from '../../dist/esm/formats/pieces.js';
import { readPlain } from '../../dist/esm/formats/read-plain.js';
import { readWeights } from '../../dist/esm/formats/read-weights.js';
import { floatToHalf } from '../../dist/esm/models/run/float-to-half.js';
import { sentenceGroups } from '../../dist/esm/formats/sentences.js';
import { parseTokens, splitWords, tokenList } from '../../dist/esm/formats/tokens.js';
import { writeCsv, writeJson } from '../../dist/esm/formats/write.js';
import { npyFile, safetensorsFile, zipFile } from '../fuzz/containers.mjs';
import { checkData } from '../fuzz/judge.mjs';
import { seeded } from '../tools/random.mjs';

/** Runs a reader: its result, or undefined after a typed error. */
function attempt(read) {
  try {
    return read();
  } catch (error) {
    assert.ok(error instanceof InputError, error?.stack);
    return undefined;
  }
}

const check = (arbitrary, property, numRuns = 300) =>
  fc.assert(
    arbitrary instanceof Array ? fc.property(...arbitrary, property) : fc.property(arbitrary, property),
    { numRuns, seed: 8 },
  );

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.stringMatching(/^[[\]{},;:." 0-9eE+-]{0,40}$/),
);

/** What authors might put into a property: lists, typed arrays, objects with the names that readers look for. */
const value = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.anything({
      withTypedArray: true,
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSparseArray: true,
      withNullPrototype: true,
      maxDepth: 4,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.dictionary(
      fc.constantFrom(
        'tokens',
        'weights',
        'attention',
        'attentions',
        'attn',
        'left_text',
        'right_text',
        'data',
        'dims',
        'shape',
        'kind',
        'layers',
        'q',
        'k',
        'queries',
        'keys',
        'values',
        'encoder_attentions',
        'source_tokens',
        'headLabels',
        '__proto__',
      ),
      fc.oneof(
        fc.jsonValue({ maxDepth: 4 }),
        fc.array(fc.array(fc.double({ noNaN: false }))),
        fc.constantFrom(
          'decoder',
          null,
          [[1]],
          [
            [
              [1, 0],
              [0.4, 0.6],
            ],
          ],
          { data: [1], dims: [1, 1] },
        ),
      ),
    ),
  },
  { weight: 2, arbitrary: text },
);

test('any value as weights is data or a typed error, and readPlain agrees with readWeights', () => {
  check(
    [value, fc.option(fc.array(fc.string(), { maxLength: 4 }), { nil: undefined })],
    (given, tokens) => {
      const options = tokens ? { tokens } : {};
      const parts = attempt(() => readWeights(given, options));
      for (const part of parts ?? []) checkData(part);
      const plain = attempt(() => readPlain(given, options));
      if (plain) assert.deepEqual(plain, parts);
    },
    3000,
  );
});

test('any value as tokens is strings or a typed error', () => {
  check(
    value,
    (given) => {
      const tokens = attempt(() => tokenList(given, 'tokens')) ?? [];
      assert.ok(tokens.every((token) => typeof token === 'string'));
    },
    1000,
  );
});

test('words of a text hold all that is no space, in order', () => {
  check(
    fc.string({ unit: 'binary', maxLength: 60 }),
    (given) => {
      const bare = (words) => words.replace(/\s+/g, '');
      assert.equal(bare(splitWords(given).join('')), bare(given));
      attempt(() => parseTokens(given));
    },
    1000,
  );
});

test('any pieces become readable, one for one, and groups of words take each once', () => {
  const piece = fc.oneof(
    text,
    fc.constantFrom(
      'Ġthe',
      '▁a',
      '##b',
      'x</w>',
      '<0xE3>',
      '<0x81>',
      'ĠíķľêµŃ',
      '[CLS]',
      '<|endoftext|>',
      '',
      ' ',
      '\n',
    ),
  );
  check(
    fc.array(piece, { maxLength: 12 }),
    (tokens) => {
      const pieces = readablePieces(tokens);
      assert.deepEqual(
        pieces.map(({ raw }) => raw),
        tokens,
      );
      assert.ok(pieces.every((each) => typeof each.text === 'string' && each.text !== ''));
      assert.deepEqual(
        wordGroups(tokens).flat(),
        tokens.map((_, i) => i),
      );
    },
    1000,
  );
});

test('any attributes are options or a typed error that names an attribute', () => {
  const names = [
    'view',
    'cells',
    'orientation',
    'scale',
    'aggregate',
    'controls',
    'theme',
    'mask',
    'merge',
    'kind',
    'model',
    'layer',
    'head',
    'threshold',
    'topK',
    'query',
    'step',
    'scope',
    'method',
    'loading',
    'mergeBy',
    'padding',
    'pooling',
    'nextTokens',
    'temperature',
  ];
  const given = fc.oneof(
    text,
    fc.constantFrom('matrix', 'constructor', '__proto__', 'all', '0 1', '1e400', '-0', './m/'),
    fc.double(),
    fc.array(fc.integer()),
    fc.constant(null),
    fc.constant(undefined),
  );
  check(
    fc.dictionary(fc.constantFrom(...names), given),
    (raw) => {
      const options = attempt(() => readOptions(raw));
      if (!options) return;
      for (const name of ['threshold', 'topK', 'step', 'query', 'nextTokens', 'temperature'])
        if (options[name] !== undefined) assert.ok(Number.isFinite(options[name]), name);
      for (const list of [options.layers, options.heads])
        assert.ok(list === undefined || list === 'all' || list.every((i) => Number.isInteger(i) && i >= 0));
    },
    3000,
  );
});

test('any text as axes, heads to switch off or an address of a model is understood or a typed error', () => {
  const written = fc.oneof(
    text,
    fc.stringMatching(/^[lbhqk ,]{0,8}$/),
    fc.stringMatching(/^((encoder|cross)\.)?[0-9]{1,3}\.[0-9]{1,3}( [0-9]\.[0-9])?$/),
    fc.constantFrom('./m/', 'https://x/y', '__proto__', 'constructor', 'textbook', 'writer'),
  );
  check(
    written,
    (given) => {
      const axes = attempt(() => parseAxes(given));
      if (axes) assert.equal(new Set(axes).size, axes.length);
      const off = attempt(() => parseAblate(given)) ?? [];
      for (const { layer, head } of off) assert.ok(Number.isInteger(layer) && Number.isInteger(head));
      attempt(() => checkModel(given));
    },
    2000,
  );
});

test('sentences, padding and words take every token once, in order', () => {
  const pieces = [
    'The',
    ' cat',
    '.',
    '!',
    'Dr',
    '。',
    '[PAD]',
    '<pad>',
    '',
    '🙂',
    '그는',
    'a.b',
    '…',
    '"',
    ')',
  ];
  check(
    fc.array(fc.oneof(fc.constantFrom(...pieces), text), { maxLength: 30 }),
    (tokens) => {
      const all = tokens.map((_, i) => i);
      const shown = readablePieces(tokens);
      assert.deepEqual(sentenceGroups(shown).flat(), all);
      assert.deepEqual(wordGroups(tokens).flat(), all);
      const padding = paddingOf(shown);
      assert.equal(padding.length, tokens.length);
      assert.ok(padding.every((one, i) => !one || !standsForText(shown[i])));
    },
    1000,
  );
});

/** Rows that sum to 1, `[layers, heads, queries, keys]`. */
const attention = fc
  .record({ seed: fc.integer(), shape: fc.tuple(...[3, 3, 5, 5].map((max) => fc.integer({ min: 1, max }))) })
  .map(({ seed, shape }) => {
    const random = seeded(seed);
    const [layers, heads, queries, keys] = shape;
    const weights = new Float32Array(layers * heads * queries * keys);
    for (let at = 0; at < weights.length; at += keys) {
      const row = Array.from({ length: keys }, () => 0.01 + random.next());
      const sum = row.reduce((a, b) => a + b, 0);
      weights.set(
        row.map((x) => x / sum),
        at,
      );
    }
    return { shape, weights };
  });

const bytesOf = (array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

async function load(bytes) {
  const real = globalThis.fetch;
  globalThis.fetch = async () => new Response(bytes);
  try {
    return await loadAttention('https://files.example/a');
  } finally {
    globalThis.fetch = real;
  }
}

test('the same weights come back from .npy, .npz, .safetensors, nested lists and typed arrays', async () => {
  const property = fc.asyncProperty(attention, fc.boolean(), async ({ shape, weights }, deflate) => {
    const npy = npyFile(
      `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }\n`,
      bytesOf(weights),
    );
    const header = { attention: { dtype: 'F32', shape, data_offsets: [0, weights.byteLength] } };
    const nest = (list, [first, ...rest]) =>
      rest.length
        ? Array.from({ length: first }, (_, i) =>
            nest(list.slice((i * list.length) / first, ((i + 1) * list.length) / first), rest),
          )
        : [...list];
    const nested = nest(weights, shape);
    for (const read of [
      () => load(npy),
      () => load(zipFile([{ name: 'attention.npy', bytes: npy, deflate }])),
      () => load(safetensorsFile(JSON.stringify(header), bytesOf(weights))),
      () => load(Buffer.from(JSON.stringify(nested))),
      () => readWeights(nested),
      () => readWeights({ data: weights, dims: shape }),
      () => readWeights(Object.assign(weights.slice(), { shape })),
    ]) {
      const [data] = await read();
      assert.deepEqual([data.layers, data.heads, data.queries, data.keys], shape);
      assert.deepEqual(Array.from(data.weights), Array.from(weights));
      assert.equal(data.values, 'probabilities');
    }
  });
  await fc.assert(property, { numRuns: 60, seed: 9 });
});

/** How each type of file writes a number; weights are multiples of 1/64, which all of them hold exactly. */
const numberTypes = {
  f2: [2, (view, at, x, little) => view.setUint16(at, floatToHalf(x), little), 'F16'],
  f4: [4, (view, at, x, little) => view.setFloat32(at, x, little), 'F32'],
  f8: [8, (view, at, x, little) => view.setFloat64(at, x, little), 'F64'],
  i1: [1, (view, at, x) => view.setInt8(at, 64 * x), 'I8'],
  i4: [4, (view, at, x, little) => view.setInt32(at, 64 * x, little), 'I32'],
  i8: [8, (view, at, x, little) => view.setBigInt64(at, BigInt(64 * x), little), 'I64'],
};

test('numbers of every type, order of bytes and order of axes come back from .npy and .safetensors', async () => {
  const given = fc.record({
    seed: fc.integer(),
    shape: fc.tuple(...[3, 3, 5, 5].map((max) => fc.integer({ min: 1, max }))),
    type: fc.constantFrom(...Object.keys(numberTypes)),
    little: fc.boolean(),
    fortran: fc.boolean(),
  });
  const property = fc.asyncProperty(given, async ({ seed, shape, type, little, fortran }) => {
    const random = seeded(seed);
    const values = Float32Array.from(
      { length: shape.reduce((a, b) => a * b, 1) },
      () => random.below(65) / 64,
    );
    const [size, write, dtype] = numberTypes[type];
    const bytesIn = (order, isLittle) => {
      const bytes = new Uint8Array(size * values.length);
      const view = new DataView(bytes.buffer);
      order.forEach((from, at) => write(view, size * at, values[from], isLittle));
      return bytes;
    };
    const rows = Array.from(values, (_, i) => i);
    // the first axis moves fastest
    const columns = rows.map((at) => {
      const index = shape.map((n) => {
        const i = at % n;
        at = Math.floor(at / n);
        return i;
      });
      return index.reduce((sum, i, axis) => sum * shape[axis] + i, 0);
    });
    const order = size === 1 ? '|' : little ? '<' : '>';
    const npy = npyFile(
      `{'descr': '${order}${type}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${shape.join(', ')}), }\n`,
      bytesIn(fortran ? columns : rows, little),
    );
    const body = bytesIn(rows, true);
    const header = { attention: { dtype, shape, data_offsets: [0, body.length] } };
    for (const file of [npy, safetensorsFile(JSON.stringify(header), body)]) {
      const [data] = await load(file);
      assert.deepEqual([data.layers, data.heads, data.queries, data.keys], shape);
      const read = Array.from(widenWeights(data.weights, data.scale));
      const unit = type.startsWith('i') ? 64 : 1;
      assert.deepEqual(
        read,
        Array.from(values, (x) => unit * x),
      );
    }
  });
  await fc.assert(property, { numRuns: 150, seed: 9 });
});

test('what is saved as JSON and as a literal is read back to the bit; CSV keeps rows and columns', () => {
  check(
    [attention, fc.array(text, { minLength: 10, maxLength: 10 })],
    ({ shape, weights }, names) => {
      const [, , queries, keys] = shape;
      const matrix = weights.slice(0, queries * keys);
      const [queryTokens, keyTokens] = [names.slice(0, queries), names.slice(5, 5 + keys)];
      const saved = { queryTokens, keyTokens, matrices: [{ label: 'a head', weights: matrix }] };
      const [data] = readWeights(writeJson(saved));
      assert.deepEqual(Array.from(data.weights), Array.from(matrix));
      assert.deepEqual([data.queryTokens, data.keyTokens], [queryTokens, keyTokens]);
      const literal = Array.from({ length: queries }, (_, q) =>
        matrix.slice(q * keys, (q + 1) * keys).join(' '),
      ).join(';');
      const tokens = Array.from({ length: keys }, (_, i) => `t${i}`);
      const read = readWeights(`${literal};`, {
        sourceTokens: tokens,
        targetTokens: Array.from({ length: queries }, (_, i) => `q${i}`),
      });
      assert.deepEqual(Array.from(read[0].weights), Array.from(matrix));
      const csv = writeCsv(saved)
        .replace(/"(?:[^"]|"")*"/g, 'quoted')
        .trimEnd()
        .split('\r\n');
      assert.equal(csv.length, 1 + queries);
      for (const line of csv) assert.equal(line.split(',').length, 2 + keys);
    },
    200,
  );
});
