/** Fingers on a phone: what they tap, pinch and scroll, through the whole browser. */
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { devices } from 'playwright';
import { drawn, faultLab, problem } from '../tools/fault-lab.mjs';
import { until } from '../tools/pages.mjs';

const { viewport, deviceScaleFactor } = devices['iPhone 14'];
const phone = { viewport, deviceScaleFactor, hasTouch: true, isMobile: true };

const long = '<p style="height: 2000px">';

let lab;

before(async () => {
  lab = await faultLab();
});

after(() => lab?.close());

async function open(figure) {
  const opened = await lab.open(
    `<meta name="viewport" content="width=device-width">${long}${figure}${long}`,
    {
      ...phone,
      wait: false,
    },
  );
  const { tab } = opened;
  await drawnInSight(tab);
  const client = await opened.context.newCDPSession(tab);
  return { ...opened, client };
}

async function drawnInSight(tab) {
  await tab.evaluate(() => customElements.whenDefined(window.view().localName));
  await until(async () => {
    // its height comes with its picture
    await tab.evaluate(() => window.view().scrollIntoView({ block: 'center' }));
    return tab.evaluate(() => window.canvasOf(window.view())?.width > 0);
  }, 'a canvas');
  await drawn(tab);
  await tab.evaluate(async () => {
    await window.frames(5);
    window.view().scrollIntoView({ block: 'center' });
    await window.frames(5);
  });
}

const boxOf = (tab) =>
  tab.evaluate(() => {
    const { left, top, width, height } = window.canvasOf(window.view()).getBoundingClientRect();
    return { left, top, width, height };
  });

/** Two fingers that move from `from` to `to` pixels apart, one above the other, around a place. */
async function pinch(client, { x, y }, from, to) {
  const fingers = (apart) => [
    { x, y: y - apart / 2, id: 1 },
    { x, y: y + apart / 2, id: 2 },
  ];
  await client.send('Input.dispatchTouchEvent', {
    type: 'touchStart',
    touchPoints: fingers(from).slice(0, 1),
  });
  await client.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(from) });
  for (let i = 1; i <= 8; i++)
    await client.send('Input.dispatchTouchEvent', {
      type: 'touchMove',
      touchPoints: fingers(from + ((to - from) * i) / 8),
    });
  await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

