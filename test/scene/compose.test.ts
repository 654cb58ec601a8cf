import { expect } from '@open-wc/testing';
import { InputError } from '../../src/core/errors.js';
import { createComposer } from '../../src/scene/compose.js';
import { sampleData, sampleInput, samplePicture } from './sample.js';

describe('createComposer()', () => {
  const parts = [sampleData()];

  it('takes a step again only where what it starts from has changed', () => {
    const compose = createComposer();
    const first = compose(sampleInput({ parts, view: 'lines', heads: [0, 2] }));
    const hovered = compose(
      sampleInput({ parts, view: 'lines', heads: [0, 2], hover: { type: 'query', query: 1 } }),
    );
    for (const step of ['transformed', 'shown', 'scaled'] as const)
      expect(hovered[step] === first[step], step).to.be.true;
    expect(hovered.scene === first.scene, 'the picture is another one').to.be.false;
    const root = compose(sampleInput({ parts, view: 'lines', heads: [0, 2], scale: 'sqrt' }));
    expect(root.shown === first.shown, 'what is shown, by another scale').to.be.true;
    expect(root.scaled === first.scaled, 'another scale').to.be.false;
    for (const heads of [[0, 1], [0], [2, 0]]) {
      const other = compose(sampleInput({ parts, view: 'lines', heads }));
      expect(other.transformed === first.transformed, 'the same data').to.be.true;
      expect(
        other.shown.heads.map(({ head }) => head),
        'other heads',
      ).to.deep.equal(heads);
    }
    const fresh = compose(sampleInput({ parts: [sampleData()], view: 'lines', heads: [0, 2] }));
    expect(fresh.transformed === first.transformed, 'other data of the same numbers').to.be.false;
  });

  it('draws eight links for each token of a long text, and all of them in a short one', () => {
    const picture = (count: number, view: 'lines' | 'matrix' = 'lines') =>
      samplePicture({
        view,
        parts: [
          sampleData({ tokens: Array.from({ length: count }, (_, i) => `t${i}`), heads: 1, layers: 1 }),
        ],
        topK: undefined,
      }).topK;
    expect([picture(150), picture(151), picture(151, 'matrix')]).to.deep.equal([0, 8, 0]);
  });

  it('says which layers, heads and tokens there are', () => {
    const refused = (more: Parameters<typeof samplePicture>[0], input: string, ...words: string[]) => {
      try {
        samplePicture({ parts, ...more });
      } catch (error) {
        expect(error).to.be.instanceOf(InputError);
        expect(error).to.deep.include({ code: 'attribute', input });
        for (const word of words) expect((error as Error).message).to.include(word);
        return;
      }
      expect.fail(`${input} was taken`);
    };
    refused({ layers: [0, 2] }, 'layer', '2, but the data have 2 layers', 'from 0 to 1');
    refused({ heads: [3] }, 'head', '3, but the data have 3 heads', 'from 0 to 2');
    refused({ parts: [sampleData({ heads: 1 })], heads: [1] }, 'head', 'have 1 head;', 'expected 0');
    refused({ pinned: { query: 6 } }, 'query', '6, but there are 6 tokens', 'from 0 to 5');
    refused({ kind: 'cross' }, 'kind', '“cross”', 'self');
    samplePicture({ parts, layers: [1], heads: [2], pinned: { query: 5, key: 99 } });
  });

  it('marks heads that are switched off, and no others', () => {
    const { shown } = samplePicture({
      parts: [sampleData({ ablated: [{ layer: 0, head: 1 }] })],
      view: 'heads',
    });
    const off = shown.heads.filter((head) => head.off);
    expect(off.map(({ layer, head }) => [layer, head])).to.deep.equal([[0, 1]]);
    expect(off[0]!.label).to.not.equal(shown.heads.find((head) => !head.off)!.label);
  });
});
