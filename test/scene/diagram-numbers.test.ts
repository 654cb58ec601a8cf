import { expect } from '@open-wc/testing';
import type { Architecture } from '../../src/core/architecture/architecture.js';
import { makeArchitecture } from '../../src/core/architecture/make-architecture.js';
import { childrenOf, kindOf } from '../../src/core/architecture/paths.js';
import type { AttentionData } from '../../src/core/attention-data.js';
import { layerNorm } from '../../src/core/norms.js';
import { softmax } from '../../src/core/softmax.js';
import { transformerStack, type StackTrace, type StackWeights } from '../../src/core/transformer-stack.js';
import { safetensorsEntries } from '../../src/formats/safetensors.js';
import { dataFromParts } from '../../src/models/diagram/data-from-parts.js';
import { modelArchitecture } from '../../src/models/diagram/model-architecture.js';
import { runDiagram } from '../../src/models/diagram/run-diagram.js';
import type { RunInput, SideTrace } from '../../src/models/model.js';
import { openModel } from '../../src/models/open-model.js';
import type { DiagramData } from '../../src/scene/diagram/diagram.js';
import { inputNumbers, stageNumbers } from '../../src/scene/diagram/stage-numbers.js';
import { expectClose, oracleCase } from '../core/oracle.js';
import { torchLayer } from '../core/torch-weights.js';
import { reference, type Reference } from '../models/expected.js';
import { needSharedData, sharedUrl } from '../shared-data.js';

interface Ready {
  architecture: Architecture;
  data: DiagramData;
}

async function run(url: string, input: RunInput): Promise<Ready> {
  const model = await openModel(url, { cache: false, worker: false });
  const data = await runDiagram(model, input);
  const architecture = modelArchitecture(model);
  model.close();
  return { architecture, data };
}

/** Expects the numbers at a path to be part `index` of `parts` of an array of PyTorch's. */
function expectNumbers(
  { architecture, data }: Ready,
  path: string,
  expected: ArrayLike<number>,
  tolerance = 1e-5,
) {
  const numbers = stageNumbers(architecture, data, path)!;
  expect(numbers, path).to.exist;
  expect(numbers.path).to.equal(path);
  expect(numbers.values.length, `${path}: rows × columns`).to.equal(numbers.rows * numbers.columns);
  if (numbers.rowTokens) expect(numbers.rowTokens.length, `${path}: names of rows`).to.equal(numbers.rows);
  if (numbers.columnTokens) expect(numbers.columnTokens.length, path).to.equal(numbers.columns);
  expectClose(numbers.values, expected, tolerance, path);
}

const slice = (all: number[], parts: number, index: number): number[] =>
  all.slice((index * all.length) / parts, ((index + 1) * all.length) / parts);

/** Every stage of every head of two layers of four heads, from arrays named as in the reference data. */
async function expectHeads(
  ready: Ready,
  block: string,
  from: Reference,
  input: string,
  names: Record<string, string>,
) {
  for (const [stage, name] of Object.entries(names)) {
    const all = await from.array(input, name);
    const kvHeads = ['key', 'value'].includes(stage) ? ready.architecture.kvHeads : 4;
    for (const layer of [0, 1])
      for (let head = 0; head < 4; head++) {
        const at = layer * kvHeads + Math.floor((head * kvHeads) / 4);
        const path = `${block.replace('*', String(layer))}.head.${head}.${stage}`;
        expectNumbers(ready, path, slice(all, 2 * kvHeads, at), 2e-5);
      }
  }
}

