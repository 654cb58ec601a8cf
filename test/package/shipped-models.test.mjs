import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { serveProject } from '../tools/dev-server.mjs';
import { shippedFile } from '../tools/shipped-models.mjs';
import { openTokenizer } from '../../dist/esm/models/tokenizer.js';
import { openModel } from '../../dist/esm/models/index.js';

const models = new URL('../../src/models/shipped/', import.meta.url);
const built = new URL('../../dist/cdn/models/', import.meta.url);
const fixtures = new URL('../fixtures/shipped/', import.meta.url);
const json = (url) => JSON.parse(readFileSync(url, 'utf8'));

for (const name of ['translator', 'writer', 'reader']) {
  const folder = new URL(`${name}/`, models);

  test(`${name}: tokenizer.json reads text as the training did`, async () => {
    const tokenizer = await openTokenizer(
      json(new URL('tokenizer.json', folder)),
      json(new URL('tokenizer_config.json', folder)),
    );
    const { encodings } = json(new URL(`${name}.json`, fixtures));
    assert.ok(encodings.length >= 250);
    for (const [text, ids] of encodings)
      assert.deepEqual(tokenizer.encode(text).ids, ids, JSON.stringify(text));
  });

  test(`${name}: lies in the build as it is in the sources`, () => {
    const copy = new URL(`${name}/`, built);
    const files = readdirSync(folder).map((file) => shippedFile(fileURLToPath(folder), file));
    assert.deepEqual(readdirSync(copy).sort(), files.map((file) => file.name).sort());
    for (const file of files)
      assert.ok(readFileSync(new URL(file.name, copy)).equals(file.content), file.name);
  });

  test(`${name}: weighs at most 600 KB compressed, the whole folder`, () => {
    const files = readdirSync(new URL(`${name}/`, built), { withFileTypes: true });
    const bytes = files.map((file) => {
      assert.ok(file.isFile(), file.name);
      return gzipSync(readFileSync(new URL(`${name}/${file.name}`, built)), { level: 9 }).length;
    });
    assert.ok(bytes.reduce((a, b) => a + b) <= 600e3, `${bytes.join(' + ')} bytes`);
  });

  test(`${name}: every head has a label, every tensor the shape that the config says`, () => {
    const config = json(new URL('config.json', folder));
    const labels = Array.isArray(config.head_labels) ? { decoder: config.head_labels } : config.head_labels;
    const layers = {
      encoder: config.encoder_layers,
      decoder: config.decoder_layers ?? config.n_layer ?? config.num_hidden_layers,
      cross: config.decoder_layers,
    };
    for (const [side, rows] of Object.entries(labels)) {
      assert.equal(rows.length, layers[side]);
      for (const row of rows) {
        assert.equal(
          row.length,
          config.decoder_attention_heads ?? config.n_head ?? config.num_attention_heads,
        );
        for (const { name: label, role, score } of row)
          assert.ok(label && role && score >= 0 && score <= 1.0001, JSON.stringify({ label, role, score }));
      }
    }
    const bytes = readFileSync(new URL('model.safetensors', folder));
    const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE())).toString('utf8'));
    const embedding =
      header['model.shared.weight'] ??
      header['transformer.wte.weight'] ??
      header['bert.embeddings.word_embeddings.weight'];
    assert.deepEqual(embedding.shape, [
      config.vocab_size,
      config.d_model ?? config.n_embd ?? config.hidden_size,
    ]);
    for (const [tensor, { dtype, shape }] of Object.entries(header))
      if (dtype === 'I8') assert.deepEqual(header[`${tensor}_scale`]?.shape, [shape[0], 1], tensor);
    assert.ok(existsSync(new URL('README.md', folder)));
  });
}

test('translator: translates held-out sentences letter by letter as the grammar does', async () => {
  const { held_out: pairs } = json(new URL('translator.json', fixtures));
  assert.equal(pairs.length, 200);
  const server = await serveProject();
  after(() => server.stop());
  const models = `http://127.0.0.1:${server.config.port}/dist/cdn/models/`;
  const model = await openModel(`${models}translator/`, { cache: false });
  const wrong = [];
  for (const [english, korean] of pairs) {
    let made = '';
    for await (const { token } of model.generate({ source: english }, { maxTokens: 60 })) {
      made += token;
    }
    if (textOf(made) !== korean) wrong.push(`${english} | ${korean} | ${textOf(made)}`);
  }
  model.close();
  assert.ok(wrong.length <= 10, `${wrong.length} of 200 are wrong:\n${wrong.join('\n')}`);
});

/** What pieces of the translator say: bytes are joined to characters. */
function textOf(pieces) {
  const bytes = [...pieces.matchAll(/<0x([0-9A-F]{2})>|<\/s>|([^])/gu)].flatMap(([, byte, character]) =>
    byte ? [parseInt(byte, 16)] : [...Buffer.from(character ?? '')],
  );
  return Buffer.from(bytes).toString('utf8').replaceAll('▁', ' ').trim();
}
