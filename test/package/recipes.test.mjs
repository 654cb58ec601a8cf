import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { chromium } from 'playwright';
import { script } from '../recipes/article.mjs';
import { recipes } from '../recipes/tools.mjs';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { colorsDrawn, until } from '../tools/pages.mjs';

const pages = readdirSync('test/recipes').filter((file) => file.endsWith('.html'));
/** What is left of the figure where an author may not write any HTML. */
const stripped = 'wordpress-author.html';
const tools = pages.filter((file) => file !== stripped);
const published = path.posix.dirname(script);

let browser;

before(async () => {
  browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
});

after(() => browser?.close());

test('there are pages of the tools that the README speaks of', () => {
  assert.deepEqual(pages.map((file) => path.basename(file, '.html')).sort(), Object.keys(recipes).sort());
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
    await tab.locator('attention-view').first().scrollIntoViewIfNeeded();
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
    if (page.includes('<transformer-diagram')) {
      await tab.locator('transformer-diagram').scrollIntoViewIfNeeded();
      await until(async () => (await tab.evaluate(colorsDrawn, 1)) > 3, 'a diagram');
      assert.equal(
        await tab.locator('transformer-diagram').evaluate((element) => element.focusPath),
        'decoder.0',
      );
      assert.equal(await tab.getByText('Diagram:').isVisible(), false);
    }
    if (page.includes('application/json')) {
      await tab.locator('attention-view').last().scrollIntoViewIfNeeded();
      await until(async () => (await tab.evaluate(colorsDrawn, 2)) > 3, 'the data inside the tag');
      const inside = tab.locator('attention-view').last();
      assert.deepEqual(await inside.evaluate((view) => [...view.getWeights().weights]), [1, 0, 0.5, 0.5]);
      assert.equal(await tab.getByText('Data:').isVisible(), false);
    }
    assert.deepEqual(complaints, []);
    await tab.close();

    const scriptless = await browser.newContext({ javaScriptEnabled: false });
    const still = await scriptless.newPage();
    await still.setContent(page, { waitUntil: 'commit' });
    assert.ok(await still.getByText('Fallback:').isVisible());
    await scriptless.close();
  });
}

test('where WordPress strips the tag, its text is left', async () => {
  const tab = await browser.newPage({ javaScriptEnabled: false });
  await tab.setContent(readFileSync(path.join('test/recipes', stripped), 'utf8'), { waitUntil: 'commit' });
  assert.equal(await tab.locator('attention-view').count(), 0);
  assert.ok(await tab.getByText('Fallback:').isVisible());
  assert.ok(await tab.locator('figcaption').isVisible());
  await tab.close();
});
