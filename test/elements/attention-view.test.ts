import { needsWebGL } from '../engine.js';
import { expect, fixture } from '@open-wc/testing';
import type { AttentionSubjectDetail, AttentionLoadDetail } from '../../src/elements/events.js';
import type { AttentionView } from '../../src/elements/attention-view.js';
import { inkOf, next, part, parts, shown, text, until, view, type Drawn } from './harness.js';

const weights = '[[[1,0,0],[0.4,0.6,0],[0.1,0.6,0.3]],[[1,0,0],[0.9,0.1,0],[0.8,0.1,0.1]]]';

const doubleClick = (button: HTMLElement) => {
  for (const detail of [1, 2]) button.dispatchEvent(new MouseEvent('click', { bubbles: true, detail }));
};

describe('<attention-view>', () => {
  it('draws a picture from raw tokens', async () => {
    const element = await view('<attention-view tokens="The cat sat on the mat"></attention-view>');
    expect(part(element, 'error')).to.be.null;
    expect(inkOf(element)).to.be.greaterThan(1000);
    expect(text(element, 'badge')).to.equal('textbook model');
    expect(element.getWeights()!.queryTokens).to.deep.equal(['The', 'cat', 'sat', 'on', 'the', 'mat']);
  });

  it('draws a picture from weights', async () => {
    const element = await view(
      `<attention-view tokens="I love cats" weights="${weights}" view="matrix"></attention-view>`,
    );
    expect(inkOf(element)).to.be.greaterThan(1000);
    expect(element.getWeights()).to.include({ layers: 1, heads: 2, queries: 3, keys: 3 });
  });

  it('says what it loaded in an event that leaves shadow roots', async () => {
    const loaded = next<AttentionLoadDetail>(document, 'attention-load');
    const element = await view('<attention-view tokens="a b" weights="1 0; .4 .6"></attention-view>');
    const event = await loaded;
    expect(event.target).to.equal(element);
    expect(event.composed).to.be.true;
    expect(event.detail).to.include({ layers: 1, heads: 1, queries: 2, keys: 2 });
    expect(event.detail.source.type).to.equal('inline');
  });

  it('honours properties that were set before the element was defined', async () => {
    const element = document.createElement('late-attention-view') as AttentionView;
    element.tokens = ['x', 'y'];
    element.weights = [
      [1, 0],
      [0.5, 0.5],
    ];
    document.body.append(element);
    const { AttentionView: Base } = await import('../../src/elements/attention-view.js');
    customElements.define('late-attention-view', class extends Base {});
    await shown(element);
    expect(element.getWeights()!.queryTokens).to.deep.equal(['x', 'y']);
    element.remove();
  });

  it('reads a JSON script child and follows its changes', async () => {
    const element = await view(
      `<attention-view view="matrix"><script type="application/json">{"tokens":["a","b"],"weights":[[1,0],[0.5,0.5]]}</script></attention-view>`,
    );
    expect(element.getWeights()!.weights[2]).to.equal(0.5);
    element.querySelector('script')!.textContent = '{"tokens":["a","b"],"weights":[[1,0],[0.25,0.75]]}';
    await until(() => element.getWeights()!.weights[2] === 0.25, 'the new weights are read');
  });

  it('shows its children only while there is no picture', async () => {
    const element = await view('<attention-view>nothing yet</attention-view>');
    const slot = element.shadowRoot!.querySelector('slot')!;
    expect(slot.hidden).to.be.false;
    element.tokens = 'a b';
    await shown(element);
    expect(slot.hidden).to.be.true;
  });

  it('reflects no default', async () => {
    const element = await view('<attention-view tokens="a b"></attention-view>');
    expect(element.getAttributeNames()).to.deep.equal(['tokens']);
  });

  it('draws again when tokens, width or options change, and only then', async () => {
    const element = await view('<attention-view tokens="a b c" view="lines"></attention-view>');
    const canvas = part(element, 'canvas') as HTMLCanvasElement;
    await until(() => element.getWeights() !== undefined, 'data');
    const height = canvas.clientHeight;
    element.tokens = 'a b c d e f';
    await until(() => canvas.clientHeight > height, 'the picture grows');
    element.parentElement!.style.width = '400px';
    await until(() => canvas.clientWidth <= 400, 'the picture narrows');
  });

  it('offers layers and heads, and tells what the reader chooses', async () => {
    const element = await view(`<attention-view tokens="I love cats" weights="${weights}"></attention-view>`);
    const heads = parts(element, 'head') as HTMLButtonElement[];
    expect(heads.map((head) => head.getAttribute('aria-pressed'))).to.deep.equal(['true', 'true']);
    const selected = next<AttentionSubjectDetail>(element, 'attention-select');
    heads[0]!.click();
    expect((await selected).detail.head).to.equal(1);
    await element.updateComplete;
    expect(heads.map((head) => head.getAttribute('aria-pressed'))).to.deep.equal(['false', 'true']);
    expect(element.getAttribute('head')).to.equal('1');
    doubleClick(heads[0]!);
    await element.updateComplete;
    expect(heads.map((head) => head.getAttribute('aria-pressed'))).to.deep.equal(['true', 'false']);
    doubleClick(heads[0]!);
    await element.updateComplete;
    expect(element.head, 'a double click on the only head brings all back').to.equal('all');
  });

  it('says which layers are shown, and in views of links that they are drawn together', async () => {
    const head = [
      [1, 0],
      [0.4, 0.6],
    ];
    const many = JSON.stringify([[head], [head], [head]]);
    for (const [lang, all, together] of [
      ['en', 'All', 'all 3 layers drawn together'],
      ['ko', '모두', '레이어 3개를 모두 함께 그림'],
    ]) {
      const element = await view(
        `<attention-view tokens="a b" weights="${many}" layer="all" lang="${lang}"></attention-view>`,
      );
      const select = part(element, 'toolbar')!.querySelector('select')!;
      const options = () => [...select.options].map(({ textContent }) => textContent.trim());
      const chosen = () => select.selectedOptions[0]!.textContent.trim();
      expect(chosen()).to.equal(all);
      expect(text(element, 'legend')).to.include(together);
      element.layer = '0 2';
      await element.updateComplete;
      expect(chosen()).to.equal('0, 2');
      expect(text(element, 'legend')).to.match(lang === 'en' ? /layers 0, 2 drawn together/ : /레이어: 0, 2/);
      element.view = 'matrix';
      await element.updateComplete;
      expect(chosen()).to.equal('0, 2');
      expect(text(element, 'legend')).not.to.match(/together|함께/);
      select.value = '1';
      select.dispatchEvent(new Event('change'));
      await element.updateComplete;
      expect(element.layer).to.equal(1);
      expect(options(), 'only while it is so').to.deep.equal(['0', '1', '2']);
    }
  });

  it('names the form of data that have no name, without a dot before it', async () => {
    const json = '{"tokens": ["a", "b"], "attention": [[1, 0], [0.4, 0.6]]}';
    const src = `data:application/json,${encodeURIComponent(json)}`;
    const element = await view(`<attention-view src="${src}" loading="eager"></attention-view>`);
    expect(text(element, 'badge')).to.equal('JSON');
  });

  it('divides tokens at spaces alone where that gives as many as the weights have', async () => {
    const element = await view(
      '<attention-view tokens="slept all-day" weights="1 0; .4 .6" view="matrix"></attention-view>',
    );
    expect(element.getWeights()!.queryTokens).to.deep.equal(['slept', 'all-day']);
    expect(part(element, 'error')).to.be.null;
  });

  it('shows what an unclosed tag has swallowed of the page below the figure, and warns once', async () => {
    const warned: string[] = [];
    const { warn } = console;
    console.warn = (line: string) => warned.push(line);
    try {
      // as pandoc writes it
      const json =
        '<script type="application/json">{"tokens":["a","b"],"weights":[[1,0],[0.4,0.6]]}</' + 'script>';
      const box = await fixture<HTMLDivElement>('<div style="width: 600px"></div>');
      box.innerHTML = `<attention-view>${json}<p></attention-view></p><h2>Next</h2><p>More</p><transformer-diagram preset="gpt2"></transformer-diagram>`;
      const [outer, inner] = box.querySelectorAll<Drawn>('attention-view, transformer-diagram');
      await shown(outer!);
      const heading = box.querySelector('h2')!;
      expect(heading.closest('attention-view'), 'swallowed').to.equal(outer);
      const { bottom } = part(outer!, 'figure')!.getBoundingClientRect();
      expect(heading.getBoundingClientRect().top).to.be.at.least(bottom);
      expect(heading.offsetHeight).to.be.greaterThan(0);
      await shown(inner!);
      expect(inkOf(inner!)).to.be.greaterThan(0);
      expect(warned.filter((line) => line.includes('not closed'))).to.have.length(1);
    } finally {
      console.warn = warn;
    }
  });

  it('hides a fallback of text, a table, or a figure with a heading, also one that comes later', async () => {
    const fallbacks = [
      '<p>Text</p>',
      '<figure><h3>Weights</h3><table><tr><td>1</td></tr></table><figcaption>Caption</figcaption></figure>',
    ];
    for (const fallback of fallbacks) {
      const element = await view(`<attention-view tokens="a b">${fallback}</attention-view>`);
      const first = element.firstElementChild as HTMLElement;
      expect(first.offsetHeight).to.equal(0);
      element.append(document.createElement('h2'));
      await until(() => first.offsetHeight > 0, 'it is shown when a heading comes');
      element.lastElementChild!.remove();
      await until(() => first.offsetHeight === 0, 'it is hidden again');
    }
  });

  it('opens a head out of all heads, and goes back', async () => {
    const element = await view('<attention-view tokens="a b c" view="heads"></attention-view>');
    const figure = part(element, 'figure')!;
    const canvas = part(element, 'canvas')!;
    const box = canvas.getBoundingClientRect();
    const selected = next<AttentionSubjectDetail>(element, 'attention-select');
    const y = box.top + box.height * 0.75;
    figure.dispatchEvent(new PointerEvent('click', { clientX: box.left + 90, clientY: y, bubbles: true }));
    expect((await selected).detail).to.include({ layer: 1, head: 0 });
    await element.updateComplete;
    expect(text(element, 'toolbar')).to.include('Back to all heads');
    figure.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await element.updateComplete;
    expect(text(element, 'toolbar')).not.to.include('Back to all heads');
  });

  it('shows exact weights at the pointer and pins on click', async () => {
    const element = await view(
      `<attention-view tokens="I love cats" weights="1 0 0; .4 .6 0; .1 .6 .3" view="matrix"></attention-view>`,
    );
    const canvas = part(element, 'canvas')!;
    const figure = part(element, 'figure')!;
    // find the middle cell by walking over the picture
    const box = canvas.getBoundingClientRect();
    let found = false;
    for (let y = 5; y < box.height && !found; y += 6) {
      for (let x = 5; x < box.width && !found; x += 6) {
        figure.dispatchEvent(
          new PointerEvent('pointermove', {
            clientX: box.left + x,
            clientY: box.top + y,
            pointerType: 'mouse',
          }),
        );
        await element.updateComplete;
        found = text(element, 'tooltip').startsWith('love → love');
        if (!found) continue;
        expect(text(element, 'tooltip')).to.include('0.6000');
        const selected = next<AttentionSubjectDetail>(element, 'attention-select');
        figure.dispatchEvent(
          new PointerEvent('click', { clientX: box.left + x, clientY: box.top + y, pointerType: 'mouse' }),
        );
        const { detail } = await selected;
        expect(detail).to.include({ query: 1, key: 1, queryToken: 'love', keyToken: 'love' });
        expect(detail.weight).to.be.closeTo(0.6, 1e-6);
        expect(element.query).to.equal(1);
      }
    }
    expect(found, 'the cell was found').to.be.true;
  });

  it('shows a tapped token as a hovered one', async () => {
    const element = await view(
      '<attention-view tokens="I love cats" weights="1 0 0; .4 .6 0; .1 .6 .3" view="lines"></attention-view>',
    );
    const box = part(element, 'canvas')!.getBoundingClientRect();
    part(element, 'figure')!.dispatchEvent(
      new PointerEvent('click', {
        clientX: box.left + box.width * 0.3,
        clientY: box.top + box.height * 0.55,
        pointerType: 'touch',
      }),
    );
    await element.updateComplete;
    expect(element.query).to.equal(1);
    expect(text(element, 'tooltip')).to.include('love 0.6000');
  });

  it('walks the cells with the keyboard and says their weights', async () => {
    const element = await view(
      '<attention-view tokens="I love cats" weights="1 0 0; .4 .6 0; .1 .6 .3"></attention-view>',
    );
    const figure = part(element, 'figure')!;
    const press = async (key: string, more = {}) => {
      figure.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
      await element.updateComplete;
    };
    const cell = () => element.shadowRoot!.querySelector('#cell')!.textContent.trim();
    figure.focus();
    await press('ArrowDown');
    await press('ArrowRight');
    expect(figure.getAttribute('aria-activedescendant')).to.equal('cell');
    expect(cell()).to.equal('“love” looks at “love”: 0.6000');
    await press('End', { ctrlKey: true });
    expect(cell()).to.equal('“cats” looks at “cats”: 0.3000');
    await press('Enter');
    expect(element.query).to.equal(2);
    expect(element.shadowRoot!.querySelector('[role="status"]')!.textContent).to.include(
      'Pinned: “cats” looks at “cats”',
    );
    await press('Escape');
    expect(element.query).to.be.undefined;
  });

  it('is accessible in every view', async () => {
    for (const name of ['arcs', 'lines', 'matrix', 'heads', 'text']) {
      const element = await view(
        `<attention-view tokens="I love cats" view="${name}" controls="full"></attention-view>`,
      );
      await expect(element).to.be.accessible();
    }
  });

  it('speaks Korean inside a Korean page', async () => {
    const element = await view(
      '<div lang="ko"><attention-view tokens="나는 고양이를 좋아한다"></attention-view></div>',
    );
    const inside = document.querySelector<AttentionView>('attention-view[tokens^="나는"]') ?? element;
    inside.lang = 'ko';
    inside.requestUpdate();
    await inside.updateComplete;
    expect(text(inside, 'badge')).to.equal('교과서 모델');
  });

  it('leaves controls out when asked', async () => {
    const element = await view('<attention-view tokens="a b" controls="none"></attention-view>');
    expect(part(element, 'toolbar')).to.be.null;
  });

  it('says how much of the weight is drawn when something is left out', async () => {
    const element = await view(
      '<attention-view tokens="a b" weights="1 0; .4 .6" top-k="1"></attention-view>',
    );
    expect(text(element, 'legend')).to.include('carries 80 % of the weight');
  });

  it('shares layer, head and token in a group', async () => {
    const first = await view('<attention-view tokens="a b c" sync="pair" view="text"></attention-view>');
    const second = await view('<attention-view tokens="a b c" sync="pair" view="matrix"></attention-view>');
    const heads = parts(first, 'head');
    doubleClick(heads[2]!);
    await second.updateComplete;
    expect(second.head).to.deep.equal([2]);
  });

  it('tells an element that comes later what was chosen before', async () => {
    const first = await view('<attention-view tokens="a b c" sync="later"></attention-view>');
    first.select({ layer: 1, head: 2, query: 1 });
    await first.updateComplete;
    const second = await view('<attention-view tokens="a b c" sync="later"></attention-view>');
    expect([second.layer, second.head, second.query]).to.deep.equal([1, 2, 1]);
  });

  it('takes the group along when a script selects', async () => {
    const first = await view('<attention-view tokens="a b c" sync="scripted"></attention-view>');
    const second = await view('<attention-view tokens="a b c" sync="scripted"></attention-view>');
    first.select({ layer: 1, head: 2, query: 1, key: 0 });
    await second.updateComplete;
    expect([second.layer, second.head, second.query]).to.deep.equal([1, 2, 1]);
  });

  it('shows no other model in the place of one that it does not know', async () => {
    const element = await view('<attention-view model="induction" tokens="a b"></attention-view>');
    expect(text(element, 'error')).to.include('“induction”');
    expect(part(element, 'canvas')).to.be.null;
    expect(element.getWeights()).to.be.undefined;
  });

  it('rejects exports outside of a document instead of waiting for ever', async () => {
    const failure = await document
      .createElement('attention-view')
      .toSVG()
      .catch((error: unknown) => String(error));
    expect(failure).to.include('no picture yet');
  });

  it('selects by script as a reader would', async () => {
    const element = await view(`<attention-view tokens="I love cats" weights="${weights}"></attention-view>`);
    element.select({ head: 1, query: 2 });
    await element.updateComplete;
    expect(element.getAttribute('head')).to.equal('1');
    expect(element.getAttribute('query')).to.equal('2');
    element.select();
    await element.updateComplete;
    expect(element.hasAttribute('query')).to.be.false;
  });

  it('survives being moved, removed and inserted again', async () => {
    const element = await view('<attention-view tokens="a b c"></attention-view>');
    const parent = element.parentElement!;
    const before = inkOf(element);
    element.remove();
    parent.append(element);
    await element.updateComplete;
    expect(inkOf(element)).to.be.closeTo(before, before * 0.1);
  });

  it('shares one WebGL context among many elements', async function () {
    needsWebGL(this);
    const all = await Promise.all(
      Array.from({ length: 20 }, () =>
        view('<attention-view tokens="a b c" view="matrix"></attention-view>'),
      ),
    );
    const { stats } = await import('../../src/render/pixi/index.js');
    for (const [i, element] of all.entries()) {
      // what is off screen is not painted
      element.scrollIntoView();
      await until(() => inkOf(element) > 100, `element ${i} is painted`);
      // small figures are Canvas 2D's until the reader comes
      element.dispatchEvent(new PointerEvent('pointerenter'));
      await until(() => inkOf(element) > 100 && stats().painters > i, `element ${i} is painted by Pixi`);
    }
    expect(stats().contexts).to.equal(1);
  });
});
