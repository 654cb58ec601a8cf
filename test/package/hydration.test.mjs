import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { chromium } from 'playwright';
import { createElement } from 'react';
import { renderToString as renderReact } from 'react-dom/server';
import { renderToString as renderVue } from 'vue/server-renderer';
import { bundleApp, serveApp } from '../frameworks/bundle.mjs';
import { App } from '../frameworks/server/react-app.mjs';
import { makeApp } from '../frameworks/server/vue-app.mjs';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { listen, until } from '../tools/pages.mjs';

let browser;

before(async () => {
  browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
});

after(() => browser?.close());

/** What development builds say of themselves. */
const ofThemselves = /React DevTools|Lit is in dev mode|__VUE_/;

/** Opens what a server has rendered: without scripts, and hydrated by the development build, which tells of mismatches. */
async function open(name, rendered) {
  const app = await serveApp(
    await bundleApp(`test/frameworks/server/${name}.mjs`, { mode: 'development' }),
    rendered,
  );
  const scriptless = await browser.newContext({ javaScriptEnabled: false });
  const still = await scriptless.newPage();
  await still.goto(app.address);
  for (const text of await still.getByText('I see: 1, 0.').all()) assert.ok(await text.isVisible());
  await scriptless.close();
  const tab = await browser.newPage();
  const complaints = listen(tab);
  await tab.goto(app.address);
  const state = () =>
    tab.evaluate(() => ({
      loads: globalThis.loads.map(String).sort(),
      weights: Object.fromEntries(
        [...globalThis.document.querySelectorAll('attention-view')].map((view) => [
          view.id,
          [...(view.getWeights()?.weights ?? [])].join(' '),
        ]),
      ),
    }));
  const close = async () => {
    assert.deepEqual(
      complaints.filter((text) => !ofThemselves.test(text)),
      [],
    );
    await tab.close();
    app.close();
  };
  return { state, close };
}

const all = '1 0 0.25 0.75';

test('React: texts stand in the page, and a tag that the client makes anew takes properties and listeners', async () => {
  const rendered = renderReact(createElement(App));
  const { state, close } = await open('react', rendered);
  await until(async () => (await state()).loads.length > 0, 'an event');
  await until(async () => (await state()).weights.texts === all, 'weights');
  const { weights, loads } = await state();
  // README.md says what becomes of properties and listeners that React only hydrates: where this is no more so, it can be shorter
  assert.deepEqual(weights, { texts: all, anew: all, plain: '' });
  assert.deepEqual(loads, ['anew 2']);
  await close();
});

test('Vue sets properties and listens to events when it hydrates', async () => {
  const rendered = await renderVue(makeApp());
  assert.doesNotMatch(rendered, /id="properties"[^>]*weights/);
  const { state, close } = await open('vue', rendered);
  await until(async () => (await state()).loads.length === 2, 'two events');
  const { weights, loads } = await state();
  assert.deepEqual(weights, { texts: all, properties: all });
  assert.deepEqual(loads, ['properties 2', 'texts 2']);
  await close();
});
