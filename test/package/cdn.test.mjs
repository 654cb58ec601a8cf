import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { parseAst } from 'rollup/parseAst';

const entry = 'dist/cdn/attention-elements.js';

/** The static imports of a file. */
const staticImports = (file) =>
  parseAst(readFileSync(file, 'utf8'))
    .body.filter((node) => node.source && node.type !== 'ExpressionStatement')
    .map((node) => path.join(path.dirname(file), node.source.value));

function withImports(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const next of staticImports(file)) withImports(next, found);
  return found;
}

// shaders and the context that they run in: only Pixi has them
const isPixi = (file) => /gl_Position/.test(readFileSync(file, 'utf8'));

test('the first file of the CDN build loads nothing of Pixi', () => {
  const first = [...withImports(entry)];
  assert.deepEqual(first.filter(isPixi), []);
  const chunks = readdirSync('dist/cdn/chunks').map((name) => `dist/cdn/chunks/${name}`);
  assert.ok(chunks.some(isPixi), 'no chunk holds Pixi: what does this test look for?');
});

test('the first load of the CDN build is one file', () => {
  assert.deepEqual(staticImports(entry), []);
});

test('the CDN build names no file outside of itself', () => {
  const files = readdirSync('dist/cdn', { recursive: true }).filter((name) => name.endsWith('.js'));
  for (const name of files) {
    for (const next of staticImports(path.join('dist/cdn', name))) {
      assert.ok(next.startsWith(path.join('dist', 'cdn')), `${name} imports ${next}`);
    }
  }
});

test('the licences of all bundled code come with it', () => {
  const text = readFileSync('dist/cdn/LICENSES.txt', 'utf8');
  for (const name of ['lit-html', 'pixi.js', 'eventemitter3', 'd3-scale-chromatic']) {
    assert.match(text, new RegExp(`^${name} \\d`, 'm'));
  }
});
