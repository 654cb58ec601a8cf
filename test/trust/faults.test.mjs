/** What pages do to a figure of either tag: it draws, or says what is missing, and is whole again afterwards. */
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import {
  differs,
  drawn,
  faultLab,
  hasGpu,
  hide,
  kinds,
  problem,
  reveal,
  save,
  show,
} from '../tools/fault-lab.mjs';
import { until } from '../tools/pages.mjs';

const other = '{"tokens": ["a", "b"], "weights": [[[1, 0], [0.4, 0.6]]]}';

let lab;
const held = new Set();
/** Requests by path. */
const asked = new Map();
const count = (path) => asked.set(path, (asked.get(path) ?? 0) + 1);

before(async () => {
  lab = await faultLab({
    '/away': '<!doctype html><p>elsewhere',
    '/other.json': other,
    '/counted.json': (request, response) => {
      count(request.url);
      response.writeHead(200, { 'content-type': 'application/json' }).end(other);
    },
    '/stalled': (_, response) => {
      response.writeHead(200, { 'content-length': 100_000 });
      response.write('{"tokens":');
      held.add(response);
    },
  });
});

after(async () => {
  for (const response of held) response.destroy();
  await lab?.close();
});

const settled = async ({ tab, errors, context }, figures = 1) => {
  for (let i = 0; i < figures; i++) assert.equal(await problem(tab, i), undefined);
  assert.deepEqual(errors, []);
  await context.close();
};

