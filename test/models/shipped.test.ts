import { expect } from '@open-wc/testing';
import { safetensorsEntries } from '../../src/formats/safetensors.js';
import { openModel } from '../../src/models/open-model.js';
import { expectClose } from '../core/oracle.js';
import { weightsOf } from './expected.js';

const tolerance = 1e-4;

interface Case {
  text: string;
  input_ids: number[];
  decoder_input_ids?: number[];
  generated_ids?: number[];
}

async function fixture(name: string) {
  const at = `/test/fixtures/shipped/${name}`;
  const { cases } = (await (await fetch(`${at}.json`)).json()) as { cases: Case[] };
  const bytes = new Uint8Array(await (await fetch(`${at}.safetensors`)).arrayBuffer());
  const { tensors } = safetensorsEntries(bytes, name);
  const arrays = Object.fromEntries(
    tensors.map((tensor) => [tensor.name, tensor.read().data as Float32Array]),
  );
  return { cases, arrays };
}

const open = (name: string) => openModel(`/src/models/shipped/${name}/`, { cache: false });

describe('the models that ship compute what PyTorch does with the weights as stored', () => {
  it('translator: encoder, decoder, cross-attention, and its own translation', async () => {
    const { cases, arrays } = await fixture('translator');
    const model = await open('translator');
    for (const [i, { text, input_ids, decoder_input_ids, generated_ids }] of cases.entries()) {
      const run = await model.run(
        { sourceIds: input_ids, targetIds: decoder_input_ids! },
        { want: { logits: true } },
      );
      for (const part of run.parts)
        expectClose(weightsOf(part), arrays[`${i}.${part.kind}`]!, tolerance, `${text}: ${part.kind}`);
      const last = arrays[`${i}.last_logits`]!;
      expectClose(run.logits!.slice(-last.length), last, tolerance, `${text}: logits`);
      const written: number[] = [];
      for await (const step of model.generate({ source: text }, { maxTokens: 60 })) written.push(step.id);
      expect(written, text).to.deep.equal(generated_ids);
    }
    model.close();
  });

  for (const name of ['writer', 'reader'])
    it(`${name}: attention and scores of all words`, async () => {
      const { cases, arrays } = await fixture(name);
      const model = await open(name);
      for (const [i, { text, input_ids }] of cases.entries()) {
        const run = await model.run({ ids: input_ids }, { want: { logits: true } });
        expectClose(weightsOf(run.parts[0]!), arrays[`${i}.attention`]!, tolerance, text);
        expectClose(run.logits!, arrays[`${i}.logits`]!, tolerance, `${text}: logits`);
      }
      model.close();
    });
});
