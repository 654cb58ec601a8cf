import { expect } from '@open-wc/testing';
import { attention } from '../../src/core/attention.js';
import { toAttentionData } from '../../src/core/to-attention-data.js';
import { needSharedData, sharedJson } from '../shared-data.js';
import { sampleData, samplePicture } from './sample.js';

interface OracleCase {
  inputs: Record<string, { data: number[] | number[][][] }>;
  outputs: Record<string, { data: number[][][] }>;
}

const flat = (nested: unknown): Float32Array => Float32Array.from((nested as number[][][]).flat(3));
const said = (value: number) => value.toFixed(2).replace('-', '−');

describe('view steps', () => {
  it('shows the very numbers of the computation (PyTorch: sdpa/causal-a)', async function () {
    await needSharedData(this);
    const { inputs, outputs } = await sharedJson<OracleCase>('oracle/sdpa/causal-a/case.json');
    const [q, k, v] = ['q', 'k', 'v'].map((name) => flat(inputs[name]!.data)) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const stages = attention(q, k, v, { heads: 2, dHead: 4, causal: true });
    const data = toAttentionData([{ ...stages, q, k, v }], {
      queryTokens: ['a', 'b', 'c', 'd', 'e'],
      kind: 'decoder',
      source: { type: 'inline' },
    });
    for (const [head, query] of [
      [0, 4],
      [1, 2],
    ] as const) {
      const { scene } = samplePicture({ view: 'steps', parts: [data], heads: [head], pinned: { query } });
      const texts = scene.marks.flatMap((mark) => (mark.type === 'label' ? [mark.text] : []));
      for (let key = 0; key < 5; key++) {
        const score = outputs['scores']!.data[head]![query]![key]!;
        expect(texts).to.include(said(score));
        expect(texts).to.include(said(score * 2));
        expect(texts).to.include(said(outputs['probs']!.data[head]![query]![key]!));
      }
      expect(texts.filter((text) => text === '−∞')).to.have.lengthOf(4 - query);
      const strips = scene.marks.flatMap((mark) => (mark.type === 'cells' ? [mark] : []));
      const expected = outputs['out']!.data[head]![query]!;
      // strips are drawn relative to the largest number of the head's values
      const ofHead = v.subarray(head * 20, head * 20 + 20);
      const largest = ofHead.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
      const drawn = [...strips.at(-1)!.values].map((x) => (x - 0.5) * 2 * largest);
      drawn.forEach((x, d) => expect(x).to.be.closeTo(expected[d]!, 1e-5));
    }
  });

  it('brings the columns one by one', () => {
    const data = sampleData({ layers: 1, heads: 1 });
    const vectors = new Float32Array(6 * 4).map((_, i) => Math.sin(i));
    const parts = [{ ...data, q: vectors, k: vectors, v: vectors, dHead: 4 }];
    const titles = (step: number) =>
      samplePicture({ view: 'steps', parts, step }).scene.marks.flatMap((mark) =>
        mark.type === 'label' && ['q · k', '÷ √d', 'softmax', 'weight × v'].includes(mark.text)
          ? [mark.text]
          : [],
      );
    expect(titles(1)).to.deep.equal(['q · k']);
    expect(titles(2)).to.deep.equal(['q · k', '÷ √d']);
    expect(titles(4)).to.deep.equal(['q · k', '÷ √d', 'softmax']);
    expect(titles(5)).to.deep.equal(['q · k', '÷ √d', 'softmax', 'weight × v']);
  });

  it('says what is missing when there are only weights', () => {
    expect(samplePicture({ view: 'steps' }).scene.note).to.include('need query, key and value vectors');
  });
});
