import { expect } from '@open-wc/testing';
import { textbookDiagram } from '../../../src/models/diagram/textbook-diagram.js';
import type { SideTrace } from '../../../src/models/model.js';
import type { CellsMark, Scene } from '../../../src/scene/scene.js';
import { sampleScene } from './sample.js';

const labels = (scene: Scene) => scene.marks.flatMap((mark) => (mark.type === 'label' ? mark.text : []));

describe('the level of a head', () => {
  it('says how its scores come about, which differs by how positions are told', () => {
    const scores = (preset: string | undefined, focus: string, positions?: 'alibi') => {
      const from = { ...(preset && { preset }), ...(positions && { positions }) };
      return labels(sampleScene({ preset: from, focus, width: 1000 })).find((text) => text.startsWith('QKᵀ'));
    };
    expect(scores('vaswani-base', 'encoder.0.self-attention.head.0')).to.equal('QKᵀ / √64');
    expect(scores('t5-base', 'encoder.0.self-attention.head.0')).to.equal('QKᵀ + B');
    expect(scores('t5-base', 'decoder.0.cross-attention.head.0')).to.equal('QKᵀ');
    expect(scores('gpt2', 'decoder.0.self-attention.head.0', 'alibi')).to.equal('QKᵀ / √64 + B');
  });

  it('shows words and positions together where they enter the first layer', () => {
    const { architecture, data } = textbookDiagram({ tokens: ['a', 'b', 'c'] });
    const focus = 'encoder.0.self-attention.head.0';
    // X stands to the left of all other matrices
    const drawn = (trace: SideTrace) =>
      sampleScene({
        ...{ focus, architecture, width: 1000 },
        data: { ...data, encoder: { ...data.encoder!, trace } },
      })
        .marks.filter((mark): mark is CellsMark => mark.type === 'cells')
        .reduce((left, mark) => (mark.x < left.x ? mark : left));
    const trace = data.encoder!.trace!;
    const [first, ...others] = trace.layers;
    const zeros = { ...first!.selfAttention, input: new Float32Array(trace.embedding.length) };
    const { values: whole } = drawn(trace);
    const { values: none } = drawn({ ...trace, layers: [{ ...first!, selfAttention: zeros }, ...others] });
    expect(new Set(none as Float32Array).size).to.equal(1);
    expect(new Set(whole as Float32Array).size).to.be.greaterThan(10);
  });
});
