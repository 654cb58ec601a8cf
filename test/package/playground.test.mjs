import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { chromium } from 'playwright';
import { elementsOf, fieldOf, fromHash, markupOf, toHash } from '../../demo/playground-state.js';
import { korean, samples, strings } from '../../demo/playground-strings.js';
import { choices } from '../../dist/esm/elements/options.js';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { serveProject } from '../tools/dev-server.mjs';
import { colorsDrawn, listen, until } from '../tools/pages.mjs';

const manifest = JSON.parse(readFileSync('custom-elements.json', 'utf8'));
const elements = elementsOf(manifest);
const view = elements.find(({ tag }) => tag === 'attention-view');
const names = view.attributes.map(({ name }) => name);
const fields = Object.fromEntries(
  view.attributes.map((attribute) => [attribute.name, fieldOf(attribute, names)]),
);

test('the form offers exactly the values that the element takes', () => {
  for (const [name, values] of Object.entries(choices)) {
    const { kind, options } = fields[name];
    assert.equal(kind, 'choice', name);
    // the default may go unnamed: it is what an empty field gives
    assert.deepEqual([...new Set([values[0], ...options])].sort(), [...values].sort(), name);
  }
  const kinds = (kind) => names.filter((name) => fields[name].kind === kind);
  assert.deepEqual(kinds('choice').sort(), Object.keys(choices).sort());
  assert.deepEqual(kinds('flag'), ['editable', 'hide-special', 'renormalize']);
  assert.deepEqual(kinds('number'), ['next-tokens', 'temperature', 'query', 'step', 'threshold', 'top-k']);
  assert.deepEqual(fields.model.options, ['textbook', 'translator', 'writer', 'reader']);
  assert.deepEqual(fields.image.options, []);
});

test('both languages have every word, Korean every attribute, and samples only attributes that are there', () => {
  assert.deepEqual(Object.keys(strings.ko), Object.keys(strings.en));
  for (const [key, text] of Object.entries(strings.en)) {
    const placeholders = (words) => words.match(/\{\w+\}/g) ?? [];
    assert.deepEqual(placeholders(strings.ko[key]), placeholders(text), key);
  }
  assert.deepEqual(Object.keys(korean['attention-view']).sort(), [...names].sort());
  for (const { en, ko, attributes } of samples['attention-view']) {
    assert.ok(en && ko);
    for (const name of Object.keys(attributes)) assert.ok(names.includes(name), name);
  }
});

test('a link holds the state, and no more of a stranger’s than attributes', () => {
  for (const { attributes, data = '' } of samples['attention-view']) {
    const state = { tag: 'attention-view', lang: 'ko', attributes, data };
    assert.deepEqual(fromHash(`#${toHash(state, 'attention-view')}`, elements), state);
  }
  const { attributes, tag } = fromHash(
    '#tag=script&view=arcs&onclick=alert(1)&style=x&innerHTML=y',
    elements,
  );
  assert.deepEqual({ attributes, tag }, { attributes: { view: 'arcs' }, tag: 'attention-view' });
  const large = { tag: 'attention-view', attributes: {}, data: '1'.repeat(5000) };
  assert.equal(toHash(large, 'attention-view'), '');
  const local = {
    tag: 'attention-view',
    attributes: { src: 'blob:x', view: 'heads' },
    data: '',
    file: 'a.npz',
  };
  assert.equal(toHash(local, 'attention-view'), 'view=heads');
});

test('the markup is what an author would write', () => {
  const tag = 'attention-view';
  assert.equal(
    markupOf({ tag, attributes: { tokens: 'a "b" & <c>', editable: '' }, data: '' }),
    '<attention-view tokens="a &quot;b&quot; &amp; &lt;c>" editable></attention-view>',
  );
  assert.equal(
    markupOf({ tag, attributes: {}, data: '[["</script>"]]' }),
    '<attention-view>\n<script type="application/json">\n[["<\\/script>"]]\n</script>\n</attention-view>',
  );
  assert.equal(
    markupOf({ tag, attributes: { src: 'blob:x' }, data: '', file: 'a.npz' }),
    '<attention-view src="a.npz"></attention-view>',
  );
  assert.equal(
    markupOf({ tag, attributes: {}, data: 'The cat sat' }),
    '<attention-view tokens="The cat sat"></attention-view>',
  );
});

let browser;
let server;
let address;

