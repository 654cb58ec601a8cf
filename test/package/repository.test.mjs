import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { bin, node } from '../tools/command.mjs';
import { withApiTables } from '../tools/readme-api.mjs';

const packageJson = JSON.parse(readFileSync('package.json', 'utf8'));

const modelFiles = [
  'MODEL-CARD.txt',
  'config.json',
  'model.safetensors',
  'tokenizer.json',
  'tokenizer_config.json',
];

/** Files of the project: those that git knows, or, without git, all but what is made or installed. */
function projectFiles() {
  const git = spawnSync('git', ['ls-files', '-z'], { encoding: 'utf8' });
  if (git.status === 0 && git.stdout) return git.stdout.split('\0').filter(Boolean);
  const made = ['node_modules', 'dist', '.git', '.cache', 'coverage'];
  return readdirSync('.', { withFileTypes: true })
    .filter((entry) => !made.includes(entry.name))
    .flatMap((entry) =>
      entry.isDirectory()
        ? readdirSync(entry.name, { recursive: true, withFileTypes: true })
            .filter((file) => file.isFile())
            .map((file) => path.join(file.parentPath ?? file.path, file.name))
        : [entry.name],
    );
}

test('the lock file names no server to download from', () => {
  const lock = readFileSync('package-lock.json', 'utf8');
  assert.doesNotMatch(lock, /"resolved"|https?:\/\/[^"]*\.tgz/);
  assert.match(lock, /"integrity"/);
});

test('the lock file has every package for every platform, so that npm ci accepts it everywhere', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const names = new Set(Object.keys(packages).map((key) => key.split('node_modules/').at(-1)));
  const missing = Object.entries(packages).flatMap(([key, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !names.has(name))
      .map((name) => `${key} needs ${name}`),
  );
  assert.deepEqual(missing, []);
});

test('no file of the project names a path of one machine', () => {
  const machine = /(^|[\s"'`(=:])\/(home|Users|root|work|tmp|farm|mnt)\/[\w.-]/m;
  const found = projectFiles()
    .filter((file) => file !== 'package-lock.json' && statSync(file).size < 2_000_000)
    .filter((file) => {
      const text = readFileSync(file, 'utf8');
      return !text.includes('\0') && machine.test(text);
    });
  assert.deepEqual(found, []);
});

test('publint has nothing to say about the package', async () => {
  const { messages } = await publint({ pkgDir: '.', strict: true });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, packageJson, { color: false })),
    [],
  );
});

test('arethetypeswrong finds types at every entry, for Node and for bundlers', async () => {
  const { code, output } = await node(
    bin('@arethetypeswrong/cli', 'attw'),
    '--pack',
    '.',
    '--profile',
    'esm-only',
  );
  assert.equal(code, 0, output);
});

test('npm pack takes the build, the models, the manifest and the documents, nothing else', () => {
  const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const files = JSON.parse(stdout)[0].files.map((file) => file.path);
  for (const expected of [
    'dist/esm/index.js',
    'dist/esm/index.d.ts',
    'dist/esm/core/index.js',
    'dist/esm/define/index.js',
    'dist/cdn/attention-elements.js',
    'dist/cdn/LICENSES.txt',
    'dist/cdn/integrity.json',
    'dist/vscode.html-custom-data.json',
    'dist/vscode.css-custom-data.json',
    'dist/web-types.json',
    ...['translator', 'writer', 'reader'].flatMap((name) =>
      modelFiles.map((file) => `dist/cdn/models/${name}/${file}`),
    ),
    'custom-elements.json',
    'package.json',
    'README.md',
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    'dist/cdn/embed.html',
    'dist/cdn/embed.js',
    'LICENSE',
  ]) {
    assert.ok(files.includes(expected), `${expected} is not in the package`);
  }
  const built =
    'dist/esm/.*\\.(js|d\\.ts)|dist/cdn/(chunks/)?[^/]*\\.(js|txt|html)|dist/cdn/integrity\\.json';
  const models = `dist/cdn/models/[a-z]+/(${modelFiles.join('|')})`;
  const expected = new RegExp(`^(${built}|${models}|dist/[^/]+\\.json|[^/]+\\.(json|md)|LICENSE)$`);
  assert.deepEqual(
    files.filter((file) => !expected.test(file)),
    [],
  );
  // the build is copied into folders of sites, whose tools make a page of every Markdown file
  assert.deepEqual(
    files.filter((file) => /^dist\/.*\.(md|markdown)$/i.test(file)),
    [],
  );
  // once, not once for modules and once for the script tag
  assert.equal(files.filter((file) => file.endsWith('.safetensors')).length, 3);
});

test('editors know every tag, attribute and custom property of custom-elements.json', () => {
  const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
  const elements = read('custom-elements.json')
    .modules.flatMap(({ declarations = [] }) => declarations)
    .filter(({ tagName }) => tagName);
  assert.equal(elements.length, 2);
  const { tags } = read('dist/vscode.html-custom-data.json');
  const { properties } = read('dist/vscode.css-custom-data.json');
  assert.equal(packageJson['web-types'], './dist/web-types.json');
  const { html } = read('dist/web-types.json').contributions;
  for (const { tagName, attributes, cssProperties } of elements) {
    const expected = attributes.map(({ name }) => name).sort();
    assert.ok(expected.length > 20);
    for (const known of [tags, html.elements]) {
      const tag = known.find(({ name }) => name === tagName);
      assert.deepEqual(tag.attributes.map(({ name }) => name).sort(), expected);
      for (const { name, description } of tag.attributes) assert.ok(description, name);
    }
    for (const { name } of cssProperties)
      assert.ok(
        properties.some((known) => known.name === name),
        name,
      );
  }
});

test('the tables in README.md are those of custom-elements.json', () => {
  const readme = readFileSync('README.md', 'utf8');
  const manifest = JSON.parse(readFileSync('custom-elements.json', 'utf8'));
  assert.match(readme, /<!-- api:attention-view -->/);
  assert.equal(readme, withApiTables(readme, manifest), 'run `npm run docs`');
});
