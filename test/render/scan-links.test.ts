import { expect } from '@open-wc/testing';
import { canvasPainter } from '../../src/render/canvas-painter.js';
import { loadPixi } from '../../src/render/pixi/index.js';
import type { LinksMark, Scene } from '../../src/scene/scene.js';
import { createComposer } from '../../src/scene/compose.js';
import { sampleData, sampleInput, samplePicture } from '../scene/sample.js';
import { compare, paint } from './pictures.js';

const tokens = Array.from({ length: 30 }, (_, i) => `t${i}`);

function linesScene(hover?: number): Scene {
  return samplePicture({
    view: 'lines',
    width: 420,
    parts: [sampleData({ tokens, layers: 1, heads: 3 })],
    ...(hover !== undefined && { hover: { type: 'query', query: hover } }),
  }).scene;
}

const linksOf = (scene: Scene) => scene.marks.filter((mark): mark is LinksMark => mark.type === 'links');

/** The same curves in many marks of few, which are stroked one by one. */
function inPieces(mark: LinksMark, few = 50): LinksMark[] {
  return Array.from({ length: Math.ceil(mark.count / few) }, (_, i) => {
    const [from, to] = [i * few, Math.min(mark.count, (i + 1) * few)];
    return {
      ...mark,
      count: to - from,
      points: mark.points.slice(8 * from, 8 * to),
      widths: mark.widths.slice(from, to),
      alphas: mark.alphas.slice(from, to),
      colorIndex: mark.colorIndex.slice(from, to),
    };
  });
}

describe('scanLinks(mark, ratio, box)', () => {
  for (const ratio of [1, 2]) {
    it(`draws thousands of curves as stroking them one by one does, at ${ratio} pixels per CSS pixel`, () => {
      const scene = linesScene();
      const [mark] = linksOf(scene) as [LinksMark];
      expect(mark.count).to.be.greaterThan(1000);
      const only = (...marks: LinksMark[]) => paint(canvasPainter, { ...scene, marks }, ratio);
      const { ink, different } = compare(only(mark), only(...inPieces(mark)), 40);
      expect(ink).to.be.greaterThan(10_000);
      // where many cross, how much of each pixel one covers adds up to a few levels
      expect(different, `of ${ink} drawn pixels`).to.be.at.most(ink * 0.02);
    });
  }

  it('leaves nothing out: a faint curve among twenty thousand', () => {
    const count = 20_001;
    const scene = linesScene();
    const [few] = linksOf(scene) as [LinksMark];
    const mark: LinksMark = {
      ...few,
      count,
      points: new Float32Array(8 * count),
      widths: new Float32Array(count).fill(1),
      alphas: new Float32Array(count).fill(1),
      colorIndex: new Uint8Array(count),
    };
    mark.points.set([50, 100, 50, 100, 200, 100, 200, 100], 8 * 20_000);
    mark.alphas[20_000] = 0.1;
    const { data, width } = paint(canvasPainter, { ...scene, marks: [mark] }, 1);
    const at = 4 * (100 * width + 100);
    expect(Math.min(data[at]!, data[at + 1]!, data[at + 2]!)).to.be.lessThan(248);
  });

  it('draws the same with Pixi, with a query in focus too', async () => {
    const scene = linesScene(3);
    const [canvas, pixi] = [paint(canvasPainter, scene, 1), paint(await loadPixi(), scene, 1)];
    const { ink, different } = compare(canvas, pixi, 48);
    expect(different).to.be.at.most(ink * 0.01);
  });

  it('gets the same curves while the reader moves, so that they are drawn once', () => {
    const compose = createComposer();
    const input = sampleInput({ view: 'lines', parts: [sampleData({ tokens })] });
    const [all] = linksOf(compose(input).scene) as [LinksMark];
    for (const query of [1, 2]) {
      const [others] = linksOf(compose({ ...input, hover: { type: 'query', query } }).scene);
      expect(others!.points).to.equal(all.points);
      expect(others!.alphas).to.equal(all.alphas);
    }
  });
});
