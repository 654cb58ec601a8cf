import { expect } from '@open-wc/testing';
import type { AttentionView } from '../../src/elements/attention-view.js';
import { next, part, shown, text, view } from './harness.js';

const n = 160;
const tokens = Array.from({ length: n }, (_, i) => (i % 40 === 7 ? 'needle' : `t${i}`));

/** Each token looks a little at every second one, less and less, and mostly at the token `3 · q` further on; token 100 most of all. */
function weights(): Float32Array {
  const data = new Float32Array(n * n);
  for (let q = 0; q < n; q++) {
    const strong = q === 100 ? 0.9 : 0.5;
    for (let k = 0; k < n; k += 2) data[q * n + k] = ((1 - strong) * (n - k)) / 6480;
    data[q * n + ((3 * q + 1) % n)]! += strong;
  }
  return data;
}

async function long(markup: string): Promise<AttentionView> {
  const element = await view(markup);
  const loaded = next(element, 'attention-load');
  element.tokens = tokens;
  element.weights = { data: weights(), shape: [1, 1, n, n] };
  await loaded;
  await shown(element);
  return element;
}

const buttons = (element: AttentionView) => [...part(element, 'finder')!.querySelectorAll('button')];
const button = (element: AttentionView, label: string) =>
  buttons(element).find((one) => one.textContent.trim().startsWith(label))!;

const first = '<attention-view view="matrix" tokens="a b"></attention-view>';

describe('<attention-view> with a long text', () => {
  it('zooms to the strongest weight and then to the next, and pins it', async () => {
    const element = await long(first);
    button(element, 'Next strongest').click();
    await shown(element);
    expect(element.query).to.equal(100);
    expect(text(element, 'finder')).to.match(/query 69–132 of 160/);
    button(element, 'Next strongest').click();
    await shown(element);
    // 3 · 53 + 1 is once around: the first token, which all look at most besides
    expect(element.query).to.equal(53);
  });

  it('finds a token, one place after the other and around', async () => {
    const element = await long(first);
    const input = part(element, 'finder')!.querySelector('input')!;
    input.value = 'NEEDLE';
    input.dispatchEvent(new Event('input'));
    await element.updateComplete;
    const places: unknown[] = [];
    for (let i = 0; i < 5; i++) {
      button(element, 'Next of 4').click();
      await shown(element);
      places.push(element.query);
    }
    expect(places).to.deep.equal([7, 47, 87, 127, 7]);
  });

  it('zooms around the pointer by the wheel with Ctrl, and leaves the plain wheel to the page', async () => {
    const element = await long(first);
    const figure = part(element, 'figure')!;
    const box = part(element, 'canvas')!.getBoundingClientRect();
    const wheel = (ctrlKey: boolean) => {
      const event = new WheelEvent('wheel', {
        clientX: box.left + box.width * 0.6,
        clientY: box.top + box.height * 0.6,
        deltaY: -120,
        ctrlKey,
        bubbles: true,
        cancelable: true,
      });
      figure.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(wheel(false)).to.be.false;
    expect(wheel(true)).to.be.true;
    await shown(element);
    expect(text(element, 'finder')).to.match(/query \d+–\d+ of 160/);
    const [, from, to] = /query (\d+)–(\d+) of 160/.exec(text(element, 'finder'))!;
    expect(Number(to) - Number(from)).to.equal(79);
    button(element, 'Whole').click();
    await shown(element);
    expect(text(element, 'finder')).not.to.match(/of 160/);
  });

  it('reads the right cell in a part, and the keyboard takes the part along', async () => {
    const element = await long(first);
    button(element, 'Next strongest').click();
    await shown(element);
    const figure = part(element, 'figure')!;
    figure.focus();
    for (let i = 0; i < 3; i++)
      figure.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', bubbles: true }));
    await shown(element);
    expect(text(element, 'tooltip')).to.contain('t30 → t0');
    expect(text(element, 'finder')).to.match(/query (\d+)–(\d+) of 160, key 1–64 of 160/);
  });

  it('draws the strongest links only and says how much of the weight they carry', async () => {
    const element = await long(first.replace('matrix', 'lines'));
    expect(text(element, 'legend')).to.match(/carries 5\d % of the weight/);
    element.topK = 0;
    await shown(element);
    expect(text(element, 'legend')).not.to.contain('carries 5');
  });
});
