import { expect } from '@open-wc/testing';
import type { LabelMark, Mark, Rgba, Scene } from '../../src/scene/scene.js';
import { ease, tween } from '../../src/scene/tween.js';
import { sampleData, samplePicture, withVectors } from './sample.js';

const black: Rgba = [0, 0, 0, 1];
const text = (value: string, x: number, y = 10): LabelMark => ({
  type: 'label',
  text: value,
  x,
  y,
  size: 14,
  fill: black,
  align: 'left',
  baseline: 'middle',
});
const scene = (...marks: Mark[]): Scene => ({ width: 100, height: 50, marks, targets: [] });
const alphaOf = (mark: Mark | undefined) => (mark?.type === 'label' ? mark.fill[3] : NaN);

describe('tween', () => {
  it('is the first scene at the start and the second at the end', () => {
    const [a, b] = [scene(text('a', 0)), scene(text('b', 0))];
    expect(tween(a, b, 0)).to.equal(a);
    expect(tween(a, b, 1)).to.equal(b);
  });

  it('lets what stays stand, what moves glide, and the rest fade', () => {
    const a = scene(text('stays', 5), text('moves', 10), text('goes', 20));
    const b = scene(text('stays', 5), text('moves', 30), text('comes', 40));
    const { marks } = tween(a, b, 0.25);
    const named = (name: string) =>
      marks.find((mark) => mark.type === 'label' && mark.text === name) as LabelMark;
    expect(alphaOf(named('stays'))).to.equal(1);
    expect(named('moves').x).to.equal(15);
    expect(alphaOf(named('goes'))).to.be.closeTo(0.75, 1e-9);
    expect(alphaOf(named('comes'))).to.be.closeTo(0.25, 1e-9);
  });

  it('changes neither scene', () => {
    const parts = [withVectors(sampleData())];
    const [a, b] = [4, 5].map((step) => samplePicture({ view: 'steps', parts, step }).scene) as [
      Scene,
      Scene,
    ];
    const before = JSON.stringify([a, b]);
    tween(a, b, 0.5);
    expect(JSON.stringify([a, b])).to.equal(before);
  });

  it('only adds the new column when a step is taken', () => {
    const parts = [withVectors(sampleData())];
    const [a, b] = [1, 2].map((step) => samplePicture({ view: 'steps', parts, step }).scene) as [
      Scene,
      Scene,
    ];
    const half = tween(a, b, 0.5).marks;
    const steady = half.filter((mark) => b.marks.includes(mark));
    // strips stand still; labels are the same objects only where nothing about them changes
    expect(steady.filter((mark) => mark.type === 'cells')).to.have.lengthOf(
      b.marks.filter((mark) => mark.type === 'cells').length,
    );
    expect(half.length).to.be.at.least(b.marks.length);
  });

  it('eases from 0 to 1 without going back', () => {
    expect([ease(0), ease(0.5), ease(1)]).to.deep.equal([0, 0.5, 1]);
    for (let t = 0; t < 1; t += 0.05) expect(ease(t + 0.05)).to.be.at.least(ease(t));
  });
});
