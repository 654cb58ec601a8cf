/**
 * The whole check: types, lint, format, build, manifest, two at a time; then the tests of the built package in Node; then
 * every test in a browser. A step that fails does not keep the later ones from running. The last line counts all tests,
 * and one for each check.
 */
import { fork } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { findBrowser } from './tools/browser.mjs';
import { bin, node } from './tools/command.mjs';
import { checkManifest } from './tools/manifest.mjs';
import { ensureFonts } from './tools/fonts.mjs';
import { nodeTests } from './tools/node-tests.mjs';

/** Longest first; each resolves to `{code, output}`. */
const checks = {
  lint: () => node(bin('eslint', 'eslint'), '.'),
  build: () => node('test/tools/build.mjs'),
  types: () => node(bin('typescript', 'tsc'), '-p', 'test/tsconfig.json'),
  format: () => node(bin('prettier', 'prettier'), '--check', '--log-level', 'warn', '.'),
  'custom-elements.json': checkManifest,
};

const count = { passed: 0, failed: 0, skipped: [] };

function add({ passed, failed, skipped }) {
  count.passed += passed;
  count.failed += failed;
  count.skipped.push(...skipped);
}

async function runCheck([name, check]) {
  const start = performance.now();
  const { code, output } = await check().catch((error) => ({ code: 1, output: String(error.stack) }));
  console.log(`  ${code === 0 ? '✓' : '✗'} ${name}  ${((performance.now() - start) / 1000).toFixed(1)} s`);
  if (output && (code !== 0 || name === 'build')) console.log(output.replace(/^(?=.)/gm, '      '));
  add({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [] });
}

async function runChecks() {
  const queue = Object.entries(checks);
  const worker = async () => {
    for (let check = queue.shift(); check; check = queue.shift()) await runCheck(check);
  };
  await Promise.all([worker(), worker()]);
}

/** The runner moves the cursor to redraw its progress; a log shows that as noise. */
const plain = (text) => stripVTControlCharacters(text).replace(/^\n+/, '');

/** All browser tests, in a process of their own. One that ends without a count is one failure. */
function browserTests() {
  return new Promise((resolve) => {
    let result = { passed: 0, failed: 1, skipped: [] };
    const config = ['--config', 'test/web-test-runner.config.mjs'];
    const child = fork(bin('@web/test-runner', 'wtr'), config, { silent: true });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => process.stdout.write(plain(text)));
    }
    child.on('message', (message) => (result = message));
    child.on('close', (code) => {
      // the runner itself may fail where every test has passed
      if (code !== 0 && result.failed === 0) result.failed = 1;
      resolve(result);
    });
  });
}

const section = (title) => console.log(`\n${title}`);

section('Browser');
try {
  process.env.CHROME_PATH = findBrowser();
  console.log(`  ${process.env.CHROME_PATH}`);
  ensureFonts();
} catch (error) {
  console.log(`  ✗ ${error.message}`);
  count.failed++;
}
section('Checks');
await runChecks();
section('The built package, in Node');
add(
  await nodeTests(
    ['test/package', 'test/trust', 'test/pictures'].flatMap((folder) =>
      readdirSync(folder)
        .filter((f) => f.endsWith('.test.mjs'))
        .map((f) => `${folder}/${f}`),
    ),
  ),
);
section('The sources, in a browser');
if (process.env.CHROME_PATH) add(await browserTests());

if (count.skipped.length) {
  section('Skipped');
  for (const title of count.skipped) console.log(`  ${title}`);
}
const skipped = count.skipped.length ? `, ${count.skipped.length} skipped` : '';
console.log(`\n${count.passed} passed, ${count.failed} failed${skipped}`);
process.exitCode = count.failed === 0 ? 0 : 1;
