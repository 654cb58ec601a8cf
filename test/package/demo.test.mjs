import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { startDevServer } from '@web/dev-server';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { attention } from '../../dist/esm/core/index.js';
import { colorsDrawn, listen, until } from '../tools/pages.mjs';

const pages = readdirSync('demo').filter((file) => file.endsWith('.html'));

/** The figure by which the demo shows what a mistake looks like, and what the console says about it. */
const mistaken = 'attention-view[weights="1 0; .4 .6 0; .1 .6 .3"]';
const expectedComplaint = '<attention-view> weights: row 2 has 3 numbers';

let browser;
let server;
let folder;

before(async () => {
  server = await startDevServer({
    config: { rootDir: '.', hostname: '127.1', watch: false },
    readCliArgs: false,
    readFileConfig: false,
    logStartMessage: false,
  });
  folder = `http://127.0.0.1:${server.config.port}/demo/`;
  browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Brings every figure into sight and waits for its picture, or for the one message that is meant to be there. */
async function lookAtFigures(tab, page) {
  const views = tab.locator('attention-view');
  const wrong = await views.evaluateAll((all, sel) => all.map((view) => view.matches(sel)), mistaken);
  assert.equal(wrong.filter(Boolean).length, page === 'index.html' ? 1 : 0);
  for (const [i, isWrong] of wrong.entries()) {
    await views.nth(i).evaluate((view) => view.scrollIntoView({ block: 'center' }));
    const error = () =>
      views.nth(i).evaluate((view) => view.shadowRoot.querySelector('[part=error]')?.textContent);
    if (isWrong) {
      await until(error, 'the message about the mistaken weights');
    } else {
      await until(async () => (await tab.evaluate(colorsDrawn, i)) > 3, `a picture in figure ${i + 1}`);
      assert.equal(await error(), undefined, `figure ${i + 1}`);
    }
  }
}

async function findBarriers(tab) {
  await tab.evaluate(readFileSync('node_modules/axe-core/axe.min.js', 'utf8'));
  const { violations } = await tab.evaluate(() => globalThis.axe.run({ resultTypes: ['violations'] }));
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

for (const page of pages) {
  for (const [width, ...schemes] of [
    [1200, 'dark', 'light'],
    [360, 'light', 'dark'],
  ]) {
    test(`demo/${page} at ${width} px, light and dark: all figures, no barrier, nothing amiss`, async () => {
      const tab = await browser.newPage({ viewport: { width, height: 900 } });
      const complaints = listen(tab);
      await tab.emulateMedia({ colorScheme: schemes[0], reducedMotion: 'reduce' });
      await tab.goto(folder + page, { waitUntil: 'load' });
      for (const colorScheme of schemes) {
        await tab.emulateMedia({ colorScheme });
        await lookAtFigures(tab, page);
        const needed = await tab.evaluate(() => globalThis.document.documentElement.scrollWidth);
        assert.ok(needed <= width, `${colorScheme}: the page scrolls sideways, ${needed} px`);
      }
      assert.deepEqual(await findBarriers(tab), []);
      await tab.waitForLoadState('networkidle');
      assert.deepEqual(
        complaints.filter((complaint) => page !== 'index.html' || !complaint.startsWith(expectedComplaint)),
        [],
      );
      await tab.close();
    });
  }

  test(`demo/${page}: every link within the project leads somewhere`, async () => {
    const html = readFileSync(`demo/${page}`, 'utf8');
    const links = [...html.matchAll(/\b(?:href|src)="([^"]*)"/g)].map(
      ([, link]) => new URL(link, folder + page),
    );
    const inside = links.filter(({ origin }) => origin === new URL(folder).origin);
    assert.ok(inside.length > 5, `${inside.length} links`);
    for (const { href } of new Set(inside)) {
      const { hash, pathname } = new URL(href);
      const response = await fetch(href);
      assert.equal(response.status, 200, href);
      const text = await response.text();
      if (hash) assert.ok(text.includes(`id="${hash.slice(1)}"`), `${pathname} has no ${hash}`);
    }
  });
}

test('the numbers of the articles are those of their figures, and those that the core computes', async () => {
  const { tokens, q, k, v, weights } = JSON.parse(readFileSync('demo/data/black-cats.json', 'utf8'));
  const n = tokens.length;
  const compute = (options) =>
    attention(...[q, k, v].map((rows) => Float32Array.from(rows.flat())), { dHead: 4, ...options });
  const rowsOf = (array) => Array.from({ length: n }, (_, i) => [...array.slice(i * n, (i + 1) * n)]);
  const close = (found, expected, what) =>
    found.forEach((x, i) => assert.ok(Math.abs(x - expected[i]) < 6e-5, `${what}: ${x}, ${expected[i]}`));
  const { probabilities, outputs } = compute({});
  close(weights.flat(), probabilities, 'black-cats.json');

  for (const page of ['demo/blog-post.html', 'demo/blog-post.en.html']) {
    const html = readFileSync(page, 'utf8');
    const [unscaled, masked] = [...html.matchAll(/weights="([^"]*)"/g)].map(([, text]) =>
      text.split(/[; ]+/).map(Number),
    );
    close(unscaled, compute({ scale: 1 }).probabilities, `${page}, unscaled`);
    close(masked, compute({ causal: true }).probabilities, `${page}, masked`);
    const said = html
      .replace(/<[^>]*>/g, '')
      .replace(/&nbsp;/g, ' ')
      .replace(/\s+/g, ' ');
    const sleep = rowsOf(probabilities)[2].map((x) => x.toFixed(2));
    const sum = [...outputs.slice(8)].map((x) => x.toFixed(2));
    const cats = rowsOf(probabilities).map((row) => row[1]);
    const total = cats.reduce((a, b) => a + b).toFixed(2);
    for (const words of [
      ...tokens.map((_, i) => `(${q[i].join(', ')}) (${k[i].join(', ')}) (${v[i].join(', ')})`),
      ...sleep.map((x) => `${Math.round(x * 100)}%`),
      `${cats.map((x) => x.toFixed(2)).join(' + ')} = ${total}`,
    ]) {
      assert.ok(said.includes(words), `${page} does not say ${words}`);
    }
    assert.ok(
      said.replace(/ /g, '').includes(`(${sum.join(',')})`),
      `${page} does not say ${sum.join(', ')}`,
    );
  }
});
