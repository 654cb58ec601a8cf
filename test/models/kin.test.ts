import { expect } from '@open-wc/testing';
import type { ModelRun, RunInput } from '../../src/models/model.js';
import { openModel } from '../../src/models/open-model.js';
import { expectRejection } from '../formats/helpers.js';
import { needSharedData, sharedBytes, sharedJson } from '../shared-data.js';
import { reference } from './expected.js';
import { fixtureInput } from './fixture.js';
import { filesOf, takeApart, tensorsOf, type Folder } from './folder.js';
import { serve, servedUrl } from './serve.js';

/** Runs a folder and says which family it took it for. */
async function runFolder(folder: Folder, input: RunInput): Promise<ModelRun & { family: string }> {
  const served = serve(filesOf(folder));
  try {
    const model = await openModel(servedUrl('m/'), { worker: false, cache: false });
    const run = await model.run(input, { want: { logits: true } });
    model.close();
    return { ...run, family: model.family };
  } finally {
    served.stop();
  }
}

/** The same tensors under other names. */
const renamed = ({ config, tensors }: Folder, rename: (name: string) => string): Folder => ({
  config,
  tensors: Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [rename(name), tensor])),
});

/** As checkpoints of before 2019 have it, in which a norm has gamma and beta. */
const oldNames = (name: string) =>
  name
    .replace(/(LayerNorm|layer_norm)\.weight$/, '$1.gamma')
    .replace(/(LayerNorm|layer_norm)\.bias$/, '$1.beta');

function expectEqual(run: ModelRun, other: ModelRun): void {
  expect([...run.logits!]).to.deep.equal([...other.logits!]);
  for (const [i, { weights }] of run.parts.entries()) {
    expect([...weights]).to.deep.equal([...other.parts[i]!.weights]);
  }
}

describe('a checkpoint of a kin family gives the same numbers', () => {
  const kin: [type: string, of: string][] = [
    ['xlm-roberta', 'roberta-tiny'],
    ['camembert', 'roberta-tiny'],
    ['mt5', 't5-gated-tiny'],
  ];
  for (const [type, of] of kin) {
    it(`${type}, as ${of}`, async () => {
      const folder = await takeApart(of);
      const input = await fixtureInput<RunInput>(of);
      const plain = await runFolder(folder, input);
      const run = await runFolder({ ...folder, config: { ...folder.config, model_type: type } }, input);
      expect(run.family).to.equal(type);
      expectEqual(run, plain);
    });
  }
});

describe('norms that are called gamma and beta are read', () => {
  it('of RoBERTa', async () => {
    const folder = await takeApart('roberta-tiny');
    const old = renamed(folder, oldNames);
    expect(Object.keys(old.tensors).filter((name) => /gamma|beta/.test(name))).to.have.length(12);
    const input = await fixtureInput<RunInput>('roberta-tiny');
    expectEqual(await runFolder(old, input), await runFolder(folder, input));
  });

  it('of BERT, with its head for masked words', async function () {
    await needSharedData(this);
    const folder: Folder = {
      config: await sharedJson('models/bert-tiny/config.json'),
      tensors: tensorsOf(new Uint8Array(await sharedBytes('models/bert-tiny/model.safetensors'))),
    };
    const old = renamed(folder, oldNames);
    expect(old.tensors).to.include.keys(
      'bert.embeddings.LayerNorm.gamma',
      'cls.predictions.transform.LayerNorm.beta',
    );
    const { input_ids: ids } = (await reference('bert-tiny').inputs())[0]!;
    expectEqual(await runFolder(old, { ids }), await runFolder(folder, { ids }));
  });
});

describe('rope_scaling of type dynamic', () => {
  it('is refused where it would scale: beyond the positions of the model', async () => {
    const folder = await takeApart('dynamic-rope-tiny');
    const { ids } = await fixtureInput<{ ids: number[] }>('dynamic-rope-tiny');
    expect(folder.config.max_position_embeddings).to.equal(ids.length);
    await expectRejection(
      runFolder(folder, { ids: [...ids, 3] }),
      'too-large',
      'positions that the model has',
    );
  });
});
