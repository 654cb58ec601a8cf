/** The command as its users have it: packed by npm, installed into an empty folder, called by npx. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { unpackInto } from '../tools/packed.mjs';

const folder = mkdtempSync(path.join(os.tmpdir(), 'attention-command-'));
const modules = path.join(folder, 'node_modules');
const { bin, dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

/** What `npm install` of the packed file makes, without a registry: the package, its dependencies, and its command. */
before(() => {
  unpackInto(folder);
  mkdirSync(path.join(modules, '.bin'), { recursive: true });
  const own = path.join(modules, 'attention-elements');
  cpSync(path.join(folder, 'package'), own, { recursive: true });
  for (const name of [...Object.keys(dependencies), '@resvg/resvg-js']) {
    mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
    symlinkSync(path.resolve('node_modules', name), path.join(modules, name), 'junction');
  }
  chmodSync(path.join(own, bin), 0o755);
  if (process.platform !== 'win32')
    symlinkSync(path.join(own, bin), path.join(modules, '.bin/attention-elements'));
  writeFileSync(path.join(folder, 'package.json'), '{"private": true}');
  cpSync('demo/data/induction/english-24.npz', path.join(folder, 'weights.npz'));
});

after(() => rmSync(folder, { recursive: true, force: true }));

const skip = process.platform === 'win32' && 'npm makes other files for commands on Windows';

test('npx attention-elements render weights.npz writes SVG, HTML and PNG', { skip }, () => {
  const outputs = ['figure.svg', 'figure.html', 'figure.png'];
  const args = ['--view', 'matrix', ...outputs.flatMap((name) => ['-o', name])];
  const { status, stdout, stderr } = spawnSync(
    'npx',
    ['--no-install', 'attention-elements', 'render', 'weights.npz', ...args],
    { cwd: folder, encoding: 'utf8' },
  );
  assert.equal(status, 0, stderr);
  // where nobody watches, a line for each file and no progress
  assert.deepEqual([stdout, stderr.includes('\r')], ['', false]);
  for (const name of outputs)
    assert.match(stderr, new RegExp(`^${name}: .*\\d+ queries over \\d+ keys`, 'm'));
  const [svg, html, png] = outputs.map((name) => readFileSync(path.join(folder, name)));
  assert.match(svg.toString(), /^<svg /);
  assert.match(
    html.toString(),
    /<attention-view controls="full"[^>]* src="data:application\/octet-stream;base64,/,
  );
  assert.equal(png.subarray(1, 4).toString(), 'PNG');
});
