/** Pages under strict policies, and what a figure asks the network for. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { colorsDrawn, until } from '../tools/pages.mjs';
import { pageOf, sites } from '../tools/site.mjs';
import { imageFigure, vision } from '../tools/vision.mjs';

/** The policy of SECURITY.md, read from there, so that the document cannot promise what does not hold. */
const documented = /```text\n(Content-Security-Policy:[\s\S]*?)```/
  .exec(readFileSync('SECURITY.md', 'utf8'))[1]
  .replace('Content-Security-Policy:', '')
  .replace(/\s+/g, ' ')
  .trim();

/** Keeps what the browser reports in the page. */
const watcher = `window.violations = [];
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
  violations.push([effectiveDirective, blockedURI, sample].join(' ')));`;

const evil = '<img src=/stolen onerror="window.hacked=1"><script>window.hacked=1</script>"\'&`${1}';
const evilData = JSON.stringify({
  tokens: [evil, `javascript:${evil}`, ']]>-->'],
  weights: [
    [
      [1, 0, 0],
      [0.4, 0.6, 0],
      [0.1, 0.6, 0.3],
    ],
  ],
  name: evil,
  model: evil,
  headLabels: [[{ name: evil, description: evil }]],
});

const figures = `
<attention-view id="textbook" tokens="I love cats" loading="eager" controls="full"></attention-view>
<attention-view id="file" src="/data/induction/english-24.npz" view="matrix" loading="eager"></attention-view>
<attention-view id="evil" src="/evil.json" view="lines" controls="full" loading="eager"></attention-view>
<attention-view id="model" model="/data/induction/" text="fox river moon fox" view="heads" loading="eager"></attention-view>
<attention-view id="editable" model="/data/induction/" text="moon fox moon" editable next-tokens="3" ablate="0.0" controls="full" loading="eager"></attention-view>
${imageFigure}
<transformer-diagram id="diagram" tokens="to be or not" focus="decoder.0.self-attention.head.0" controls="full" loading="eager"></transformer-diagram>
<transformer-diagram model="/data/induction/" text="fox river moon fox" step="3" controls="full" loading="eager"></transformer-diagram>`;

let browser;
const { serve, close } = sites();

before(async () => {
  browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
});

after(async () => {
  await browser?.close();
  close();
});

async function open(body, headers, { attributes, pages = {} } = {}) {
  const home = await serve({
    pages: {
      '/': pageOf(body, { script: '/watch.js', attributes }),
      '/watch.js': watcher,
      '/evil.json': evilData,
      ...vision,
      ...pages,
    },
    headers,
  });
  const context = await browser.newContext();
  const tab = await context.newPage();
  const errors = [];
  tab.on('pageerror', (error) => errors.push(error.message));
  await tab.goto(home.origin);
  return { ...home, tab, errors, context };
}

const tags = 'attention-view, transformer-diagram';
const countFigures = (body) => body.match(/<(attention-view|transformer-diagram)/g).length;

/** Waits until all figures of the page are drawn. */
async function drawn(tab, body = figures) {
  for (let i = 0; i < countFigures(body); i++) {
    await tab.evaluate(([all, index]) => document.querySelectorAll(all)[index].scrollIntoView(), [tags, i]);
    await until(async () => {
      const problem = await tab.evaluate(
        ([all, index]) =>
          document.querySelectorAll(all)[index].shadowRoot?.querySelector('[part=error]')?.textContent,
        [tags, i],
      );
      assert.equal(problem, undefined);
      return (await tab.evaluate(colorsDrawn, i)) > 3;
    }, `figure ${i}`);
  }
}

const violations = (tab) => tab.evaluate(() => window.violations);

test('all sources of data draw under the documented policy, Trusted Types enforced, with a worker for the model', async () => {
  const { tab, errors, context } = await open(figures, { 'content-security-policy': documented });
  await drawn(tab);
  // the worker is first asked for by the words that bundlers look for, which the policy reports
  const reports = (await violations(tab)).filter(
    (text) => !/^require-trusted-types-for trusted-types-sink Worker/.test(text),
  );
  assert.deepEqual(reports, []);
  assert.deepEqual(errors, []);
  // one for each model
  assert.equal(tab.workers().length, 2);
  await context.close();
});

