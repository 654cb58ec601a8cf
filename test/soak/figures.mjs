/** Whether every figure of a page still draws and answers. */
import assert from 'node:assert/strict';
import { figures } from './actions.mjs';

/** What a figure is told to show, by its tag, whatever was done to it. */
const fresh = {
  'ATTENTION-VIEW': {
    view: 'matrix',
    ...{ query: undefined, layer: undefined, head: undefined, kind: undefined, diff: undefined },
    ...{ merge: undefined, aggregate: undefined, threshold: undefined, step: undefined, axes: undefined },
    ...{ src: undefined, text: undefined, model: undefined, image: undefined, ablate: undefined },
    ...{ sourceTokens: undefined, targetTokens: undefined, cells: undefined, orientation: undefined },
    ...{ hideSpecial: false, renormalize: false, padding: undefined, palette: undefined, lang: 'en' },
    ...{ scale: 'linear', topK: 0, tokens: 'a b', weights: '1 0; .4 .6' },
  },
  'TRANSFORMER-DIAGRAM': {
    preset: 'gpt2',
    ...{ focusPath: undefined, step: undefined, compare: undefined, source: undefined, target: undefined },
    ...{ tokens: undefined, text: undefined, model: undefined, generate: undefined, example: undefined },
    ...{ weights: undefined, src: undefined, axes: undefined, architecture: undefined, layers: undefined },
    ...{ heads: undefined, kvHeads: undefined, dModel: undefined, dFeedForward: undefined, vocab: undefined },
    ...{ norm: undefined, positions: undefined, palette: undefined, autoplay: false, controls: 'full' },
  },
};

/** For `page.evaluate`: tells one figure what to show and waits until it does. Returns what it showed before. */
async function tell([all, index, byTag]) {
  const element = document.querySelectorAll(all)[index];
  const given = byTag[element.tagName];
  const before = Object.fromEntries(Object.keys(given).map((name) => [name, element[name]]));
  const isView = element.tagName === 'ATTENTION-VIEW';
  const part = (name) => element.shadowRoot?.querySelector(`[part~=${name}]`);
  const follows = () =>
    isView ? element.getWeights()?.queries === 2 : part('path')?.textContent.trim() === 'GPT-2 small';
  const isDrawn = () => {
    const canvas = part('canvas');
    if (!canvas?.width || !canvas.height) return false;
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size > 3;
  };
  const waitFor = async (check, what) => {
    for (const start = performance.now(); !check(); await new Promise(requestAnimationFrame))
      if (performance.now() - start > 20_000)
        throw new Error(`figure ${index}, ${element.outerHTML}: ${what}; ${part('error')?.textContent}`);
  };
  element.pause?.();
  Object.assign(element, given);
  element.scrollIntoView({ block: 'center', behavior: 'instant' });
  await waitFor(() => follows() && !part('error'), 'does not show the new data');
  await waitFor(isDrawn, 'draws nothing');
  // what moves comes to rest, so that this is no picture of before
  const picture = () => part('canvas').toDataURL();
  let last;
  await waitFor(() => {
    const rests = picture() === last?.picture && performance.now() - last.since > 300;
    if (picture() !== last?.picture) last = { picture: picture(), since: performance.now() };
    return rests;
  }, 'does not come to rest');
  // one more change, so that what is drawn is not what was there
  const changed = new Promise((resolve) =>
    element.addEventListener(isView ? 'attention-select' : 'diagram-focus', resolve, { once: true }),
  );
  const first = picture();
  Object.assign(element, isView ? { palette: 'viridis' } : { focusPath: 'decoder.1' });
  if (!isView) await changed;
  await waitFor(() => picture() !== first, 'does not follow an attribute');
  element.answered = false;
  for (const type of ['attention-hover', 'attention-select', 'diagram-focus'])
    element.addEventListener(type, () => (element.answered = true));
  return before;
}

/** Where the pointer may go on a drawing, as shares of its width and height. */
const shares = [0.5, 0.3, 0.7, 0.15, 0.85].flatMap((y) => [0.5, 0.3, 0.7, 0.15, 0.85].map((x) => [x, y]));

/** For `page.evaluate`: a place on the drawing of a figure, unless something lies over it. */
function placeOf([all, index, [x, y]]) {
  const element = document.querySelectorAll(all)[index];
  // what loads above may have moved it
  element.scrollIntoView({ block: 'center', behavior: 'instant' });
  const box = element.shadowRoot.querySelector('canvas').getBoundingClientRect();
  const place = [box.left + x * box.width, box.top + y * box.height];
  return document.elementFromPoint(...place) === element ? place : undefined;
}

/** For `page.evaluate`: whether a figure has answered the pointer. */
async function hasAnswered([all, index]) {
  const element = document.querySelectorAll(all)[index];
  for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
  return element.answered || element.shadowRoot.querySelector('[part~=tooltip]:not([hidden])') !== null;
}

/** Every figure shows what it is told, follows a change and answers the pointer. Returns what each showed before. */
export async function exercise(tab, touch) {
  const before = [];
  const count = await tab.evaluate((all) => document.querySelectorAll(all).length, figures);
  for (let i = 0; i < count; i++) {
    before.push(await tab.evaluate(tell, [figures, i, fresh]));
    let answered = false;
    for (const share of shares) {
      const place = await tab.evaluate(placeOf, [figures, i, share]);
      if (!place) continue;
      await (touch ? tab.touchscreen.tap(...place) : tab.mouse.move(...place));
      answered = await tab.evaluate(hasAnswered, [figures, i]);
      if (answered) break;
    }
    assert.ok(answered, `figure ${i} of ${count} does not answer the pointer`);
  }
  return before;
}

/** Every figure shows again what it showed before. */
export const restore = (tab, before) =>
  tab.evaluate(
    ([all, values]) =>
      document.querySelectorAll(all).forEach((element, i) => Object.assign(element, values[i])),
    [figures, before],
  );
