import { expect } from '@open-wc/testing';
import type { AttentionData } from '../../src/core/attention-data.js';
import type { Model, ModelRun, RunInput, RunOptions } from '../../src/models/model.js';
import { openModel } from '../../src/models/open-model.js';
import { expectClose } from '../core/oracle.js';
import { needSharedData, sharedUrl } from '../shared-data.js';
import { reference, weightsOf } from './expected.js';
import { fixtureExpected, fixtureInput, fixtureUrl } from './fixture.js';

const wanted = { want: { valueNorms: true } };

/** Runs a fixture and closes it again. */
async function runFixture(name: string, options: RunOptions = wanted): Promise<ModelRun> {
  const model = await openModel(fixtureUrl(name), { cache: false });
  const run = await model.run(await fixtureInput<RunInput>(name), options);
  model.close();
  return run;
}

/** What is drawn with the same tokens, and nothing that these weights do not come from. */
function expectDrawable(data: AttentionData, part: AttentionData): void {
  const { kind, layers, heads, queries, keys, queryTokens, keyTokens } = part;
  expect(data).to.deep.include({ kind, layers, heads, queries, keys, queryTokens, keyTokens });
  expect(data.values).to.equal('other');
  expect([data.scores, data.q, data.k, data.v, data.residual]).to.deep.equal(Array(5));
  expect(data.causal).to.equal(part.causal);
}

describe('a run with want: { valueNorms: true } equals PyTorch', () => {
  for (const name of ['qwen3-tiny', 'roberta-tiny']) {
    it(`for ${name}`, async () => {
      const run = await runFixture(name);
      const { value_norms: expected } = await fixtureExpected(name);
      expect(run.valueNorms).to.have.length(1);
      expectClose(weightsOf(run.valueNorms![0]!), expected!, 5e-5, 'weights by norms of values');
      expectDrawable(run.valueNorms![0]!, run.parts[0]!);
    });
  }

  it('for encoder, decoder and cross-attention of T5', async () => {
    const run = await runFixture('t5-gated-tiny');
    const expected = await fixtureExpected('t5-gated-tiny');
    expect(run.valueNorms!.map(({ kind }) => kind)).to.deep.equal(['encoder', 'decoder', 'cross']);
    run.valueNorms!.forEach((data, i) => {
      expectClose(weightsOf(data), expected[`${data.kind}_value_norms`]!, 5e-5, data.kind);
      expectDrawable(data, run.parts[i]!);
    });
    expect(run.valueNorms![2]!.writtenTokens).to.deep.equal(run.parts[2]!.writtenTokens);
  });

  it('for patches of ViT', async () => {
    const model = await openModel(fixtureUrl('vit-tiny'), { cache: false });
    const { pixels, value_norms: expected } = await fixtureExpected('vit-tiny');
    const run = await model.run({ pixels: pixels! }, wanted);
    expectClose(weightsOf(run.valueNorms![0]!), expected!, 5e-5, 'weights by norms of values');
    model.close();
  });

  const models = [
    ['gpt2-tiny', 'len12'],
    ['bert-tiny', 'pair13'],
  ] as const;
  for (const [name, each] of models) {
    it(`for ${name} of the reference data`, async function () {
      await needSharedData(this);
      const all = (await (await fetch('/test/fixtures/value-norms.json')).json()) as Record<
        string,
        Record<string, number[]>
      >;
      const input = (await reference(name).inputs()).find((candidate) => candidate.name === each)!;
      const { input_ids: ids, token_type_ids: segments, attention_mask: keep } = input;
      const model: Model = await openModel(sharedUrl(`models/${name}/`));
      const run = await model.run({ ids, ...(segments && { segments }), ...(keep && { keep }) }, wanted);
      expectClose(weightsOf(run.valueNorms![0]!), all[name]![each]!, 2e-5, 'weights by norms of values');
      model.close();
    });
  }
});

describe('a run without that wish', () => {
  it('has no such weights', async () => {
    expect((await runFixture('qwen3-tiny', {})).valueNorms).to.equal(undefined);
  });
});
