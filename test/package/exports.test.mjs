import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import resolve from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';

const { name, exports } = JSON.parse(readFileSync('package.json', 'utf8'));

/** What users import: `attention-elements`, `attention-elements/core`, … */
const entries = Object.keys(exports).map((key) => path.posix.join(name, key));
const modules = entries.filter((entry) => !entry.endsWith('.json'));

/** Runs a module in a fresh Node. */
function run(code) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

for (const entry of modules) {
  test(`${entry} can be imported in Node without a DOM and says nothing`, () => {
    const code = `if (globalThis.document) throw new Error('there is a DOM'); await import('${entry}');`;
    assert.deepEqual(run(code), { status: 0, stdout: '', stderr: '' });
  });
}

test('every exported file is there, with types', () => {
  for (const entry of entries) assert.ok(existsSync(fileURLToPath(import.meta.resolve(entry))), entry);
  for (const target of Object.values(exports)) {
    if (target.types) assert.ok(existsSync(target.types), target.types);
  }
});

const tagsDefinedBy = (entry) => {
  const registry = '{tags: [], get: () => undefined, define(tag) { this.tags.push(tag); }}';
  const { stdout, stderr } = run(
    `globalThis.customElements = ${registry}; await import('${entry}'); console.log(JSON.stringify(customElements.tags));`,
  );
  assert.equal(stderr, '');
  return JSON.parse(stdout);
};

test('only the modules under define/ define elements', () => {
  for (const entry of modules) {
    const tags = tagsDefinedBy(entry);
    if ([`${name}/define`, `${name}/anywidget`].includes(entry))
      assert.ok(tags.includes('attention-view'), entry);
    else if (entry.startsWith(`${name}/define/`)) assert.deepEqual(tags, [path.basename(entry)]);
    else assert.deepEqual(tags, [], entry);
  }
});

/** Code that a bundler makes of a module, with `sideEffects` of package.json in force, and the files that went into it. */
async function bundle(code) {
  const bundle = await rollup({
    input: 'app',
    plugins: [
      {
        name: 'app',
        resolveId: (id) => (id === 'app' ? path.resolve('app.js') : undefined),
        load: (id) => (id === path.resolve('app.js') ? code : undefined),
      },
      resolve({ exportConditions: ['production'] }),
    ],
    external: /^pixi\.js/,
    onwarn: () => {},
  });
  const { output } = await bundle.generate({ format: 'es', dir: 'app' });
  await bundle.close();
  const [{ code: result, modules }] = output;
  const files = Object.keys(modules).filter((id) => modules[id].renderedLength > 0);
  return { code: result, files: files.map((id) => path.relative('.', id)) };
}

test('a bundler drops an import of the classes that is not used', async () => {
  const { code } = await bundle(`import '${name}';`);
  assert.equal(code.trim(), '');
});

test('a bundler keeps the definition that an import is there for', async () => {
  const { files } = await bundle(`import '${name}/define';`);
  assert.ok(files.includes('dist/esm/define/attention-view.js'), files.join('\n'));
});

test('a bundler takes only the arithmetic from core', async () => {
  const { files } = await bundle(`export { softmax } from '${name}/core';`);
  assert.ok(files.length > 0);
  assert.deepEqual(
    files.filter((file) => !file.startsWith('dist/esm/core/') && file !== 'app.js'),
    [],
  );
});
