import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { progressLine } from '../../dist/esm/cli/progress-line.js';
import { estimateWidth, renderDiagramToSVG, renderToSVG } from 'attention-elements/static';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { colorsDrawn, listen, until } from '../tools/pages.mjs';

const { bin } = JSON.parse(readFileSync('package.json', 'utf8'));
const command = path.resolve(bin);
const folder = mkdtempSync(path.join(tmpdir(), 'attention-elements-'));
const file = (name) => path.join(folder, name);
const weights = JSON.stringify({
  tokens: ['I', 'see', '고양이'],
  weights: [
    [1, 0, 0],
    [0.25, 0.75, 0],
    [0.1, 0.2, 0.7],
  ],
});

let browser;

before(async () => {
  writeFileSync(file('weights.json'), weights);
  browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

const call = (args, input) =>
  spawnSync(process.execPath, [command, ...args], { encoding: 'utf8', cwd: folder, input });

test('joins sentences, folds padding away, and says what is hidden', async () => {
  const tokens = ['a', 'b', '[PAD]', '[PAD]'];
  const weights = '.5 .25 .25 0; .25 .5 .25 0; 1 0 0 0; 1 0 0 0';
  const hidden = await renderToSVG({ tokens, weights, view: 'matrix', padding: 'hide' });
  assert.match(hidden.description, /2 queries over 2 keys.*Hidden tokens carry 25 % of the weight\./);
  assert.doesNotMatch(hidden.svg, />\[PAD\]/);
  const folded = await renderToSVG({ tokens, weights, view: 'matrix', padding: 'collapse' });
  assert.match(folded.svg, />\[PAD\] ×2</);

  const sentences = { tokens: 'The cat sat. It slept!', merge: 'sentence', 'merge-by': 'max' };
  const flags = Object.entries(sentences).flatMap(([name, value]) => [`--${name}`, value]);
  const { stdout, status } = call(['render', ...flags, '--view', 'lines']);
  assert.equal(status, 0);
  assert.match(stdout, />The cat sat\.</);
});

for (const view of ['arcs', 'lines', 'matrix', 'heads', 'text', 'steps', 'neuron', 'flow']) {
  test(`${view} is drawn in Node as the element draws it`, async () => {
    const options = { tokens: 'The cat sat on the mat', view, theme: 'light', lang: 'en' };
    const { svg, width, description } = await renderToSVG({ ...options, width: 600 });
    assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
    assert.ok(width <= 600);
    assert.ok(svg.includes(`<title>${description.replaceAll('"', '&quot;')}`));

    const tab = await browser.newPage();
    await tab.setContent('<div style="width: 600px; font-family: sans-serif"></div>');
    await tab.addScriptTag({ path: 'dist/cdn/attention-elements.single.js' });
    const drawn = await tab.evaluate(async (attributes) => {
      const element = globalThis.document.createElement('attention-view');
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      element.loading = 'eager';
      const loaded = new Promise((resolve) => element.addEventListener('attention-load', resolve));
      globalThis.document.querySelector('div').append(element);
      await loaded;
      return element.toSVG();
    }, options);
    await tab.close();
    // places differ a little, since one measures text and the other estimates: marks and words do not
    const marks = (text) => text.match(/<(rect|circle|polyline|path|text)\b/g).length;
    assert.equal(marks(svg), marks(drawn));
    const texts = (text) =>
      [...text.matchAll(/<text[^>]*>([^<]*)/g)].flatMap(([, words]) => words.split(' ')).sort();
    assert.deepEqual(texts(svg), texts(drawn));
  });
}

const diagrams = [
  { preset: 'gpt2' },
  { preset: 'vaswani-base', focus: 'decoder.0', width: 360 },
  { source: 'the cat sat', focus: 'decoder.0.cross-attention' },
  { tokens: 'to be or not to be', focus: 'decoder.1.self-attention.head.0.softmax' },
];

for (const options of diagrams) {
  test(`the diagram is drawn in Node as the element draws it: ${JSON.stringify(options)}`, async () => {
    const { svg, description } = renderDiagramToSVG({ width: 600, ...options });
    assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
    assert.ok(description.length > 20);
    const tab = await browser.newPage();
    await tab.setContent(`<div style="width: ${options.width ?? 600}px; font-family: sans-serif"></div>`);
    await tab.addScriptTag({ path: 'dist/cdn/attention-elements.single.js' });
    const drawn = await tab.evaluate(async (attributes) => {
      const element = globalThis.document.createElement('transformer-diagram');
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      Object.assign(element, { loading: 'eager', controls: 'none', theme: 'light' });
      const loaded = new Promise((resolve) => element.addEventListener('diagram-load', resolve));
      globalThis.document.querySelector('div').append(element);
      await loaded;
      return element.toSVG();
    }, options);
    await tab.close();
    const words = (text) =>
      [...text.matchAll(/<text[^>]*>([^<]*)/g)].flatMap(([, line]) => line.split(' ')).sort();
    assert.deepEqual(words(svg), words(drawn));
  });
}

test('widths are estimated near to what a browser measures', async () => {
  const tab = await browser.newPage();
  for (const text of [
    'The quick brown fox jumps over the lazy dog.',
    '0.4213',
    '고양이가 앉았다',
    'e\u0301t\u00e9',
  ]) {
    const measured = await tab.evaluate((words) => {
      const context = globalThis.document.createElement('canvas').getContext('2d');
      context.font = '100px sans-serif';
      return context.measureText(words).width;
    }, text);
    const ratio = estimateWidth(text, 100) / measured;
    assert.ok(ratio > 0.85 && ratio < 1.3, `${text}: ${ratio}`);
  }
  await tab.close();
});

test('the command writes SVG, PNG and HTML, and says what it shows', () => {
  const { status, stderr } = call([
    'render',
    'weights.json',
    '--view',
    'matrix',
    '-o',
    'a.svg',
    '-o',
    'a.png',
    '-o',
    'a.html',
  ]);
  assert.equal(status, 0, stderr);
  assert.match(stderr, /a\.svg: .*3 queries over 3 keys/);
  const svg = readFileSync(file('a.svg'), 'utf8');
  assert.match(svg, /고양이/);
  const png = readFileSync(file('a.png'));
  assert.deepEqual([...png.subarray(1, 4)], [...Buffer.from('PNG')]);
  const width = Number(/width="([\d.]+)"/.exec(svg)[1]);
  assert.equal(png.readUInt32BE(16), 2 * width);
});

test('the HTML works from the file system without any request, and shows the picture before the script runs', async () => {
  assert.equal(call(['render', 'weights.json', '--view', 'matrix', '-o', 'b.html']).status, 0);
  const tab = await browser.newPage();
  const complaints = listen(tab);
  const requests = [];
  tab.on('request', (request) => requests.push(request.url()));
  const address = pathToFileURL(file('b.html')).href;
  await tab.goto(address);
  await until(async () => (await tab.evaluate(colorsDrawn)) > 3, 'a drawing');
  const shown = await tab.evaluate(() => [
    ...globalThis.document.querySelector('attention-view').getWeights().weights,
  ]);
  assert.deepEqual(
    shown.map((weight) => Number(weight.toFixed(6))),
    JSON.parse(weights).weights.flat(),
  );
  assert.deepEqual(
    requests.filter((url) => !/^(data|blob):/.test(url)),
    [address],
  );
  assert.deepEqual(complaints, []);
  const scriptless = await browser.newContext({ javaScriptEnabled: false });
  const still = await scriptless.newPage();
  await still.goto(address);
  assert.ok(await still.locator('attention-view > svg').isVisible());
  await scriptless.close();
  await tab.close();
});

test('the page of the command does not jump when its script runs, and brings the licences of all that it holds', async () => {
  const calls = [
    ['render', 'weights.json', '--view', 'matrix', '-o', 'still.html'],
    ['diagram', '--preset', 'gpt2', '-o', 'still.html'],
  ];
  const tab = await browser.newPage({ viewport: { width: 900, height: 1400 } });
  for (const args of calls) {
    assert.equal(call(args).status, 0);
    const page = readFileSync(file('still.html'), 'utf8');
    assert.match(page, /\nlit-html \d[^]*Copyright \(c\) 2017 Google/);
    const [tag] = /<(attention-view|transformer-diagram) /.exec(page)[0].slice(1).split(' ');
    writeFileSync(file('no-script.html'), page.replace(/<script>[^]*<\/script>/, ''));
    const height = async () => (await tab.locator(tag).boundingBox()).height;
    await tab.goto(pathToFileURL(file('no-script.html')).href);
    const still = await height();
    await tab.goto(pathToFileURL(file('still.html')).href);
    await until(async () => (await tab.evaluate(colorsDrawn)) > 3, 'a drawing');
    // widths of labels are estimated
    assert.ok(Math.abs((await height()) - still) <= 2, `${tag}: ${still} → ${await height()}`);
  }
  await tab.close();
});

test('the page of the command is of the theme that was asked for, whatever the system’s is', async () => {
  const calls = [
    ['render', 'weights.json', '--view', 'lines'],
    ['diagram', '--preset', 'gpt2'],
  ];
  for (const args of calls) {
    for (const [theme, other, ground] of [
      ['dark', 'light', 'rgb(22, 24, 29)'],
      ['light', 'dark', 'rgb(255, 255, 255)'],
    ]) {
      assert.equal(call([...args, '--theme', theme, '-o', 'theme.html']).status, 0);
      const tab = await browser.newPage({ colorScheme: other });
      await tab.goto(pathToFileURL(file('theme.html')).href);
      await until(async () => (await tab.evaluate(colorsDrawn)) > 3, 'a drawing');
      const seen = await tab.evaluate(() => {
        const { document, getComputedStyle } = globalThis;
        const root = getComputedStyle(document.documentElement);
        const base = document
          .querySelector('attention-view, transformer-diagram')
          .shadowRoot.querySelector('.base');
        const { backgroundColor, color } = getComputedStyle(base);
        return [root.colorScheme, root.backgroundColor, backgroundColor, color];
      });
      const ink = { dark: 'rgb(232, 234, 240)', light: 'rgb(17, 20, 28)' }[theme];
      assert.deepEqual(seen, [theme, ground, 'rgba(0, 0, 0, 0)', ink]);
      await tab.close();
    }
  }
});

/** A terminal that keeps what is written to it. */
const terminal = (isTTY) => ({ isTTY, write: (text) => lines.push(text) });
let lines = [];

test('progress is one line in a terminal, which is wiped, and nothing elsewhere', () => {
  let now = 0;
  lines = [];
  const line = progressLine(terminal(true), () => now);
  line.tell('reading a.npz', 0.014);
  line.tell('reading a.npz', 0.02);
  now = 150;
  line.tell('reading a.npz', 0.5);
  line.tell('drawing');
  line.end();
  line.end();
  const wipe = '\r\x1b[K';
  assert.deepEqual(lines, [
    `${wipe}reading a.npz: 1 %`,
    `${wipe}reading a.npz: 50 %`,
    `${wipe}drawing …`,
    wipe,
  ]);
  lines = [];
  const quiet = progressLine(terminal(false));
  quiet.tell('drawing');
  quiet.end();
  assert.deepEqual(lines, []);
});

test('long work tells what it is at and how much of it is done', async () => {
  const told = [];
  const onProgress = (stage, share) => told.push([stage, share]);
  await renderToSVG({ tokens: 'the cat sat', view: 'flow', method: 'flow', onProgress });
  assert.deepEqual([...new Set(told.map(([stage]) => stage))], ['reading', 'drawing', 'following']);
  const shares = told.filter(([stage]) => stage === 'following').map(([, share]) => share);
  assert.deepEqual(shares, [...shares].sort());
  assert.equal(shares.at(-1), 1);
});

test('the command draws architectures', () => {
  const { status, stderr } = call([
    'diagram',
    '--preset',
    'gpt2',
    '--focus',
    'decoder.0',
    '-o',
    'd.svg',
    '-o',
    'd.html',
  ]);
  assert.equal(status, 0, stderr);
  assert.match(readFileSync(file('d.svg'), 'utf8'), /Masked self-attention/);
  assert.match(
    readFileSync(file('d.html'), 'utf8'),
    /<transformer-diagram [^>]*preset="gpt2" focus="decoder\.0"/,
  );
});

test('standard input and output', () => {
  const { status, stdout } = call(
    ['render', '-', '--layer', '0', '--view', 'lines', '--theme', 'dark'],
    weights,
  );
  assert.equal(status, 0);
  assert.match(stdout, /^<svg [^]*고양이[^]*<\/svg>\n$/);
});

test('mistakes end with one line that says how to mend them', () => {
  for (const [args, message] of [
    [['render'], /no data; expected weights, a file, tokens/],
    [['render', 'weights.json', '--view', 'matrx'], /view: “matrx”; expected one of arcs/],
    [['render', 'weights.json', '--vew', 'matrix'], /Unknown option '--vew'/],
    [['render', 'nowhere.npz'], /ENOENT.*nowhere\.npz/],
    [
      ['render', 'weights.json', '-o', 'a.gif'],
      /-o a\.gif: expected a name that ends in \.svg, \.png or \.html/,
    ],
    [['render', 'weights.json', '--layer', '7'], /layer: 7/],
    [['draw'], /“draw” is no command/],
    [['diagram', '--preset', 'gpt9'], /preset: "gpt9".*The nearest is "gpt2"/],
    [['diagram', '--heads', '7'], /heads: 7 for a d-model of 512/],
    [['diagram', '--focus', 'encoder.99'], /focus: .*encoder\.99/],
  ]) {
    const { status, stderr } = call(args);
    assert.equal(status, 1, args.join(' '));
    assert.match(stderr, message);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  }
});

test('--help names every option', () => {
  const { status, stdout } = call(['--help']);
  assert.equal(status, 0);
  for (const option of ['--tokens', '--view', '--top-k', '--theme', '-o', '--scaling']) {
    assert.ok(stdout.includes(option), option);
  }
});