/** One finger that moves up. */
async function swipe(client, { x, y }, distance) {
  const at = (dy) => [{ x, y: y - dy, id: 1 }];
  await client.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
  for (let i = 1; i <= 10; i++)
    await client.send('Input.dispatchTouchEvent', {
      type: 'touchMove',
      touchPoints: at((distance * i) / 10),
    });
  await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

const scrolled = (tab) => tab.evaluate(() => [window.scrollX, window.scrollY, window.visualViewport.scale]);

const settled = async ({ tab, errors, context }) => {
  assert.equal(await problem(tab), undefined);
  assert.deepEqual(errors, []);
  await context.close();
};

test('attention-view under fingers: a tap reads a cell, one finger scrolls the page, two zoom the matrix', async () => {
  const opened = await open(
    '<attention-view lang="en" src="/data/induction/mixed-64.npz" view="matrix" controls="full" loading="eager"></attention-view>',
  );
  const { tab, client } = opened;
  const { left, top, width, height } = await boxOf(tab);
  assert.ok(width <= viewport.width, 'nothing wider than the screen');
  const middle = { x: left + 0.6 * width, y: top + 0.6 * height };
  const told = () =>
    tab.evaluate(() => {
      const tip = window.view().shadowRoot.querySelector('[part~=tooltip]');
      return tip.hidden ? '' : tip.textContent.replace(/\s+/g, ' ').trim();
    });
  const tap = async ({ x, y }) => {
    await tab.evaluate(() => {
      window.heard = [];
      for (const type of ['attention-hover', 'attention-select'])
        window.view().addEventListener(type, ({ detail }) => window.heard.push(detail));
    });
    await tab.touchscreen.tap(x, y);
    await tab.evaluate(() => window.frames(3));
  };
  await tap(middle);
  const first = await told();
  assert.match(first, /→ .*\d/, 'query, key and weight');
  const { query, key, weight } = await tab.evaluate(() => window.heard.at(-1));
  const right = await tab.evaluate(
    ([q, k]) => {
      const { weights, shape } = window.view().getWeights();
      return { columns: (shape ?? []).at(-1), cells: weights?.length, q, k };
    },
    [query, key],
  );
  assert.ok(query >= 0 && key >= 0 && weight >= 0, JSON.stringify({ query, key, weight, ...right }));
  await tap({ x: middle.x - 0.15 * width, y: middle.y });
  assert.notEqual(await told(), first, 'another cell');

  const before = await scrolled(tab);
  await swipe(client, middle, 200);
  await until(async () => (await scrolled(tab))[1] > before[1] + 100, 'the page has scrolled');
  assert.equal((await scrolled(tab))[0], before[0], 'not sideways');

  await drawnInSight(tab);
  const page = await scrolled(tab);
  const picture = await tab.evaluate(() => window.canvasOf(window.view()).toDataURL());
  const now = await boxOf(tab);
  await pinch(client, { x: now.left + 0.6 * now.width, y: now.top + 0.6 * now.height }, 60, 240);
  await until(
    () => tab.evaluate((old) => window.canvasOf(window.view()).toDataURL() !== old, picture),
    'a part of the matrix',
  );
  const out = await tab.evaluate(
    () =>
      [...window.view().shadowRoot.querySelectorAll('button')].find((button) =>
        /zoom out/i.test(button.getAttribute('aria-label') ?? ''),
      )?.disabled,
  );
  assert.equal(out, false, 'there is a way out');
  assert.deepEqual(await scrolled(tab), page, 'the page stays as it is');
  await settled(opened);
});

test('transformer-diagram under fingers: a tap opens a block, one finger scrolls the page, two go in and out', async () => {
  const opened = await open(
    '<transformer-diagram lang="en" preset="gpt2" controls="full" loading="eager"></transformer-diagram>',
  );
  const { tab, client } = opened;
  const { left, top, width, height } = await boxOf(tab);
  assert.ok(width <= viewport.width, 'nothing wider than the screen');
  const focus = () => tab.evaluate(() => window.view().focusPath);
  const visible = Math.min(height, viewport.height - 40);
  const middle = { x: left + width / 2, y: Math.max(20, top) + visible / 2 };
  const before = await scrolled(tab);
  await swipe(client, middle, 200);
  await until(async () => (await scrolled(tab))[1] > before[1] + 100, 'the page has scrolled');
  assert.equal(await focus(), undefined, 'a swipe is no tap');

  await drawnInSight(tab);
  const page = await scrolled(tab);
  await pinch(client, middle, 60, 200);
  await until(async () => (await focus()) !== undefined, 'a block by two fingers');
  const inside = await focus();
  // one gesture is one level
  await tab.waitForTimeout(600);
  await drawnInSight(tab);
  const box = await boxOf(tab);
  await pinch(client, { x: box.left + box.width / 2, y: box.top + Math.min(box.height, 600) / 2 }, 240, 60);
  await until(async () => (await focus()) !== inside, 'out again');
  assert.equal((await scrolled(tab))[2], page[2], 'the page keeps its scale');

  await tab.waitForTimeout(600);
  await drawnInSight(tab);
  const again = await boxOf(tab);
  for (const share of [0.5, 0.4, 0.6, 0.3]) {
    await tab.touchscreen.tap(again.left + again.width / 2, Math.max(30, again.top + share * again.height));
    await tab.evaluate(() => window.frames(5));
    if (await focus()) break;
  }
  assert.notEqual(await focus(), undefined, 'a block by a tap');
  await settled(opened);
});

test('a figure that is taken away under a finger forgets that finger', async () => {
  const opened = await open(
    '<attention-view lang="en" src="/data/induction/mixed-64.npz" view="matrix" loading="eager"></attention-view>',
  );
  const { tab, client } = opened;
  const middle = async () => {
    const { left, top, width, height } = await boxOf(tab);
    return { x: left + 0.6 * width, y: top + 0.6 * height };
  };
  await client.send('Input.dispatchTouchEvent', {
    type: 'touchStart',
    touchPoints: [{ ...(await middle()), id: 1 }],
  });
  await tab.evaluate(async () => {
    const view = window.view();
    await window.frames(2);
    const { parentNode, nextSibling } = view;
    window.putBack = () => parentNode.insertBefore(view, nextSibling);
    view.remove();
    await window.frames(2);
  });
  await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await tab.evaluate(() => window.putBack());
  await drawnInSight(tab);
  await tab.evaluate(() => {
    window.heard = 0;
    window.view().addEventListener('attention-select', () => window.heard++);
  });
  const { x, y } = await middle();
  await tab.touchscreen.tap(x, y);
  await until(() => tab.evaluate(() => window.heard > 0), 'a tap is heard');
  await settled(opened);
});

const touched = [
  '<attention-view lang="en" tokens="The cat sat on the mat" controls="full" editable></attention-view>',
  '<attention-view lang="ko" src="/data/induction/mixed-64.npz" view="matrix" controls="full"></attention-view>',
  '<attention-view lang="en" tokens="The cat sat on the mat" view="steps" controls="full"></attention-view>',
  '<attention-view lang="en" tokens="The cat sat on the mat" view="neuron"></attention-view>',
  '<attention-view lang="en" tokens="The cat sat on the mat" view="flow"></attention-view>',
  '<attention-view lang="en" model="writer" text="The cat" next-tokens="5" editable></attention-view>',
  '<transformer-diagram lang="en" preset="gpt2" controls="full"></transformer-diagram>',
  '<transformer-diagram lang="ko" tokens="The cat sat on the mat" focus="decoder.0.self-attention.head.0"></transformer-diagram>',
];

test('under fingers, every control is 44 pixels high and wide', async () => {
  const found = [];
  for (const figure of touched) {
    const opened = await open(figure);
    const { tab } = opened;
    const small = await tab.evaluate(async () => {
      const root = window.view().shadowRoot;
      for (const details of root.querySelectorAll('details')) details.open = true;
      await window.frames(3);
      const controls = [...root.querySelectorAll('button, select, summary, input, textarea, a[href]')];
      return controls
        .filter((control) => control.checkVisibility({ visibilityProperty: true }))
        .map((control) => {
          // a label is part of what can be touched
          const { width, height } = (control.closest('label') ?? control).getBoundingClientRect();
          const name = control.getAttribute('aria-label') ?? control.textContent.trim();
          return `${control.localName} “${name.slice(0, 30)}” ${width.toFixed(1)} × ${height.toFixed(1)}`;
        })
        .filter((line) =>
          line
            .match(/[\d.]+ × [\d.]+$/)[0]
            .split(' × ')
            .some((side) => Number(side) < 43.9),
        );
    });
    if (small.length) found.push([figure, ...small]);
    await settled(opened);
  }
  assert.deepEqual(found, []);
});
