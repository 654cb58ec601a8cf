/** Files that were made to do harm: each must be refused with a typed error, in little time and memory. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { InputError } from '../../dist/esm/core/errors.js';
import { loadAttention } from '../../dist/esm/formats/load.js';
import { readWeights } from '../../dist/esm/formats/read-weights.js';
import { parseTokens } from '../../dist/esm/formats/tokens.js';
import { openAlone } from '../../dist/esm/models/open-alone.js';
import { samplePicture } from '../tools/sample-picture.mjs';
import { checkData } from '../fuzz/judge.mjs';
import { npyFile, safetensorsFile, zipFile } from '../fuzz/containers.mjs';

const empty = new Uint8Array();
const floats = new Uint8Array(Float32Array.of(1, 0, 0.4, 0.6).buffer);
const npy = (shape, { descr = '<f4', body = floats } = {}) =>
  npyFile(`{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }\n`, body);
const tensors = (entries) => safetensorsFile(JSON.stringify(entries), floats);
const tensor = (shape, offsets, dtype = 'F32') =>
  tensors({ attention: { dtype, shape, data_offsets: offsets } });
const entry = (more) => ({ name: 'attention.npy', bytes: npy('2, 2'), ...more });

/** Zeros that DEFLATE makes a thousandth of: 200 MB out of 200 kB. */
const bomb = deflateRawSync(new Uint8Array(200e6));

const deep = (levels, open = '[', close = ']') => open.repeat(levels) + close.repeat(levels);

async function load(bytes, limit) {
  const real = globalThis.fetch;
  globalThis.fetch = async () => new Response(bytes);
  try {
    return await loadAttention('https://files.example/a', limit ? { maxBytes: limit } : {});
  } finally {
    globalThis.fetch = real;
  }
}

/** The error of a refusal, after a look at what it cost. */
async function refused(action) {
  const [start, memory] = [performance.now(), process.memoryUsage().rss];
  let error;
  try {
    await action();
  } catch (thrown) {
    error = thrown;
  }
  assert.ok(error instanceof InputError, `InputError, got ${error?.stack ?? 'none'}`);
  const [ms, bytes] = [performance.now() - start, process.memoryUsage().rss - memory];
  // what is refused late takes minutes
  assert.ok(ms < 10_000, `${ms} ms`);
  assert.ok(bytes < 250e6, `${bytes / 1e6} MB`);
  return error;
}

const sizes = [
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  '18446744073709551616',
  '1' + '0'.repeat(400),
];

const files = {
  'a zip archive that says more than it can hold': zipFile([
    entry({ raw: bomb.subarray(0, 100), method: 8, size: 2 ** 32 - 2 }),
  ]),
  'a zip bomb that says less than it holds': zipFile([entry({ raw: bomb, method: 8, size: 148 })]),
  'a zip bomb that says what it holds': [zipFile([entry({ raw: bomb, method: 8, size: 200e6 })]), 50e6],
  'a zip archive whose entries lie on one another': [
    zipFile(
      Array.from({ length: 1000 }, (_, i) =>
        entry({
          name: `layer_${i}.npy`,
          raw: i ? empty : bomb,
          packed: bomb.length,
          method: 8,
          offset: 0,
          size: 200e6,
        }),
      ),
    ),
    50e6,
  ],
  'a zip archive of 65,535 entries that are not there': zipFile([entry()], { count: 65_535 }),
  'a zip entry that lies beyond the end': zipFile([entry({ offset: 2 ** 31 })]),
  'a zip entry at the end of what 32 bits can say': zipFile([entry({ offset: 2 ** 32 - 2 })]),
  'a gzip bomb': [gzipSync(Buffer.concat([Buffer.from('[['), Buffer.alloc(100e6, '1,')])), 20e6],
  'gzip in gzip in gzip': gzipSync(gzipSync(gzipSync('[[1]]'))),
  'a gzip file that breaks off': gzipSync(Buffer.alloc(1e5, '[[1, 0], ')).subarray(0, 60),
  ...Object.fromEntries(
    sizes.flatMap((size) => [
      [`.npy of shape (${size},)`.slice(0, 60), npy(`${size},`)],
      [`.npy of shape (${size}, ${size})`.slice(0, 60), npy(`${size}, ${size}`)],
    ]),
  ),
  ...Object.fromEntries(
    sizes.filter(Number.isFinite).flatMap((size) => [
      [`safetensors of shape [${size}]`, tensor([size], [0, 16])],
      [`safetensors of shape [0, ${size}]`, tensor([0, size], [0, 0])],
      [`safetensors up to byte ${size}`, tensor([2, 2], [0, size])],
      [`safetensors from byte ${size}`, tensor([2, 2], [size, size + 16])],
      [`safetensors with a header of ${size} bytes`, safetensorsFile('{}', floats, BigInt(size))],
    ]),
  ),
  'safetensors with a header of 2^64 - 1 bytes': safetensorsFile('{}', floats, 2n ** 64n - 1n),
  'safetensors that end before they begin': tensor([2, 2], [16, 0]),
  'safetensors with negative places': tensor([2, 2], [-16, 0]),
  'safetensors with half a number': tensor([2, 2], [0.5, 16.5]),
  'safetensors whose header is a list': safetensorsFile('[]', floats),
  'safetensors whose header is nested without end': safetensorsFile(`{"a": ${deep(100_000)}}`, floats),
  '.npy with text of no width': npy('2, 2', { descr: '<U0', body: empty }),
  '.npy with text of 2^31 characters': npy('2, 2', { descr: '<U2147483648' }),
  '.npy with a header of its own': npyFile(deep(10_000, '(', ')'), floats),
  'JSON nested 100,000 deep': Buffer.from(deep(100_000)),
  'objects nested 100,000 deep': Buffer.from('{"weights":'.repeat(100_000) + '1' + '}'.repeat(100_000)),
  'JSON with 100,000 keys': Buffer.from(`{${Array.from({ length: 1e5 }, (_, i) => `"k${i}":0`).join()}}`),
  'a shape of 2^53 in JSON': Buffer.from('{"weights": [1], "shape": [9007199254740992, 1]}'),
  'a shape whose product is 0 and its parts are not': Buffer.from(
    '{"weights": [], "shape": [0, 9007199254740992]}',
  ),
  'a shape that is nested': Buffer.from(`{"data": [1], "dims": [${deep(50_000)}]}`),
  'one number in a list of a million lists': Buffer.from(`[${'[],'.repeat(1e6)}[1]]`),
};

