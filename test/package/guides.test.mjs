import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { widenWeights } from '../../dist/esm/core/attention-data.js';
import { loadAttention } from '../../dist/esm/formats/load.js';
import { openModel } from '../../dist/esm/models/index.js';
import { readWeights } from '../../dist/esm/formats/read-weights.js';

const stubs = path.resolve('test/fixtures/guides');
const guides = readFileSync('demo/guides.html', 'utf8');

/** The snippets of the guides by their ids: programs, whole. */
const snippets = Object.fromEntries(
  [...guides.matchAll(/<code\s+id="([\w-]+)-code">([\s\S]*?)<\/code/g)].map(([, id, html]) => [
    id,
    html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  ]),
);

const folder = mkdtempSync(path.join(tmpdir(), 'attention-guides-'));
after(() => rmSync(folder, { recursive: true }));

/** A Python that has these modules, undefined where there is none. */
const pythonWith = (...modules) =>
  [process.env.PYTHON, 'python3', '/usr/bin/python3', 'python']
    .filter(Boolean)
    .find((program) => spawnSync(program, ['-c', `import ${modules.join(', ')}`]).status === 0);
const programs = { numpy: pythonWith('numpy'), torch: pythonWith('numpy', 'torch') };

/** Whether a Python has a package itself, whose numbers are then its own. */
const hasPackage = (program, name) =>
  spawnSync(program, ['-c', `import ${name}`], { env: { ...process.env, PYTHONPATH: '' } }).status === 0;

/** Stand-ins come last, so that an installed package is tried itself; but those whose models lie on a hub come first. */
const standIns = `import sys
sys.path.insert(0, ${JSON.stringify(path.join(stubs, 'hub'))})
sys.path.append(${JSON.stringify(stubs)})
`;

/**
 * Runs a snippet in a folder of its own; packages that are not installed, or whose models lie on a hub, are stood for by
 * modules that give objects of the exact shape.
 */
