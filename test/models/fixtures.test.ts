import { expect } from '@open-wc/testing';
import type { Model, RunInput } from '../../src/models/model.js';
import { openModel } from '../../src/models/open-model.js';
import { expectClose } from '../core/oracle.js';
import { weightsOf } from './expected.js';
import { fixtureExpected, fixtureInput, fixtureUrl } from './fixture.js';

const tolerance = 2e-5;

const models: [name: string, what: string][] = [
  ['qwen2-tiny', 'Qwen2: biases, a tied head, in three shards'],
  ['qwen2-window-tiny', 'Qwen2 with a sliding window from the second layer on'],
  ['qwen3-tiny', 'Qwen3: norms of queries and keys, heads of another width'],
  ['mistral-tiny', 'Mistral: a sliding window, in bfloat16'],
  ['llama3-rope-tiny', 'Llama 3: wavelengths scaled in part'],
  ['linear-rope-tiny', 'Llama with positions scaled throughout'],
  ['int8-tiny', 'int8 in the layout of compressed-tensors'],
  ['roberta-tiny', 'RoBERTa: positions from 2 on, padding'],
  ['distilbert-tiny', 'DistilBERT'],
  ['bart-tiny', 'BART: learned positions, scaled embedding'],
  ['t5-gated-tiny', 'T5 1.1: a gate, an untied head'],
];

async function open(name: string): Promise<Model> {
  return openModel(fixtureUrl(name), { cache: false });
}

describe('openModel(url) equals PyTorch', () => {
  for (const [name, what] of models) {
    it(`for ${what}`, async () => {
      const model = await open(name);
      const input = await fixtureInput<RunInput>(name);
      const expected = await fixtureExpected(name);
      const run = await model.run(input, { want: { logits: true } });
      for (const part of run.parts) {
        const prefix = run.parts.length > 1 ? `${part.kind}_` : '';
        expectClose(weightsOf(part), expected[`${prefix}probs`]!, tolerance, `${prefix}probs`);
        expectClose(part.scores!, expected[`${prefix}scores`]!, tolerance * 4, `${prefix}scores`);
      }
      expectClose(run.logits!, expected.logits!, tolerance * 4, 'logits');
      model.close();
    });
  }

  it('for ViT, with names of classes', async () => {
    const model = await open('vit-tiny');
    const { pixels, probs, scores, logits } = await fixtureExpected('vit-tiny');
    const run = await model.run({ pixels: pixels! }, { want: { logits: true } });
    expectClose(weightsOf(run.parts[0]!), probs!, tolerance, 'probs');
    expectClose(run.parts[0]!.scores!, scores!, tolerance, 'scores');
    expectClose(run.logits!, logits!, tolerance, 'logits');
    expect(run.parts[0]!.queryTokens.slice(0, 5)).to.deep.equal(['[CLS]', '0,0', '0,1', '0,2', '1,0']);
    expect(run.classes!.map(({ token }) => token).sort()).to.deep.equal(['cat', 'dog', 'quince']);
    expect(run.classes!.reduce((sum, { probability }) => sum + probability, 0)).to.be.closeTo(1, 1e-6);
    model.close();
  });
});

describe('options of a run', () => {
  let model: Model;
  let input: RunInput;
  let expected: Record<string, Float32Array>;
  before(async () => {
    model = await open('qwen3-tiny');
    input = await fixtureInput('qwen3-tiny');
    expected = await fixtureExpected('qwen3-tiny');
  });
  after(() => model.close());

  const cases = [
    ['ablated', 'ablate: a head is off, and what follows feels it', { ablate: [{ layer: 0, head: 1 }] }],
    ['warm', 'temperature: scores are divided', { temperature: 1.7 }],
    ['full', 'mask: none hides nothing', { mask: 'none' as const }],
  ] as const;
  for (const [key, what, options] of cases) {
    it(`${what}, as in PyTorch`, async () => {
      const run = await model.run(input, { ...options, want: { logits: true } });
      expectClose(weightsOf(run.parts[0]!), expected[`${key}_probs`]!, tolerance, 'probs');
      expectClose(run.logits!, expected[`${key}_logits`]!, tolerance * 2, 'logits');
      const plain = await model.run(input, { want: { logits: true } });
      const change = Math.max(...run.logits!.map((x, i) => Math.abs(x - plain.logits![i]!)));
      expect(change).to.be.above(0.01);
    });
  }

  it('mask: causal hides what comes later from an encoder', async () => {
    const encoder = await open('distilbert-tiny');
    const run = await encoder.run(await fixtureInput('distilbert-tiny'), { mask: 'causal' });
    expect(run.parts[0]!.causal).to.equal(true);
    encoder.close();
  });

  it('ablate: heads of cross-attention and of the encoder, each with its own effect', async () => {
    const both = await open('bart-tiny');
    const given = await fixtureInput<RunInput>('bart-tiny');
    const logits = async (part: 'encoder' | 'decoder' | 'cross') => {
      const run = await both.run(given, { ablate: [{ layer: 0, head: 1, part }], want: { logits: true } });
      return run.logits!.join();
    };
    const different = new Set([await logits('encoder'), await logits('decoder'), await logits('cross')]);
    expect(different.size).to.equal(3);
    both.close();
  });
});

describe('ViT and images of other sizes', () => {
  it('takes an image twice as large, every pixel four times, for the same', async () => {
    const model = await open('vit-tiny');
    const { pixels, logits } = await fixtureExpected('vit-tiny');
    const large = new Float32Array(3 * 24 * 24);
    for (let i = 0; i < large.length; i++) {
      const [colour, y, x] = [Math.floor(i / 576), Math.floor((i % 576) / 24), i % 24];
      large[i] = pixels![(colour * 12 + (y >> 1)) * 12 + (x >> 1)]!;
    }
    const run = await model.run({ pixels: large, width: 24, height: 24 }, { want: { logits: true } });
    expectClose(run.logits!, logits!, tolerance, 'logits');
    model.close();
  });
});
