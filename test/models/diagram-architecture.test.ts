import { expect } from '@open-wc/testing';
import { countParameters } from '../../src/core/architecture/count-parameters.js';
import { layerNorm } from '../../src/core/norms.js';
import { safetensorsEntries } from '../../src/formats/safetensors.js';
import { modelArchitecture } from '../../src/models/diagram/model-architecture.js';
import { runDiagram } from '../../src/models/diagram/run-diagram.js';
import { openModel } from '../../src/models/open-model.js';
import { expectClose } from '../core/oracle.js';
import { hasSharedData, sharedUrl } from '../shared-data.js';
import { fixtureBytes, fixtureUrl } from './fixture.js';

const fixtures = [
  ...['bart-tiny', 'distilbert-tiny', 'int8-tiny', 'linear-rope-tiny', 'llama3-rope-tiny', 'mistral-tiny'],
  ...['qwen2-tiny', 'qwen2-window-tiny', 'qwen3-tiny', 'roberta-tiny', 't5-gated-tiny', 'vit-tiny'],
];
const references = [
  'bert-tiny',
  'gpt2-tiny',
  'llama-tiny',
  'marian-tiny',
  't5-tiny',
  'ko-en-mt',
  'ko-recall-gpt',
];
const shipped = ['translator', 'writer', 'reader'];

async function expectCounted(url: string): Promise<void> {
  const model = await openModel(url, { cache: false, worker: false });
  const architecture = modelArchitecture(model);
  model.close();
  expect(countParameters(architecture)).to.equal(model.config.parameters);
}

describe('modelArchitecture(model) has as many parameters as the tensors of the checkpoint', () => {
  for (const name of fixtures) it(name, () => expectCounted(fixtureUrl(name)));
  for (const name of shipped) it(name, () => expectCounted(`/src/models/shipped/${name}/`));
  for (const name of references)
    it(name, async function () {
      if (!(await hasSharedData())) this.skip();
      await expectCounted(sharedUrl(`models/${name}/`));
    });
});

describe('runDiagram(model, input)', () => {
  it('gives words and places of a vision model apart, and leaves the model whole', async () => {
    const model = await openModel(fixtureUrl('vit-tiny'), { cache: false });
    const { size } = model.config.image!;
    const pixels = Float32Array.from({ length: 3 * size * size }, (_, i) => (i % 7) / 7);
    const input = { pixels, width: size, height: size };
    const [first, second] = [await runDiagram(model, input), await runDiagram(model, input)];
    model.close();
    const { words, positions, embedding, output } = first.encoder!.trace!;
    expectClose(
      embedding,
      words!.map((value, i) => value + positions![i]!),
      0,
    );
    expect(positions!.some((value) => value !== 0)).to.be.true;
    // traces leave the worker with their memory, which must not be that of the weights
    expectClose(second.encoder!.trace!.output, output, 0);
    expect(first.next![0]!.probability).to.be.within(0, 1);
  });

  const normed: [name: string, norm: string, epsilon: number][] = [
    ['bart-tiny', 'encoder.layernorm_embedding', 1e-5],
    ['roberta-tiny', 'embeddings.LayerNorm', 1e-5],
    ['distilbert-tiny', 'embeddings.LayerNorm', 1e-12],
  ];
  for (const [name, norm, epsilon] of normed)
    it(`adds words and places before the norm of the embedding: ${name}`, async () => {
      const model = await openModel(fixtureUrl(name), { cache: false, worker: false });
      const ids = [3, 4, 5];
      const { encoder } = await runDiagram(model, model.kind === 'encoder' ? { ids } : { sourceIds: ids });
      model.close();
      const { words, positions, embedding } = encoder!.trace!;
      const { tensors } = safetensorsEntries(await fixtureBytes(name, 'model.safetensors'), name);
      const [weight, bias] = ['weight', 'bias'].map(
        (part) => tensors.find((tensor) => tensor.name.endsWith(`${norm}.${part}`))!.read().data,
      ) as Float32Array[];
      const sum = words!.map((value, i) => value + positions![i]!);
      expectClose(layerNorm(sum, weight!, bias, epsilon), embedding, 1e-5);
    });
});
