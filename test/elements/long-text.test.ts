import { expect } from '@open-wc/testing';
import type { AttentionView } from '../../src/elements/attention-view.js';
import { inkIn, next, part, shown, text, until, view } from './harness.js';

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
  await until(() => part(element, 'finder') !== null, 'the tools for long texts are there');
  return element;
}

const buttons = (element: AttentionView) => [...part(element, 'finder')!.querySelectorAll('button')];
const button = (element: AttentionView, label: string) =>
  buttons(element).find((one) => one.textContent.trim().startsWith(label))!;

/** Fingers that move on the target; engines without touch screens make no touches by script, so there it is what a touch event says. */
function touchEvent(target: Element, count: number): Event {
  const touches = Array.from({ length: count }, (_, identifier) => ({
    identifier,
    target,
    clientX: 100 + identifier,
    clientY: 100,
  }));
  const options = { bubbles: true, cancelable: true };
  try {
    return new TouchEvent('touchmove', { ...options, touches: touches.map((one) => new Touch(one)) });
  } catch {
    return Object.assign(new Event('touchmove', options), { touches });
  }
}

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

describe('<attention-view> and the overview of a large matrix', () => {
  const brush = (element: AttentionView) => part(element, 'overview')!;
  const says = (element: AttentionView) => brush(element).getAttribute('aria-valuetext');
  const press = (element: AttentionView, key: string) =>
    brush(element).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));

  /** Presses on the overview at shares of its sides, drags, and lets go. */
  function drag(element: AttentionView, from: [number, number], to: [number, number]): void {
    const box = brush(element).getBoundingClientRect();
    const at = (type: string, [x, y]: [number, number]) =>
      brush(element).dispatchEvent(
        new PointerEvent(type, {
          clientX: box.left + x * box.width,
          clientY: box.top + y * box.height,
          pointerId: 1,
          bubbles: true,
        }),
      );
    at('pointerdown', from);
    at('pointermove', to);
    at('pointerup', to);
    at('pointermove', [0, 0]);
  }

  /** Some engines keep whole pixels of a pointer, and a pixel of the overview is more than a token. */
  const slack = new PointerEvent('pointermove', { clientX: 0.5 }).clientX === 0.5 ? 0 : 2;

  /** That the visible part is of this size and begins at these tokens, counted from 1. */
  function expectPart(element: AttentionView, size: number, query: number, key: number): void {
    const [top, bottom, left, right] = /query (\d+)–(\d+) of 160, key (\d+)–(\d+) of 160/
      .exec(says(element)!)!
      .slice(1)
      .map(Number) as [number, number, number, number];
    expect([bottom - top + 1, right - left + 1]).to.deep.equal([size, size]);
    expect(top).to.be.closeTo(query, slack);
    expect(left).to.be.closeTo(key, slack);
  }

  it('shows the whole matrix in small, and as a slider where the visible part is', async () => {
    const element = await long(first);
    expect(brush(element).getAttribute('role')).to.equal('slider');
    expect(says(element)).to.equal('query 1–160 of 160, key 1–160 of 160');
    expect(inkIn(brush(element).querySelector('canvas'))).to.be.greaterThan(100);
    await expect(element).to.be.accessible();
  });

  it('goes where it is pressed, and the part is dragged along', async () => {
    const element = await long(first);
    drag(element, [0.5, 0.5], [0.5, 0.5]);
    await shown(element);
    expectPart(element, 64, 49, 49);
    drag(element, [0.5, 0.5], [0.75, 0.4]);
    await shown(element);
    expectPart(element, 64, 33, 89);
    expect(text(element, 'finder')).to.contain(says(element));
  });

  it('is moved and zoomed by keys, and stays within the matrix', async () => {
    const element = await long(first);
    press(element, '+');
    await shown(element);
    expect(says(element)).to.equal('query 41–120 of 160, key 41–120 of 160');
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight']) {
      press(element, key);
      await shown(element);
    }
    expect(says(element)).to.equal('query 51–130 of 160, key 61–140 of 160');
    press(element, 'End');
    await shown(element);
    expect(says(element)).to.equal('query 81–160 of 160, key 81–160 of 160');
    press(element, '0');
    await shown(element);
    expect(says(element)).to.equal('query 1–160 of 160, key 1–160 of 160');
  });

  it('lies as the matrix does where queries are columns', async () => {
    const element = await long(first.replace('view=', 'orientation="query-columns" view='));
    drag(element, [0.2, 0.7], [0.2, 0.7]);
    await shown(element);
    expectPart(element, 64, 1, 81);
  });

  it('stays away from small matrices and other views', async () => {
    const small = await view(
      '<attention-view view="matrix" tokens="The cat sat on the mat"></attention-view>',
    );
    expect(part(small, 'finder')).to.equal(null);
    const lines = await long(first.replace('matrix', 'lines'));
    expect(part(lines, 'overview')).to.equal(null);
  });
});

