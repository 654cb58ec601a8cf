/** A reader who knows no mercy: seeded taps, keys, changes and turns of the screen over the demos, on a phone and at a desk. */
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { chromium } from 'playwright';
import { actionsOn, figures } from '../soak/actions.mjs';
import { exercise, restore } from '../soak/figures.mjs';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { serveProject } from '../tools/dev-server.mjs';
import { seeded } from '../tools/random.mjs';

/** `npm run soak`: ten minutes of walking in all, every page by touch and by mouse. */
const long = process.argv.includes('--soak');
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length) ?? '';

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 3 };
const desk = { viewport: { width: 1100, height: 800 } };
const walks = ['index', 'diagram', 'playground', 'themes']
  .flatMap((page) => [
    { page, name: `${page}.html on a phone, by touch`, options: phone },
    { page, name: `${page}.html at a desk`, options: desk },
  ])
  // the short form leaves out the page of diagrams, whose large pictures take minutes to compare on a slow machine
  .filter(({ name }) => long || /index.* desk|playground.* phone|themes.* desk/.test(name))
  .filter(({ name }) => name.includes(only));

/** Seconds of walking, in all walks together. The short form ends sooner, after so many steps. */
const seconds = Number(process.env.MONKEY_SECONDS ?? (long ? 600 : 120)) / walks.length;
const steps = Number(process.env.MONKEY_STEPS ?? (long ? Infinity : 30));

/** A day has its own walk; `MONKEY_SEED` and `MONKEY_STEPS` walk another one again, step by step. */
const seed = Number(process.env.MONKEY_SEED ?? Math.floor(Date.now() / 86_400_000));

/** What a page may have more of after a walk: code that came on the way, caches with bounds. The same for any length. */
const most = { heap: 8e6, nodes: 1500, listeners: 300, documents: 1, workers: 0 };

/** Longest time without a frame, milliseconds, where WebGL is computed by a processor that others use too. */
const longestGap = 5000;

/** How late a timer of this process is at most, milliseconds: what the machine keeps everybody waiting. */
function watchLateness() {
  const every = 20;
  let [last, longest] = [performance.now(), 0];
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - every);
    last = now;
  }, every);
  return () => {
    clearInterval(timer);
    return longest;
  };
}

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

/** Notes the longest time between two frames; links would lead away, and downloads pile up. */
function watch() {
  let last = performance.now();
  window.longestGap = 0;
  const frame = () => {
    const now = performance.now();
    window.longestGap = Math.max(window.longestGap, now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  addEventListener(
    'click',
    (event) => event.composedPath().some((node) => node.href) && event.preventDefault(),
    true,
  );
}

/** What goes wrong in a page. Elements tell bad input in the console, and the monkey types names of files that there are not. */
function complaintsOf(tab) {
  const complaints = [];
  tab.on('pageerror', (error) => complaints.push(error.stack));
  tab.on('crash', () => complaints.push('the page crashed'));
  tab.on('console', (message) => {
    const own = /^<(attention-view|transformer-diagram)> |^Failed to load resource: .* 404/;
    if (message.type() === 'error' && !own.test(message.text())) complaints.push(message.text());
  });
  return complaints;
}

/** Counts what the page holds, after what lingers has gone. */
async function measure(tab, client) {
  // figures keep a painter for a second, models for ten
  await tab.waitForTimeout(long ? 13_000 : 1500);
  for (let i = 0; i < 3; i++) await client.send('HeapProfiler.collectGarbage');
  const { metrics } = await client.send('Performance.getMetrics');
  const of = (name) => metrics.find((metric) => metric.name === name).value;
  return {
    heap: of('JSHeapUsedSize'),
    nodes: of('Nodes'),
    listeners: of('JSEventListeners'),
    documents: of('Documents'),
    // in the short form, models linger
    workers: long ? tab.workers().length : 0,
  };
}

for (const { page, name, options } of walks) {
  test(`the demo outlives a monkey: ${name}`, async () => {
    const touch = !!options.hasTouch;
    const context = await browser.newContext(options);
    const tab = await context.newPage();
    const complaints = complaintsOf(tab);
    await tab.addInitScript(watch);
    await tab.goto(`http://127.0.0.1:${server.config.port}/demo/${page}.html`, { waitUntil: 'networkidle' });
    const client = await context.newCDPSession(tab);
    await client.send('Performance.enable');
    // what every figure needs once is there before the first count
    const given = await exercise(tab, touch);
    const before = await measure(tab, client);
    await restore(tab, given);

    const count = await tab.evaluate((all) => {
      window.longestGap = 0;
      return document.querySelectorAll(all).length;
    }, figures);
    const lateness = watchLateness();
    const random = seeded(seed + Number(touch));
    const actions = actionsOn(tab, { random, count, touch, hasForm: page === 'playground' });
    const done = [];
    for (const start = Date.now(); done.length < steps && Date.now() - start < seconds * 1000;) {
      done.push(random.pick(Object.keys(actions)));
      await actions[done.at(-1)]();
    }
    const walk = `MONKEY_SEED=${seed} MONKEY_STEPS=${done.length}, in the end: ${done.slice(-20).join(', ')}`;
    assert.deepEqual(complaints, [], walk);

    // whatever was done to it, a figure that is told what to show shows it
    await tab.setViewportSize(options.viewport);
    await exercise(tab, touch).catch((cause) => assert.fail(`${cause.message}\n${walk}`, { cause }));
    const gap = await tab.evaluate(() => window.longestGap);
    const late = lateness();
    assert.ok(gap < longestGap + 10 * late, `no frame for ${gap} ms, timers ${late} ms late; ${walk}`);
    const after = await measure(tab, client);
    const left = Object.fromEntries(Object.keys(most).map((key) => [key, after[key] - before[key]]));
    if (long)
      console.log(
        `${name}: ${done.length} steps, longest gap ${Math.round(gap)} ms (timers ${Math.round(late)} late), left`,
        left,
      );
    const tooMuch = Object.keys(most).filter((key) => left[key] > most[key]);
    assert.deepEqual(tooMuch, [], `${JSON.stringify(left)}; ${walk}`);
    assert.deepEqual(complaints, [], walk);
    await context.close();
  });
}