for (const [tag, { body, small, states }] of Object.entries(kinds)) {
  test(`${tag} moved into a frame and back: drawn, and styled, in both documents`, async () => {
    const opened = await lab.open(`${body}<iframe style="width: 600px; height: 900px"></iframe>`);
    const { tab } = opened;
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
    for (const [i, into] of ['frame', 'page', 'frame'].entries()) {
      await tab.evaluate(
        async ([place, values]) => {
          const page =
            place === 'frame' ? document.querySelector('iframe').contentDocument.body : document.body;
          page.prepend(window.moved);
          const blank = window.canvasOf(window.moved);
          blank.getContext('2d').clearRect(0, 0, blank.width, blank.height);
          Object.assign(window.moved, values);
          await window.frames(5);
        },
        [into, states[(i + 1) % 2]],
      );
      assert.equal(await styled(), before, into);
      const colors = await tab.evaluate(
        () => new Set(new Uint32Array(window.pixelsOf(window.moved).buffer)).size,
      );
      assert.ok(colors > 3, `${colors} colours in the ${into}`);
    }
    await tab.evaluate(() => document.body.prepend(window.moved));
    await settled(opened);
  });

  test(`${tag} in a closed shadow root, in <details>, without display, without size, resized at every frame`, async () => {
    const opened = await lab.open(
      `<details><summary>more</summary>${small}</details>
    <div id="none" style="display: none">${small}</div>
    <div id="zero" style="width: 0; height: 0; overflow: hidden">${small}</div>
    <div id="closed"></div>`,
      { wait: false },
    );
    const { tab } = opened;
    await tab.evaluate(
      async ([markup, name]) => {
        await customElements.whenDefined(name);
        const root = document.querySelector('#closed').attachShadow({ mode: 'closed' });
        const range = document.createRange();
        root.append(range.createContextualFragment(markup));
        window.hidden = root.querySelector(name);
        await window.frames(5);
        document.querySelector('details').open = true;
        document.querySelector('#none').style.display = '';
        document.querySelector('#zero').style = '';
      },
      [small, tag],
    );
    for (let i = 0; i < 3; i++) {
      await tab.evaluate((index) => window.view(index).scrollIntoView(), i);
      await drawn(tab, i);
    }
    await tab.evaluate(() => window.hidden.scrollIntoView());
    await until(
      () =>
        tab.evaluate(
          () =>
            window.canvasOf(window.hidden)?.width > 0 &&
            new Set(new Uint32Array(window.pixelsOf(window.hidden).buffer)).size > 3,
        ),
      'the closed one',
    );
    const wrong = await tab.evaluate(async () => {
      const box = document.querySelector('#none');
      box.scrollIntoView();
      for (let i = 0; i < 60; i++) {
        box.style.width = `${300 + 7 * (i % 20)}px`;
        await window.frames(1);
      }
      box.style.width = '420px';
      const canvas = window.canvasOf(window.view(1));
      for (let i = 0; i < 100 && canvas.style.width !== '420px'; i++) await window.frames(1);
      await window.frames(2);
      return Math.abs(canvas.getBoundingClientRect().width - 420);
    });
    assert.ok(wrong <= 1, `${wrong} px off after resizing`);
    await drawn(tab, 1);
    await settled(opened, 3);
  });

  test(`${tag} removed while it loads, and put back`, async () => {
    const opened = await lab.open(`<${tag} src="/stalled" loading="eager"></${tag}>`, { wait: false });
    const { tab } = opened;
    await tab.evaluate(async (name) => {
      await customElements.whenDefined(name);
      const element = window.view();
      await window.frames(20);
      element.remove();
      await window.frames(5);
      element.src = '/other.json';
      document.body.append(element);
    }, tag);
    await drawn(tab);
    await until(
      () =>
        tab.evaluate(() => {
          const element = window.view();
          return element.getWeights ? element.getWeights()?.queries === 2 : element.getData() !== undefined;
        }),
      'the other data',
    );
    await settled(opened);
  });

  test(`${tag} back from another page, out of the browser’s cache of pages`, async (t) => {
    const opened = await lab.open(body);
    const { tab } = opened;
    await show(tab, states[0]);
    await tab.evaluate(() => addEventListener('pageshow', ({ persisted }) => (window.persisted = persisted)));
    await tab.goto(`${lab.home.origin}/away`);
    // a page out of that cache does not load again
    await tab.goBack({ waitUntil: 'commit' });
    await drawn(tab);
    const persisted = await tab.evaluate(() => window.persisted);
    if (persisted !== true) t.diagnostic('this browser loads the page anew: nothing is kept in its cache');
    await show(tab, states[1]);
    await save(tab, 'second');
    await show(tab, states[2]);
    assert.ok((await differs(tab, 'second')) > 0, 'it answers');
    await settled(opened);
    assert.equal(persisted, true);
  });

  test(`${tag}, a model beside it, in a page that the browser froze: both draw and answer when it thaws`, async (t) => {
    const model =
      '<attention-view model="/data/induction/" text="fox river moon" view="matrix" loading="eager"></attention-view>';
    const opened = await lab.open(`${body}${model}`);
    const { tab, context } = opened;
    await hasGpu(tab);
    await tab.evaluate(() => window.view(1).scrollIntoView());
    await drawn(tab, 1);
    const client = await context.newCDPSession(tab);
    await tab.evaluate(() => {
      window.lifecycle = [];
      for (const type of ['freeze', 'resume'])
        document.addEventListener(type, () => window.lifecycle.push(type));
      // what is under way when the page stops
      window.view(1).text = 'moon fox moon river';
    });
    // no browser freezes what is seen
    const hidden = await hide(tab);
    await client.send('Page.setWebLifecycleState', { state: 'frozen' });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await client.send('Page.setWebLifecycleState', { state: 'active' });
    await reveal(tab);
    const lifecycle = await tab.evaluate(() => window.lifecycle);
    if (!hidden || !lifecycle.length) {
      await context.close();
      return t.skip('this browser freezes no page here');
    }
    assert.deepEqual(lifecycle, ['freeze', 'resume']);
    await until(() => tab.evaluate(() => window.view(1).getWeights()?.queries === 4), 'the text from before');
    await tab.evaluate(() => (window.view(1).text = 'river fox'));
    await until(() => tab.evaluate(() => window.view(1).getWeights()?.queries === 2), 'a new text');
    await tab.evaluate(() => window.view(0).scrollIntoView());
    const copies = await tab.evaluate(() => window.copies);
    await show(tab, states[1]);
    await save(tab, 'second');
    await show(tab, states[2]);
    assert.ok((await differs(tab, 'second')) > 0, 'it answers');
    assert.ok((await tab.evaluate(() => window.copies)) > copies, 'by the GPU');
    await settled(opened, 2);
  });
}

