import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import test from 'node:test';
import * as core from '../../dist/esm/core/index.js';
import { crossHeads, selfHeads } from '../../dist/esm/models/textbook-heads.js';

const readme = readFileSync('README.md', 'utf8');

test('README.md lists the heads of the textbook model as they are', () => {
  selfHeads(false).forEach((heads, layer) =>
    heads.forEach(({ name }, head) => assert.ok(readme.includes(`| ${layer} | ${head} | ${name} |`), name)),
  );
  assert.ok(selfHeads(true)[0].some(({ name }) => readme.includes(`*${name}*`) && name === 'two back'));
  for (const { name } of crossHeads.flat()) assert.ok(readme.includes(`*${name}*`), name);
});

test('README.md names every function of attention-elements/core, and no other', () => {
  const [, section] = /<!-- core -->\n([\s\S]*?)<!-- \/core -->/.exec(readme);
  const named = [...section.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  // the one type that has a row of its own
  const functions = named.filter((name) => name !== 'AttentionData');
  assert.deepEqual(functions.toSorted(), Object.keys(core).toSorted());
});

/** Runs an example of README.md as it stands there; gives what it prints. */
async function runExample(name, address = '') {
  const [, code] = new RegExp(`<!-- example:${name} -->\n\`\`\`js\n([\\s\\S]*?)\`\`\``).exec(readme);
  const runnable = code
    .replace(/'attention-elements\/(\w+)'/, (_, floor) => {
      return JSON.stringify(new URL(`../../dist/esm/${floor}/index.js`, import.meta.url).href);
    })
    .replace('https://example.org/models/gpt2/', address);
  const printed = [];
  const { log } = console;
  console.log = (...values) => printed.push(values);
  try {
    await import(`data:text/javascript,${encodeURIComponent(runnable)}`);
  } finally {
    console.log = log;
  }
  return printed;
}

test('the example of the arithmetic runs', async () => {
  const [[scores, probabilities, outputs], [entropies]] = await runExample('core');
  assert.deepEqual([scores, probabilities.length, outputs], [50, 25, 40]);
  assert.equal(probabilities[1], 0);
  assert.equal(entropies.length, 10);
  core.stopKernel();
});

test('the example of runs and of writing runs', async () => {
  const server = createServer((request, response) => {
    const file = path.join('dist/cdn/models/writer', path.normalize(request.url));
    if (!existsSync(file)) return response.writeHead(404).end();
    response.end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const printed = await runExample('model', `http://127.0.0.1:${server.address().port}/`);
    const [vectors, [outputs, output], [logits], [best], [carried], ...steps] = printed;
    assert.ok(
      [...vectors, outputs, output, logits, carried].every((x) => x instanceof Float32Array && x.length),
    );
    assert.equal(carried.length % vectors[4].length, 0);
    assert.equal(best.length, 20);
    assert.ok(steps.length >= 6, `${steps.length} tokens`);
  } finally {
    server.closeAllConnections();
    server.close();
    core.stopKernel();
  }
});
