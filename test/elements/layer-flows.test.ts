import { expect } from '@open-wc/testing';
import { attentionFlow } from '../../src/core/attention-flow.js';
import type { AttentionView } from '../../src/elements/attention-view.js';
import { expectClose } from '../core/oracle.js';
import { sampleData } from '../scene/sample.js';
import { next, part, shown, text, until, view } from './harness.js';

const n = 44;
const data = sampleData({ layers: 12, heads: 1, tokens: Array.from({ length: n }, (_, i) => `t${i}`) });

async function through(method: string, markup = ''): Promise<AttentionView> {
  const element = await view(`<attention-view view="matrix" tokens="a b" ${markup}></attention-view>`);
  const loaded = next(element, 'attention-load');
  element.tokens = data.queryTokens;
  element.weights = { data: data.weights, shape: [12, 1, n, n] };
  await loaded;
  Object.assign(element, { view: 'flow', method });
  await element.updateComplete;
  return element;
}

const untilShown = async (element: AttentionView, what: string) => {
  for (let i = 0; i < 5; i++) {
    try {
      return await until(() => text(element, 'base').includes(what), what);
    } catch (error) {
      if (i === 4) throw error;
    }
  }
};

describe('<attention-view view="flow"> of much work', () => {
  it('shows how far it is, keeps the last picture meanwhile, and then shows the flow', async () => {
    const element = await through('flow');
    expect(part(element, 'canvas')).to.exist;
    await until(() => part(element, 'progress') !== null, 'it computes');
    expect(text(element, 'progress')).to.match(/^Computing … \d+ %$/);
    await untilShown(element, 'the greatest flow');
    expect(part(element, 'progress')).to.equal(null);
    const json = await (await element.toBlob('application/json')).text();
    const { weights } = JSON.parse(json) as { weights: number[][][][] };
    expectClose(weights.flat(3).slice(7 * n, 8 * n), attentionFlow(data, 7), 1e-6);
  });

  it('gives up when another view is chosen', async () => {
    const element = await through('flow');
    element.view = 'matrix';
    await shown(element);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(part(element, 'progress')).to.equal(null);
    expect(text(element, 'base')).not.to.include('the greatest flow');
  });

  it('begins again when it is put elsewhere', async () => {
    const element = await through('rollout');
    const home = element.parentElement!;
    element.remove();
    await new Promise((resolve) => setTimeout(resolve, 20));
    home.append(element);
    await untilShown(element, 'Attention rollout');
    expect(part(element, 'progress')).to.equal(null);
    expect(part(element, 'error')).to.equal(null);
  });
});