describe('stageNumbers(architecture, data, path) equals PyTorch', () => {
  beforeEach(async function () {
    await needSharedData(this);
  });

  it('at every stage of a GPT-2', async () => {
    const from = reference('gpt2-tiny');
    const [{ name, input_ids: ids }] = (await from.inputs()) as [{ name: string; input_ids: number[] }];
    const ready = await run(sharedUrl('models/gpt2-tiny/'), { ids });
    const names = {
      query: 'q',
      key: 'k',
      value: 'v',
      scores: 'scores',
      softmax: 'probs',
      'weighted-sum': 'z',
    };
    await expectHeads(ready, 'decoder.*.self-attention', from, name, names);
    const perLayer = {
      'self-attention-norm': 'ln_1',
      'self-attention': 'attn_out',
      'self-attention.output-projection': 'attn_out',
      'self-attention-residual': 'resid_mid',
      'feed-forward-norm': 'ln_2',
      'feed-forward.up': 'mlp_pre',
      'feed-forward.activation': 'mlp_post',
      'feed-forward.down': 'mlp_out',
      'feed-forward': 'mlp_out',
    };
    for (const [block, array] of Object.entries(perLayer)) {
      const all = await from.array(name, array);
      for (const layer of [0, 1]) expectNumbers(ready, `decoder.${layer}.${block}`, slice(all, 2, layer));
    }
    const stream = await from.array(name, 'hidden_states');
    expectNumbers(ready, 'decoder.embedding', await from.array(name, 'tok_emb'));
    expectNumbers(ready, 'decoder.positions', await from.array(name, 'pos_emb'));
    expectNumbers(ready, 'decoder.0', slice(stream, 3, 1));
    expectNumbers(ready, 'decoder.0.feed-forward-residual', slice(stream, 3, 1));
    expectNumbers(ready, 'decoder.1', await from.array(name, 'final_resid'));
    expectNumbers(ready, 'decoder.final-norm', slice(stream, 3, 2));
    expectNumbers(ready, 'decoder', slice(stream, 3, 2));
    const into = (path: string) => inputNumbers(ready.architecture, ready.data, path)!.values;
    expectClose(into('decoder.1.self-attention.head.3'), slice(await from.array(name, 'ln_1'), 2, 1), 1e-5);
    expectClose(into('decoder.1.feed-forward'), slice(await from.array(name, 'ln_2'), 2, 1), 1e-5);
    expectClose(into('decoder.0'), slice(stream, 3, 0), 1e-5);
    expect(inputNumbers(ready.architecture, ready.data, 'decoder.final-norm')).to.equal(undefined);
    const last = softmax(Float32Array.from((await from.array(name, 'logits')).slice(-97)), 97);
    expectNumbers(ready, 'output', last.toSorted().reverse().slice(0, 20));
  });

  it('with the mask of a decoder, and heads side by side', async () => {
    const from = reference('gpt2-tiny');
    const [{ name, input_ids: ids }] = (await from.inputs()) as [{ name: string; input_ids: number[] }];
    const ready = await run(sharedUrl('models/gpt2-tiny/'), { ids });
    const n = ids.length;
    const scores = slice(await from.array(name, 'scores'), 8, 6);
    const masked = scores.map((score, i) => (i % n > Math.floor(i / n) ? -Infinity : score));
    expectNumbers(ready, 'decoder.1.self-attention.head.2.mask', masked);
    const heads = slice(await from.array(name, 'z'), 2, 1);
    const joined = Array.from({ length: n * 32 }, (_, i) => {
      const [token, head, d] = [Math.floor(i / 32), Math.floor((i % 32) / 8), i % 8];
      return heads[(head * n + token) * 8 + d]!;
    });
    expectNumbers(ready, 'decoder.1.self-attention.concatenation', joined);
  });

  it('of a Llama, whose heads share turned keys and values', async () => {
    const from = reference('llama-tiny');
    const [{ name, input_ids: ids }] = (await from.inputs()) as [{ name: string; input_ids: number[] }];
    const ready = await run(sharedUrl('models/llama-tiny/'), { ids });
    const names = { query: 'q_rot', key: 'k_rot', value: 'v', softmax: 'probs', 'weighted-sum': 'z' };
    await expectHeads(ready, 'decoder.*.self-attention', from, name, names);
    expectNumbers(ready, 'decoder.embedding', slice(await from.array(name, 'hidden_states'), 3, 0));
    expect(stageNumbers(ready.architecture, ready.data, 'decoder.positions')).to.equal(undefined);
  });

  for (const name of ['marian-tiny', 't5-tiny'])
    it(`of both sides of ${name}, and between them`, async () => {
      const from = reference(name);
      const [input] = await from.inputs();
      const { input_ids: sourceIds, decoder_input_ids: targetIds } = input!;
      const ready = await run(sharedUrl(`models/${name}/`), { sourceIds, targetIds: targetIds! });
      for (const [side, block] of [
        ['encoder', 'encoder.*.self-attention'],
        ['decoder', 'decoder.*.self-attention'],
        ['cross', 'decoder.*.cross-attention'],
      ] as const)
        await expectHeads(ready, block, from, input!.name, {
          scores: `${side}_scores`,
          softmax: `${side}_probs`,
        });
      const stream = await from.array(input!.name, 'decoder_hidden_states');
      expectNumbers(ready, 'decoder.0', slice(stream, 3, 1), 5e-5);
      expectNumbers(ready, 'decoder', slice(stream, 3, 2), 5e-5);
      const cross = stageNumbers(ready.architecture, ready.data, 'decoder.0.cross-attention.head.0.softmax')!;
      expect(cross.rowTokens).to.equal(ready.data.decoder!.tokens);
      expect(cross.columnTokens).to.equal(ready.data.encoder!.tokens);
      expect(cross.range).to.equal('probability');
    });

  for (const name of ['transformer-2x2-a', 'transformer-2x2-b'])
    it(`of nn.Transformer, after whose sums norms stand: ${name}`, async () => {
      const { inputs, outputs, params } = await oracleCase(`layers/${name}`);
      const [dModel, heads] = [params.d_model as number, params.nhead as number];
      const stack = (side: string): StackWeights => ({
        ...{ dModel, placement: 'post', activation: 'relu' },
        layers: [0, 1].map((i) => torchLayer(inputs, `${side}.layers.${i}.`, heads)),
        finalNorm: { weight: inputs[`${side}.norm.weight`]!, bias: inputs[`${side}.norm.bias`]! },
      });
      const encoded = transformerStack(inputs.src!, stack('encoder'));
      const decoded = transformerStack(inputs.tgt!, stack('decoder'), {
        causal: true,
        memory: encoded.output,
      });
      const side = (x: Float32Array, { layers, output }: StackTrace) => ({
        tokens: Array.from({ length: x.length / dModel }, (_, i) => String(i)),
        trace: { embedding: x, layers, output } satisfies SideTrace,
      });
      const ready: Ready = {
        architecture: makeArchitecture({ layers: 2, heads, dModel, finalNorm: true, attentionBias: true }),
        data: {
          source: { type: 'inline' },
          encoder: side(inputs.src!, encoded),
          decoder: side(inputs.tgt!, decoded),
        },
      };
      expectNumbers(ready, 'encoder', outputs.memory!);
      expectNumbers(ready, 'decoder', outputs.y!);
      for (const layer of [0, 1])
        for (let head = 0; head < heads; head++) {
          const at = (all: ArrayLike<number>) =>
            slice([...(all as number[])], 2 * heads, layer * heads + head);
          const encoder = `encoder.${layer}.self-attention.head.${head}.softmax`;
          expectNumbers(ready, encoder, at(outputs.encoder_probs!));
          const decoder = `decoder.${layer}.self-attention.head.${head}.softmax`;
          expectNumbers(ready, decoder, at(outputs.decoder_probs!));
          const cross = `decoder.${layer}.cross-attention.head.${head}.softmax`;
          expectNumbers(ready, cross, at(outputs.cross_probs!));
        }
      for (const [sublayer, norm] of [
        ['self-attention', 'norm1'],
        ['cross-attention', 'norm2'],
        ['feed-forward', 'norm3'],
      ]) {
        const of = (block: string) =>
          stageNumbers(ready.architecture, ready.data, `decoder.1.${block}`)!.values;
        const [weight, bias] = ['weight', 'bias'].map((each) => inputs[`decoder.layers.1.${norm}.${each}`]!);
        const normed = layerNorm(of(`${sublayer}-residual`), weight!, bias);
        expectNumbers(ready, `decoder.1.${sublayer}-norm`, normed, 1e-6);
      }
      // without words and positions apart, their sum is not passed off as either
      expect(stageNumbers(ready.architecture, ready.data, 'encoder.embedding')).to.equal(undefined);
    });
});

