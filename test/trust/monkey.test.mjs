/** A reader who knows no mercy: seeded taps, keys, changes and turns of the screen over the demos, on a phone and at a desk. */
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { serveProject } from '../tools/dev-server.mjs';
import { colorsDrawn, until } from '../tools/pages.mjs';
import { seeded } from '../tools/random.mjs';

/** Longer by `MONKEY_SECONDS=3600 npm run soak`. */
const seconds = Number(process.env.MONKEY_SECONDS ?? 4);

/** A day has its own walk; `MONKEY_SEED` walks another one again. */
const seed = Number(process.env.MONKEY_SEED ?? Math.floor(Date.now() / 86_400_000));

let browser;
let server;

before(async () => {
  server = await serveProject();
  browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const figures = 'attention-view, transformer-diagram';

const views = ['arcs', 'lines', 'matrix', 'heads', 'text', 'steps', 'neuron', 'flow'];
const keys = [
  'Tab',
  'Shift+Tab',
  'Enter',
  'Space',
  'Escape',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
];

/** Puts a property of a figure to a value; wrong ones are the author's mistake and are told beside the picture. */
const set = (tab, index, values) =>
  tab.evaluate(
    ([all, i, given]) => void Object.assign(document.querySelectorAll(all)[i], given),
    [figures, index, values],
  );

/** What has a meaning for one element alone. A property that an element does not have is a remark on it, no more. */
const changes = {
  'index.html': (random) => [
    { view: random.pick(views) },
    { query: random.pick([undefined, 0, 1, 99]), head: random.pick([undefined, 0, 'all', 50]) },
    { scale: random.pick(['linear', 'log', 'sqrt', 'row', 'no']), topK: random.below(4) },
    { tokens: random.pick(['a', 'one two three', '나는 학교에 간다', '🙂 e\u0301', '']) },
  ],
  'diagram.html': (random) => [
    { focusPath: random.pick([undefined, 'decoder.0', 'decoder.0.self-attention', 'encoder.1', 'nowhere']) },
    { step: random.pick([undefined, 0, 3, 99]), compare: random.pick([undefined, 'rnn']) },
    { preset: random.pick([undefined, 'gpt2', 'bert-base', 'gtp2']), heads: random.pick([undefined, 4, 7]) },
    { source: random.pick([undefined, 'a', '나는 학교에 간다', '🙂 e\u0301', '']) },
    { tokens: random.pick([undefined, 'one two three', '']) },
  ],
};

function actions({ tab, page, random, count, touch }) {
  const figure = () => random.below(count);
  const point = () => {
    const { width, height } = tab.viewportSize();
    return [random.below(width), random.below(height)];
  };
  return [
    () => (touch ? tab.touchscreen.tap(...point()) : tab.mouse.click(...point())),
    () => (touch ? tab.touchscreen.tap(...point()) : tab.mouse.move(...point())),
    () => tab.keyboard.press(random.pick(keys)),
    () => set(tab, figure(), random.pick(changes[page](random))),
    () => set(tab, figure(), random.pick(changes[page](random))),
    () => set(tab, figure(), random.pick(changes[page](random))),
    () => tab.evaluate((y) => window.scrollTo(0, y * document.body.scrollHeight), random.next()),
    () =>
      tab.setViewportSize(
        random.pick([
          { width: 360, height: 740 },
          { width: 740, height: 360 },
          { width: 1100, height: 800 },
        ]),
      ),
    () =>
      tab.emulateMedia({
        colorScheme: random.pick(['light', 'dark']),
        reducedMotion: random.pick(['reduce', 'no-preference']),
      }),
    () =>
      tab.evaluate(
        ([all, i]) => {
          const element = document.querySelectorAll(all)[i];
          element.parentNode.insertBefore(element, element.previousSibling);
        },
        [figures, figure()],
      ),
  ];
}

/** What the first figure of a page is told in the end, and how one sees that it does it. */
const inTheEnd = {
  'index.html': {
    fresh: {
      view: 'matrix',
      query: undefined,
      layer: undefined,
      head: undefined,
      scale: 'linear',
      topK: 0,
      tokens: 'a b',
      weights: '1 0; .4 .6',
    },
    follows: (figure) =>
      figure.getWeights()?.queries === 2 && !figure.shadowRoot.querySelector('[part~=error]'),
  },
  'diagram.html': {
    fresh: {
      preset: 'gpt2',
      focusPath: undefined,
      step: undefined,
      compare: undefined,
      heads: undefined,
      source: undefined,
      tokens: undefined,
    },
    follows: ({ shadowRoot }) =>
      shadowRoot.querySelector('[part~=path]')?.textContent.trim() === 'GPT-2 small' &&
      !shadowRoot.querySelector('[part~=error]'),
  },
};

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 3 };
const desk = { viewport: { width: 1100, height: 800 } };

for (const [name, page, options] of [
  ['index.html on a phone, by touch', 'index.html', phone],
  ['index.html at a desk', 'index.html', desk],
  ['diagram.html on a phone, by touch', 'diagram.html', phone],
  ['diagram.html at a desk', 'diagram.html', desk],
]) {
  test(`the demo outlives a monkey: ${name}`, async () => {
    const touch = !!options.hasTouch;
    const context = await browser.newContext(options);
    const tab = await context.newPage();
    const errors = [];
    tab.on('pageerror', (error) => errors.push(error.stack));
    // links would lead away, and downloads pile up
    await tab.addInitScript(() =>
      addEventListener(
        'click',
        (event) => event.composedPath().some((node) => node.href) && event.preventDefault(),
        true,
      ),
    );
    await tab.goto(`http://127.0.0.1:${server.config.port}/demo/${page}`);
    const count = await tab.evaluate((all) => document.querySelectorAll(all).length, figures);
    const random = seeded(seed + Number(touch));
    const all = actions({ tab, page, random, count, touch });
    let done = 0;
    for (const start = Date.now(); done < 25 || Date.now() - start < seconds * 1000; done++)
      await random.pick(all)();
    assert.deepEqual(errors, [], `MONKEY_SEED=${seed}, ${done} actions`);
    if (process.env.MONKEY_SECONDS) console.log(`${name}: ${done} actions with MONKEY_SEED=${seed}`);
    // whatever was done to it, a figure that is told what to show shows it
    const { fresh, follows } = inTheEnd[page];
    await tab.evaluate(
      ([selector, values]) => {
        const element = document.querySelector(selector);
        Object.assign(element, values);
        element.scrollIntoView({ block: 'center' });
      },
      [figures, fresh],
    );
    const first = await tab.evaluateHandle((selector) => document.querySelector(selector), figures);
    await until(() => first.evaluate(follows), 'the new data');
    await until(async () => (await tab.evaluate(colorsDrawn, 0)) > 3, 'a picture');
    assert.deepEqual(errors, []);
    await context.close();
  });
}
