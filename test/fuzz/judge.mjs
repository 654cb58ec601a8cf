/** Gives an input to the library and says what came of it: attention that can be drawn, or a typed error. All else throws. */
import assert from 'node:assert/strict';
import { InputError } from '../../dist/esm/core/errors.js';
import { loadAttention } from '../../dist/esm/formats/load.js';
import { readPlain } from '../../dist/esm/formats/read-plain.js';
import { readWeights } from '../../dist/esm/formats/read-weights.js';
import { openAlone } from '../../dist/esm/models/open-alone.js';
import { viewNames } from '../../dist/esm/scene/views.js';
import { checkScene, samplePicture } from '../tools/sample-picture.mjs';

const prototypes = [Object, Array, Function, Map].map((type) => [
  type,
  Object.getOwnPropertyNames(type.prototype).join(),
]);

/** No input may reach the prototypes that all objects share. */
function checkPrototypes() {
  for (const [type, names] of prototypes) {
    assert.equal(
      Object.getOwnPropertyNames(type.prototype).join(),
      names,
      `${type.name}.prototype was changed`,
    );
  }
}

const base = 'https://files.example/';

/** Answers requests out of `files` while `action` runs. */
async function served(files, ranges, action) {
  const real = globalThis.fetch;
  const elsewhere = [];
  globalThis.fetch = async (url, init = {}) => {
    if (!String(url).startsWith(base)) elsewhere.push(url);
    const bytes = files[String(url).slice(base.length)];
    if (bytes === undefined) return new Response('', { status: 404 });
    const [, from, to] =
      /bytes=(\d+)-(\d+)/.exec((ranges && new Headers(init.headers).get('range')) || '') ?? [];
    if (from === undefined)
      return new Response(bytes, { headers: { 'content-length': String(bytes.length) } });
    const part = bytes.slice(Number(from), Number(to) + 1);
    return new Response(part, {
      status: 206,
      headers: { 'content-range': `bytes ${from}-${to}/${bytes.length}` },
    });
  };
  try {
    return await action();
  } finally {
    globalThis.fetch = real;
    assert.deepEqual(elsewhere, [], 'asked for what the author did not name');
  }
}

/** What all floors above rely on. */
export function checkData(data) {
  const { layers, heads, queries, keys, weights, queryTokens, keyTokens, dHead } = data;
  for (const count of [layers, heads, queries, keys])
    assert.ok(Number.isInteger(count) && count > 0, `${count}`);
  assert.equal(weights.length, layers * heads * queries * keys);
  assert.equal(queryTokens.length, queries);
  assert.equal(keyTokens.length, keys);
  assert.ok([...queryTokens, ...keyTokens].every((token) => typeof token === 'string'));
  for (const text of [data.name, data.source.name, data.source.format])
    assert.ok(text === undefined || typeof text === 'string');
  for (const label of data.headLabels?.flat() ?? []) {
    if (label)
      assert.ok(
        [label.name, label.id, label.description].every(
          (text) => text === undefined || typeof text === 'string',
        ),
      );
  }
  assert.ok(data.layerIndices?.every(Number.isInteger) ?? true);
  assert.ok(Number.isFinite(data.scale));
  if (data.layerIndices) assert.equal(data.layerIndices.length, layers);
  for (const [name, rows] of [
    ['q', queries],
    ['k', keys],
    ['v', keys],
  ]) {
    if (data[name]) assert.equal(data[name].length, layers * heads * rows * dHead, name);
  }
  if (data.scores) assert.equal(data.scores.length, weights.length);
}

/** Draws one view of data that are small enough for it. */
function checkPicture(parts, random) {
  if (parts.some(({ queries, keys, layers, heads }) => queries * keys * layers * heads > 20_000)) return;
  const options = {
    view: random.pick(viewNames),
    cells: random.pick(['color', 'dots', 'numbers']),
    scale: random.pick(['linear', 'log', 'sqrt', 'row']),
    scope: random.pick(['query', 'matrix']),
    step: 1 + random.below(6),
    orientation: random.pick(['query-rows', 'query-columns']),
    aggregate: random.pick(['none', 'mean', 'max']),
    merge: random.pick(['none', 'none', 'word', 'sentence']),
    mergeBy: random.pick(['mean', 'max']),
    padding: random.pick(['show', 'collapse', 'hide']),
    hideSpecial: random.chance(0.3),
    renormalize: random.chance(0.3),
    topK: random.below(3),
    heads: random.chance(0.5) ? 'all' : undefined,
    kind: random.pick([undefined, undefined, undefined, 'encoder', 'cross']),
    width: random.pick([1, 40, 360, 640, 1600]),
  };
  const { scene } = samplePicture({ ...options, parts });
  checkScene(scene);
}

async function attend({ kind, bytes, text, files, ranges, hints, random }) {
  if (kind === 'literal') {
    const plain = readPlain(text, hints);
    const full = readWeights(text, hints);
    if (plain) assert.deepEqual(plain, full, 'readPlain and readWeights read the same text differently');
    return full;
  }
  if (kind === 'file') {
    return served({ 'a.bin': bytes }, false, () =>
      loadAttention(`${base}a.bin`, { ...hints, maxBytes: 64e6 }),
    );
  }
  return served(files, ranges, async () => {
    const model = await openAlone(base, { worker: false, cache: false });
    try {
      const input =
        model.kind === 'vision'
          ? { pixels: new Float32Array(3 * 64).fill(0.5), width: 8, height: 8 }
          : random.pick([
              { ids: [1, 2, 3] },
              { text: 'fox river moon fox' },
              { sourceIds: [1, 2], targetIds: [0, 1] },
              { text: '고양이 a\u0000\ud800' },
            ]);
      const { parts, next, classes } = await model.run(input);
      for (const { token, probability } of [...(next ?? []), ...(classes ?? [])]) {
        assert.equal(typeof token, 'string');
        assert.equal(typeof probability, 'number');
      }
      return parts;
    } finally {
      model.close();
    }
  });
}

/** `read`, or the code of the error. */
export async function judge(input) {
  let outcome = 'read';
  try {
    const parts = await attend(input);
    assert.ok(Array.isArray(parts));
    for (const part of parts) checkData(part);
    if (parts.length) checkPicture(parts, input.random);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    assert.ok(
      error.code && error.input && error.found && error.expected,
      `an error that says too little: ${error.message}`,
    );
    assert.ok(error.message.length < 4000, `an error of ${error.message.length} characters`);
    outcome = error.code;
  }
  checkPrototypes();
  return `${input.kind} ${outcome}`;
}