describe('stageNumbers of the translator that ships', () => {
  it('equals PyTorch in attention and next word, and adds up from block to block', async () => {
    const { cases } = (await (await fetch('/test/fixtures/shipped/translator.json')).json()) as {
      cases: { input_ids: number[]; decoder_input_ids: number[] }[];
    };
    const file = new Uint8Array(
      await (await fetch('/test/fixtures/shipped/translator.safetensors')).arrayBuffer(),
    );
    const { tensors } = safetensorsEntries(file, 'translator');
    const expected = (name: string) => [
      ...(tensors.find((tensor) => tensor.name === name)!.read().data as Float32Array),
    ];
    const { input_ids: sourceIds, decoder_input_ids: targetIds } = cases[0]!;
    const ready = await run('/src/models/shipped/translator/', { sourceIds, targetIds });
    const { architecture, data } = ready;
    for (const [kind, side, block] of [
      ['encoder', 'encoder', 'self-attention'],
      ['decoder', 'decoder', 'self-attention'],
      ['cross', 'decoder', 'cross-attention'],
    ] as const) {
      const all = expected(`0.${kind}`);
      const layers = side === 'encoder' ? 3 : 2;
      for (let layer = 0; layer < layers; layer++)
        for (let head = 0; head < 4; head++) {
          const part = slice(all, layers * 4, layer * 4 + head);
          expectNumbers(ready, `${side}.${layer}.${block}.head.${head}.softmax`, part, 1e-4);
        }
    }
    const logits = Float32Array.from(expected('0.last_logits'));
    expectNumbers(ready, 'output', softmax(logits, logits.length).toSorted().reverse().slice(0, 20), 1e-4);

    const values = (path: string) => stageNumbers(architecture, data, path)!.values;
    const sum = (a: Float32Array, b: Float32Array) => a.map((value, i) => value + b[i]!);
    const embedded = sum(values('encoder.embedding'), values('encoder.positions'));
    const entering = inputNumbers(architecture, data, 'encoder.0.self-attention.head.1')!;
    expectClose(entering.values, embedded, 1e-6, 'what enters the first layer');
    expect(entering.rowTokens).to.equal(data.encoder!.tokens);
    const residual = sum(embedded, values('encoder.0.self-attention'));
    expectNumbers(ready, 'encoder.0.self-attention-residual', residual, 1e-6);
    const next = sum(values('decoder.1.self-attention-norm'), values('decoder.1.cross-attention'));
    expectNumbers(ready, 'decoder.1.cross-attention-residual', next, 1e-6);
  });

  it('has numbers for every block that there is', async () => {
    const ready = await run('/src/models/shipped/translator/', { source: 'The cat slept.' });
    const missing: string[] = [];
    const walk = (path: string): void => {
      if (path && !stageNumbers(ready.architecture, ready.data, path)) missing.push(path);
      childrenOf(ready.architecture, path).forEach(walk);
    };
    walk('');
    expect(missing).to.deep.equal([]);
  });
});

