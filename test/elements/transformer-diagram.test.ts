import { expect } from '@open-wc/testing';
import type {
  DiagramFocusDetail,
  DiagramLoadDetail,
  DiagramStepDetail,
} from '../../src/elements/diagram-events.js';
import type { TransformerDiagram } from '../../src/elements/transformer-diagram.js';
import { emulateMotion } from '../engine.js';
import { diagram, inkOf, next, part, parts, shown, text, until } from './harness.js';

const press = async (element: TransformerDiagram, key: string, more: KeyboardEventInit = {}) => {
  part(element, 'figure')!.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
  );
  await element.updateComplete;
};

const inside = (element: TransformerDiagram, selector: string) =>
  element.shadowRoot!.querySelector<HTMLElement>(selector);

/** Waits for the code of the element to answer the reader: a picture without motion. */
const still = () => emulateMotion('reduce');

/** Looks for a block under the pointer by walking over the picture; returns where it is, in the viewport. */
async function placeOf(
  element: TransformerDiagram,
  name: string,
): Promise<{ clientX: number; clientY: number }> {
  const box = part(element, 'canvas')!.getBoundingClientRect();
  // from the middle on: at the side stand the layers, and the one that the pointer comes from is the one that is drawn
  for (let y = 6; y < box.height; y += 12) {
    for (let x = box.width / 2; x < box.width * 0.7; x += 24) {
      const at = { clientX: box.left + x, clientY: box.top + y };
      part(element, 'figure')!.dispatchEvent(
        new PointerEvent('pointermove', { ...at, pointerType: 'mouse' }),
      );
      await element.updateComplete;
      if (text(element, 'tooltip').startsWith(name)) return at;
    }
  }
  throw new Error(`there is no ${name} in the picture`);
}