before(async () => {
  server = await serveProject();
  address = `http://127.0.0.1:${server.config.port}/demo/playground.html`;
  browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function open(hash = '') {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const tab = await context.newPage();
  tab.complaints = listen(tab);
  await tab.goto(address + hash, { waitUntil: 'load' });
  await until(() => tab.locator('#attributes select').count(), 'the form');
  return tab;
}

const markup = (tab) => tab.locator('#code').textContent();
const drawn = (tab, what) => until(async () => (await tab.evaluate(colorsDrawn, 0)) > 3, what);
const badge = (tab) => tab.locator('attention-view [part~=badge]').first().textContent();

test('attributes, data and files change the picture, the tag and the link', async () => {
  const tab = await open();
  await drawn(tab, 'the first sample');

  await tab.locator('#field-view').selectOption('matrix');
  await until(async () => (await markup(tab)).includes('view="matrix"'), 'the view in the tag');
  assert.ok(tab.url().includes('view=matrix'), tab.url());

  // what the reader does in the picture comes back to the form
  await tab.locator('attention-view').evaluate((figure) => (figure.view = 'lines'));
  await until(
    async () => (await tab.locator('#field-view').inputValue()) === 'lines',
    'the view in the form',
  );

  await tab.locator('#sample').selectOption('3');
  await tab.locator('#data').fill('1 0 0; .5 .5 0; .2 .2 .6');
  await until(async () => (await markup(tab)).includes('.5 .5 0'), 'data in the tag');
  await drawn(tab, 'the weights');
  const weights = await tab.locator('attention-view').evaluate((figure) => [...figure.getWeights().weights]);
  assert.deepEqual(
    weights.map((x) => Math.round(10 * x)),
    [10, 0, 0, 5, 5, 0, 2, 2, 6],
  );

  await tab.locator('#data').fill('1 0 0; .5 .5; .2 .2 .6');
  const error = tab.locator('attention-view [part=error]');
  await until(() => error.count(), 'the message');
  assert.match(await error.textContent(), /row 2 has 2 numbers/);

  await tab.locator('#file').setInputFiles('demo/data/induction/english-24.npz');
  await until(async () => (await markup(tab)).includes('src="english-24.npz"'), 'the file in the tag');
  await until(
    async () => (await badge(tab).catch(() => '')).includes('english-24.npz'),
    'the file in the badge',
  );
  assert.ok(!tab.url().includes('blob'), tab.url());

  // the same by dropping another one on the page
  const bytes = readFileSync('demo/data/induction/korean-24.safetensors').toString('base64');
  await tab.evaluate(async (base64) => {
    const blob = await (await fetch(`data:application/octet-stream;base64,${base64}`)).blob();
    const dataTransfer = new globalThis.DataTransfer();
    dataTransfer.items.add(new globalThis.File([blob], '한국어.safetensors'));
    document.body.dispatchEvent(
      new globalThis.DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }),
    );
  }, bytes);
  await until(
    async () => (await markup(tab)).includes('src="한국어.safetensors"'),
    'the dropped file in the tag',
  );
  await until(
    async () => (await badge(tab).catch(() => '')).includes('한국어.safetensors'),
    'its name in the badge',
  );
  await drawn(tab, 'the dropped file');
  // the console tells of the one mistake
  assert.deepEqual(
    tab.complaints.filter((complaint) => !complaint.includes('row 2 has 2 numbers')),
    [],
  );
  await tab.context().close();
});

test('a link opens what it was copied from, in Korean too', async () => {
  const first = await open(
    '#lang=ko&tokens=%ED%95%98%EB%8A%98+%EB%B0%94%EB%8B%A4&view=matrix&data=1+0%3B+.25+.75',
  );
  await drawn(first, 'the picture of the link');
  assert.equal(await first.locator('h1').textContent(), strings.ko.title);
  assert.equal(await first.locator('#field-view').inputValue(), 'matrix');
  assert.equal(await first.locator('#data').inputValue(), '1 0; .25 .75');
  await first.locator('#copy-link').click();
  await until(
    async () => (await first.locator('#status').textContent()) === strings.ko.copied,
    'the confirmation',
  );
  const copied = await first.evaluate(() => globalThis.navigator.clipboard.readText());
  const second = await open(copied.slice(address.length));
  assert.equal(await markup(second), await markup(first));
  await second.locator('[data-lang=en]').click();
  assert.equal(await second.locator('h1').textContent(), strings.en.title);
  assert.ok(!second.url().includes('lang='), second.url());
  assert.deepEqual([...first.complaints, ...second.complaints], []);
  await first.context().close();
  await second.context().close();
});

test('every sample shows a picture, the mistake its message', async () => {
  const tab = await open();
  for (const [i, { en }] of samples['attention-view'].entries()) {
    await tab.locator('#sample').selectOption(String(i));
    if (en === 'A mistake') {
      await until(() => tab.locator('attention-view [part=error]').count(), 'the message');
    } else {
      await drawn(tab, en);
      assert.equal(await tab.locator('attention-view [part=error]').count(), 0, en);
    }
  }
  assert.deepEqual(
    tab.complaints.filter((complaint) => !complaint.includes('row 2 has 3 numbers')),
    [],
  );
  await tab.context().close();
});
