/** What pages, drivers and networks do to a figure: it draws, or says what is missing, and is whole again afterwards. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { colorsDrawn, until } from '../tools/pages.mjs';
import { pageOf, site } from '../tools/site.mjs';

const npz = readFileSync('demo/data/induction/english-24.npz');
const other = JSON.stringify({
  tokens: ['a', 'b'],
  weights: [
    [
      [1, 0],
      [0.4, 0.6],
    ],
  ],
});

const matrix = (more = '') =>
  `<attention-view src="/data/induction/english-24.npz" view="matrix" loading="eager" ${more}></attention-view>`;
const small =
  '<attention-view tokens="I love cats" weights="1 0 0; .4 .6 0; .1 .6 .3" view="lines" loading="eager"></attention-view>';

let browser;
let home;
const held = new Set();

/** Pages by what stands in the query: the tests of one browser share one site. */
const bodies = new Map();

before(async () => {
  const send = (response, headers, body) =>
    response.writeHead(200, { 'content-type': 'application/octet-stream', ...headers }).end(body);
  home = await site({
    pages: {
      '/': (request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end(bodies.get(new URL(request.url, 'http://x').searchParams.get('page')));
      },
      '/away': '<!doctype html><p>elsewhere',
      '/other.json': other,
      '/truncated': (_, response) => {
        response.writeHead(200, { 'content-length': npz.length });
        response.write(npz.subarray(0, 1000), () => setTimeout(() => response.destroy(), 50));
      },
      '/short': (_, response) => send(response, {}, npz.subarray(0, 1000)),
      '/gzip': (_, response) => send(response, { 'content-encoding': 'gzip' }, gzipSync(npz)),
      '/brotli': (_, response) => send(response, { 'content-encoding': 'br' }, brotliCompressSync(npz)),
      '/not-gzip': (_, response) => send(response, { 'content-encoding': 'gzip' }, npz),
      '/moved': (_, response) =>
        response.writeHead(307, { location: '/data/induction/english-24.npz' }).end(),
      '/round': (_, response) => response.writeHead(302, { location: '/round' }).end(),
      '/stalled': (_, response) => {
        response.writeHead(200, { 'content-length': npz.length });
        response.write(npz.subarray(0, 1000));
        held.add(response);
      },
      '/silent': (_, response) => held.add(response),
    },
  });
  // bfcache is a part of browsers that Playwright leaves out
  browser = await chromium.launch({
    executablePath: findBrowser(),
    args: browserArgs,
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
});

after(async () => {
  for (const response of held) response.destroy();
  await browser?.close();
  home?.close();
});

/** Remembers WebGL contexts, workers and drawings of the page. */
function instrument(refuse) {
  Object.assign(window, { contexts: [], workers: [], draws: 0, saved: {} });
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (type, ...options) {
    if (type.startsWith('webgl') && refuse === 'missing') return null;
    const context = getContext.call(this, type, ...options);
    if (type.startsWith('webgl') && context) {
      window.contexts.push(context);
      if (refuse === 'lost') setTimeout(() => context.getExtension('WEBGL_lose_context')?.loseContext(), 0);
    }
    return context;
  };
  const { clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    if (this.canvas.getAttribute('part') === 'canvas') window.draws++;
    return clearRect.apply(this, box);
  };
  window.Worker = class extends window.Worker {
    constructor(...given) {
      super(...given);
      window.workers.push(this);
    }
  };
  window.view = (index = 0) => document.querySelectorAll('attention-view')[index];
  window.pixelsOf = (element) => {
    const canvas = element.shadowRoot.querySelector('canvas');
    return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  };
  /** Share of the drawn pixels that differ much from those that were saved. */
  window.differs = (name, element) => {
    const [a, b] = [window.saved[name], window.pixelsOf(element)];
    if (a.length !== b.length) return 1;
    let [ink, off] = [0, 0];
    for (let i = 0; i < a.length; i += 4) {
      if (a[i + 3] || b[i + 3]) ink++;
      if ([0, 1, 2, 3].some((c) => Math.abs(a[i + c] - b[i + c]) > 48)) off++;
    }
    return off / ink;
  };
  window.frames = async (count) => {
    for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame);
  };
}

/** Opens a page. `refuse`: `missing` has no WebGL, `lost` loses every context at once. */
async function open(body, { refuse, wait = true } = {}) {
  bodies.set(String(bodies.size), pageOf(body));
  const context = await browser.newContext({ viewport: { width: 800, height: 700 } });
  const tab = await context.newPage();
  const errors = [];
  tab.on('pageerror', (error) => errors.push(error.message));
  await tab.addInitScript(instrument, refuse);
  await tab.goto(`${home.origin}/?page=${bodies.size - 1}`);
  if (wait) {
    await until(async () => (await tab.evaluate(colorsDrawn)) > 3, 'the picture');
    // Pixi comes when the reader does
    await tab.evaluate(() => window.view().dispatchEvent(new window.PointerEvent('pointerenter')));
  }
  return { tab, errors, context };
}

const problem = (tab, index = 0) =>
  tab.evaluate((i) => window.view(i).shadowRoot?.querySelector('[part=error]')?.textContent, index);

const hasGpu = (tab) =>
  until(() => tab.evaluate(() => window.contexts.some((gl) => !gl.isContextLost())), 'Pixi');

/** Sets a state and waits until it is drawn. */
const show = (tab, values) =>
  tab.evaluate(async (given) => {
    const element = Object.assign(window.view(), given);
    await element.updateComplete;
    await window.frames(3);
  }, values);

const save = (tab, name) =>
  tab.evaluate((key) => void (window.saved[key] = window.pixelsOf(window.view())), name);
const differs = (tab, name) => tab.evaluate((key) => window.differs(key, window.view()), name);
const stage = (tab, verb) =>
  tab.evaluate(async (call) => {
    const gl = window.contexts.at(-1);
    window.lose ??= new WeakMap();
    if (!window.lose.has(gl)) window.lose.set(gl, gl.getExtension('WEBGL_lose_context'));
    window.lose.get(gl)[call]();
    await new Promise((resolve) => setTimeout(resolve, 60));
  }, verb);

test('without WebGL the picture is Canvas 2D’s, the same one', async () => {
  const { tab, errors, context } = await open(matrix(), { refuse: 'missing' });
  await show(tab, { query: 3 });
  assert.equal(await problem(tab), undefined);
  assert.deepEqual(errors, []);
  await context.close();
});

test('a lost context: the same picture by Canvas 2D, ten times, and by the GPU again when it is back', async () => {
  const { tab, errors, context } = await open(matrix());
  await hasGpu(tab);
  for (const query of [1, 2]) {
    await show(tab, { query });
    await save(tab, query);
  }
  for (let i = 0; i < 10; i++) {
    await stage(tab, 'loseContext');
    await show(tab, { query: 2 - (i % 2) });
    assert.ok((await differs(tab, 2 - (i % 2))) < 0.02, `lost the ${i + 1}. time`);
    await stage(tab, 'restoreContext');
    await show(tab, { query: 1 + (i % 2) });
    assert.ok((await differs(tab, 1 + (i % 2))) < 0.02, `restored the ${i + 1}. time`);
  }
  const byGpu = await tab.evaluate(async () => {
    const { drawImage } = CanvasRenderingContext2D.prototype;
    let copies = 0;
    CanvasRenderingContext2D.prototype.drawImage = function (source, ...rest) {
      if (window.contexts.some((gl) => gl.canvas === source)) copies++;
      return drawImage.call(this, source, ...rest);
    };
    // another heat map: of the one that was there a picture is kept
    window.view().scale = 'sqrt';
    await window.view().updateComplete;
    await window.frames(3);
    return copies;
  });
  assert.ok(byGpu > 0, 'the GPU draws again');
  assert.equal(await tab.evaluate(() => window.contexts.filter((gl) => !gl.isContextLost()).length), 1);
  assert.deepEqual(errors, []);
  await context.close();
});

test('a context that is lost while Pixi starts, or while the figure is out of sight', async () => {
  const early = await open(matrix(), { refuse: 'lost' });
  await show(early.tab, { query: 3 });
  assert.ok((await early.tab.evaluate(colorsDrawn)) > 3);
  assert.equal(await problem(early.tab), undefined);
  assert.deepEqual(early.errors, []);
  await early.context.close();

  const { tab, errors, context } = await open(`${matrix()}<p style="height: 6000px">`);
  await hasGpu(tab);
  await show(tab, { query: 1 });
  await save(tab, 'near');
  await tab.evaluate(() => window.scrollTo(0, 6000));
  await stage(tab, 'loseContext');
  await tab.evaluate(() => (window.view().query = 2));
  await stage(tab, 'restoreContext');
  await tab.evaluate(() => (window.view().query = 1));
  await tab.evaluate(() => window.scrollTo(0, 0));
  await show(tab, {});
  assert.ok((await differs(tab, 'near')) < 0.02);
  assert.deepEqual(errors, []);
  await context.close();
});

test('two copies of the library on one page', async () => {
  const { tab, errors, context } = await open(
    `${small}<script type="module" src="/cdn/attention-elements.js?second"></script>`,
  );
  await tab.waitForLoadState('networkidle');
  assert.ok((await tab.evaluate(colorsDrawn)) > 3);
  assert.deepEqual(errors, []);
  await context.close();
});

test('moved into a frame and back: drawn, and styled, in both documents', async () => {
  const { tab, errors, context } = await open(
    `${small.replace('lines', 'matrix')}<iframe style="width: 600px; height: 500px"></iframe>`,
  );
  const styled = () =>
    tab.evaluate(async () => {
      const element = window.moved;
      await element.updateComplete;
      const { position } = element.ownerDocument.defaultView.getComputedStyle(
        element.shadowRoot.querySelector('.tooltip'),
      );
      return position;
    });
  await tab.evaluate(() => (window.moved = window.view()));
  const before = await styled();
  assert.equal(before, 'absolute');
  for (const into of ['frame', 'page', 'frame']) {
    await tab.evaluate(async (place) => {
      const body = place === 'frame' ? document.querySelector('iframe').contentDocument.body : document.body;
      body.prepend(window.moved);
      window.moved.query = place === 'frame' ? 1 : 2;
      await window.frames(5);
    }, into);
    assert.equal(await styled(), before, into);
    const colors = await tab.evaluate(
      () => new Set(new Uint32Array(window.pixelsOf(window.moved).buffer)).size,
    );
    assert.ok(colors > 3, `${colors} colours in the ${into}`);
  }
  assert.deepEqual(errors, []);
  await context.close();
});

test('in a closed shadow root, in <details>, without display, without size, resized at every frame', async () => {
  const { tab, errors, context } = await open(
    `<details><summary>more</summary>${small}</details>
    <div id="none" style="display: none">${small}</div>
    <div id="zero" style="width: 0; height: 0; overflow: hidden">${small}</div>
    <div id="closed"></div>`,
    { wait: false },
  );
  await tab.evaluate(async (markup) => {
    await customElements.whenDefined('attention-view');
    const root = document.querySelector('#closed').attachShadow({ mode: 'closed' });
    const range = document.createRange();
    root.append(range.createContextualFragment(markup));
    window.hidden = root.querySelector('attention-view');
    await window.frames(5);
    document.querySelector('details').open = true;
    document.querySelector('#none').style.display = '';
    document.querySelector('#zero').style = '';
  }, small);
  for (let i = 0; i < 3; i++)
    await until(async () => (await tab.evaluate(colorsDrawn, i)) > 3, `figure ${i}`);
  await until(
    () => tab.evaluate(() => new Set(new Uint32Array(window.pixelsOf(window.hidden).buffer)).size > 3),
    'the closed one',
  );
  const wrong = await tab.evaluate(async () => {
    const box = document.querySelector('#none');
    for (let i = 0; i < 60; i++) {
      box.style.width = `${300 + 7 * (i % 20)}px`;
      await window.frames(1);
    }
    box.style.width = '420px';
    await window.frames(5);
    const canvas = box.querySelector('attention-view').shadowRoot.querySelector('canvas');
    return Math.abs(canvas.getBoundingClientRect().width - 420);
  });
  assert.ok(wrong <= 1, `${wrong} px off after resizing`);
  assert.deepEqual(errors, []);
  await context.close();
});

test('removed while it loads, and put back', async () => {
  const { tab, errors, context } = await open(
    matrix().replace('/data/induction/english-24.npz', '/stalled'),
    { wait: false },
  );
  await tab.evaluate(async () => {
    await customElements.whenDefined('attention-view');
    const element = window.view();
    await window.frames(20);
    element.remove();
    await window.frames(5);
    element.src = '/other.json';
    document.body.append(element);
  });
  await until(async () => (await tab.evaluate(colorsDrawn)) > 3, 'the other picture');
  assert.equal(await tab.evaluate(() => window.view().getWeights().queries), 2);
  assert.deepEqual(errors, []);
  await context.close();
});

test('of a thousand changes in one turn the last wins, in one drawing', async () => {
  const { tab, errors, context } = await open(small);
  await show(tab, {});
  const found = await tab.evaluate(async () => {
    const element = window.view();
    await element.updateComplete;
    await window.frames(10);
    const loads = [];
    element.addEventListener('attention-load', ({ detail }) => loads.push(detail.queries));
    const before = window.draws;
    for (let i = 0; i < 1000; i++) {
      const last = i === 999;
      element.setAttribute('tokens', last ? 'one two' : `a b ${i}`);
      element.setAttribute(
        'weights',
        last ? '1 0; .4 .6' : i % 3 ? '1 0; .4' : `1 0 0; .4 .6 0; .1 .6 .${i}`,
      );
      element.setAttribute('view', i % 2 ? 'matrix' : 'arcs');
      element.setAttribute('query', String(i % 2));
    }
    await element.updateComplete;
    await window.frames(10);
    return {
      loads,
      draws: window.draws - before,
      view: element.view,
      tokens: element.getWeights().queryTokens,
    };
  });
  assert.deepEqual(found.loads, [2]);
  assert.deepEqual([found.view, found.tokens], ['matrix', ['one', 'two']]);
  assert.ok(found.draws <= 2, `${found.draws} drawings`);
  assert.equal(await problem(tab), undefined);
  assert.deepEqual(errors, []);
  await context.close();
});

test('when the worker of a model dies the figure says so, and the next text gets a new one', async () => {
  const { tab, errors, context } = await open(
    '<attention-view model="/data/induction/" text="fox river moon" view="matrix" loading="eager"></attention-view>',
  );
  const workers = () => tab.evaluate(() => window.workers.length);
  const queries = () => tab.evaluate(() => window.view().getWeights()?.queries);
  await until(async () => (await queries()) === 3, 'the picture');
  const before = await workers();
  await tab.evaluate(() => {
    const worker = window.workers.at(-1);
    worker.terminate();
    worker.dispatchEvent(new ErrorEvent('error', { message: 'out of memory', cancelable: true }));
    window.view().text = 'river moon';
  });
  await until(() => problem(tab), 'a message');
  assert.match(await problem(tab), /out of memory/);
  assert.equal(await queries(), 3, 'the last good picture stands');
  assert.equal(await workers(), before, 'nothing is started before somebody asks');

  // quickly after each other: both texts go to the same new worker
  for (const text of ['moon fox moon', 'fox moon']) {
    await tab.evaluate((words) => (window.view().text = words), text);
  }
  await until(async () => (await queries()) === 2, 'the new text');
  assert.equal(await workers(), before + 1);
  assert.equal(await problem(tab), undefined);
  assert.deepEqual(errors, []);
  await context.close();
});

for (const [address, expected] of [
  ['/truncated', /broke off|truncated|whole/],
  ['/short', /directory|whole/],
  ['/not-gzip', /no answer|broke off/],
  ['/round', /no answer/],
]) {
  test(`a network that goes wrong is told and can be mended: ${address}`, async () => {
    const { tab, errors, context } = await open(matrix().replace('/data/induction/english-24.npz', address), {
      wait: false,
    });
    await until(() => problem(tab), 'a message');
    assert.match(await problem(tab), expected);
    await show(tab, { src: '/data/induction/english-24.npz' });
    await until(async () => (await tab.evaluate(colorsDrawn)) > 3, 'the picture');
    assert.equal(await problem(tab), undefined);
    assert.deepEqual(errors, []);
    await context.close();
  });
}

test('compressed and redirected answers are read as others are', async () => {
  const body = ['/gzip', '/brotli', '/moved']
    .map((src) => matrix().replace('/data/induction/english-24.npz', src))
    .join('');
  const { tab, errors, context } = await open(body);
  for (let i = 0; i < 3; i++) {
    await tab.evaluate((index) => window.view(index).scrollIntoView(), i);
    await until(async () => (await tab.evaluate(colorsDrawn, i)) > 3, `figure ${i}`);
  }
  assert.deepEqual(errors, []);
  await context.close();
});

test('a stalled download shows that it loads, gives way to another, and may be printed', async () => {
  const { tab, errors, context } = await open(
    matrix().replace('/data/induction/english-24.npz', '/stalled'),
    { wait: false },
  );
  await until(
    () =>
      tab.evaluate(() =>
        Boolean(window.view().shadowRoot?.querySelector('progress, [role=progressbar], [part~=progress]')),
      ),
    'progress',
  );
  const pdf = await tab.pdf();
  assert.ok(pdf.length > 500);
  await show(tab, { src: '/silent' });
  await show(tab, { src: '/other.json' });
  await until(async () => (await tab.evaluate(colorsDrawn)) > 3, 'the picture');
  assert.deepEqual(errors, []);
  await context.close();
});

test('offline, then online again', async () => {
  const { tab, errors, context } = await open(matrix());
  await context.setOffline(true);
  await show(tab, { src: '/other.json' });
  await until(() => problem(tab), 'a message');
  assert.match(await problem(tab), /no answer/);
  await context.setOffline(false);
  await show(tab, { src: '/other.json?again' });
  await until(() => tab.evaluate(() => window.view().getWeights()?.queries === 2), 'the data');
  assert.equal(await problem(tab), undefined);
  assert.deepEqual(errors, []);
  await context.close();
});

test('back from another page, out of the browser’s cache of pages or not', async () => {
  const { tab, errors, context } = await open(matrix());
  await tab.evaluate(() => addEventListener('pageshow', ({ persisted }) => (window.persisted = persisted)));
  await tab.goto(`${home.origin}/away`);
  // a page out of that cache does not load again
  await tab.goBack({ waitUntil: 'commit' });
  await until(async () => (await tab.evaluate(colorsDrawn)) > 3, 'the picture');
  await show(tab, { query: 2 });
  await save(tab, 'second');
  await show(tab, { query: 7 });
  assert.ok((await differs(tab, 'second')) > 0, 'it answers');
  assert.deepEqual(errors, []);
  await context.close();
});
