import { expect } from '@open-wc/testing';
import { kernelReady } from '../../src/core/kernel/kernel-ready.js';
import { openModel } from '../../src/models/open-model.js';
import type { Model } from '../../src/models/model.js';
import { expectClose } from '../core/oracle.js';
import { needSharedData, sharedUrl } from '../shared-data.js';
import { expectPart, expectStream, headOutputs, reference, type Reference } from './expected.js';
import { openWithoutKernel } from './without-kernel.js';

const files = [
  { file: '', expected: 'expected' },
  { file: 'model.noprefix.safetensors', expected: 'expected' },
  { file: 'model.f16.safetensors', expected: 'expected_f16' },
  { file: 'model.bf16.safetensors', expected: 'expected_bf16' },
];

const cases = ['len12', 'len1', 'repeat20'];

async function expectSame(model: Model, from: Reference, name: string): Promise<void> {
  const { input_ids: ids } = (await from.inputs()).find((input) => input.name === name)!;
  const run = await model.run({ ids }, { want: { logits: true, trace: true } });
  const [part] = run.parts;
  await expectPart(part!, from, name);
  expectClose(part!.q!, await from.array(name, 'q'), 1e-5, 'q');
  expectClose(part!.k!, await from.array(name, 'k'), 1e-5, 'k');
  expectClose(part!.v!, await from.array(name, 'v'), 1e-5, 'v');
  expectClose(run.logits!, await from.array(name, 'logits'), 1e-5, 'logits');
  const trace = run.trace!.decoder!;
  await expectStream(trace, from, name);
  expectClose(headOutputs(trace), await from.array(name, 'z'), 1e-5, 'outputs of heads');
  const middle = trace.layers.flatMap((layer) => [...layer.selfAttention.after]);
  // engines without relaxed SIMD, such as WebKit, round products and sums apart
  expectClose(middle, await from.array(name, 'resid_mid'), 2e-5, 'residual stream after attention');
  expect(part!.source).to.deep.equal({ type: 'model', name: 'gpt2-tiny' });
  expect(part!.kind).to.equal('decoder');
}

for (const { file, expected } of files) {
  const from = reference('gpt2-tiny', expected);

  describe(`openModel('…/gpt2-tiny/${file}') equals PyTorch`, () => {
    let model: Model;

    before(async function () {
      await needSharedData(this);
      model = await openModel(sharedUrl(`models/gpt2-tiny/${file}`));
    });
    after(() => model?.close());

    it('says what it is', () => {
      expect([model.family, model.kind, model.name]).to.deep.equal(['gpt2', 'decoder', 'gpt2-tiny']);
      expect(model.config).to.deep.include({ layers: 2, heads: 4, dModel: 32, vocab: 97, maxPositions: 64 });
      expect(model.config.parameters).to.equal(30624);
    });

    for (const name of cases) it(`for ${name}`, () => expectSame(model, from, name));
  });

  describe(`openModel('…/gpt2-tiny/${file}') without the kernel equals PyTorch`, () => {
    let model: Model;

    before(async function () {
      await needSharedData(this);
      model = await openWithoutKernel(sharedUrl(`models/gpt2-tiny/${file}`));
    });
    after(async () => {
      model?.close();
      await kernelReady();
    });

    for (const name of cases) it(`for ${name}`, () => expectSame(model, from, name));
  });
}
