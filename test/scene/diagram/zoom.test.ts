import { expect } from '@open-wc/testing';
import { makeArchitecture } from '../../../src/core/architecture/make-architecture.js';
import type { LabelMark } from '../../../src/scene/scene.js';
import { zoomScene } from '../../../src/scene/diagram/zoom.js';
import { coordinates, sampleDiagramData, sampleScene } from './sample.js';

const architecture = makeArchitecture({ preset: 'vaswani-base' });
const data = sampleDiagramData(architecture);
const scene = (focus: string, width = 1000) => sampleScene({ architecture, data, focus, width });

/** A label by its text, as drawn in a picture. */
const find = (marks: readonly { type: string }[], text: string) =>
  marks.find((mark): mark is LabelMark => mark.type === 'label' && (mark as LabelMark).text === text);

describe('zooming', () => {
  const whole = scene('');
  const part = scene('decoder.0.self-attention');
  const box = whole.boxes.get('decoder.0.self-attention')!;

  it('begins with the one picture and ends with the other, both ways', () => {
    expect(zoomScene(whole, part, box, 0)).to.equal(whole);
    expect(zoomScene(whole, part, box, 1)).to.equal(part);
    expect(zoomScene(part, whole, box, 0, 'out')).to.equal(part);
    expect(zoomScene(part, whole, box, 1, 'out')).to.equal(whole);
  });

  it('grows the block out of its place, its neighbours moving with it', () => {
    const early = zoomScene(whole, part, box, 0.1);
    const before = find(whole.marks, 'Masked self-attention')!;
    const after = find(early.marks, 'Masked self-attention')!;
    expect(after.size).to.be.above(before.size);
    // the head of the block stays in the block: its share of the way across is the same
    const grown = { x: box.x * 0.9, width: box.width * 0.9 + part.width * 0.1 };
    const share = (x: number, from: { x: number; width: number }) => (x - from.x) / from.width;
    expect(share(after.x, grown)).to.be.closeTo(share(before.x, box), 0.12);
  });

  it('goes the same way back', () => {
    // parts of two, so that 1 − t is exact
    for (const t of [0.25, 0.5, 0.75]) {
      const inward = zoomScene(whole, part, box, t);
      const outward = zoomScene(part, whole, box, 1 - t, 'out');
      expect(outward.marks).to.deep.equal(inward.marks);
      expect(outward.height).to.be.closeTo(inward.height, 1e-9);
      // the pointer is answered by what is coming
      expect(inward.targets).to.equal(part.targets);
      expect(outward.targets).to.equal(whole.targets);
    }
  });

  it('has finite coordinates, and at no time more marks than both pictures', () => {
    for (const [from, to] of [
      ['', 'encoder'],
      ['encoder', 'encoder.2'],
      ['encoder.2', 'encoder.2.feed-forward'],
      ['decoder.0.self-attention', 'decoder.0.self-attention.head.3'],
      ['decoder.0.self-attention.head.3', 'decoder.0.self-attention.head.3.softmax'],
    ] as const) {
      for (const width of [360, 1000]) {
        const [a, b] = [scene(from, width), scene(to, width)];
        for (const t of [0.05, 0.35, 0.5, 0.9]) {
          const between = zoomScene(a, b, a.boxes.get(to)!, t);
          expect(coordinates(between.marks).every(Number.isFinite), `${from} → ${to}`).to.be.true;
          expect(between.marks.length).to.be.at.most(a.marks.length + b.marks.length + 1);
          // enlarged heat maps are cut to what is in sight, on the lines between cells
          for (const mark of between.marks) {
            if (mark.type !== 'cells') continue;
            expect(mark.width).to.be.at.most(between.width + (2 * mark.width) / mark.columns + 1e-6);
            expect(mark.height).to.be.at.most(between.height + (2 * mark.height) / mark.rows + 1e-6);
            expect((mark.values as Float32Array).length).to.equal(mark.rows * mark.columns);
          }
        }
      }
    }
  });
});
