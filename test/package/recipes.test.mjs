import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { chromium } from 'playwright';
import { script } from '../recipes/article.mjs';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { colorsDrawn, until } from '../tools/pages.mjs';

const tools = readdirSync('test/recipes').filter((file) => file.endsWith('.html'));
const published = path.posix.dirname(script);

let browser;

before(async () => {
  browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
});

after(() => browser?.close());

test('there are pages of the tools that the README speaks of', () => {
  for (const tool of ['jekyll', 'hugo', 'pandoc', 'mkdocs', 'nbconvert', 'vitepress']) {
    assert.ok(tools.includes(`${tool}.html`), tool);
  }
});

test('README.md tells the address that the pages use', () => {
  assert.ok(readFileSync('README.md', 'utf8').includes(`src="${script}"`));
});

for (const tool of tools) {
  test(`a page made by ${path.basename(tool, '.html')} shows the figure, and its text without a script`, async () => {
    const page = readFileSync(path.join('test/recipes', tool), 'utf8');
    const tab = await browser.newPage();
    const complaints = [];
    tab.on('pageerror', (error) => complaints.push(error.message));
    tab.on('console', (message) => complaints.push(message.text()));
    await tab.route('**/*', async (route) => {
      const url = route.request().url();
      if (url === 'https://example.org/') {
        await route.fulfill({ body: page, contentType: 'text/html; charset=utf-8' });
      } else if (url.startsWith(published)) {
        const file = path.join('dist/cdn', url.slice(published.length));
        const headers = { 'access-control-allow-origin': '*' };
        await route.fulfill({ body: readFileSync(file), contentType: 'text/javascript', headers });
      } else await route.fulfill({ status: 204 });
    });
    await tab.goto('https://example.org/');
    await tab.locator('attention-view').scrollIntoViewIfNeeded();
    await until(async () => (await tab.evaluate(colorsDrawn)) > 3, 'a drawing');
    assert.equal(await tab.getByText('Fallback:').isVisible(), false);
    // what follows has not been swallowed by the tag
    assert.ok(await tab.locator('figcaption').isVisible());
    assert.equal(await tab.locator('attention-view :text("After the")').count(), 0);
    assert.ok(await tab.getByText('After the').first().isVisible());
    const data = await tab.evaluate(() => {
      const { queryTokens, weights } = globalThis.document.querySelector('attention-view').getWeights();
      return { queryTokens, weights: [...weights].map((weight) => Number(weight.toFixed(6))) };
    });
    assert.deepEqual(data, {
      queryTokens: ['The', 'cat', '잤다'],
      weights: [1, 0, 0, 0.25, 0.75, 0, 0.1, 0.2, 0.7],
    });
    assert.deepEqual(complaints, []);
    await tab.close();

    const scriptless = await browser.newContext({ javaScriptEnabled: false });
    const still = await scriptless.newPage();
    await still.setContent(page, { waitUntil: 'commit' });
    assert.ok(await still.getByText('Fallback:').isVisible());
    await scriptless.close();
  });
}
