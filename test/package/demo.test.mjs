import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { serveProject } from '../tools/dev-server.mjs';
import { attention, headMatrix } from '../../dist/esm/core/index.js';
import { openModel } from '../../dist/esm/models/index.js';
import { colorsDrawn, listen, until } from '../tools/pages.mjs';

/** The page to embed is tried in a frame, by another test. */
const pages = readdirSync('demo').filter((file) => file.endsWith('.html') && file !== 'embed.html');

/** What a page shows nothing without. */
const queries = { 'embed.html': '?view=matrix&tokens=I+love+cats' };

/** The figure by which the demo shows what a mistake looks like, and what the console says about it. */
const mistaken = 'attention-view[weights="1 0; .4 .6 0; .1 .6 .3"]';
const expectedComplaint = '<attention-view> weights: row 2 has 3 numbers';

let browser;
let server;
let folder;

before(async () => {
  server = await serveProject();
  folder = `http://127.0.0.1:${server.config.port}/demo/`;
  browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Brings every figure into sight and waits for its picture, or for the one message that is meant to be there. */
async function lookAtFigures(tab, page) {
  const views = tab.locator('attention-view, transformer-diagram');
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
      await tab.goto(folder + page + (queries[page] ?? ''), { waitUntil: 'load' });
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

  if (page in queries) continue;
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
      // with a sign of equality it is what the playground shows
      if (hash && !hash.includes('='))
        assert.ok(text.includes(`id="${hash.slice(1)}"`), `${pathname} has no ${hash}`);
    }
  });
}

test('what the gallery says stands above what it shows, never beside it', async () => {
  const tab = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  await tab.goto(`${folder}index.html`, { waitUntil: 'load' });
  const beside = await tab
    .locator('main > *')
    .evaluateAll((all) =>
      all
        .filter((child, i) => i > 0 && child.offsetTop < all[i - 1].offsetTop + all[i - 1].offsetHeight - 1)
        .map((child) => child.outerHTML.slice(0, 60)),
    );
  assert.deepEqual(beside, []);
  await tab.close();
});

/** The tag under one figure of a page, and whether every figure there has a button. */
async function copyTags(tab, index, said) {
  const figures = await tab.locator('figure:has(> :is(attention-view, transformer-diagram))').count();
  const buttons = tab.locator('figure > .copy');
  assert.equal(await buttons.count(), figures);
  await buttons.nth(index).click();
  await until(async () => (await buttons.nth(index).textContent()) === said, 'the confirmation');
  return tab.evaluate(() => globalThis.navigator.clipboard.readText());
}

test('the pages give away every tag as it stands there, and the script that goes with it once', async () => {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const tab = await context.newPage();
  const script = /<script type="module" src="https:[^"]*"><\/script>/.exec(
    readFileSync('README.md', 'utf8'),
  )[0];
  for (const [page, index, said, expected] of [
    ['index.html', 1, 'Copied', '<attention-view tokens="The cat sat on the mat"></attention-view>'],
    [
      'diagram.html',
      1,
      'Copied',
      '<transformer-diagram source="the cat sat on the mat" focus="decoder.0" controls="none"></transformer-diagram>',
    ],
    ['start.html', 0, 'Copied', '<attention-view tokens="The cat sat on the mat"></attention-view>'],
    ['start.ko.html', 2, '복사함', '<transformer-diagram preset="gpt2"></transformer-diagram>'],
  ]) {
    await tab.goto(folder + page, { waitUntil: 'load' });
    assert.equal(await copyTags(tab, index, said), expected, page);
    const programs = await tab.locator('pre').allTextContents();
    assert.equal(programs.filter((text) => text.includes(script)).length > 0, true, `${page}: the script`);
  }
  // a figure that buttons of the page change is given away as it is now
  await tab.goto(`${folder}diagram.html`, { waitUntil: 'load' });
  await tab.locator('[data-preset=llama-3-8b]').click();
  await tab.locator('figure:has(> #chosen) > .copy').click();
  await until(
    async () =>
      (await tab.evaluate(() => globalThis.navigator.clipboard.readText())) ===
      '<transformer-diagram preset="llama-3-8b"></transformer-diagram>',
    'the tag of the chosen preset',
  );
  await context.close();
});

