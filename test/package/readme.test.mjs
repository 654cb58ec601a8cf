import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { crossHeads, selfHeads } from '../../dist/esm/models/textbook-heads.js';

const readme = readFileSync('README.md', 'utf8');

test('README.md lists the heads of the textbook model as they are', () => {
  selfHeads(false).forEach((heads, layer) =>
    heads.forEach(({ name }, head) => assert.ok(readme.includes(`| ${layer} | ${head} | ${name} |`), name)),
  );
  assert.ok(selfHeads(true)[0].some(({ name }) => readme.includes(`*${name}*`) && name === 'two back'));
  for (const { name } of crossHeads.flat()) assert.ok(readme.includes(`*${name}*`), name);
});