for (const [name, given] of Object.entries(files)) {
  test(`refused: ${name}`, async () => {
    const [bytes, limit] = Array.isArray(given) ? given : [given];
    const { message } = await refused(() => load(bytes, limit));
    assert.ok(message.length < 3000, `${message.length} characters`);
  });
}

test('of keys that are there twice the last counts, as in JSON.parse', () => {
  const [data] = readWeights(
    '{"weights": "x", "weights": [[1, 0], [0.4, 0.6]], "tokens": ["x"], "tokens": ["a", "b"]}',
  );
  assert.deepEqual(data.queryTokens, ['a', 'b']);
});

test('keys with the names of built-in things change nothing and find nothing', async () => {
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
  for (const name of names) {
    const [data] = readWeights(
      `{"${name}": {"weights": [[9]], "polluted": 1, "tokens": 1}, "weights": [[1, 0], [0.4, 0.6]]}`,
    );
    assert.equal(data.queries, 2, name);
    assert.equal({}.polluted, undefined, name);
    assert.equal(Object.getPrototypeOf(data), Object.prototype);
    // an array under such a name in a file is one like any other
    const file = `{"${name}": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}}`;
    await load(safetensorsFile(file, floats)).catch((error) =>
      assert.ok(error instanceof InputError, `${name}: ${error}`),
    );
    await load(zipFile([entry({ name: `${name}.npy` })])).catch((error) =>
      assert.ok(error instanceof InputError, `${name}: ${error}`),
    );
    // only the prototype has weights here
    await refused(() =>
      readWeights(`{"${name}": {"weights": [[1, 0], [0.4, 0.6]], "tokens": ["a", "b"]}, "x": 1}`),
    ).catch((error) => assert.match(error.message, /InputError, got none/));
  }
});

/** The files of a small model, with some of them in place of its own. */
async function opened(more) {
  const folder = 'test/fixtures/models/distilbert-tiny';
  const real = globalThis.fetch;
  globalThis.fetch = async (url) => {
    const name = String(url).split('/').at(-1);
    const file =
      more[name] ?? (existsSync(`${folder}/${name}`) ? readFileSync(`${folder}/${name}`) : undefined);
    return file === undefined ? new Response('', { status: 404 }) : new Response(file);
  };
  try {
    return await openAlone('https://files.example/m/', { worker: false, cache: false });
  } finally {
    globalThis.fetch = real;
  }
}

const config = JSON.parse(readFileSync('test/fixtures/models/distilbert-tiny/config.json', 'utf8'));
const tokenizer = {
  model: { type: 'WordLevel', vocab: { a: 0, b: 1, '[UNK]': 2 }, unk_token: '[UNK]' },
  pre_tokenizer: { type: 'WhitespaceSplit' },
  ...{ added_tokens: [], normalizer: null, post_processor: null, decoder: null },
};

