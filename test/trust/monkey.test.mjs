/** A reader who knows no mercy: seeded taps, keys, changes and turns of the screen over the demo, on a phone and at a desk. */
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { startDevServer } from '@web/dev-server';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { colorsDrawn, until } from '../tools/pages.mjs';
import { seeded } from '../tools/random.mjs';

/** Longer by `MONKEY_SECONDS=3600 npm run soak`. */
const seconds = Number(process.env.MONKEY_SECONDS ?? 4);

/** A day has its own walk; `MONKEY_SEED` walks another one again. */
const seed = Number(process.env.MONKEY_SEED ?? Math.floor(Date.now() / 86_400_000));

let browser;
let server;

before(async () => {
  server = await startDevServer({
    config: { rootDir: '.', hostname: '127.1' },
    readCliArgs: false,
    readFileConfig: false,
    logStartMessage: false,
  });
  browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

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
    ([i, given]) => void Object.assign(document.querySelectorAll('attention-view')[i], given),
    [index, values],
  );

function actions(tab, random, count, touch) {
  const figure = () => random.below(count);
  const point = () => {
    const { width, height } = tab.viewportSize();
    return [random.below(width), random.below(height)];
  };
  return [
    () => (touch ? tab.touchscreen.tap(...point()) : tab.mouse.click(...point())),
    () => (touch ? tab.touchscreen.tap(...point()) : tab.mouse.move(...point())),
    () => tab.keyboard.press(random.pick(keys)),
    () => set(tab, figure(), { view: random.pick(views) }),
    () =>
      set(tab, figure(), {
        query: random.pick([undefined, 0, 1, 99]),
        head: random.pick([undefined, 0, 'all', 50]),
      }),
    () =>
      set(tab, figure(), {
        scale: random.pick(['linear', 'log', 'sqrt', 'row', 'no']),
        topK: random.below(4),
      }),
    () =>
      set(tab, figure(), {
        tokens: random.pick(['a', 'one two three', '나는 학교에 간다', '🙂 e\u0301', '']),
      }),
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
      tab.evaluate((i) => {
        const element = document.querySelectorAll('attention-view')[i];
        element.parentNode.insertBefore(element, element.previousSibling);
      }, figure()),
  ];
}

for (const [name, options, touch] of [
  [
    'a phone, by touch',
    { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 3 },
    true,
  ],
  ['a desk', { viewport: { width: 1100, height: 800 } }, false],
]) {
  test(`the demo outlives a monkey: ${name}`, async () => {
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
    const url = `http://127.0.0.1:${server.config.port}/demo/index.html`;
    await tab.goto(url);
    const count = await tab.evaluate(() => document.querySelectorAll('attention-view').length);
    const random = seeded(seed + Number(touch));
    const all = actions(tab, random, count, touch);
    let done = 0;
    for (const start = Date.now(); done < 25 || Date.now() - start < seconds * 1000; done++)
      await random.pick(all)();
    assert.deepEqual(errors, [], `MONKEY_SEED=${seed}, ${done} actions`);
    // whatever was done to it, a figure that is told what to show shows it
    await tab.evaluate(() => {
      const element = document.querySelector('attention-view');
      const fresh = {
        view: 'matrix',
        query: undefined,
        head: undefined,
        scale: 'linear',
        topK: 0,
        tokens: 'a b',
        weights: '1 0; .4 .6',
      };
      Object.assign(element, fresh);
      element.scrollIntoView({ block: 'center' });
    });
    await until(
      () => tab.evaluate(() => document.querySelector('attention-view').getWeights()?.queries === 2),
      'the new data',
    );
    await until(async () => (await tab.evaluate(colorsDrawn, 0)) > 3, 'a picture');
    assert.deepEqual(errors, []);
    await context.close();
  });
}
