import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { chromium } from 'playwright';
import { bundleApp, isCustomElement, largeTools, serveApp } from '../frameworks/bundle.mjs';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { listen, until } from '../tools/pages.mjs';

let browser;

before(async () => {
  browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
});

after(() => browser?.close());

test('README.md tells Vue and VitePress of both tags', () => {
  assert.ok(isCustomElement.length >= 2);
  for (const is of isCustomElement) {
    assert.deepEqual(['attention-view', 'transformer-diagram', 'my-component'].map(is), [true, true, false]);
  }
});

/** What an app has given its elements by now, and heard from them. */
const state = (tab) =>
  tab.evaluate(() => {
    const view = globalThis.document.querySelector('attention-view');
    const { loads } = globalThis;
    return { weights: Array.from(view?.getWeights()?.weights ?? []), loads: loads.map(String).sort() };
  });

/** The reader clicks on the lower right cell of the matrix in the middle. */
async function clickCell(tab) {
  await tab.evaluate(() => globalThis.document.querySelector('attention-view').updateComplete);
  const canvas = await tab.evaluate(() => {
    const view = globalThis.document.querySelector('attention-view');
    const { x, y, width, height } = view.shadowRoot.querySelector('canvas').getBoundingClientRect();
    return { x, y, width, height };
  });
  await tab.mouse.click(canvas.x + canvas.width * 0.53, canvas.y + canvas.height * 0.8);
}

const apps = {
  react: { file: 'react.jsx', diagram: true },
  vue: { diagram: true },
  svelte: {},
  solid: {},
  angular: { package: '@angular/core' },
};

for (const [name, { file = `${name}.mjs`, diagram, package: needed }] of Object.entries(apps)) {
  const missing = needed && !existsSync(path.join(largeTools, needed));
  const skip = missing && 'not installed: npm run test:large';
  const tags = diagram ? '<attention-view> and <transformer-diagram>' : '<attention-view>';
  test(`${name} sets properties of ${tags}, changes them, and hears events`, { skip }, async () => {
    const app = await serveApp(await bundleApp(`test/frameworks/apps/${file}`));
    const tab = await browser.newPage();
    const complaints = listen(tab);
    await tab.goto(app.address);
    const loads = diagram ? ['2', 'decoder'] : ['2'];
    await until(async () => (await state(tab)).loads.length === loads.length, 'the first weights');
    assert.deepEqual(await state(tab), { weights: [1, 0, 0.25, 0.75], loads });

    await tab.evaluate(() => globalThis.change());
    await until(async () => (await state(tab)).weights[0] === 0.5, 'the changed weights');
    assert.deepEqual((await state(tab)).weights, [0.5, 0.5, 1, 0]);

    await clickCell(tab);
    await until(() => tab.evaluate(() => globalThis.selections.length > 0), 'a selection');
    const [{ query, key, weight }] = await tab.evaluate(() => globalThis.selections);
    assert.deepEqual({ query, key, weight }, { query: 1, key: 1, weight: 0 });

    if (diagram) {
      const focus = () =>
        tab.evaluate(() => {
          const element = globalThis.document.querySelector('transformer-diagram');
          return { path: element.focusPath, method: typeof element.focus };
        });
      assert.deepEqual(await focus(), { path: 'decoder.1', method: 'function' });
      await tab.locator('transformer-diagram [part=path] button').last().click();
      await until(() => tab.evaluate(() => globalThis.focuses.includes('decoder')), 'another block');
      assert.equal((await focus()).path, 'decoder');
    }
    assert.deepEqual(complaints, []);
    await tab.close();
    app.close();
  });
}
