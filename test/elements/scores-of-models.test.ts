import { expect } from '@open-wc/testing';
import type { AttentionView } from '../../src/elements/attention-view.js';
import { rowNumbers } from '../../src/scene/steps-numbers.js';
import { filesOf, takeApart } from '../models/folder.js';
import { serve, servedUrl, type Served } from '../models/serve.js';
import { sampleData, samplePicture, withVectors } from '../scene/sample.js';
import { part, text, until, view } from './harness.js';

const realWorker = globalThis.Worker;
const sentence = (element: AttentionView) => text(element, 'steps');
const formula = (element: AttentionView) =>
  [...part(element, 'formula')!.querySelectorAll(':scope > span:not(.caption)')].map((line) =>
    line.textContent.trim(),
  );
const number = (said: string) => Number(said.replace(/[()]/g, '').replace('−', '-'));

/** A tokenizer of three words, for checkpoints that have none. */
const tokenizer = JSON.stringify({
  normalizer: null,
  pre_tokenizer: { type: 'WhitespaceSplit' },
  post_processor: null,
  decoder: null,
  added_tokens: [],
  model: { type: 'WordLevel', vocab: { one: 3, two: 4, three: 5 }, unk_token: 'one' },
});

/** The trained model of the demo with another config. */
async function inductionWith(more: object): Promise<Record<string, string | Uint8Array<ArrayBuffer>>> {
  const read = async (file: string) => (await fetch(`/demo/data/induction/${file}`)).arrayBuffer();
  const config = JSON.parse(new TextDecoder().decode(await read('config.json'))) as object;
  return {
    'm/config.json': JSON.stringify({ ...config, ...more }),
    'm/tokenizer.json': new TextDecoder().decode(await read('tokenizer.json')),
    'm/model.safetensors': new Uint8Array(await read('model.safetensors')),
  };
}

/** The step in which products become scores, of a model that is served. */
async function second(name: string, more: string, words = 'one two three two'): Promise<AttentionView> {
  const element = await view(
    `<attention-view lang="en" loading="eager" view="steps" step="2" model="${servedUrl('m/')}?${name}" text="${words}" ${more}></attention-view>`,
  );
  await until(() => part(element, 'steps') !== null, 'the steps');
  return element;
}

describe('the second step says what the model did to the products', () => {
  let served: Served | undefined;
  // on this thread the page serves the files
  beforeEach(() => Reflect.set(globalThis, 'Worker', undefined));
  afterEach(() => {
    globalThis.Worker = realWorker;
    served?.stop();
  });

  it('T5: nothing, but for a bias by distance, which stands there as a number', async () => {
    served = serve({ ...filesOf(await takeApart('t5-gated-tiny')), 'm/tokenizer.json': tokenizer });
    const element = await second('t5', 'kind="encoder" layer="0" head="1" query="2"');
    expect(sentence(element)).to.include('The products stay as they are').and.to.include('a bias is added');
    expect(sentence(element)).not.to.include('so that they stay moderate');
    const [, dot, bias, score] = /^(\S+) \+ (\S+) = (\S+)$/.exec(formula(element)[1]!)!.map(number);
    expect(Math.abs(bias!), 'a bias that is one').to.be.above(0.02);
    expect(dot! + bias!).to.be.closeTo(score!, 0.02);
    expect(formula(element)[0]!.endsWith(`= ${/^(\S+)/.exec(formula(element)[1]!)![1]}`)).to.equal(true);
    const scores = [...element.getWeights()!.scores!];
    expect(
      scores.some((each) => Math.abs(each - score!) < 0.006),
      'a score of the model',
    ).to.equal(true);
    expect(await element.toSVG()).to.include('>+ b<');

    element.lang = 'ko';
    element.requestUpdate();
    await until(() => sentence(element).includes('그대로'), 'the sentence in Korean');
    expect(sentence(element)).to.include('편향');
    element.lang = 'en';
    element.kind = 'cross';
    await element.updateComplete;
    expect(sentence(element)).to.include('The products stay as they are').and.not.to.include('bias');
    expect(formula(element)[1]).to.match(/^\S+ · 1\.00 = \S+$/);
  });

  it('GPT-2 that divides by the layer too, and one that does not divide', async () => {
    const words = 'fox river moon fox';
    served = serve(await inductionWith({ scale_attn_by_inverse_layer_idx: true }));
    const byLayer = await second('layers', 'layer="1" head="0"', words);
    expect(sentence(byLayer)).to.include('multiplies the products by 0.125');
    expect(formula(byLayer)[1]).to.match(/^\S+ · 0\.13 = \S+$/);
    byLayer.layer = 0;
    await byLayer.updateComplete;
    expect(sentence(byLayer)).to.include('divided by the square root of the vectors’ length (16)');
    byLayer.remove();
    served.stop();

    served = serve(await inductionWith({ scale_attn_weights: false }));
    const plain = await second('plain', '', words);
    expect(sentence(plain)).to.include('The products stay as they are');
  });

  it('data that do not tell: that they do not', async () => {
    const data = withVectors(sampleData({ layers: 1, heads: 1 }));
    data.scores = Float32Array.from({ length: 36 }, (_, i) => 3 * Math.tanh(Math.sin(i)));
    const element = await view('<attention-view lang="en" view="steps" step="2"></attention-view>');
    element.weights = data;
    await until(() => part(element, 'steps') !== null, 'the steps');
    expect(sentence(element)).to.include('in a way that these data do not tell');
    element.lang = 'ko';
    element.requestUpdate();
    await until(() => sentence(element).includes('이 데이터에 나와 있지 않습니다'), 'the sentence in Korean');
  });
});

describe('scores that were not kept', () => {
  const without = (scoring: { factors: number[]; biased?: true }) =>
    samplePicture({
      view: 'steps',
      parts: [{ ...withVectors(sampleData({ layers: 1, heads: 1 })), scoring }],
      pinned: { query: 2 },
    });

  it('are the products by the factor of the model', () => {
    const { shown } = without({ factors: [0.7] });
    const { dots, scaled } = rowNumbers(shown, shown.stages!, 2);
    dots.forEach((dot, k) => expect(scaled[k]).to.be.closeTo(dot * 0.7, 1e-5));
  });

  it('are not made up where a bias was added', () => {
    const { shown, scene } = without({ factors: [1], biased: true });
    const { dots, scaled } = rowNumbers(shown, shown.stages!, 2);
    expect(dots.every(Number.isFinite)).to.equal(true);
    expect(scaled.every(Number.isNaN)).to.equal(true);
    const said = scene.marks.flatMap((mark) => (mark.type === 'label' ? [mark.text] : [])).join(' ');
    expect(said).to.include('the scores are not kept');
    expect(said).not.to.include('√');
  });
});
