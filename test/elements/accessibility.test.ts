import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import type { AttentionView } from '../../src/elements/attention-view.js';
import { emulateForcedColors, emulateMotion, emulatePhone } from '../engine.js';
import { diagram, part, parts, text, until, view, type Drawn } from './harness.js';

const inside = (element: Drawn, selector: string) =>
  element.shadowRoot!.querySelector<HTMLElement>(selector)!;
const all = (element: Drawn, selector: string) => [
  ...element.shadowRoot!.querySelectorAll<HTMLElement>(selector),
];

const press = async (element: Drawn, target: HTMLElement, key: string) => {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await element.updateComplete;
};

const walkToCell = async (element: Drawn) => {
  part(element, 'figure')!.focus();
  for (const key of ['ArrowDown', 'ArrowRight']) await press(element, part(element, 'figure')!, key);
};

const light = 'lang="en"';
const dark = 'lang="ko" style="background: #16181d; color: #e8eaf0; color-scheme: dark"';
const rightToLeft = `lang="ar" dir="rtl"`;

/** States that a reader brings an element into. */
const states: [name: string, attributes: string, into: (element: AttentionView) => unknown][] = [
  ['as it comes', 'controls="full"', () => {}],
  ['with its menu open', '', (element) => inside(element, '.menu > summary').click()],
  [
    'with its settings open',
    'controls="full" view="matrix"',
    (element) => inside(element, '.settings > summary').click(),
  ],
  ['with a tooltip', 'head="0" view="matrix"', walkToCell],
  [
    'with a pinned cell and one head',
    'head="0"',
    async (element) => {
      await walkToCell(element);
      await press(element, part(element, 'figure')!, 'Enter');
    },
  ],
  [
    'as a table',
    '',
    async (element) => {
      inside(element, '.menu > summary').click();
      inside(element, '.menu button').click();
      await until(() => part(element, 'table') !== null, 'the table');
    },
  ],
  ['with steps', 'view="steps" step="3" controls="full"', () => {}],
];

describe('axe finds nothing', () => {
  before(() => emulateMotion('reduce'));

  for (const [page, look] of Object.entries({ light, dark, rightToLeft })) {
    for (const [name, attributes, into] of states) {
      it(`in <attention-view> ${name}, ${page}`, async () => {
        const element = await view(
          `<attention-view tokens="The cat saw the dog" ${attributes} ${look}></attention-view>`,
        );
        await into(element);
        await element.updateComplete;
        expect(part(element, 'error')).to.equal(null);
        await expect(element).to.be.accessible();
      });
    }

    it(`in an error, ${page}`, async () => {
      const element = await view(`<attention-view tokens="a b" weights="1 0; oh" ${look}></attention-view>`);
      expect(part(element, 'error')!.getAttribute('role')).to.equal('alert');
      await expect(element).to.be.accessible();
    });

    it(`in <transformer-diagram>, ${page}`, async () => {
      const element = await diagram(
        `<transformer-diagram focus="encoder.0" controls="full" ${look}></transformer-diagram>`,
      );
      for (const key of ['ArrowDown', 'ArrowRight', 'ArrowDown'])
        await press(element, part(element, 'figure')!, key);
      await expect(element).to.be.accessible();
    });
  }

  it('in a text that is edited', async () => {
    const element = await view('<attention-view tokens="The cat" editable></attention-view>');
    const field = inside(element, 'textarea') as HTMLTextAreaElement;
    field.value = 'The cat saw';
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await element.updateComplete;
    await expect(element).to.be.accessible();
  });

  it('while something is loaded', async () => {
    const element = await view('<attention-view></attention-view>');
    const waiting = `data:application/json,{"tokens":["a"],"weights":[[1]]}`;
    element.src = waiting;
    await element.updateComplete;
    await expect(element).to.be.accessible();
  });
});

describe('rows of buttons', () => {
  const stops = (buttons: HTMLElement[]) => buttons.filter(({ tabIndex }) => tabIndex === 0);
  const chips = '<attention-view tokens="a b c" layer="0" controls="full"';

  it('have one stop of the Tab key, and arrow keys walk on', async () => {
    const element = await view(`${chips}></attention-view>`);
    const heads = parts(element, 'head');
    expect(heads.length).to.be.greaterThan(3);
    expect(stops(heads)).to.deep.equal([heads[0]]);
    const focused = () => heads.indexOf(element.shadowRoot!.activeElement as HTMLElement);
    heads[0]!.focus();
    for (const [key, at] of [
      ['ArrowRight', 1],
      ['ArrowRight', 2],
      ['ArrowLeft', 1],
      ['End', heads.length - 1],
      ['ArrowRight', 0],
      ['ArrowLeft', heads.length - 1],
      ['Home', 0],
      ['ArrowRight', 1],
      ['ArrowDown', 1],
    ] as const) {
      await press(element, heads[focused()]!, key);
      expect(focused(), key).to.equal(at);
      expect(stops(heads), key).to.deep.equal([heads[at]]);
    }
    heads[1]!.click();
    await element.updateComplete;
    expect(stops(heads), 'the stop stays where the reader is').to.deep.equal([heads[1]]);
  });

  it('start at what is chosen', async () => {
    const element = await view(`${chips} head="2" view="matrix"></attention-view>`);
    expect(stops(parts(element, 'head'))).to.deep.equal([parts(element, 'head')[2]]);
    const views = all(element, '.segments button');
    expect(stops(views).map(({ ariaPressed }) => ariaPressed)).to.deep.equal(['true']);
  });

  it('keep one stop when heads come and go', async () => {
    const element = await view(`${chips}></attention-view>`);
    parts(element, 'head').at(-1)!.focus();
    element.weights = [[[[1]], [[1]]]];
    element.tokens = ['a'];
    await until(() => parts(element, 'head').length === 2, 'two heads');
    await element.updateComplete;
    expect(stops(parts(element, 'head')).length).to.equal(1);
  });

  it('follow the direction of the page', async () => {
    const element = await view(`${chips} dir="rtl"></attention-view>`);
    const heads = parts(element, 'head');
    heads[0]!.focus();
    await press(element, heads[0]!, 'ArrowLeft');
    expect(element.shadowRoot!.activeElement).to.equal(heads[1]);
  });
});