test('attention-view: of a thousand changes in one turn the last wins, in one drawing', async () => {
  // with WebGL, Canvas 2D draws the first heat map, and Pixi takes over with the same one
  const opened = await lab.open(kinds['attention-view'].small, { refuse: 'missing' });
  const { tab } = opened;
  await show(tab);
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
  assert.equal(found.draws, 1);
  await settled(opened);
});

test('transformer-diagram: of a thousand changes in one turn the last wins, in one drawing', async () => {
  const opened = await lab.open(kinds['transformer-diagram'].small);
  const { tab } = opened;
  await show(tab);
  const found = await tab.evaluate(async () => {
    const element = window.view();
    await element.updateComplete;
    await window.frames(10);
    let loads = 0;
    element.addEventListener('diagram-load', () => loads++);
    const before = window.draws;
    for (let i = 0; i < 1000; i++) {
      const last = i === 999;
      element.setAttribute('preset', last ? 'bert-base' : i % 2 ? 'gpt2' : 'no such model');
      element.setAttribute('layers', last ? '3' : String(i));
      element.setAttribute('focus', last ? 'encoder.1' : i % 2 ? 'decoder.0' : 'nowhere');
    }
    await element.updateComplete;
    await window.frames(10);
    return {
      loads,
      draws: window.draws - before,
      focus: element.focusPath,
      path: element.shadowRoot.querySelector('[part~=path]').textContent.replace(/\s+/g, ' ').trim(),
    };
  });
  assert.equal(found.loads, 1);
  assert.equal(found.focus, 'encoder.1');
  assert.match(found.path, /Layer 1$/);
  assert.equal(found.draws, 1);
  await settled(opened);
});

for (const tag of Object.keys(kinds)) {
  test(`${tag}: of a thousand addresses in one turn the last is asked for, alone`, async () => {
    const opened = await lab.open(kinds[tag].small);
    const { tab } = opened;
    asked.clear();
    await tab.evaluate(async (name) => {
      const element = window.view();
      // a build of its own would not fit what the file has
      for (const given of ['weights', 'preset']) element.removeAttribute(given);
      for (let i = 0; i < 1000; i++) element.setAttribute('src', `/counted.json?${name}-${i}`);
      await element.updateComplete;
    }, tag);
    await until(() => asked.has(`/counted.json?${tag}-999`), 'the last');
    await tab.waitForLoadState('networkidle');
    assert.deepEqual([...asked], [[`/counted.json?${tag}-999`, 1]]);
    await settled(opened);
  });
}

test('of a thousand models in one turn the last is loaded, alone', async () => {
  const opened = await lab.open(
    '<attention-view text="fox river moon" view="matrix" loading="eager"></attention-view>',
  );
  const { tab } = opened;
  const from = lab.home.requests.length;
  await tab.evaluate(async () => {
    const element = window.view();
    for (let i = 0; i < 1000; i++)
      element.setAttribute('model', i === 999 ? '/data/induction/' : `/no/${i}/`);
    await element.updateComplete;
  });
  await until(() => tab.evaluate(() => window.view().getWeights()?.source.type === 'model'), 'the model');
  await tab.waitForLoadState('networkidle');
  const urls = lab.home.requests.slice(from).map(({ url }) => url);
  assert.deepEqual(
    urls.filter((url) => url.startsWith('/no/')),
    [],
  );
  assert.equal(urls.filter((url) => url.startsWith('/data/induction/model.safetensors')).length, 1);
  assert.equal(await tab.evaluate(() => window.workers.length), 1);
  await settled(opened);
});

test('when the worker of a model dies the figure says so, and the next text gets a new one', async () => {
  const opened = await lab.open(
    '<attention-view model="/data/induction/" text="fox river moon" view="matrix" loading="eager"></attention-view>',
  );
  const { tab } = opened;
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
  await settled(opened);
});