function runPython(id, program) {
  const cwd = path.join(folder, id);
  mkdirSync(cwd);
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1' };
  const { status, stderr } = spawnSync(program, ['-'], {
    cwd,
    env,
    input: standIns + snippets[id],
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return (name) => path.join(cwd, name);
}

const load = (file) =>
  loadAttention(`data:application/octet-stream;base64,${readFileSync(file).toString('base64')}`);

/** The weights of recorded.py, `[layers, heads, queries, keys]`, the first layer being number `from`. */
function recorded({ layers, heads, queries, keys, causal }, from = 0) {
  const weights = [];
  for (let l = from; l < from + layers; l++)
    for (let h = 0; h < heads; h++)
      for (let q = 0; q < queries; q++) {
        const powers = Array.from({ length: keys }, (_, k) =>
          causal && k > q ? 0 : Math.exp(((7 * l + 5 * h + 3 * q + 2 * k) % 17) / 4),
        );
        const sum = powers.reduce((a, b) => a + b);
        weights.push(...powers.map((power) => power / sum));
      }
  return weights;
}

/** Shape, tokens, order and numbers of what the reader has read; nothing amiss. */
function expectPart(part, shape, { causal = false, first, last, from, real = false }) {
  const { layers, heads, queries, keys, weights, scale, queryTokens, notices } = part;
  assert.deepEqual([layers, heads, queries, keys], shape);
  assert.deepEqual([queryTokens[0], queryTokens.at(-1)], [first, last]);
  assert.deepEqual(notices, []);
  assert.equal(part.causal, causal);
  if (real) return;
  const expected = recorded({ layers, heads, queries, keys, causal }, from);
  const found = widenWeights(weights, scale);
  // half floats have 11 bits, JSON four decimals
  expected.forEach((x, i) => assert.ok(Math.abs(x - found[i]) < 3e-4, `weight ${i}: ${found[i]}, ${x}`));
}

const tested = new Set();

/** A test of one snippet, skipped where Python lacks what it needs. */
function check(id, needs, body) {
  tested.add(id);
  const program = programs[needs];
  const skip = needs && !program ? `no Python with ${needs}` : false;
  test(`the guide for ${id} writes what the element reads`, { skip }, () => body(program));
}

check('transformers', 'torch', async (python) => {
  const [part] = await load(runPython('transformers', python)('attention.npz'));
  expectPart(part, [3, 4, 10, 10], { causal: true, first: 'The', last: 'Ġtired' });
});

check('translation', 'torch', async (python) => {
  const parts = await load(runPython('translation', python)('translation.npz'));
  assert.deepEqual(
    parts.map(({ kind }) => kind),
    ['encoder', 'decoder', 'cross'],
  );
  expectPart(parts[0], [3, 4, 11, 11], { first: '▁The', last: '</s>' });
  expectPart(parts[1], [3, 4, 8, 8], { causal: true, first: '<pad>', last: '</s>' });
  expectPart(parts[2], [3, 4, 8, 11], { first: '<pad>', last: '</s>' });
  assert.deepEqual(parts[2].keyTokens, parts[0].queryTokens);
});

check('bertviz', 'torch', async (python) => {
  const [part] = await load(runPython('bertviz', python)('attention.npz'));
  expectPart(part, [3, 4, 12, 12], { first: '[CLS]', last: '[SEP]' });
});

check('transformer-lens', 'torch', async (python) => {
  const [part] = await load(runPython('transformer-lens', python)('attention.npz'));
  expectPart(part, [6, 4, 15, 15], { causal: true, first: '<|endoftext|>', last: ' to' });
  assert.equal(part.dHead, 8);
  const { q, k, v } = part;
  // layer 0, head 1, token 2: the second head's numbers of the third token
  const start = (1 * 15 + 2) * 8;
  for (const [i, vectors] of [q, k, v].entries()) {
    const expected = Array.from({ length: 8 }, (_, j) => (((2 * 4 + 1) * 8 + j) % 64) / 64 + i / 64);
    assert.deepEqual([...vectors.subarray(start, start + 8)], expected);
  }
});

/** The JSON inside the tag of a page that a snippet wrote. */
const dataOf = (html) => JSON.parse(/<script type="application\/json">([\s\S]*?)<\/script>/.exec(html)[1]);

check('circuitsvis', 'torch', async (python) => {
  const html = readFileSync(runPython('circuitsvis', python)('attention.html'), 'utf8');
  const [part] = readWeights(dataOf(html));
  expectPart(part, [1, 4, 15, 15], { causal: true, first: '<|endoftext|>', last: ' to', from: 5 });
});

check('inspectus', 'torch', async (python) => {
  const [part] = await load(runPython('inspectus', python)('attention.npz'));
  expectPart(part, [3, 4, 10, 10], { causal: true, first: 'The', last: 'Ġtired' });
});

test(
  'a package that is installed is tried itself, not what stands in for it',
  { skip: !programs.numpy && 'no Python with numpy' },
  () => {
    const own = path.join(folder, 'own');
    mkdirSync(own);
    writeFileSync(path.join(own, 'safetensors.py'), '');
    const program = `${standIns}import safetensors, recorded; print(safetensors.__file__); print(recorded.__file__)`;
    const env = { ...process.env, PYTHONPATH: own, PYTHONDONTWRITEBYTECODE: '1' };
    const { stdout, stderr } = spawnSync(programs.numpy, ['-c', program], { env, encoding: 'utf8' });
    const folders = stdout
      .trim()
      .split(/\r?\n/)
      .map((file) => path.dirname(file));
    assert.deepEqual(folders, [own, stubs], stderr);
  },
);

check('pytorch', 'torch', async (python) => {
  const [part] = await load(runPython('pytorch', python)('attention.npz'));
  assert.deepEqual([part.layers, part.heads, part.queries, part.keys], [3, 4, 6, 6]);
  assert.deepEqual(part.queryTokens, ['the', 'cat', 'sat', 'on', 'the', 'mat']);
  // rows sum to 1, and the two heads differ: what came is no mean over heads
  assert.deepEqual(part.notices, []);
  const weights = widenWeights(part.weights, part.scale);
  assert.notDeepEqual(weights.subarray(0, 36), weights.subarray(36, 72));
});

check('jax', 'numpy', async (python) => {
  const [part] = await load(runPython('jax', python)('attention.safetensors'));
  expectPart(part, [3, 4, 6, 6], { first: 'the', last: 'mat', real: hasPackage(python, 'flax') });
});

check('transformers-js', undefined, () => {
  const cwd = path.join(folder, 'transformers-js');
  const home = path.join(cwd, 'node_modules/@huggingface/transformers');
  mkdirSync(home, { recursive: true });
  cpSync(path.join(stubs, 'transformers.mjs'), path.join(home, 'index.mjs'));
  writeFileSync(
    path.join(home, 'package.json'),
    '{"name": "@huggingface/transformers", "main": "index.mjs"}',
  );
  writeFileSync(path.join(cwd, 'write.mjs'), snippets['transformers-js']);
  const { status, stderr } = spawnSync(process.execPath, ['write.mjs', 'some-model'], {
    cwd,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  const [part] = readWeights(dataOf(readFileSync(path.join(cwd, 'attention.html'), 'utf8')));
  expectPart(part, [3, 4, 5, 5], { first: '[CLS]', last: '[SEP]' });
});

const real = path.resolve('test/large-tools/node_modules');
const hasReal = existsSync(path.join(real, '@huggingface/transformers')) && programs.torch;

test(
  'with the real transformers.js it writes what the library computes of the same model',
  {
    skip: !hasReal && 'needs Python with torch, and npm run test:large',
  },
  async () => {
    const reader = 'src/models/shipped/reader';
    const cwd = path.join(folder, 'real');
    const model = path.join(cwd, 'models/reader');
    mkdirSync(path.join(model, 'onnx'), { recursive: true });
    symlinkSync(real, path.join(cwd, 'node_modules'), 'junction');
    for (const name of ['config', 'tokenizer', 'tokenizer_config'])
      cpSync(`${reader}/${name}.json`, path.join(model, `${name}.json`));
    const exported = spawnSync(
      programs.torch,
      [path.join(stubs, 'reader_onnx.py'), reader, path.join(model, 'onnx/model.onnx')],
      { encoding: 'utf8' },
    );
    assert.equal(exported.status, 0, exported.stderr);
    writeFileSync(path.join(cwd, 'write.mjs'), snippets['transformers-js']);
    writeFileSync(
      path.join(cwd, 'local.mjs'),
      `import { env } from '@huggingface/transformers';
Object.assign(env, { localModelPath: './models/', allowRemoteModels: false });`,
    );
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', './local.mjs', 'write.mjs', 'reader'],
      {
        cwd,
        encoding: 'utf8',
      },
    );
    assert.equal(status, 0, stderr);
    const [found] = readWeights(dataOf(readFileSync(path.join(cwd, 'attention.html'), 'utf8')));

    const server = createServer((request, response) =>
      response.end(readFileSync(path.join(reader, request.url))),
    );
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    const own = await openModel(`http://127.0.0.1:${server.address().port}/`);
    const { parts } = await own.run({ text: 'The cat sat on the mat because it was tired' });
    own.close();
    server.close();
    assert.deepEqual(found.queryTokens, parts[0].queryTokens);
    assert.deepEqual([found.layers, found.heads], [3, 4]);
    const [a, b] = [found, parts[0]].map(({ weights, scale }) => widenWeights(weights, scale));
    assert.equal(a.length, b.length);
    // four decimals, and half floats
    a.forEach((x, i) => assert.ok(Math.abs(x - b[i]) < 6e-4, `weight ${i}: ${x}, ${b[i]}`));
  },
);

test('every snippet of the guides is run', () => {
  assert.deepEqual([...tested].sort(), Object.keys(snippets).sort());
});
