import { expect } from '@open-wc/testing';
import { kernelReady } from '../../src/core/kernel/kernel-ready.js';
import type { Model, ModelTrace, RunInput, SideTrace } from '../../src/models/model.js';
import { openModel } from '../../src/models/open-model.js';
import { resize } from '../../src/models/run/prepare-image.js';
import { expectClose } from '../core/oracle.js';
import { headOutputs, weightsOf } from './expected.js';
import { fixtureExpected, fixtureInput, fixtureUrl } from './fixture.js';
import { openWithoutKernel } from './without-kernel.js';

const tolerance = 2e-5;

const models: [name: string, what: string][] = [
  ['qwen2-tiny', 'Qwen2: biases, a tied head, in three shards'],
  ['qwen2-window-tiny', 'Qwen2 with a sliding window from the second layer on'],
  ['qwen3-tiny', 'Qwen3: norms of queries and keys, heads of another width'],
  ['mistral-tiny', 'Mistral: a sliding window, in bfloat16'],
  ['llama3-rope-tiny', 'Llama 3: wavelengths scaled in part'],
  ['linear-rope-tiny', 'Llama with positions scaled throughout'],
  ['dynamic-rope-tiny', 'Llama with positions scaled beyond those that it has'],
  ['int8-tiny', 'int8 in the layout of compressed-tensors'],
  ['roberta-tiny', 'RoBERTa: positions from 2 on, padding'],
  ['distilbert-tiny', 'DistilBERT'],
  ['bart-tiny', 'BART: learned positions, scaled embedding'],
  ['t5-gated-tiny', 'T5 1.1: a gate, an untied head'],
];

async function open(name: string): Promise<Model> {
  return openModel(fixtureUrl(name), { cache: false });
}

async function expectSame(model: Model, name: string): Promise<void> {
  const expected = await fixtureExpected(name);
  const run = await model.run(await fixtureInput<RunInput>(name), { want: { logits: true } });
  for (const part of run.parts) {
    const prefix = run.parts.length > 1 ? `${part.kind}_` : '';
    expectClose(weightsOf(part), expected[`${prefix}probs`]!, tolerance, `${prefix}probs`);
    expectClose(part.scores!, expected[`${prefix}scores`]!, tolerance * 4, `${prefix}scores`);
  }
  expectClose(run.logits!, expected.logits!, tolerance * 4, 'logits');
}

describe('openModel(url) equals PyTorch', () => {
  for (const [name, what] of models) {
    it(`for ${what}`, async () => {
      const model = await open(name);
      await expectSame(model, name);
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

describe('openModel(url) without the kernel equals PyTorch', () => {
  after(() => kernelReady());

  for (const [name, what] of models) {
    it(`for ${what}`, async () => {
      const model = await openWithoutKernel(fixtureUrl(name));
      await expectSame(model, name);
      model.close();
    });
  }
});

/** The residual stream of a side, from the embedding to what leaves the last layer. */
const streamOf = ({ embedding, layers, output }: SideTrace): number[] =>
  [embedding, ...layers.slice(0, -1).map((layer) => layer.output), output].flatMap((x) => [...x]);

const sideOf = (trace: ModelTrace, kind: string): SideTrace =>
  (kind === 'encoder' ? trace.encoder : trace.decoder)!;

describe('queries, keys, values, outputs of heads and the residual stream equal those of PyTorch', () => {
  for (const name of ['qwen3-tiny', 'roberta-tiny', 't5-gated-tiny']) {
    it(`for ${name}`, async () => {
      const model = await open(name);
      const expected = await fixtureExpected(name);
      const { parts, trace } = await model.run(await fixtureInput<RunInput>(name), { want: { trace: true } });
      for (const part of parts) {
        const prefix = parts.length > 1 ? `${part.kind}_` : '';
        for (const vectors of ['q', 'k', 'v'] as const) {
          const what = prefix + vectors;
          expectClose(part[vectors]!, expected[what]!, tolerance, what);
        }
        const side = sideOf(trace!, part.kind);
        const outputs = headOutputs(side, part.kind === 'cross' ? 'crossAttention' : 'selfAttention');
        expectClose(outputs, expected[`${prefix}z`]!, tolerance, `${prefix}z`);
        if (part.kind === 'cross') continue;
        const states = `${prefix}hidden_states`;
        expectClose(streamOf(side), expected[states]!, tolerance * 4, states);
      }
      model.close();
    });
  }
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
    ['warm', 'temperature: scores are divided', { attentionTemperature: 1.7 }],
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
  /** `[3, 7, 10]` numbers from 0 to 1. */
  const small = Float32Array.from({ length: 210 }, (_, i) => ((i * 37) % 101) / 100);

  // torch.nn.functional.interpolate(x, size, mode='bilinear', antialias=True)
  it('shrinks an image as PyTorch does', () => {
    const expected = [
      0.340563, 0.441638, 0.525638, 0.626364, 0.468964, 0.436656, 0.520656, 0.578036, 0.438345, 0.434832,
      0.518832, 0.606182, 0.521537, 0.42, 0.504, 0.569048, 0.376255, 0.426, 0.51, 0.576797, 0.490927,
      0.411168, 0.495168, 0.581636, 0.416236, 0.409344, 0.493344, 0.551018, 0.657792, 0.425524, 0.488362,
      0.589437, 0.490649, 0.393048, 0.475124, 0.531602, 0.595527, 0.416384, 0.479376, 0.559527, 0.550218,
      0.388704, 0.464624, 0.5436, 0.520779, 0.40219, 0.468876, 0.526753,
    ];
    expectClose(resize(small, 10, 7, 4), expected, 1e-6, 'resized');
  });

  it('enlarges an image as PyTorch does', () => {
    const large = resize(small, 10, 7, 12);
    // every fifth row, every third column
    const shown = [0, 1, 2].flatMap((colour) =>
      [0, 5, 10].flatMap((y) => [0, 3, 6, 9].map((x) => large[(colour * 12 + y) * 12 + x]!)),
    );
    const expected = [
      0, 0.473333, 0.809167, 0.724167, 0.804583, 0.39066, 0.628299, 0.69059, 0.73875, 0.359896, 0.569479,
      0.673854, 0.65, 0.534167, 0.449167, 0.364167, 0.739167, 0.50059, 0.538333, 0.453333, 0.7575, 0.483854,
      0.556667, 0.471667, 0.29, 0.174167, 0.173333, 0.593333, 0.379167, 0.263333, 0.237951, 0.51066, 0.3975,
      0.281667, 0.249271, 0.479896,
    ];
    expectClose(shown, expected, 1e-6, 'resized');
  });

  it('runs on what it was resized to', async () => {
    const model = await open('vit-tiny');
    const large = Float32Array.from({ length: 3 * 30 * 20 }, (_, i) => ((i * 7919) % 997) / 997);
    const [direct, resized] = [
      await model.run({ pixels: large, width: 30, height: 20 }, { want: { logits: true } }),
      await model.run({ pixels: resize(large, 30, 20, 12) }, { want: { logits: true } }),
    ];
    expect([...direct.logits!]).to.deep.equal([...resized.logits!]);
    model.close();
  });
});
