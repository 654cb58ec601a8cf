import { expect } from '@open-wc/testing';
import { fuseHeads } from '../../src/core/fuse-heads.js';
import { InputError } from '../../src/core/errors.js';
import { throughLayers, type ThroughChoice } from '../../src/core/through-layers.js';
import { createComposer } from '../../src/scene/compose.js';
import { StillComputing, type NumbersOf } from '../../src/scene/flow-data.js';
import { flowShares } from '../../src/scene/flow-links.js';
import type { LinksMark, Scene } from '../../src/scene/scene.js';
import { squareData } from '../core/make-data.js';
import { expectClose, oracleCase } from '../core/oracle.js';
import { needSharedData } from '../shared-data.js';
import { sampleData, sampleInput, samplePicture } from './sample.js';

const texts = (scene: Scene) => scene.marks.flatMap((mark) => (mark.type === 'label' ? [mark.text] : []));
const links = (scene: Scene) => scene.marks.filter((mark): mark is LinksMark => mark.type === 'links');

async function rolloutCase(id: string) {
  const { inputs, outputs, shapes } = await oracleCase(`rollout/${id}`);
  const [layers, heads, n] = shapes['attn'] as [number, number, number];
  return { data: squareData(inputs['attn']!, layers, heads, n), rollout: outputs['rollout']!, layers, n };
}

describe('view flow', () => {
  for (const id of ['rollout-bert-cat-mat-mean', 'rollout-gpt2-fox-mean', 'rollout-random-mean']) {
    it(`shows and follows the reference rollout from every layer: ${id}`, async function () {
      await needSharedData(this);
      const { data, rollout, layers, n } = await rolloutCase(id);
      for (const top of [0, Math.floor(layers / 2), layers - 1]) {
        const query = n - 2;
        const { scene, shown } = samplePicture({
          view: 'flow',
          parts: [data],
          pinned: { query },
          width: 900,
          layers: [top],
        });
        expectClose(shown.heads[0]!.weights, rollout.slice(top * n * n, (top + 1) * n * n), 1e-6, 'rollout');
        const row = rollout.slice((top * n + query) * n, (top * n + query + 1) * n);
        const shares = flowShares(shown.flow!, n, query);
        expectClose(shares.nodes.subarray(0, n), row, 1e-6, 'shares at the input');
        for (let level = 0; level <= top; level++) {
          const ofLayer = shares.links.subarray(level * n * n, (level + 1) * n * n);
          expect(ofLayer.reduce((a, b) => a + b, 0)).to.be.closeTo(1, 1e-5);
        }
        const ofKey = flowShares(shown.flow!, n, query, 1);
        for (let level = 0; level <= top; level++) {
          const ofLayer = ofKey.links.subarray(level * n * n, (level + 1) * n * n);
          expect(ofLayer.reduce((a, b) => a + b, 0)).to.be.closeTo(row[1]!, 1e-5);
        }
        for (const share of row) {
          const text = share >= 0.995 ? '1' : share < 0.005 ? '.00' : share.toFixed(2).replace('0.', '.');
          if (Math.abs((share * 100) % 1) > 0.02) expect(texts(scene)).to.include(text);
        }
      }
    });
  }

  it('counts only the chosen heads', () => {
    const data = sampleData();
    const { shown } = samplePicture({ view: 'flow', parts: [data], heads: [1], layers: [0] });
    expectClose(shown.heads[0]!.weights, fuseHeads(data, { heads: [1] }).slice(0, 36), 1e-6);
  });

  it('goes through all layers unless one is chosen, and names them', () => {
    const { shown } = samplePicture({ view: 'flow' });
    expect(shown.flow!.layers).to.deep.equal([0, 1]);
    expect(shown.heads[0]!.label).to.equal('Attention rollout, layers 0 to 1');
    expect(samplePicture({ view: 'flow', layers: [0] }).shown.flow!.layers).to.deep.equal([0]);
  });

  it('by maximum flow through one layer is that layer itself', () => {
    const data = sampleData({ layers: 1 });
    const { shown, scene } = samplePicture({ view: 'flow', method: 'flow', parts: [data] });
    expectClose(shown.heads[0]!.weights, fuseHeads(data), 1e-6);
    expect(scene.note).to.include('do not sum to 1');
  });

  it('refuses what would take too long', () => {
    const long = (count: number) => [
      sampleData({ heads: 1, tokens: Array.from({ length: count }, (_, i) => `t${i}`) }),
    ];
    const numbersOf = () => {
      throw new StillComputing();
    };
    const picture = (count: number, method: 'flow' | 'rollout') =>
      samplePicture({ view: 'flow', method, parts: long(count), numbersOf });
    expect(() => picture(150, 'flow')).to.throw(InputError, 'method="rollout"');
    expect(() => picture(149, 'flow')).to.throw(StillComputing);
    expect(() => picture(1900, 'rollout')).to.throw(InputError, 'at most 1866 tokens');
    expect(() => picture(1024, 'rollout')).to.throw(StillComputing);
  });

  it('asks again for numbers that were still computed, and not for those that are there', () => {
    const parts = [sampleData()];
    const asked: ThroughChoice[] = [];
    let ready = false;
    const numbersOf: NumbersOf = (data, choice) => {
      asked.push(choice);
      if (!ready) throw new StillComputing();
      return throughLayers(data, choice);
    };
    const compose = createComposer();
    const input = { ...sampleInput({ view: 'flow', parts }), numbersOf };
    expect(() => compose(input)).to.throw(StillComputing);
    ready = true;
    expect(compose(input).shown.flow!.layers).to.deep.equal([0, 1]);
    compose({ ...input, hover: { type: 'query', query: 1 } });
    expect(asked).to.have.length(2);
    expect(asked[0]).to.deep.equal({ layers: [0, 1], heads: [0, 1, 2], method: 'rollout', residual: 0.5 });
  });

  it('draws links as wide as what goes through them, and says how much that is', () => {
    const { scene, shown } = samplePicture({ view: 'flow', pinned: { query: 1 } });
    const front = links(scene).at(-1)!;
    const { links: shares } = flowShares(shown.flow!, 6, 1);
    const drawn = [...shares].filter((share) => share >= 0.004).sort((a, b) => a - b);
    expect(front.count).to.equal(drawn.length);
    for (let i = 1; i < front.count; i++) expect(front.widths[i]).to.be.at.least(front.widths[i - 1]!);
    const percent = Math.round((100 * drawn.reduce((a, b) => a + b, 0)) / 2);
    expect(scene.note).to.match(new RegExp(`carry (${percent}|99) %`));
    expect(scene.note).to.include('mean of 3 heads').and.include('0.5');
  });

  it('says why there is no flow through cross-attention or scores', () => {
    const cross = sampleData({ kind: 'cross', queryTokens: ['a', 'b'], keyTokens: ['c', 'd', 'e'] });
    expect(texts(samplePicture({ view: 'flow', parts: [cross] }).scene).join(' ')).to.include(
      'self-attention',
    );
    const scores = sampleData({ values: 'scores' });
    expect(texts(samplePicture({ view: 'flow', parts: [scores] }).scene).join(' ')).to.include('scores');
  });
});