describe('<attention-view> under two fingers', () => {
  /** Two fingers on the figure, each step their places; `apart` and the middle are shares of the canvas. */
  async function fingers(element: AttentionView, ...steps: { x: number; y: number; apart: number }[]) {
    const figure = part(element, 'figure')!;
    const send = (type: string, pointerId: number, x: number, y: number) => {
      const { left, top, width, height } = part(element, 'canvas')!.getBoundingClientRect();
      const place = { clientX: left + x * width, clientY: top + y * height };
      figure.dispatchEvent(
        new PointerEvent(type, {
          ...place,
          pointerId,
          pointerType: 'touch',
          bubbles: true,
          cancelable: true,
        }),
      );
    };
    for (const [i, { x, y, apart }] of steps.entries()) {
      const type = i === 0 ? 'pointerdown' : 'pointermove';
      send(type, 1, x - apart / 2, y);
      send(type, 2, x + apart / 2, y);
      await shown(element);
    }
    for (const id of [1, 2]) send('pointerleave', id, 0, 0);
  }

  const range = (element: AttentionView) =>
    /query (\d+)–(\d+) of 160, key (\d+)–(\d+) of 160/.exec(text(element, 'finder'))?.slice(1).map(Number);

  it('zooms by spreading them, and what is between them stays there', async () => {
    const element = await long(first);
    await fingers(element, { x: 0.5, y: 0.5, apart: 0.2 }, { x: 0.5, y: 0.5, apart: 0.4 });
    const [top, bottom, left, right] = range(element)!;
    expect(bottom! - top!).to.equal(79);
    expect(right! - left!).to.equal(79);
    // the place in the middle of the canvas, which has labels above and at its left
    expect((top! + bottom!) / 2).to.be.closeTo(75, 12);
    const before = [top, left];
    await fingers(element, { x: 0.5, y: 0.5, apart: 0.4 }, { x: 0.4, y: 0.6, apart: 0.4 });
    const [top2, bottom2, left2] = range(element)!;
    expect(bottom2! - top2!).to.equal(79);
    expect(top2).to.be.lessThan(before[0]!);
    expect(left2).to.be.greaterThan(before[1]!);
  });

  it('is moved by a mouse as long as its button is down, also where nobody heard that it was let go', async () => {
    const element = await long(first);
    await fingers(element, { x: 0.5, y: 0.5, apart: 0.2 }, { x: 0.5, y: 0.5, apart: 0.4 });
    const figure = part(element, 'figure')!;
    const mouse = async (type: string, buttons: number, share: number) => {
      const { left, top, width, height } = part(element, 'canvas')!.getBoundingClientRect();
      const at = { clientX: left + share * width, clientY: top + share * height };
      figure.dispatchEvent(new PointerEvent(type, { ...at, buttons, pointerType: 'mouse', bubbles: true }));
      await shown(element);
      return range(element)!;
    };
    const before = await mouse('pointerdown', 1, 0.6);
    const moved = await mouse('pointermove', 1, 0.5);
    expect(moved[0]).to.be.greaterThan(before[0]!);
    expect(await mouse('pointermove', 0, 0.3)).to.deep.equal(moved);
  });

  it('leaves one finger to the page, and takes two from it', async () => {
    const element = await long(first);
    const figure = part(element, 'figure')!;
    const touches = (count: number) => {
      const event = touchEvent(figure, count);
      figure.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect([touches(1), touches(2)]).to.deep.equal([false, true]);
    expect(getComputedStyle(figure).touchAction).to.equal('pan-x pan-y');
  });
});

describe('<attention-view merge="sentence"> and padding', () => {
  const sentences =
    'The cat sat on the mat. It was warm there. The dog came later and waited for a very long time.';

  it('names sentences in short and says them in full', async () => {
    const element = await view(
      `<attention-view view="matrix" merge="sentence" head="0" tokens="${sentences}" controls="full"></attention-view>`,
      360,
    );
    const figure = part(element, 'figure')!;
    expect(figure.getAttribute('aria-rowcount')).to.equal('3');
    figure.focus();
    figure.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', ctrlKey: true, bubbles: true }));
    await shown(element);
    const whole = 'The dog came later and waited for a very long time.';
    expect(text(element, 'tooltip')).to.contain(`${whole} → ${whole}`);
    expect(figure.querySelector('[role=gridcell]')!.textContent).to.contain(`“${whole}”`);
    const merge = [...part(element, 'base')!.querySelectorAll('.settings select')] as HTMLSelectElement[];
    const by = merge.find((select) => select.value === 'mean' && select.options.length === 2)!;
    by.value = 'max';
    by.dispatchEvent(new Event('change'));
    await shown(element);
    expect(element.mergeBy).to.equal('max');
  });

  it('says how much weight lies on hidden padding, in the picture and to those who do not see it', async () => {
    const given =
      'tokens=\'["a","b","[PAD]","[PAD]"]\' weights=".5 .25 .25 0; .25 .5 .25 0; 1 0 0 0; 1 0 0 0" view="lines"';
    const element = await view(`<attention-view ${given} padding="hide"></attention-view>`);
    expect(text(element, 'legend')).to.contain('Hidden tokens carry 25 % of the weight.');
    expect(part(element, 'figure')!.getAttribute('aria-label')).to.contain('carry 25 %');
    element.topK = 1;
    await shown(element);
    expect(text(element, 'legend')).to.contain('What is drawn carries 50 % of the weight.');
    element.renormalize = true;
    await shown(element);
    expect(text(element, 'legend')).to.contain('which carried 25 %').and.contain('carries 67 %');
    element.padding = 'collapse';
    await shown(element);
    expect(text(element, 'legend')).not.to.contain('idden');
    expect(element.shadowRoot!.querySelector('[role=rowheader]')!.textContent).to.equal('a');
    expect(part(element, 'figure')!.getAttribute('aria-rowcount')).to.equal('3');
  });

  it('names the attribute that it does not understand', async () => {
    const element = await view('<attention-view tokens="a b" merge-by="sum"></attention-view>');
    expect(text(element, 'error')).to.contain('merge-by');
  });
});