/** Refused with a typed error, or opened and run without harm. */
async function harmless(more) {
  try {
    const model = await opened(more);
    const { parts } = await model.run(more['tokenizer.json'] ? { text: 'a b' } : { ids: [1, 2] });
    for (const part of parts) checkData(part);
    model.close();
    return 'read';
  } catch (error) {
    assert.ok(error instanceof InputError, error?.stack);
    return error.code;
  }
}

test('a config with names of built-in things opens no model, and changes nothing', async () => {
  for (const type of ['__proto__', 'constructor', 'toString']) {
    const { code } = await refused(() =>
      opened({ 'config.json': JSON.stringify({ ...config, model_type: type }) }),
    );
    assert.equal(code, 'unsupported', type);
    const text = JSON.stringify(config);
    const key = `{"${type}": {"polluted": 1, "model_type": "gpt2"}, ${text.slice(1)}`;
    assert.equal(await harmless({ 'config.json': key }), 'read', type);
    assert.equal({}.polluted, undefined);
  }
});

test('of keys that are there twice in a config the last counts; in a header or an archive nothing breaks', async () => {
  const text = JSON.stringify(config);
  assert.equal(await harmless({ 'config.json': `{"model_type": "none", ${text.slice(1)}` }), 'read');
  const twice = '{"attention": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}';
  const same = `${twice}, ${twice.slice(1)}}`;
  const [data] = await load(safetensorsFile(same, floats));
  assert.equal(data.queries, 2);
  const [archived] = await load(zipFile([entry(), entry()]));
  assert.equal(archived.queries, 2);
});

test('sizes in a config beyond all memory are refused before anything is made', async () => {
  const names = ['dim', 'n_layers', 'n_heads', 'hidden_dim', 'vocab_size', 'max_position_embeddings'];
  for (const name of names) {
    for (const value of [2 ** 31, 2 ** 53, 1e308, -1, 0, 0.5, '9007199254740993', [1], null, {}]) {
      const outcome = await harmless({ 'config.json': JSON.stringify({ ...config, [name]: value }) });
      assert.ok(typeof outcome === 'string', `${name}: ${outcome}`);
    }
  }
});

test('config, tokenizer and index nested deeper than any stack are refused', async () => {
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}'],
  ]) {
    const nest = open.startsWith('{') ? `${open.repeat(100_000)}1${close.repeat(100_000)}` : deep(100_000);
    const text = JSON.stringify(config);
    for (const more of [
      { 'config.json': nest },
      { 'config.json': `{"x": ${nest}, ${text.slice(1)}` },
      { 'tokenizer.json': nest },
      { 'tokenizer.json': `{"model": ${nest}}` },
      { 'model.safetensors.index.json': nest },
    ])
      assert.ok(await harmless(more));
  }
});

test('a vocabulary with the names of built-in things is one like any other', async () => {
  for (const name of ['__proto__', 'constructor', 'toString']) {
    const file = JSON.stringify(tokenizer).replace('"a":0', `"${name}":0`);
    const outcome = await harmless({ 'tokenizer.json': file });
    assert.ok(['read', 'tokens', 'unsupported', 'format'].includes(outcome), outcome);
    assert.equal({}.a, undefined);
  }
  assert.equal(await harmless({ 'tokenizer.json': JSON.stringify(tokenizer) }), 'read');
});

test('text that makes regular expressions slow does not', () => {
  const texts = [
    '['.repeat(50_000),
    '<|'.repeat(50_000),
    '1.'.repeat(50_000),
    "a'".repeat(50_000),
    '##'.repeat(50_000),
    `${'a'.repeat(100_000)}</`,
    '<'.repeat(50_000),
    ' '.repeat(100_000) + ';',
    '[A'.repeat(50_000),
    '\\"'.repeat(50_000),
    ' '.repeat(100_000),
    '1'.repeat(100_000),
  ];
  for (const text of texts) {
    const start = performance.now();
    for (const read of [
      () => parseTokens(text),
      () => readWeights(text),
      () => readWeights(`[[NaN${text}`),
      () => readWeights(`["NaN${text}`),
      () => samplePicture({ parts: readWeights({ tokens: [`a${text}b`], weights: [[1]] }) }),
    ]) {
      try {
        read();
      } catch (error) {
        assert.ok(error instanceof InputError, String(error));
      }
    }
    const ms = performance.now() - start;
    assert.ok(ms < 3000, `${ms} ms for ${text.slice(0, 8)}…`);
  }
});
