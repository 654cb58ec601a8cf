import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { build as esbuild } from 'esbuild';
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

/** What Pixi imports and our bundler leaves out as unused, with words that would give it away. */
const leftOut = { earcut: 'prevZ', 'parse-svg-path': 'astvzqmhlc', 'tiny-lru': 'setWithEvicted' };

/** Packages whose code goes into a bundle of the elements, as another bundler than ours sees it. */
async function bundledPackages(entry) {
  const { metafile } = await esbuild({
    entryPoints: [entry],
    ...{ bundle: true, format: 'esm', outdir: 'out', splitting: true, write: false, metafile: true },
    ...{ platform: 'browser', logLevel: 'silent', minify: true },
  });
  const inputs = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const names = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => /.*node_modules\/((@[^/]+\/)?[^/]+)/.exec(file)?.[1]);
  return [...new Set(names.filter(Boolean))].sort();
}

/** The licence that a package brings, or at least its name. */
function licenseOf(name) {
  const folder = path.join('node_modules', name);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return file ? readFileSync(path.join(folder, file), 'utf8').trim() : name;
}

/** The code that a file of licences is about. */
const scripts = (file) =>
  (file.endsWith('.js') ? [file] : readdirSync('dist/cdn/chunks').map((name) => `chunks/${name}`)).map(
    (name) => readFileSync(`dist/cdn/${name}`, 'utf8'),
  );

for (const [file, source] of [
  ['LICENSES.txt', 'index'],
  ['attention-elements.single.js', 'index'],
  ['anywidget.js', 'anywidget'],
]) {
  test(`the licences of all bundled code come with it, in ${file}`, async () => {
    const text = readFileSync(`dist/cdn/${file}`, 'utf8');
    const packages = await bundledPackages(`dist/esm/define/${source}.js`);
    for (const known of ['lit-html', 'pixi.js', 'eventemitter3']) assert.ok(packages.includes(known), known);
    const code = scripts(file).join('');
    const isLeftOut = (name) => leftOut[name] && !code.includes(leftOut[name]);
    for (const name of [...packages.filter((name) => !isLeftOut(name)), 'd3-scale-chromatic']) {
      assert.match(text, new RegExp(`^${name} \\d`, 'm'));
      assert.ok(text.includes(licenseOf(name)), `no licence of ${name}`);
    }
  });
}

test('integrity.json has the hash of every script', () => {
  const hashes = JSON.parse(readFileSync('dist/cdn/integrity.json', 'utf8'));
  const scripts = readdirSync('dist/cdn', { recursive: true })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.js'));
  assert.deepEqual(Object.keys(hashes), scripts.sort());
  for (const name of scripts) {
    const hash = createHash('sha384')
      .update(readFileSync(`dist/cdn/${name}`))
      .digest('base64');
    assert.equal(hashes[name], `sha384-${hash}`);
  }
});
