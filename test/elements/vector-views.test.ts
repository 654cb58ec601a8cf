import { expect } from '@open-wc/testing';
import { emulateMotion, emulatePhone } from '../engine.js';
import { setViewport } from '@web/test-runner-commands';
import type { AttentionView } from '../../src/elements/attention-view.js';
import { StepMotion } from '../../src/elements/step-motion.js';
import type { Scene } from '../../src/scene/scene.js';
import { part, parts, text, until, view } from './harness.js';

const sentence = 'The cat sat on the mat';
const stepsView = (more = '') =>
  view(`<attention-view tokens="${sentence}" view="steps" ${more}></attention-view>`);
const bar = (element: AttentionView) => part(element, 'steps')!;
const buttons = (element: AttentionView) => [...bar(element).querySelectorAll('button')];
const slider = (element: AttentionView) => bar(element).querySelector('input')!;
const said = (element: AttentionView) =>
  bar(element).querySelector('[role="status"]')!.textContent.replace(/\s+/g, ' ').trim();
const press = (target: Element, key: string) =>
  target.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }),
  );

describe('the steps of a head in the page', () => {
  it('go back and on by buttons, and say where they are', async () => {
    const element = await stepsView('step="2"');
    const [back, , on] = buttons(element);
    expect(said(element)).to.match(/^Step 2 of 6 The products are divided/);
    on!.click();
    await element.updateComplete;
    expect(element.step).to.equal(3);
    expect(said(element)).to.match(/^Step 3 of 6/);
    for (let i = 0; i < 2; i++) {
      back!.click();
      await element.updateComplete;
    }
    await element.updateComplete;
    expect(said(element)).to.match(/^Step 1 of 6/);
    expect(back!.disabled).to.be.true;
  });

  it('go by arrow keys, Home and End, and by the slider', async () => {
    const element = await stepsView();
    const [, play] = buttons(element);
    press(play!, 'ArrowLeft');
    await element.updateComplete;
    expect(element.step).to.equal(5);
    press(play!, 'Home');
    await element.updateComplete;
    expect(element.step).to.equal(1);
    press(play!, 'End');
    await element.updateComplete;
    expect(element.step).to.equal(6);
    const range = slider(element);
    range.value = '4';
    range.dispatchEvent(new Event('input'));
    await element.updateComplete;
    expect(element.step).to.equal(4);
    expect(range.getAttribute('aria-valuetext')).to.match(/^Step 4 of 6: The softmax/);
  });

  it('play from the beginning, and pause', async () => {
    const element = await stepsView();
    const [, play] = buttons(element);
    expect(play!.getAttribute('aria-label')).to.equal('Play');
    play!.click();
    await element.updateComplete;
    expect(element.step).to.equal(1);
    expect(play!.getAttribute('aria-label')).to.equal('Pause');
    play!.click();
    await element.updateComplete;
    expect(play!.getAttribute('aria-label')).to.equal('Play');
  });

  it('end before the residual stream in the whole matrix, and with the softmax without values', async () => {
    const whole = await stepsView('scope="matrix"');
    expect(said(whole)).to.match(/^Step 5 of 5/);
    const vectors = '[[1,0],[0,1]]';
    const json = `{"tokens":["a","b"],"weights":[[0.5,0.5],[0.5,0.5]],"queries":${vectors},"keys":${vectors}}`;
    const some = await view(
      `<attention-view view="steps"><script type="application/json">${json}</script></attention-view>`,
    );
    expect(said(some)).to.match(/^Step 4 of 4 The softmax/);
  });

  it('write the formula of the cell under the reader', async () => {
    const element = await stepsView();
    element.select({ query: 5, key: 1 });
    await element.updateComplete;
    expect(text(element, 'formula')).to.match(/^mat → cat q·k = .+ \/ √128 = .+ Σ/);
    element.step = 1;
    await element.updateComplete;
    expect(text(element, 'formula')).to.not.include('√');
  });

  it('have no bar where there is nothing to go through', async () => {
    const element = await view(
      '<attention-view tokens="a b" weights="1 0; .4 .6" view="steps"></attention-view>',
    );
    expect(part(element, 'steps')).to.be.null;
  });

  it('say in the tooltip which numbers lead to a weight', async () => {
    const element = await stepsView('query="2"');
    const figure = part(element, 'figure')!;
    const box = part(element, 'canvas')!.getBoundingClientRect();
    figure.dispatchEvent(
      new PointerEvent('pointermove', {
        clientX: box.left + 60,
        clientY: box.top + 120,
        pointerType: 'mouse',
      }),
    );
    await element.updateComplete;
    expect(text(element, 'tooltip')).to.match(/^sat → .+q · k.+score.+softmax/);
  });
});