describe('<transformer-diagram>', () => {
  beforeEach(still);

  it('draws the transformer of 2017 when nothing is said', async () => {
    const loaded = next<DiagramLoadDetail>(document, 'diagram-load');
    const element = await diagram('<transformer-diagram></transformer-diagram>');
    const { detail, target, composed } = await loaded;
    expect(target).to.equal(element);
    expect(composed).to.be.true;
    expect(detail.architecture).to.include({
      kind: 'encoder-decoder',
      encoderLayers: 6,
      heads: 8,
      dModel: 512,
    });
    expect(detail.parameters).to.equal(63_045_632);
    expect(inkOf(element)).to.be.greaterThan(2000);
    expect(text(element, 'badge')).to.equal('architecture only');
    expect(text(element, 'panel')).to.include('63,045,632');
    expect(element.getAttributeNames()).to.be.empty;
  });

  it('takes every hyper-parameter', async () => {
    const loaded = next<DiagramLoadDetail>(document, 'diagram-load');
    await diagram(
      '<transformer-diagram architecture="decoder" layers="3" heads="6" kv-heads="2" d-model="48" d-ff="96" vocab="100" norm="post" positions="alibi"></transformer-diagram>',
    );
    expect((await loaded).detail.architecture).to.include({
      ...{ kind: 'decoder', decoderLayers: 3, encoderLayers: 0, heads: 6, kvHeads: 2, dModel: 48, dHead: 8 },
      ...{ dFeedForward: 96, vocab: 100, placement: 'post', positions: 'alibi' },
    });
  });

  it('follows its attributes', async () => {
    const element = await diagram('<transformer-diagram preset="gpt2"></transformer-diagram>');
    expect(text(element, 'panel')).to.include('124,439,808');
    element.preset = 'bert-base';
    await element.updateComplete;
    expect(text(element, 'panel')).to.include('109,482,240');
    expect(text(element, 'path')).to.equal('BERT base');
  });

  const wrong: [Partial<TransformerDiagram>, string, RegExp][] = [
    [{ preset: 'gtp2' }, 'preset', /nearest is "gpt2"/],
    [{ heads: 7 }, 'heads', /a divisor of it, such as 8/],
    [{ heads: 12, kvHeads: 24 }, 'kv-heads', /a divisor of 12, such as 12/],
    [{ heads: 'many' }, 'heads', /“many”/],
    [{ focusPath: 'decoder.12' }, 'focus', /such as "decoder.11"/],
    [{ architecture: 'decodr' }, 'architecture', /encoder-decoder, encoder, decoder/],
    [{ positions: 'wavy' }, 'positions', /sinusoidal/],
    [{ controls: 'some' }, 'controls', /minimal/],
    [{ speed: 'fast' }, 'speed', /“fast”/],
    [{ compare: 'lstm' }, 'compare', /rnn/],
    [{ model: 'gpt' }, 'model', /textbook/],
    [{ example: 'poetry' }, 'example', /chat/],
  ];
  for (const [changes, input, message] of wrong) {
    it(`names the nearest valid choice of ${input}, keeps the last good picture, and recovers`, async () => {
      const element = await diagram('<transformer-diagram preset="gpt2"></transformer-diagram>');
      const failed = next<{ input: string; message: string }>(element, 'error');
      Object.assign(element, changes);
      const { detail, bubbles } = await failed;
      await element.updateComplete;
      expect(bubbles).to.be.false;
      expect(detail.input, detail.message).to.equal(input);
      expect(text(element, 'error')).to.match(message);
      expect(text(element, 'path')).to.equal('GPT-2 small');
      expect(inkOf(element), 'the last good picture').to.be.greaterThan(2000);
      const good = Object.fromEntries(Object.keys(changes).map((key) => [key, undefined]));
      Object.assign(element, good, { preset: 'gpt2' });
      await until(() => !part(element, 'error'), `it recovers from ${input}`);
    });
  }

  it('draws without a bad option at first, follows the good ones, and names all that are bad', async () => {
    const element = await diagram(
      '<transformer-diagram preset="gpt2" speed="fast" compare="lstm" focus="encoder" controls="none"></transformer-diagram>',
    );
    await until(() => inkOf(element) > 2000, 'the picture comes');
    expect(part(element, 'toolbar')).to.be.null;
    expect(text(element, 'error')).to.match(/^Drawn without/);
    for (const bad of ['“fast”', '“lstm”', 'encoder']) expect(text(element, 'error')).to.include(bad);
  });

  it('builds nothing from bad figures, and names them all', async () => {
    const element = await diagram('<transformer-diagram layers="-1" heads="x"></transformer-diagram>');
    expect(part(element, 'canvas')).to.be.null;
    expect(text(element, 'error'))
      .to.match(/could not be drawn/)
      .and.to.match(/layers: “-1”.*heads: “x”/);
  });

  it('walks in by click and out by Escape and by the path', async () => {
    const element = await diagram('<transformer-diagram preset="gpt2"></transformer-diagram>');
    const focused = next<DiagramFocusDetail>(element, 'diagram-focus');
    const at = await placeOf(element, 'Feed-forward');
    part(element, 'figure')!.dispatchEvent(new PointerEvent('click', { ...at, pointerType: 'mouse' }));
    await element.updateComplete;
    expect((await focused).detail).to.include({ path: 'decoder.0.feed-forward', layer: 0 });
    expect(element.getAttribute('focus')).to.equal('decoder.0.feed-forward');
    expect(parts(element, 'path')[0]!.querySelectorAll('li')).to.have.length(4);
    expect(text(element, 'panel')).to.include('4,722,432');
    await press(element, 'Escape');
    expect(element.focusPath).to.equal('decoder.0');
    inside(element, '.path button')!.click();
    await element.updateComplete;
    expect(element.focusPath).to.equal(undefined);
    expect(element.hasAttribute('focus')).to.be.false;
  });

  it('walks in and out by wheel with the control key, and leaves the plain wheel to the page', async () => {
    const element = await diagram('<transformer-diagram preset="gpt2"></transformer-diagram>');
    const at = await placeOf(element, 'Masked self-attention');
    const wheel = (deltaY: number, ctrlKey: boolean) => {
      const event = new WheelEvent('wheel', { ...at, deltaY, ctrlKey, cancelable: true, bubbles: true });
      part(element, 'figure')!.dispatchEvent(event);
      return event;
    };
    expect(wheel(-200, false).defaultPrevented).to.be.false;
    expect(element.focusPath).to.equal(undefined);
    expect(wheel(-200, true).defaultPrevented).to.be.true;
    expect(element.focusPath).to.equal('decoder.0.self-attention');
    await new Promise((resolve) => setTimeout(resolve, 500));
    wheel(200, true);
    expect(element.focusPath).to.equal('decoder.0');
  });

  it('walks in and out by two fingers', async () => {
    const element = await diagram('<transformer-diagram preset="gpt2"></transformer-diagram>');
    const { clientX, clientY } = await placeOf(element, 'Feed-forward');
    const finger = (type: string, pointerId: number, x: number) =>
      part(element, 'figure')!.dispatchEvent(
        new PointerEvent(type, { pointerType: 'touch', pointerId, clientX: x, clientY }),
      );
    finger('pointerdown', 1, clientX - 20);
    finger('pointerdown', 2, clientX + 20);
    finger('pointermove', 2, clientX + 50);
    await element.updateComplete;
    expect(element.focusPath).to.equal('decoder.0.feed-forward');
  });

  it('is a tree for keyboard and screen reader, opened as far as the reader asks', async () => {
    const element = await diagram('<transformer-diagram preset="gpt2"></transformer-diagram>');
    const figure = part(element, 'figure')!;
    const items = () => parts(element, 'figure')[0]!.querySelectorAll('[role="treeitem"]');
    const current = () => element.shadowRoot!.getElementById(figure.getAttribute('aria-activedescendant')!)!;
    expect(figure.getAttribute('role')).to.equal('tree');
    expect(items()).to.have.length(3);
    figure.focus();
    await press(element, 'ArrowDown');
    await press(element, 'ArrowUp');
    expect(current().textContent.trim()).to.equal('Decoder');
    expect(current().getAttribute('aria-expanded')).to.equal('false');
    await press(element, 'ArrowRight');
    expect(current().getAttribute('aria-expanded')).to.equal('true');
    expect(items().length).to.equal(3 + 12 + 3);
    await press(element, 'ArrowRight');
    expect(current().textContent.trim()).to.equal('Token embedding');
    expect(current().getAttribute('aria-level')).to.equal('3');
    await press(element, 'ArrowDown');
    await press(element, 'ArrowDown');
    expect(current().textContent.trim()).to.equal('Layer 0');
    expect([current().getAttribute('aria-posinset'), current().getAttribute('aria-setsize')]).to.deep.equal([
      '3',
      '15',
    ]);
    await press(element, 'Enter');
    expect(element.focusPath).to.equal('decoder.0');
    expect(inside(element, '.base > [role="status"]')!.textContent).to.match(
      /^Opened: Layer 0\. Masked attention/,
    );
    expect(current().textContent.trim()).to.equal('Layer norm');
    await press(element, 'Escape');
    expect(element.focusPath).to.equal('decoder');
    expect(current().textContent.trim()).to.equal('Layer 0');
    await press(element, 'ArrowLeft');
    await press(element, 'Home');
    expect(current().textContent.trim()).to.equal('GPT-2 small');
  });

  it('plays one pass step by step, with captions that are announced', async () => {
    const element = await diagram('<transformer-diagram preset="gpt2"></transformer-diagram>');
    const stepped = next<DiagramStepDetail>(element, 'diagram-step');
    inside(element, '.play button')!.click();
    const { detail } = await stepped;
    expect(detail).to.deep.include({ step: 1, count: 11, active: ['decoder.embedding'] });
    const status = () => part(element, 'play')!.querySelector('[role="status"]')!.textContent.trim();
    expect(status()).to.include('Every token becomes a vector of 768 numbers');
    const [back, pause, on] = part(element, 'play')!.querySelectorAll('button');
    expect(pause!.getAttribute('aria-label')).to.equal('Pause');
    pause!.click();
    on!.click();
    await element.updateComplete;
    expect(element.getAttribute('step')).to.equal('2');
    back!.click();
    await element.updateComplete;
    expect(element.step).to.equal(1);
    const slider = part(element, 'play')!.querySelector('input')!;
    slider.value = '11';
    slider.dispatchEvent(new Event('input'));
    await element.updateComplete;
    expect(status()).to.include('50,257 words');
    expect(on!.disabled).to.be.true;
    element.lang = 'ko';
    element.requestUpdate();
    await element.updateComplete;
    expect(status()).to.include('단어 50,257개');
    part(element, 'play')!.querySelectorAll('button')[3]!.click();
    await element.updateComplete;
    expect(element.step).to.equal(undefined);
  });

  it('stops playing when somebody else chooses a step, or none', async () => {
    const element = await diagram('<transformer-diagram preset="gpt2" speed="20"></transformer-diagram>');
    for (const chosen of [undefined, 2]) {
      element.play();
      await until(() => Number(element.step) === 4, 'step 4');
      element.step = chosen;
      await element.updateComplete;
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(element.step).to.equal(chosen);
    }
  });

  it('plays by itself at the speed that is asked for, and stops at the end', async () => {
    const element = await diagram('<transformer-diagram preset="gpt2" speed="40"></transformer-diagram>');
    element.play();
    await until(() => element.step === 11, 'the last step');
    await element.updateComplete;
    expect(part(element, 'play')!.querySelectorAll('button')[1]!.getAttribute('aria-label')).to.equal('Play');
  });

  it('does not start by itself for readers who asked for less motion, but for others', async () => {
    const quiet = await diagram('<transformer-diagram preset="gpt2" autoplay></transformer-diagram>');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(quiet.step).to.equal(undefined);
    quiet.remove();
    await emulateMotion('no-preference');
    const moving = await diagram('<transformer-diagram preset="gpt2" autoplay></transformer-diagram>');
    await until(() => Number(moving.step) >= 1, 'it plays');
    moving.pause();
  });

  it('zooms with motion, and ends where it would be without', async () => {
    const other = await diagram(
      '<transformer-diagram preset="gpt2" focus="decoder.0.self-attention"></transformer-diagram>',
    );
    const { height } = part(other, 'canvas')!.style;
    other.remove();
    await emulateMotion('no-preference');
    const element = await diagram('<transformer-diagram preset="gpt2"></transformer-diagram>');
    const { style } = part(element, 'canvas')!;
    element.focusPath = 'decoder.0.self-attention';
    await element.updateComplete;
    expect(style.height).not.to.equal(height);
    await until(() => style.height === height, 'the end of the motion');
    await still();
  });

  it('keeps the computation of the model while the reader looks into a part of it', async () => {
    const element = await diagram('<transformer-diagram preset="gpt2" step="4"></transformer-diagram>');
    element.focusPath = 'decoder.0.self-attention';
    await element.updateComplete;
    expect(text(element, 'play')).to.include('Step 4 of 11');
    element.step = undefined;
    await element.updateComplete;
    element.step = 1;
    await element.updateComplete;
    expect(text(element, 'play')).to.include('Step 1 of 3');
  });

  it('keeps its state in the address of the page, where the author asks for it', async () => {
    const before = location.hash;
    history.replaceState(null, '', '#other=1&100%&gpt=decoder.2@3');
    const element = await diagram('<transformer-diagram preset="gpt2" hash="gpt"></transformer-diagram>');
    await until(() => element.focusPath === 'decoder.2', 'the state of the address');
    expect(element.step).to.equal(3);
    element.focusPath = 'decoder.2.feed-forward';
    element.step = undefined;
    await element.updateComplete;
    expect(location.hash).to.equal('#other=1&100%&gpt=decoder.2.feed-forward');
    history.replaceState(null, '', '#gpt=decoder.5');
    dispatchEvent(new HashChangeEvent('hashchange'));
    expect(element.focusPath).to.equal('decoder.5');
    element.focusPath = undefined;
    await element.updateComplete;
    expect(location.hash).to.equal('');
    history.replaceState(null, '', before || location.pathname + location.search);
  });

  it('saves every level as SVG and PNG', async () => {
    const element = await diagram('<transformer-diagram preset="gpt2"></transformer-diagram>');
    for (const focus of [
      '',
      'decoder',
      'decoder.0',
      'decoder.0.self-attention',
      'decoder.0.self-attention.head.1',
    ]) {
      element.focusPath = focus;
      await element.updateComplete;
      const svg = new DOMParser().parseFromString(await element.toSVG(), 'image/svg+xml');
      expect(svg.querySelector('parsererror')).to.be.null;
      expect(svg.querySelectorAll('text').length, focus).to.be.greaterThan(3);
      const png = await createImageBitmap(await element.toBlob());
      expect(png.width).to.equal(2 * Math.round(Number(svg.documentElement.getAttribute('width'))));
    }
    const refused = await element.toBlob('text/csv').catch((error: unknown) => String(error));
    expect(refused).to.include('no numbers');
  });

  it('speaks Korean inside a Korean page', async () => {
    const element = await diagram('<transformer-diagram lang="ko" preset="bert-base"></transformer-diagram>');
    expect(text(element, 'badge')).to.equal('구조만 표시');
    expect(text(element, 'panel')).to.include('인코더입니다');
  });

  it('shows tasks: translation by the trained translator, others by the build that does them', async () => {
    const element = await diagram('<transformer-diagram example="translation"></transformer-diagram>');
    await until(() => !!element.getData(), 'the translation');
    await element.updateComplete;
    expect(element.getData()!.encoder!.tokens.join(' ')).to.include('cat');
    expect(element.getData()!.decoder!.tokens.join(' ')).to.include('고양이');
    expect(text(element, 'panel')).to.include('Translation: the encoder reads the source, once');
    expect(text(element, 'badge')).to.equal('translator · trained');
    element.example = 'chat';
    await until(() => text(element, 'path') === 'GPT-2 small', 'the decoder');
    expect(element.getData()!.decoder!.tokens).to.include('sun');
  });

  it('shows its children only while there is no picture', async () => {
    const element = await diagram('<transformer-diagram preset="none">figure 1</transformer-diagram>');
    expect(inside(element, 'slot')!.hidden).to.be.false;
    element.preset = undefined;
    await shown(element);
    await until(() => inside(element, 'slot')!.hidden === true, 'the picture');
  });

  it('is accessible while it plays', async () => {
    await emulateMotion('no-preference');
    const element = await diagram(
      '<transformer-diagram focus="encoder.0" step="1" speed="0.1" controls="full"></transformer-diagram>',
    );
    const playButton = () => part(element, 'play')!.querySelectorAll('button')[1]!;
    playButton().click();
    await until(() => playButton().getAttribute('aria-label') === 'Pause', 'it plays');
    await expect(element).to.be.accessible();
    expect(playButton().getAttribute('aria-label'), 'it still plays').to.equal('Pause');
    await still();
  });

  it('is accessible at every level, in mid-play, and with an error', async () => {
    for (const attributes of [
      '',
      'focus="encoder.0" step="2" controls="full"',
      'focus="decoder.1.cross-attention.head.2"',
      'controls="none"',
      'preset="nothing"',
    ]) {
      const element = await diagram(`<transformer-diagram ${attributes}></transformer-diagram>`);
      await expect(element).to.be.accessible();
    }
  });
});