describe('forced colours', () => {
  afterEach(async function () {
    if (matchMedia('(forced-colors: active)').matches) await emulateForcedColors(this, 'none');
  });

  it('keep what is pressed apart, and lend the picture their colours', async function () {
    await emulateForcedColors(this, 'active');
    const element = await view(
      `<attention-view tokens="a b c" controls="full" head="1" view="matrix" style="--attention-muted: #fafafa"></attention-view>`,
    );
    const look = (button: HTMLElement) => getComputedStyle(button).backgroundColor;
    for (const row of [parts(element, 'head'), all(element, '.segments button')]) {
      const [pressed, others] = ['true', 'false'].map(
        (value) => new Set(row.filter((button) => button.ariaPressed === value).map(look)),
      ) as [Set<string>, Set<string>];
      expect([...pressed].some((color) => others.has(color))).to.equal(false);
    }
    await expect(element).to.be.accessible();
    const svg = await element.toSVG();
    expect(svg, 'labels have no colour of the author').not.to.contain('#fafafa');
    await expect(
      await diagram('<transformer-diagram controls="full"></transformer-diagram>'),
    ).to.be.accessible();
  });
});

/** Sizes of the texts in the picture, largest last. */
async function labelSizes(element: AttentionView): Promise<number[]> {
  const svg = new DOMParser().parseFromString(await element.toSVG(), 'image/svg+xml');
  const sizes = [...svg.querySelectorAll('[font-size]')].map((node) =>
    Number(node.getAttribute('font-size')),
  );
  return [...new Set(sizes)].sort((a, b) => a - b);
}

describe('text of the page', () => {
  afterEach(() => {
    document.documentElement.style.fontSize = '';
  });

  it('grows to twice its size with labels and controls, and nothing is cut', async function () {
    const markup = '<attention-view tokens="The cat sat" controls="full" view="matrix"></attention-view>';
    const small = await view(markup, 340);
    const before = await labelSizes(small);
    small.parentElement!.remove();
    await emulatePhone(this);
    document.documentElement.style.fontSize = '200%';
    const element = await view(markup, 340);
    // a long label may give way a little
    const after = await labelSizes(element);
    expect(after.length).to.equal(before.length);
    for (const [i, size] of before.entries()) expect(after[i]).to.be.closeTo(2 * size, 0.5);
    const box = element.getBoundingClientRect();
    for (const control of all(element, 'button, select, summary, input')) {
      const { left, right, width } = control.getBoundingClientRect();
      if (width === 0) continue;
      expect(left, control.textContent).to.be.at.least(box.left - 1);
      expect(right, control.textContent).to.be.at.most(box.right + 1);
      expect(control.scrollWidth, control.textContent).to.be.at.most(control.clientWidth + 2);
    }
    const figure = part(element, 'figure')!;
    expect(getComputedStyle(figure).overflowX, 'what is wider is scrolled to').to.equal('auto');
    await setViewport({ width: 800, height: 600 });
  });

  it('has sizes in rem, and sizes of the author’s that stay', async () => {
    document.documentElement.style.fontSize = '200%';
    const sized = async (size: string) => {
      const element = await view(
        `<attention-view tokens="a b" view="text" style="--attention-font-size: ${size}"></attention-view>`,
      );
      const sizes = await labelSizes(element);
      // those below would not be near the viewport, and not be drawn
      element.parentElement!.remove();
      return sizes.at(-1)!;
    };
    const pixels = await sized('10');
    expect(await sized('10px')).to.equal(pixels);
    expect(await sized('1rem')).to.equal(await sized('32'));
  });

  it('lends its font to the labels', async () => {
    const element = await view(
      `<attention-view tokens="a b" style="font-family: 'Courier New', monospace"></attention-view>`,
    );
    expect(await element.toSVG()).to.contain('Courier New');
  });
});

describe('targets', () => {
  const controls = 'button, select, input, summary, textarea, [tabindex="0"]:not(canvas), a[href]';

  /** A checkbox is pressed by its label. */
  const target = (control: HTMLElement) =>
    (control as HTMLInputElement).type === 'checkbox' ? control.closest('label')! : control;

  it('of a mouse are 24 pixels wide and high', async () => {
    const elements = [
      await view(
        '<attention-view tokens="The cat [SEP] saw" controls="full" view="matrix" next-tokens></attention-view>',
      ),
      await view('<attention-view tokens="a b c" controls="full" view="steps" editable></attention-view>'),
      await diagram('<transformer-diagram controls="full" focus="encoder.0"></transformer-diagram>'),
    ];
    let count = 0;
    for (const element of elements) {
      for (const summary of all(element, 'summary')) summary.click();
      await element.updateComplete;
      for (const control of all(element, controls)) {
        const { width, height } = target(control).getBoundingClientRect();
        if (width === 0) continue;
        count++;
        const name = control.outerHTML.slice(0, 120);
        expect(Math.min(width, height), name).to.be.at.least(24);
      }
    }
    expect(count).to.be.greaterThan(30);
    expect(text(elements[0]!, 'toolbar')).not.to.equal('');
  });
});