describe('StepMotion', () => {
  const scene = (text: string): Scene => ({
    width: 100,
    height: 20,
    targets: [],
    marks: [
      { type: 'label', text, x: 0, y: 10, size: 12, fill: [0, 0, 0, 1], align: 'left', baseline: 'middle' },
    ],
  });
  const [a, b] = [scene('a'), scene('b')];

  it('lets one step turn into the next within 400 ms', async () => {
    await emulateMotion('no-preference');
    const drawn: Scene[] = [];
    const motion = new StepMotion();
    motion.show(a, 1, (scene) => drawn.push(scene));
    const start = performance.now();
    motion.show(b, 2, (scene) => drawn.push(scene));
    await until(() => drawn.at(-1) === b, 'the motion ends');
    expect(performance.now() - start).to.be.within(150, 1000);
    expect(drawn.some((scene) => scene !== a && scene !== b)).to.be.true;
  });

  it('does not move for readers who asked for less motion, nor within a step', async () => {
    const drawn: Scene[] = [];
    const motion = new StepMotion();
    await emulateMotion('reduce');
    motion.show(a, 1, (scene) => drawn.push(scene));
    motion.show(b, 2, (scene) => drawn.push(scene));
    await emulateMotion('no-preference');
    motion.show(a, 2, (scene) => drawn.push(scene));
    expect(drawn).to.deep.equal([a, b, a]);
  });
});

describe('neuron and flow in the page', () => {
  it('are accessible, as the steps are', async () => {
    for (const attributes of [
      'view="steps"',
      'view="steps" scope="matrix"',
      'view="neuron"',
      'view="flow"',
    ]) {
      const element = await view(
        `<attention-view tokens="${sentence}" ${attributes} controls="full"></attention-view>`,
      );
      expect(part(element, 'canvas'), attributes).to.exist;
      await expect(element).to.be.accessible();
      // the next one has to come near the viewport
      element.remove();
    }
  });

  it('show one head at a time', async () => {
    const element = await view(`<attention-view tokens="${sentence}" view="neuron"></attention-view>`);
    const heads = parts(element, 'head');
    const pressed = () => heads.map((head) => head.getAttribute('aria-pressed') === 'true');
    expect(pressed().indexOf(true)).to.equal(0);
    heads[3]!.click();
    await element.updateComplete;
    expect(pressed().filter(Boolean)).to.have.lengthOf(1);
    expect(pressed()[3]).to.be.true;
  });

  it('follow the flow through the chosen layer, and say how', async () => {
    const element = await view(
      `<attention-view tokens="${sentence}" view="flow" lang="ko"></attention-view>`,
    );
    expect(text(element, 'legend')).to.include('어텐션 롤아웃').and.include('0.5');
    const layer = element.shadowRoot!.querySelector('select')!;
    expect(layer.value).to.equal('1');
    layer.value = '0';
    layer.dispatchEvent(new Event('change'));
    await element.updateComplete;
    expect(element.layer).to.equal(0);
    const json = JSON.parse(await (await element.toBlob('application/json')).text()) as unknown;
    expect(JSON.stringify(json)).to.include('레이어 0–0');
  });

  it('export as SVG what is seen', async () => {
    for (const name of ['steps', 'neuron', 'flow']) {
      const element = await view(
        `<attention-view tokens="${sentence}" view="${name}" query="2"></attention-view>`,
      );
      const svg = new DOMParser().parseFromString(await element.toSVG(), 'image/svg+xml');
      expect(svg.querySelector('parsererror'), name).to.be.null;
      const words = [...svg.querySelectorAll('text')].map((node) => node.textContent);
      for (const token of sentence.split(' ')) expect(words, name).to.include(token);
      element.remove();
    }
  });

  it('refuse what is no scope and no method', async () => {
    const scope = await view(`<attention-view tokens="a b" view="steps" scope="all"></attention-view>`);
    expect(text(scope, 'error')).to.include('query, matrix');
    const method = await view(`<attention-view tokens="a b" view="flow" method="magic"></attention-view>`);
    expect(text(method, 'error')).to.include('rollout, flow');
  });

  it('do not widen a phone', async function () {
    await emulatePhone(this);
    for (const attributes of [
      'view="steps"',
      'view="steps" scope="matrix"',
      'view="neuron"',
      'view="flow"',
    ]) {
      const element = await view(`<attention-view tokens="${sentence}" ${attributes}></attention-view>`, 328);
      expect(part(element, 'canvas')!.clientWidth, attributes).to.be.at.most(328);
      expect(document.documentElement.scrollWidth, attributes).to.be.at.most(360);
      element.remove();
    }
    await setViewport({ width: 800, height: 600 });
  });
});
