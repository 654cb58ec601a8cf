import { expect } from '@open-wc/testing';
import { makeArchitecture, type ArchitectureOptions } from '../../src/core/architecture/make-architecture.js';
import type { AttentionData, AttentionKind } from '../../src/core/attention-data.js';
import { InputError } from '../../src/core/errors.js';
import { architectureOfData, checkFit, dataFromParts } from '../../src/models/diagram/data-from-parts.js';
import { stageNumbers } from '../../src/scene/diagram/stage-numbers.js';
import { expectClose, readNpy } from '../core/oracle.js';
import { needSharedData, sharedBytes, sharedJson } from '../shared-data.js';

/** A part of real attention of the reference data. */
async function realPart(folder: string, kind: AttentionKind): Promise<AttentionData> {
  const at = `real/${folder}`;
  const { shape } = await sharedJson<{ shape: [number, number, number, number] }>(`${at}/meta.json`);
  const [layers, heads, queries, keys] = shape;
  const queryTokens = await sharedJson<string[]>(`${at}/tokens.json`);
  const isCross = kind === 'cross';
  return {
    ...{ kind, layers, heads, queries, keys, queryTokens, scale: 1, values: 'probabilities', notices: [] },
    keyTokens: isCross ? await sharedJson<string[]>(`${at}/tokens_key.json`) : queryTokens,
    weights: Float32Array.from(readNpy(await sharedBytes(`${at}/weights.npy`))),
    source: { type: 'file', name: folder },
    causal: kind === 'decoder',
  };
}

const translator = 'marian-en-de-elephant';
const marian = () =>
  Promise.all(
    (['encoder', 'decoder', 'cross'] as const).map((kind) => realPart(`${translator}/${kind}`, kind)),
  );

describe('dataFromParts(parts)', () => {
  beforeEach(async function () {
    await needSharedData(this);
  });

  it('puts the attention of a published translator where it belongs', async () => {
    const parts = await marian();
    const data = dataFromParts(parts);
    expect([data.encoder!.self, data.decoder!.self, data.decoder!.cross]).to.deep.equal(parts);
    expect([data.encoder!.tokens.length, data.decoder!.tokens.length]).to.deep.equal([7, 14]);
    expect(data.source).to.equal(parts[0]!.source);
    const told = architectureOfData(data);
    expect(told).to.deep.equal({
      ...{ kind: 'encoder-decoder', heads: 8, dModel: 512, dHead: 64, encoderLayers: 6, decoderLayers: 6 },
    });
    const architecture = makeArchitecture(told);
    checkFit(architecture, data);
    const { values } = stageNumbers(architecture, data, 'decoder.5.cross-attention.head.7.softmax')!;
    expectClose(values, parts[2]!.weights.slice(-14 * 7), 0, 'the last head');
  });

  it('tells tokens of both sides from cross-attention alone', async () => {
    const [, , cross] = await marian();
    const data = dataFromParts([cross!]);
    expect(data.encoder!.tokens).to.equal(cross!.keyTokens);
    expect(data.decoder!.tokens).to.equal(cross!.queryTokens);
    expect(data.decoder!.self).to.equal(undefined);
    expect(architectureOfData(data)).to.include({ encoderLayers: 6, decoderLayers: 6 });
  });

  it('takes attention of one text for that of a decoder where nothing looks ahead', async () => {
    const self = await realPart('gpt2-fox-10', 'self');
    expect(dataFromParts([self])).to.have.keys('source', 'encoder');
    expect(dataFromParts([{ ...self, causal: true }])).to.have.keys('source', 'decoder');
    const bert = dataFromParts([await realPart('bert-base-cat-mat-15', 'self')]);
    checkFit(makeArchitecture({ preset: 'bert-base' }), bert);
  });

  const misfits: [what: string, options: ArchitectureOptions, message: string][] = [
    [
      'heads',
      { layers: 6, heads: 4 },
      '8 heads; expected 4, as the architecture has. Say heads="8", or nothing of them.',
    ],
    [
      'layers',
      { layers: 2, heads: 8 },
      '6 layers in the encoder; expected at most 2, as the architecture has.',
    ],
    ['kinds', { preset: 'gpt2' }, 'attention of an encoder; expected that of a model of kind "decoder"'],
  ];
  for (const [what, options, message] of misfits)
    it(`refuses an architecture of other ${what}`, async () => {
      const data = dataFromParts(await marian());
      expect(() => checkFit(makeArchitecture(options), data)).to.throw(InputError, message);
    });

  it('refuses parts of different texts, and none', async () => {
    const [encoder, decoder, cross] = await marian();
    const other = { ...encoder!, keys: 9, queries: 9 };
    expect(() => dataFromParts([other, decoder!, cross!])).to.throw(InputError, '9 tokens of the source');
    expect(() => dataFromParts([])).to.throw(InputError, 'no attention');
  });
});