test('what the page of the first steps says first works as it is written', async () => {
  const local = `http://127.0.0.1:${server.config.port}/dist/cdn/attention-elements.js`;
  for (const page of ['start.html', 'start.ko.html']) {
    const [, escaped] = /id="lines"[\s\S]*?<pre><code>([\s\S]*?)<\/code>/.exec(
      readFileSync(`demo/${page}`, 'utf8'),
    );
    const program = escaped.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"');
    const tab = await browser.newPage();
    const complaints = listen(tab);
    await tab.route('**/first-steps.html', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><title>test</title><link rel="icon" href="data:,">${program.replace(/https:[^"]*/, local)}`,
      }),
    );
    await tab.goto(`${folder}first-steps.html`);
    await until(async () => (await tab.evaluate(colorsDrawn)) > 3, `the picture of ${page}`);
    assert.deepEqual(complaints, []);
    await tab.close();
  }
});

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

/** What the pages say of single weights and words of the models that ship: head, query, key, per cent. */
const said = {
  translator: [
    ["The animal didn't cross the street because it was too tired.", 'encoder', 2, 2, '▁it', '▁animal', 99],
    ["The animal didn't cross the street because it was too wide.", 'encoder', 2, 2, '▁it', '▁street', 99],
    ...[
      ['▁생선', '▁fish'],
      ['▁먹', '▁ate'],
      ['▁고양이', '▁cat'],
      ['▁부엌', '▁kitchen'],
      ['▁잤', '▁slept'],
    ].map((pair) => ['The cat that ate the fish slept in the kitchen.', 'cross', 1, 0, ...pair]),
  ],
  writer: [
    ["The animal didn't cross the street because it was too tired. The", 'decoder', 2, 1, 13, 'Ġanimal', 99],
    ["The animal didn't cross the street because it was too wide. The", 'decoder', 2, 1, 13, 'Ġcross', 98],
  ],
  reader: [
    ['A fluffy blue creature roamed the verdant forest.', 'encoder', 2, 1, 'fluffy', 'creature'],
    ['A fluffy blue creature roamed the verdant forest.', 'encoder', 2, 1, 'blue', 'creature'],
    ['A fluffy blue creature roamed the verdant forest.', 'encoder', 2, 1, 'verdant', 'forest'],
  ],
};

test('what the pages say of the models that ship is so', async () => {
  const models = new URL('../dist/cdn/models/', folder).href;
  for (const [name, claims] of Object.entries(said)) {
    const model = await openModel(`${models}${name}/`, { cache: false });
    for (const [text, kind, layer, head, from, to, percent] of claims) {
      const { parts } = await model.run({ text });
      const data = parts.find((part) => part.kind === kind);
      const query = typeof from === 'number' ? from : (data.writtenTokens ?? data.queryTokens).indexOf(from);
      const row = headMatrix(data, layer, head).subarray(query * data.keys, (query + 1) * data.keys);
      const found = data.keyTokens[row.indexOf(Math.max(...row))];
      assert.equal(found, to, `${text} ${from}`);
      if (percent)
        assert.ok(Math.max(...row) >= percent / 100 - 0.005, `${text} ${from}: ${Math.max(...row)}`);
    }
    if (name === 'writer') {
      const chance = async (adjective) => {
        const text = `The animal didn't cross the street because it was too ${adjective}. The`;
        const [{ token, probability }] = (await model.run({ text })).next;
        return `${token} ${Math.round(100 * probability)}%`;
      };
      assert.deepEqual([await chance('tired'), await chance('wide')], ['Ġanimal 99%', 'Ġstreet 72%']);
    }
    model.close();
  }
  const { scores, head_labels, guided_heads } = JSON.parse(
    readFileSync('src/models/shipped/translator/config.json', 'utf8'),
  );
  assert.deepEqual(
    guided_heads.map(({ kind, layer, head, by }) => [kind, layer, head, by]),
    [
      ['cross', 1, 0, 'alignment'],
      ['encoder', 2, 2, 'reference'],
    ],
  );
  assert.equal(head_labels.cross[1][0].alignment_error_rate, 0.072);
  const unaided = head_labels.cross.flat().filter((_, i) => i !== 4); // all but 1.0
  assert.equal(Math.min(...unaided.map((head) => head.alignment_error_rate)), 0.307);
  assert.ok(scores.it_to_object_when_it_is_the_object > 0.99);
  assert.ok(scores.it_to_object_when_it_is_the_subject < 0.01);
  for (const page of ['demo/blog-post.html', 'demo/blog-post.en.html']) {
    const words = readFileSync(page, 'utf8');
    for (const number of ['0.072', '0.307', '99%', '1%', '72%', '98%'])
      assert.ok(words.includes(number), number);
  }
});
