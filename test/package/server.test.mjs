import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { render } from '@lit-labs/ssr';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import { html } from 'lit';
import { chromium } from 'playwright';
import { renderDiagramToHTML, renderToHTML } from 'attention-elements/static';
import 'attention-elements/define';
import { bundleApp } from '../frameworks/bundle.mjs';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { colorsDrawn, listen, until } from '../tools/pages.mjs';

const type = (pathname) => (pathname.endsWith('.js') ? 'text/javascript' : 'text/html');
let pages = {};
let browser;
let server;
let origin;

before(async () => {
  server = createServer(({ url }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    try {
      const body = pages[pathname] ?? readFileSync(path.join('.', path.normalize(pathname)));
      response.writeHead(200, { 'content-type': type(pathname) }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
});

after(async () => {
  await browser?.close();
  server?.close();
});

const document = (head, body) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>page</title><link rel="icon" href="data:,">${head}<body>${body}`;

const script = '<script type="module" src="/dist/cdn/attention-elements.js"></script>';

test('what Lit renders on a server shows the fallback without a script, and the figure alone with it', async () => {
  const element = await collectResult(
    render(
      html`<attention-view tokens="I see" view="matrix"
        ><p id="text">I see: 1, 0.</p>
        <table>
          <caption>
            Weights
          </caption>
          <tr>
            <th>I</th>
            <td>1</td>
          </tr>
        </table></attention-view
      >`,
    ),
  );
  pages = { '/': document('', element), '/live': document(script, element) };
  const tab = await browser.newPage();
  const complaints = listen(tab);
  await tab.goto(`${origin}/`);
  assert.ok(await tab.locator('#text').isVisible());
  for (const part of ['caption', 'th', 'td']) assert.ok(await tab.locator(part).isVisible(), part);

  await tab.goto(`${origin}/live`);
  await until(async () => (await tab.evaluate(colorsDrawn)) > 3, 'a drawing');
  assert.equal(await tab.locator('#text').isVisible(), false);
  assert.equal(await tab.locator('table').isVisible(), false);
  assert.equal(
    await tab.evaluate(
      () => globalThis.document.querySelector('attention-view').shadowRoot.querySelectorAll('canvas').length,
    ),
    1,
  );
  assert.deepEqual(complaints, []);
  await tab.close();
});

test('what comes at once is rendered on a server as all else, and nothing is fetched or drawn there', async () => {
  // a rejection that nobody handles ends a server, and this test
  for (const eager of [
    html`<attention-view tokens="I see" loading="eager">text</attention-view>`,
    html`<transformer-diagram loading="eager">text</transformer-diagram>`,
  ]) {
    assert.match(await collectResult(render(eager)), /<slot\s*><\/slot>.*text/s);
  }
  // the code that draws would have come by then
  await import('../../dist/esm/elements/diagram-body.js');
});

const support = '<script type="module" src="/support.js"></script>';

// in one script of parts, esbuild lets Lit run before its support for hydration, which is then too late
for (const [when, first] of Object.entries({ 'in time': support, 'too late': '' })) {
  test(`what Lit has rendered does not stay beside the figure where support for hydration comes ${when}`, async () => {
    const element = await collectResult(
      render(
        html`<attention-view tokens="I see" view="matrix"><p id="text">I see: 1, 0.</p></attention-view>`,
      ),
    );
    const files = await bundleApp('test/frameworks/apps/lit-hydrate.mjs', {
      others: { support: '@lit-labs/ssr-client/lit-element-hydrate-support.js' },
    });
    pages = {
      '/': document(`${first}<script type="module" src="/app.js"></script>`, element),
      ...Object.fromEntries(files),
    };
    const tab = await browser.newPage();
    const complaints = listen(tab);
    await tab.goto(`${origin}/`);
    await until(async () => (await tab.evaluate(colorsDrawn)) > 3, 'a drawing');
    assert.ok(await tab.evaluate(() => 'litElementHydrateSupport' in globalThis));
    assert.equal(await tab.locator('#text').isVisible(), false);
    const inside = await tab.evaluate(() => {
      const { shadowRoot } = globalThis.document.querySelector('attention-view');
      return ['canvas', 'slot'].map((name) => shadowRoot.querySelectorAll(name).length);
    });
    assert.deepEqual(inside, [1, 1]);
    assert.deepEqual(complaints, []);
    await tab.close();
  });
}

test('without scripts, a figure shows the text and the table of its author', async () => {
  pages = {
    '/': document(
      script,
      `<figure><attention-view tokens="I see"><p>I see: 1, 0.</p><table><caption>Weights</caption>
        <tr><th>I</th><td>1</td></tr></table></attention-view><figcaption>Who looks?</figcaption></figure>`,
    ),
  };
  const scriptless = await browser.newContext({ javaScriptEnabled: false });
  const tab = await scriptless.newPage();
  await tab.goto(`${origin}/`);
  for (const part of ['p', 'caption', 'th', 'td', 'figcaption'])
    assert.ok(await tab.locator(part).isVisible(), part);
  const [p, table, end] = await Promise.all(
    ['p', 'table', 'figcaption'].map((part) => tab.locator(part).boundingBox()),
  );
  assert.ok(p.height > 0 && table.y >= p.y + p.height && end.y >= table.y + table.height);
  await scriptless.close();
});

/** Tags with the same attributes as pictures made ahead have, and what stands inside them. */
const attention = { tokens: 'The cat sat on the mat' };
const madeAhead = [
  ...['arcs', 'matrix', 'lines'].flatMap((view) =>
    ['none', 'minimal', 'full'].map((controls) => ['attention-view', { ...attention, view, controls }]),
  ),
  ['attention-view', { ...attention, view: 'steps', controls: 'full' }],
  ...['none', 'minimal', 'full'].map((controls) => ['transformer-diagram', { preset: 'gpt2', controls }]),
  ['transformer-diagram', { tokens: 'the cat sat', focus: 'decoder.0.self-attention.head.0.softmax' }],
];

/** Sum of all layout shifts of a page so far. */
const observer = `<script>shifts = 0; new PerformanceObserver((list) => {
  for (const { value } of list.getEntries()) shifts += value;
}).observe({ type: 'layout-shift', buffered: true });</script>`;

for (const width of [360, 640]) {
  test(`pictures made ahead give way to live ones ${width} px wide without a jump`, async () => {
    const tab = await browser.newPage({ viewport: { width: 1000, height: 1400 } });
    const after = () =>
      tab.evaluate(() => globalThis.document.querySelector('#after').getBoundingClientRect().top);
    for (const [tag, attributes] of madeAhead) {
      const make = tag === 'attention-view' ? renderToHTML : renderDiagramToHTML;
      const inside = await make({ ...attributes, width });
      const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
      const figure = `<div style="width: ${width}px; font-family: system-ui, sans-serif"><${tag}${written.join('')}>${inside}</${tag}></div><p id="after">after</p>`;
      pages = { '/still': document('', figure), '/live': document(observer + script, figure) };
      await tab.goto(`${origin}/still`);
      assert.ok(await tab.locator(`${tag} > svg`).isVisible());
      const still = await after();
      await tab.goto(`${origin}/live`);
      await until(async () => (await tab.evaluate(colorsDrawn)) > 3, 'a drawing');
      const what = `${tag} ${JSON.stringify(attributes)}`;
      assert.ok(Math.abs((await after()) - still) <= 1, `${what}: ${still} → ${await after()}`);
      assert.equal(await tab.evaluate(() => globalThis.shifts.toFixed(4)), '0.0000', what);
      assert.equal(await tab.locator(`${tag} > svg`).isVisible(), false);
      // one figure, not the still one beside the live one
      assert.equal(await tab.locator('[part=figure]').count(), 1);
    }
    await tab.close();
  });
}

test('a picture made ahead gives way to a message where the live one cannot be made', async () => {
  const inside = await renderToHTML(attention);
  pages = { '/': document(script, `<attention-view view="matrx" weights="1 x">${inside}</attention-view>`) };
  const tab = await browser.newPage();
  await tab.goto(`${origin}/`);
  await tab.locator('[part=error]').waitFor();
  assert.equal(await tab.locator('.still').count(), 0);
  // the author's picture stays, as any fallback does
  assert.ok(await tab.locator('attention-view > svg').isVisible());
  await tab.close();
});

test('controls of a picture made ahead take room and nothing else, and none where no script will run', async () => {
  const inside = await renderToHTML({ ...attention, controls: 'full' });
  pages = { '/': document('', `<attention-view>${inside}</attention-view>`) };
  const tab = await browser.newPage();
  await tab.goto(`${origin}/`);
  const buttons = tab.locator('.bar button, .bar summary');
  assert.ok((await buttons.count()) > 5);
  for (const button of await buttons.all()) assert.equal(await button.isVisible(), false);
  assert.ok((await tab.locator('.bar').first().boundingBox()).height > 20);
  assert.ok(await tab.locator('[part=legend]').isVisible());
  await tab.close();
  const scriptless = await browser.newContext({ javaScriptEnabled: false });
  const still = await scriptless.newPage();
  await still.goto(`${origin}/`);
  assert.equal(await still.locator('.bar').first().boundingBox(), null);
  assert.ok(await still.locator('attention-view > svg').isVisible());
  await scriptless.close();
});

test('a frame made by embed.html shows what its address says, and tells its height', async () => {
  pages = {
    '/': document(
      `<script>heights = []; addEventListener('message', ({ data }) => heights.push(data));</script>`,
      `<iframe title="figure" width="600" src="/demo/embed.html?view=matrix&amp;weights=1+0%3B+.4+.6&amp;tokens=I+see&amp;onclick=alert(1)"></iframe>`,
    ),
  };
  const tab = await browser.newPage();
  const complaints = listen(tab);
  await tab.goto(`${origin}/`);
  const frame = tab.frames()[1];
  await until(async () => (await frame.evaluate(colorsDrawn)) > 3, 'a drawing in the frame');
  assert.equal(
    await frame.evaluate(() => globalThis.document.querySelector('attention-view').getAttribute('onclick')),
    null,
  );
  await until(
    () =>
      tab.evaluate(() =>
        globalThis.heights.some(({ type, height }) => type === 'attention-elements:height' && height > 100),
      ),
    'the height of the figure',
  );
  assert.deepEqual(complaints, []);
  await tab.close();
});

test('the frame in README.md shows its figure, and takes its height', async () => {
  const readme = readFileSync('README.md', 'utf8');
  const [frameTag] = /<iframe\n[^]*?<\/iframe>/.exec(readme);
  const [listener] = /addEventListener\('message'[^]*?\n\}\);/.exec(readme);
  pages = {
    '/': document(
      `<script>${listener}</script>`,
      frameTag.replace('https://example.org/attention/', '/dist/cdn/'),
    ),
  };
  const tab = await browser.newPage();
  const complaints = listen(tab);
  await tab.goto(`${origin}/`);
  await tab.frameLocator('iframe').locator('attention-view').waitFor({ state: 'attached' });
  const frame = tab.frames()[1];
  await until(async () => (await frame.evaluate(colorsDrawn)) > 3, 'a drawing in the frame');
  const { queryTokens, weights } = await frame.evaluate(() => {
    const data = globalThis.document.querySelector('attention-view').getWeights();
    return { queryTokens: data.queryTokens, weights: [...data.weights] };
  });
  assert.deepEqual(queryTokens, ['I', 'love', 'cats']);
  assert.equal(weights[3].toFixed(1), '0.4');
  const height = () => tab.locator('iframe').evaluate((iframe) => iframe.clientHeight);
  const needed = () =>
    frame.evaluate(() => Math.ceil(globalThis.document.documentElement.getBoundingClientRect().height));
  await until(async () => (await height()) === (await needed()), 'the height of the figure');
  assert.ok((await height()) > 150 && (await height()) < 300);
  assert.deepEqual(complaints, []);
  await tab.close();
});

test('the widget for notebooks follows the traits of its model, and tells what the reader chose', async () => {
  pages = {
    '/': document(
      `<script type="module">
        import widget from '/dist/cdn/anywidget.js';
        const listeners = new Map();
        const floats = Float32Array.of(1, 0, 0.25, 0.75);
        const traits = { tokens: ['I', 'see'], view: 'matrix', selected: null, loading: 'eager',
          weights: { data: new DataView(floats.buffer), shape: [2, 2] } };
        globalThis.model = {
          get: (name) => traits[name],
          set(name, value) { traits[name] = value; listeners.get('change:' + name)?.(); },
          save_changes() { globalThis.saved = traits.selected; },
          on: (event, listener) => listeners.set(event, listener),
          off: (event) => listeners.delete(event),
        };
        globalThis.clean = widget.render({ model, el: document.querySelector('#cell') });
        globalThis.listeners = listeners;
      </script>`,
      '<div id="cell"></div>',
    ),
  };
  const tab = await browser.newPage();
  const complaints = listen(tab);
  await tab.goto(`${origin}/`);
  const weights = () =>
    tab.evaluate(() => [
      ...(globalThis.document.querySelector('attention-view')?.getWeights()?.weights ?? []),
    ]);
  await until(async () => (await weights()).length === 4, 'weights from bytes');
  assert.deepEqual(await weights(), [1, 0, 0.25, 0.75]);
  await tab.evaluate(() =>
    globalThis.model.set('weights', [
      [0.5, 0.5],
      [1, 0],
    ]),
  );
  await until(async () => (await weights())[0] === 0.5, 'changed weights');
  await tab.evaluate(() =>
    globalThis.document
      .querySelector('attention-view')
      .dispatchEvent(new globalThis.CustomEvent('attention-select', { detail: { query: 1 } })),
  );
  assert.deepEqual(await tab.evaluate(() => globalThis.saved), { query: 1 });
  assert.deepEqual(
    await tab.evaluate(() => {
      globalThis.clean();
      return [globalThis.listeners.size, globalThis.document.querySelector('#cell').childElementCount];
    }),
    [0, 0],
  );
  assert.deepEqual(complaints, []);
  await tab.close();
});