describe('stageNumbers of weights alone', () => {
  const tokens = ['a', 'b'];
  const part: AttentionData = {
    ...{ kind: 'decoder', layers: 1, heads: 2, queries: 2, keys: 2, queryTokens: tokens, keyTokens: tokens },
    ...{ weights: Float32Array.of(1, 0, 0.25, 0.75, 1, 0, 0.5, 0.5), scale: 1, values: 'probabilities' },
    ...{ source: { type: 'inline' }, notices: [], causal: true, layerIndices: [4] },
  };
  const architecture = makeArchitecture({ kind: 'decoder', layers: 6, heads: 2, dModel: 4 });
  const at = (data: AttentionData, path: string) => stageNumbers(architecture, dataFromParts([data]), path);
  const head = 'decoder.4.self-attention.head.1';

  it('are the softmax, in the layer that they are from', () => {
    expect([...at(part, `${head}.softmax`)!.values]).to.deep.equal([1, 0, 0.5, 0.5]);
    expect(at(part, 'decoder.0.self-attention.head.1.softmax')).to.equal(undefined);
    for (const stage of ['query', 'scores', 'mask', 'weighted-sum'])
      expect(at(part, `${head}.${stage}`), stage).to.equal(undefined);
    expect(at(part, 'decoder.4.feed-forward.up')).to.equal(undefined);
    expect(at(part, 'decoder.9')).to.equal(undefined);
  });

  it('and scores, queries, keys and values where they came along', () => {
    const vectors = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    const more = {
      ...part,
      scores: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7),
      dHead: 2,
      q: vectors,
      k: vectors,
      v: vectors,
    };
    expect([...at(more, `${head}.scores`)!.values]).to.deep.equal([4, 5, 6, 7]);
    expect([...at(more, `${head}.mask`)!.values]).to.deep.equal([4, -Infinity, 6, 7]);
    expect([...at(more, `${head}.key`)!.values]).to.deep.equal([5, 6, 7, 8]);
    expect([...at(more, `${head}.weighted-sum`)!.values]).to.deep.equal([5, 6, 6, 7]);
    expect(kindOf(`${head}.key`)).to.equal('stage');
  });
});
