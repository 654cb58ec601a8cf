import { expect } from '@open-wc/testing';
import type { Model, RunInput } from '../../src/models/model.js';
import { openModel } from '../../src/models/open-model.js';
import { expectClose } from '../core/oracle.js';
import { needSharedData, sharedUrl } from '../shared-data.js';
import {
  expectPart,
  expectResidual,
  expectStream,
  headOutputs,
  reference,
  repeated,
  type ReferenceInput,
} from './expected.js';

const all = { want: { logits: true, trace: true } };

/** Every input of a tiny model of the reference data, through a checkpoint of its folder. */
function describeModel(
  name: string,
  cases: string[],
  check: (model: Model, input: ReferenceInput, from: ReturnType<typeof reference>) => Promise<void>,
): void {
  describe(`openModel('…/${name}/') equals PyTorch`, () => {
    let model: Model;
    const from = reference(name);
    before(async function () {
      await needSharedData(this);
      model = await openModel(sharedUrl(`models/${name}/`));
    });
    after(() => model?.close());
    for (const each of cases) {
      it(`for ${each}`, async () => {
        const input = (await from.inputs()).find((candidate) => candidate.name === each)!;
        await check(model, input, from);
      });
    }
  });
}

describeModel('bert-tiny', ['pair13', 'padded12'], async (model, input, from) => {
  const { name, input_ids: ids, token_type_ids: segments, attention_mask: keep } = input;
  const run = await model.run({ ids, segments: segments!, keep: keep! }, all);
  const [part] = run.parts;
  expect(part!.kind).to.equal('encoder');
  await expectPart(part!, from, name);
  await expectResidual(part!, from, name);
  await expectStream(run.trace!.encoder!, from, name);
  expectClose(part!.q!, await from.array(name, 'q'), 1e-5, 'q');
  expectClose(part!.k!, await from.array(name, 'k'), 1e-5, 'k');
  expectClose(part!.v!, await from.array(name, 'v'), 1e-5, 'v');
  expectClose(headOutputs(run.trace!.encoder!), await from.array(name, 'z'), 1e-5, 'outputs of heads');
  expectClose(run.logits!, await from.array(name, 'logits'), 2e-5, 'logits');
});

describeModel('llama-tiny', ['len14', 'len1'], async (model, { name, input_ids: ids }, from) => {
  const run = await model.run({ ids }, all);
  const [part] = run.parts;
  await expectPart(part!, from, name);
  await expectResidual(part!, from, name);
  await expectStream(run.trace!.decoder!, from, name);
  expectClose(part!.q!, await from.array(name, 'q_rot'), 1e-5, 'q');
  expectClose(part!.k!, repeated(await from.array(name, 'k_rot'), 2, 2, 4), 1e-5, 'k');
  expectClose(part!.v!, repeated(await from.array(name, 'v'), 2, 2, 4), 1e-5, 'v');
  expectClose(headOutputs(run.trace!.decoder!), await from.array(name, 'z'), 1e-5, 'outputs of heads');
  expectClose(run.logits!, await from.array(name, 'logits'), 1e-5, 'logits');
});

describeModel('ko-recall-gpt', ['doc71', 'doc72'], async (model, { name, input_ids: ids }, from) => {
  const run = await model.run({ ids }, all);
  await expectPart(run.parts[0]!, from, name, '', 2e-5);
  expectClose(run.logits!, await from.array(name, 'logits'), 1e-4, 'logits');
});

const pairs: [model: string, cases: string[]][] = [
  ['t5-tiny', ['s17t9', 's40t6-padded']],
  ['marian-tiny', ['s10t8', 's12t6-padded']],
  ['ko-en-mt', ['sent0', 'sent1']],
];
for (const [name, cases] of pairs) {
  describeModel(name, cases, async (model, input, from) => {
    const given: RunInput = {
      sourceIds: input.input_ids,
      targetIds: input.decoder_input_ids!,
      ...(input.attention_mask && { keep: input.attention_mask }),
    };
    const run = await model.run(given, all);
    const [encoder, decoder, cross] = run.parts;
    await expectPart(encoder!, from, input.name, 'encoder_', 2e-5);
    await expectPart(decoder!, from, input.name, 'decoder_', 2e-5);
    await expectPart(cross!, from, input.name, 'cross_', 2e-5);
    expect(run.parts.map(({ kind }) => kind)).to.deep.equal(['encoder', 'decoder', 'cross']);
    await expectStream(run.trace!.encoder!, from, input.name, 'encoder_', 5e-5);
    await expectStream(run.trace!.decoder!, from, input.name, 'decoder_', 5e-5);
    expectClose(run.logits!, await from.array(input.name, 'logits'), 1e-4, 'logits');
  });
}

describe('ko-en-mt, which was trained', () => {
  it('translates greedily as it was taught, and names its tokens', async function () {
    await needSharedData(this);
    const model = await openModel(sharedUrl('models/ko-en-mt/'));
    const from = reference('ko-en-mt');
    for (const { input_ids: sourceIds, decoder_input_ids: expected } of await from.inputs()) {
      const run = await model.run({ sourceIds });
      const given = await model.run({ sourceIds, targetIds: expected! });
      expect(run.parts[1]!.queryTokens).to.deep.equal(given.parts[1]!.queryTokens);
      expectClose(run.parts[2]!.weights, given.parts[2]!.weights, 1e-6, 'cross-attention');
      const words: number[] = [];
      for await (const { id, end } of model.generate({ sourceIds })) if (!end) words.push(id);
      expect([expected![0], ...words]).to.deep.equal(expected);
    }
    model.close();
  });
});
