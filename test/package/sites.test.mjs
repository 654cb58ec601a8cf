/** Whole sites, with the scripts and styles of the tools that make them, which hydrate over the figures. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { chromium } from 'playwright';
import { script } from '../recipes/article.mjs';
import { buildRecipe, modulesOf } from '../recipes/build.mjs';
import { recipes } from '../recipes/tools.mjs';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { colorsDrawn, until } from '../tools/pages.mjs';

const published = path.posix.dirname(script);
const types = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** In the page, for `page.evaluate`: whether the tool's framework has taken the page over. */
const hydrated = {
  vitepress: () => Boolean(globalThis.document.querySelector('#app')?.__vue_app__),
  docusaurus: () => {
    const names = Object.keys(globalThis.document.querySelector('attention-view') ?? {});
    return (
      globalThis.document.documentElement.dataset.hasHydrated === 'true' ||
      names.some((name) => name.startsWith('__react'))
    );
  },
  astro: () => globalThis.document.readyState === 'complete',
  starlight: () => Boolean(globalThis.customElements.get('starlight-theme-select')),
  framework: () => globalThis.document.readyState === 'complete',
};

let browser;

before(async () => {
  browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
});

after(() => browser?.close());

for (const [tool, isHydrated] of Object.entries(hydrated)) {
  const skip = !modulesOf(tool) && `not installed: say in RECIPE_TOOLS where ${recipes[tool].npm} is`;
  test(
    `a site made by ${tool}, with its own scripts and styles, leaves the figures whole`,
    { skip },
    async () => {
      const { html, failure, folder, remove } = buildRecipe(tool);
      try {
        assert.ok(html, failure);
        const root = path.dirname(path.join(folder, recipes[tool].page));
        const tab = await browser.newPage();
        const complaints = [];
        tab.on('pageerror', (error) => complaints.push(error.message));
        tab.on('console', (message) => complaints.push(message.text()));
        await tab.route('**/*', async (route) => {
          const url = route.request().url();
          const site = new URL(url).pathname.replace(/\/$/, '/index.html');
          const file = url.startsWith(published)
            ? path.join('dist/cdn', url.slice(published.length))
            : path.join(root, site);
          try {
            const headers = { 'access-control-allow-origin': '*' };
            await route.fulfill({
              body: readFileSync(file),
              contentType: types[path.extname(file)] ?? 'application/octet-stream',
              headers,
            });
          } catch {
            await route.fulfill({ status: 204 });
          }
        });
        await tab.goto('https://example.org/');
        await until(() => tab.evaluate(isHydrated), 'the framework of the site');
        const count = (html.match(/<(attention-view|transformer-diagram)\b/g) ?? []).length;
        assert.ok(count >= 2);
        for (let index = 0; index < count; index += 1) {
          await tab.locator('attention-view, transformer-diagram').nth(index).scrollIntoViewIfNeeded();
          await until(async () => (await tab.evaluate(colorsDrawn, index)) > 3, `drawing ${index}`);
        }
        const shown = await tab.evaluate(() => ({
          weights: [...globalThis.document.querySelectorAll('attention-view')].map((view) =>
            [...view.getWeights().weights].map((weight) => Number(weight.toFixed(2))),
          ),
          focus: globalThis.document.querySelector('transformer-diagram').focusPath,
          method: typeof globalThis.document.querySelector('transformer-diagram').focus,
        }));
        assert.deepEqual(shown.weights[0], [1, 0, 0, 0.25, 0.75, 0, 0.1, 0.2, 0.7]);
        if (html.includes('application/json')) assert.deepEqual(shown.weights[1], [1, 0, 0.5, 0.5]);
        assert.deepEqual([shown.focus, shown.method], ['decoder.0', 'function']);
        for (const text of ['Fallback:', 'Diagram:', 'Data:']) {
          assert.equal(await tab.getByText(text).isVisible(), false);
        }
        assert.deepEqual(complaints, []);
        await tab.close();
      } finally {
        remove();
      }
    },
  );
}