test('what a reader does in a figure breaks no policy: points, types, plays, opens menus, saves', async () => {
  const { tab, errors, context } = await open(figures, { 'content-security-policy': documented });
  await drawn(tab);
  const editable = tab.locator('#editable');
  await editable.locator('[part~=canvas]').hover();
  await editable.locator('input, textarea').first().fill('moon fox river fox');
  await until(() => editable.evaluate((view) => view.getWeights()?.queries === 4), 'the text that was typed');
  const diagram = tab.locator('#diagram');
  await diagram.locator('[part~=canvas]').hover();
  await diagram.evaluate((element) => element.play());
  await until(() => diagram.evaluate(({ step }) => Number(step) > 1), 'a step');
  await diagram.evaluate((element) => element.pause());
  const sizes = await tab.evaluate(async (all) => {
    const found = [];
    for (const element of document.querySelectorAll(all)) {
      // Pixi comes when the reader does
      element.dispatchEvent(new window.PointerEvent('pointerenter'));
      for (const type of ['image/png', 'image/svg+xml']) found.push((await element.toBlob(type)).size);
    }
    return found;
  }, tags);
  assert.ok(sizes.every((size) => size > 50));
  const reports = (await violations(tab)).filter(
    (text) => !/^require-trusted-types-for trusted-types-sink Worker/.test(text),
  );
  assert.deepEqual([reports, errors], [[], []]);
  await context.close();
});

test('without wasm-unsafe-eval the same pictures come, computed in TypeScript', async () => {
  const policy = documented.replace(/ 'wasm-unsafe-eval'/, '');
  assert.notEqual(policy, documented);
  const { tab, errors, context } = await open(figures, { 'content-security-policy': policy });
  await drawn(tab);
  const reports = (await violations(tab)).filter((text) => !/trusted-types-sink Worker|wasm-eval/.test(text));
  assert.deepEqual([reports, errors], [[], []]);
  await context.close();
});

test('a policy that names no policies of Trusted Types and no workers costs the worker alone', async () => {
  const policy = documented
    .replace(/trusted-types [^;]*;?/, 'trusted-types lit-html;')
    .replace(/worker-src [^;]*;/, "worker-src 'none';");
  const { tab, errors, context } = await open(figures, { 'content-security-policy': policy });
  await drawn(tab);
  assert.equal(tab.workers().length, 0);
  assert.deepEqual(errors, []);
  await context.close();
});