describe('<transformer-diagram compare="rnn">', () => {
  beforeEach(still);

  it('sets the chain beside attention, and counts the hops between two tokens', async () => {
    const element = await diagram(
      '<transformer-diagram compare="rnn" tokens="one two three four five"></transformer-diagram>',
    );
    await until(() => part(element, 'figure')?.getAttribute('role') === 'listbox', 'the comparison');
    const options = () => [...part(element, 'figure')!.querySelectorAll('[role="option"]')];
    expect(options().map((option) => option.textContent)).to.deep.equal([
      'one',
      'two',
      'three',
      'four',
      'five',
    ]);
    const label = () => part(element, 'figure')!.getAttribute('aria-label');
    expect(label()).to.include('4 hops in the recurrent network, 1 in the transformer');
    part(element, 'figure')!.focus();
    await press(element, 'Home');
    await press(element, 'ArrowDown');
    await press(element, 'Enter');
    await press(element, 'End');
    await press(element, ' ');
    expect(label()).to.include('From “two” to “five”: 3 hops in the recurrent network, 1 in the transformer');
    const cells = [...part(element, 'table')!.querySelectorAll('td')].map((cell) => cell.textContent);
    // n = 5 and d = 512, as in table 1 of Vaswani et al.: n and 1, n − 1 hops and 1, n d² and n² d
    expect(cells.slice(1)).to.deep.equal(['5', '1', '4', '1', '1,310,720', '12,800']);
    await expect(element).to.be.accessible();
  });

  it('plays as many steps as the chain needs', async () => {
    const element = await diagram(
      '<transformer-diagram compare="rnn" tokens="one two three" step="2"></transformer-diagram>',
    );
    await until(() => text(element, 'play').includes('Step 2 of 3'), 'the step');
    expect(text(element, 'play')).to.include('read 2 of 3 tokens');
    expect(inkOf(element)).to.be.greaterThan(1000);
    expect(await element.toSVG()).to.include('Recurrent network');
  });

  it('picks tokens by click', async () => {
    const element = await diagram(
      '<transformer-diagram compare="rnn" tokens="one two three"></transformer-diagram>',
    );
    const figure = part(element, 'figure')!;
    await until(() => figure.getAttribute('role') === 'listbox', 'the comparison');
    const box = part(element, 'canvas')!.getBoundingClientRect();
    const selected = () => figure.querySelectorAll('[aria-selected="true"]').length;
    expect(selected()).to.equal(2);
    // somewhere in the picture stands a token
    for (let y = 4; y < box.height && selected() !== 1; y += 8) {
      for (let x = 4; x < box.width && selected() !== 1; x += 16) {
        const at = { clientX: box.left + x, clientY: box.top + y, bubbles: true };
        figure.dispatchEvent(new PointerEvent('click', { ...at, pointerType: 'mouse' }));
        await element.updateComplete;
      }
    }
    expect(selected()).to.equal(1);
  });

  it('takes `focus` also as a property, as templates set it, before and after it is defined, and keeps the method', async () => {
    const element = await diagram('<transformer-diagram preset="gpt2"></transformer-diagram>');
    const method: unknown = Reflect.get(HTMLElement.prototype, 'focus');
    Object.assign(element, { focus: 'decoder.3' });
    await element.updateComplete;
    expect(element.focusPath).to.equal('decoder.3');
    expect(element.getAttribute('focus')).to.equal('decoder.3');
    expect(Reflect.get(element, 'focus')).to.equal(method);
    element.remove();

    const { constructor: Diagram } = element as unknown as { constructor: CustomElementConstructor };
    const early = document.createElement('later-diagram') as TransformerDiagram;
    Object.assign(early, { preset: 'gpt2', focus: 'decoder.2' });
    customElements.define('later-diagram', class extends Diagram {});
    customElements.upgrade(early);
    expect(early.focusPath).to.equal('decoder.2');
    expect(Reflect.get(early, 'focus')).to.equal(method);
  });
});
