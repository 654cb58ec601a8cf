import type { Group } from '../bench.js';
import { bytes, peaked } from '../pictures/attention.js';
import { bareZoom } from '../pictures/bare-webgl.js';
import { alone, onScreen } from '../pictures/frames.js';
import { show, type Settings } from '../pictures/ours.js';

const ours = 'attention-view';

/** Zooms by the wheel, in and out again, around a place that is not the middle. */
const zoomCase = (n: number) => ({
  name: `one step of zooming, matrix, ${n} tokens`,
  bars: [{ ours, theirs: 'bare WebGL2', beyond: 16 }],
  prepare: async () => {
    const data = bytes(1, n);
    const tokens = Array.from({ length: n }, (_, i) => `t${i}`);
    const { element } = await show({ view: 'matrix', weights: { data, shape: [1, n, n] }, tokens });
    const figure = element.shadowRoot!.querySelector('.figure')!;
    let turn = 0;
    const run = async () => {
      const box = figure.querySelector('canvas')!.getBoundingClientRect();
      const deltaY = turn++ % 8 < 4 ? -60 : 60;
      const place = { clientX: box.left + 0.4 * box.width, clientY: box.top + 0.6 * box.height };
      figure.dispatchEvent(
        new WheelEvent('wheel', { ...place, deltaY, ctrlKey: true, bubbles: true, cancelable: true }),
      );
      await Promise.resolve();
      await new Promise(requestAnimationFrame);
      return onScreen();
    };
    const parts = (step: number) => [0.1 + 0.01 * (step % 8), 0.1, 0.5, 0.5];
    const { box, ...bare } = bareZoom(n, data, parts);
    const [onlyOurs, onlyTheirs] = alone([element.parentElement!, box]);
    return [
      { name: ours, before: onlyOurs!, run },
      { ...bare, before: onlyTheirs! },
    ];
  },
});

/** Sets one property to value after value. */
const switchCase = <Name extends keyof Settings>(name: Name, values: Settings[Name][]) => ({
  name: `switching ${name}, 12 × 12 heads, 128 tokens`,
  bars: [{ ours, theirs: 'an empty frame', beyond: 16.7 }],
  prepare: async () => {
    const { data, tokens } = peaked(144, 128);
    const { element } = await show({ view: 'matrix', weights: { data, shape: [12, 12, 128, 128] }, tokens });
    let turn = 0;
    const run = async () => {
      Object.assign(element, { [name]: values[turn++ % values.length] });
      await Promise.resolve();
      await new Promise(requestAnimationFrame);
      return onScreen();
    };
    const empty = async () => {
      await new Promise(requestAnimationFrame);
      return onScreen();
    };
    return [
      { name: ours, run },
      { name: 'an empty frame', run: empty },
    ];
  },
});

/** What the reader does with a picture that is there: each run is one step, until it is on the screen. */
export const movesGroup: Group = {
  name: 'moves',
  cases: [
    zoomCase(4096),
    zoomCase(16_384),
    switchCase('head', [1, 5, 9, 2]),
    switchCase('layer', [1, 5, 9, 2]),
    switchCase('view', ['lines', 'matrix', 'heads']),
  ],
};
