/** The page to embed, in frames that its hosts make: sandboxed, from another site, too short for a menu. */
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { colorsDrawn, until } from '../tools/pages.mjs';
import { sites } from '../tools/site.mjs';

let browser;
const { serve, close } = sites();

before(async () => {
  browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
});

after(async () => {
  await browser?.close();
  close();
});

const figure = 'view=matrix&weights=1+0%3B+.4+.6&tokens=I+see&loading=eager';
const listener = `addEventListener('message', ({ data, source }) => {
  if (data?.type !== 'attention-elements:height') return;
  const frame = [...document.querySelectorAll('iframe')].find(({ contentWindow }) => contentWindow === source);
  if (frame) frame.height = data.height;
});`;

/** A page of one site with a frame of another, which sends no permission to anybody. */
async function framed(
  query,
  { frame = 'sandbox="allow-scripts"', script = '', height = 300, ...options } = {},
) {
  const other = await serve(options);
  const host = await serve({
    pages: {
      '/': `<!doctype html><title>host</title><link rel="icon" href="data:,"><script>${script}</script>
        <iframe title="figure" width="600" height="${height}" ${frame} src="${other.origin}/cdn/embed.html?${query}"></iframe>`,
    },
  });
  const tab = await browser.newPage();
  await tab.goto(host.origin);
  await until(() => tab.frames().length === 2, 'the frame');
  return { tab, inner: tab.frames()[1], other };
}

const drawn = (inner) =>
  until(
    async () =>
      (await inner.locator('attention-view, transformer-diagram').count()) > 0 &&
      (await inner.evaluate(colorsDrawn)) > 3,
    'a drawing in the frame',
  );

test('in a sandboxed frame without CORS the classic script draws the figure', async () => {
  const { tab, inner, other } = await framed(figure);
  await drawn(inner);
  assert.ok(other.requests.some(({ url }) => url === '/cdn/attention-elements.single.js'));
  await tab.close();
});

test('where modules may come, the classic script is not asked for', async () => {
  const { tab, inner, other } = await framed(figure, { frame: '' });
  await drawn(inner);
  assert.ok(other.requests.every(({ url }) => !url.includes('single')));
  await tab.close();
});

test('a policy without inline scripts and styles lets the figure be drawn, its title still unseen', async () => {
  const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:";
  for (const frame of ['', 'sandbox="allow-scripts"']) {
    const { tab, inner } = await framed(figure, { frame, headers: { 'content-security-policy': policy } });
    await drawn(inner);
    assert.equal(await inner.locator('h1').evaluate((h1) => h1.clientHeight > 0 && getComputedStyle(h1).position), 'absolute'); // prettier-ignore
    await tab.close();
  }
});

for (const [lang, words] of [
  ['en', /whole folder dist\/cdn.*script-src/],
  ['ko-KR', /dist\/cdn 폴더를 통째로/],
]) {
  test(`where neither script comes the page says what to do: ${lang}`, async () => {
    const gone = (_, response) => response.writeHead(404).end();
    const { tab, inner } = await framed(`${figure}&lang=${lang}`, {
      script: listener,
      pages: { '/cdn/attention-elements.js': gone, '/cdn/attention-elements.single.js': gone },
    });
    await inner.locator('p').waitFor();
    assert.match(await inner.locator('p').textContent(), words);
    const height = () => tab.locator('iframe').evaluate((iframe) => iframe.clientHeight);
    await until(async () => (await height()) < 150, 'the height of the sentence');
    await tab.close();
  });
}

test('a frame that forbids scripts says so', async () => {
  const { tab, inner } = await framed(figure, { frame: 'sandbox' });
  await until(async () => (await inner.content()).includes('noscript'), 'the page');
  const [text, height] = await inner
    .locator('noscript')
    .evaluate((element) => [element.innerText, element.getClientRects().length]);
  assert.match(text, /sandbox="allow-scripts"/);
  assert.ok(height > 0);
  await tab.close();
});

test('a file that a sandboxed frame may not read: the message names the header that it needs', async () => {
  const query = 'view=matrix&loading=eager&src=/data/induction/english-24.npz';
  const { tab, inner } = await framed(query);
  await inner.locator('[part=error]').waitFor();
  assert.match(await inner.locator('[part=error]').textContent(), /Access-Control-Allow-Origin: \*/);
  await tab.close();
  const allowed = await framed(query, { headers: { 'access-control-allow-origin': '*' } });
  await drawn(allowed.inner);
  await allowed.tab.close();
});

const menuOf = (inner) => inner.locator('[part~=menu] > summary');
const lastItem = (inner) => inner.locator('[part~=menu] > div button').last();
/** Whether the whole of a thing lies in the window of its frame. */
const inSight = (locator) =>
  locator.evaluate((item) => {
    const { top, bottom } = item.getBoundingClientRect();
    return top >= 0 && bottom <= globalThis.innerHeight;
  });

test('an open menu is held by the height that is told; closed, the frame is as it was', async () => {
  const { tab, inner } = await framed(figure, { script: listener });
  await drawn(inner);
  const height = () => tab.locator('iframe').evaluate((iframe) => iframe.clientHeight);
  await until(async () => (await height()) < 200, 'the height of the figure');
  const closed = await height();
  await menuOf(inner).click();
  await until(() => inSight(lastItem(inner)), 'room for the menu');
  assert.ok((await height()) > closed);
  await menuOf(inner).press('Escape');
  await until(async () => (await height()) === closed, 'the former height');
  await tab.close();
});

test('where nobody listens, a frame too short for the menu scrolls to it', async () => {
  const { tab, inner } = await framed(figure, { height: 155 });
  await drawn(inner);
  await menuOf(inner).click();
  await until(() => inSight(lastItem(inner)), 'the menu in sight');
  await tab.close();
});