test('markup in data stays text, in the picture, the controls, the table and the files', async () => {
  const { tab, requests, context } = await open(figures, { 'content-security-policy': documented });
  await drawn(tab);
  const found = await tab.evaluate(async () => {
    const view = document.querySelector('#evil');
    view.query = 0;
    await view.updateComplete;
    const svg = await view.toSVG();
    const names = [...view.shadowRoot.querySelectorAll('img, script, iframe, [onerror]')].map(
      (node) => node.nodeName,
    );
    return { names, svg, hacked: window.hacked, csv: await (await view.toBlob('text/csv')).text() };
  });
  assert.deepEqual(found.names, []);
  assert.equal(found.hacked, undefined);
  assert.ok(found.svg.includes('&lt;img'));
  assert.ok(!/<(img|script|foreignObject|a)\b/i.test(found.svg));
  assert.ok(!/\son\w+="/.test(found.svg.replace(/&quot;/g, '')));
  assert.ok(!found.csv.includes('\n=') && found.csv.includes('<img'));
  assert.deepEqual(
    requests.filter(({ url }) => url.includes('stolen')),
    [],
  );
  await context.close();
});

test('a figure asks for nothing but the library and what its author named', async () => {
  const body =
    '<attention-view tokens="I love cats" loading="eager" controls="full"></attention-view><attention-view weights="1 0; .4 .6" view="matrix" loading="eager"></attention-view>';
  const { tab, requests, origin, context } = await open(body, {});
  const outside = [];
  tab.on('request', (request) => request.url().startsWith(origin) || outside.push(request.url()));
  await drawn(tab, body);
  await tab.waitForLoadState('networkidle');
  const others = requests.map(({ url }) => url).filter((url) => !/^\/($|watch\.js|cdn\/)/.test(url));
  assert.deepEqual([others, outside], [[], []]);
  const stored = await tab.evaluate(async () => [
    document.cookie,
    localStorage.length,
    sessionStorage.length,
    (await caches.keys()).length,
  ]);
  assert.deepEqual(stored, ['', 0, 0, 0]);
  await context.close();
});

test('no site is sent a cookie but where the author says so, and no other site and no model any', async () => {
  const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
  const other = await serve({ headers: cors, pages: { '/weights.json': evilData } });
  const json = { 'content-type': 'application/json' };
  const home = await serve({
    pages: {
      '/': (_, response) =>
        response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'session=secret' }).end(
          pageOf(
            `<attention-view src="${other.origin}/weights.json" credentials="same-origin" loading="eager"></attention-view>
        <attention-view src="/moved.json" credentials="same-origin" loading="eager"></attention-view>
        <attention-view src="/public.json" loading="eager"></attention-view>
        <attention-view src="/private.json" credentials="same-origin" loading="eager"></attention-view>
        <attention-view model="${other.origin}/data/induction/" text="fox river" loading="eager"></attention-view>
        <attention-view model="/data/induction/" credentials="include" text="fox river" loading="eager"></attention-view>`,
          ),
        ),
      '/moved.json': (_, response) =>
        response.writeHead(302, { location: `${other.origin}/weights.json` }).end(),
      '/public.json': (_, response) => response.writeHead(200, json).end(evilData),
      '/private.json': ({ headers }, response) =>
        headers.cookie ? response.writeHead(200, json).end(evilData) : response.writeHead(403).end(),
    },
  });
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.goto(home.origin);
  await drawn(tab, '<attention-view'.repeat(6));
  // the other site is another port: cookies would go there too
  assert.ok(other.requests.length >= 5, `${other.requests.length} requests`);
  assert.deepEqual(
    other.requests.filter(({ headers }) => headers.cookie),
    [],
  );
  const cookies = (start) =>
    home.requests.filter(({ url }) => url.startsWith(start)).map(({ headers }) => headers.cookie);
  assert.deepEqual(cookies('/private.json'), ['session=secret']);
  assert.deepEqual(cookies('/public.json'), [undefined]);
  const models = cookies('/data/induction');
  assert.ok(models.length >= 3);
  assert.deepEqual([...new Set(models)], [undefined]);

  // without, the message says how; and the element recovers
  const view = tab.locator('attention-view').nth(2);
  await view.evaluate((element) => (element.src = '/private.json'));
  const message = () =>
    view.evaluate((element) => element.shadowRoot.querySelector('[part=error]')?.textContent);
  await until(message, 'the refusal');
  assert.match(await message(), /403.*credentials="same-origin"/s);
  await view.evaluate((element) => (element.credentials = 'same-origin'));
  await until(async () => !(await message()), 'the picture');
  await context.close();
});

test('the script can be pinned by its hash', async () => {
  const hash = createHash('sha384').update(readFileSync('dist/cdn/attention-elements.js')).digest('base64');
  const body = '<attention-view tokens="I love cats" loading="eager"></attention-view>';
  const good = await open(body, {}, { attributes: `integrity="sha384-${hash}"` });
  await drawn(good.tab, body);
  await good.context.close();
  const bad = await open(body, {}, { attributes: `integrity="sha384-${hash.replace(/^.{4}/, 'AAAA')}"` });
  await bad.tab.waitForLoadState('networkidle');
  assert.equal(await bad.tab.evaluate(() => customElements.get('attention-view')), undefined);
  await bad.context.close();
});

test('no source of the library makes HTML, code or styles out of strings', async () => {
  const { readdirSync } = await import('node:fs');
  const sinks =
    /\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|unsafeHTML|unsafeSVG|srcdoc)\b|\beval\(|new Function\(|setAttribute\('(style|on)/;
  const files = readdirSync('src', { recursive: true }).filter((name) => name.endsWith('.ts'));
  assert.deepEqual(
    files.filter((name) => sinks.test(readFileSync(`src/${name}`, 'utf8'))),
    [],
  );
});
