import { expect } from '@open-wc/testing';
import { canvasPainter } from '../../src/render/canvas-painter.js';
import { loadPixi, stats } from '../../src/render/pixi/index.js';
import { writeSvg } from '../../src/scene/svg.js';
import type { Scene } from '../../src/scene/scene.js';
import { viewNames } from '../../src/scene/views.js';
import { needsWebGL } from '../engine.js';
import { createComposer, type PictureInput } from '../../src/scene/compose.js';
import {
  sampleData,
  sampleImage,
  sampleInput,
  samplePicture,
  sampleTheme,
  withVectors,
} from '../scene/sample.js';
import { compare, paint, rasterize } from './pictures.js';

const cases: [name: string, picture: Partial<PictureInput>][] = [
  ...viewNames.map(
    (view) =>
      [view, { view, parts: [withVectors(view === 'image' ? sampleImage() : sampleData())] }] as [
        string,
        Partial<PictureInput>,
      ],
  ),
  ['lines of a chosen token', { view: 'lines', hover: { type: 'query', query: 2 } }],
  ['a matrix of dots', { view: 'matrix', cells: 'dots' }],
  ['a matrix with numbers', { view: 'matrix', cells: 'numbers', pinned: { query: 1, key: 2 } }],
  [
    'more heads than are made at a time',
    { view: 'heads', parts: [sampleData({ layers: 12, heads: 4, tokens: ['a', 'b', 'c'] })] },
  ],
  [
    'a matrix with more cells than pixels',
    {
      view: 'matrix',
      width: 120,
      parts: [sampleData({ layers: 1, heads: 1, tokens: Array.from({ length: 300 }, (_, i) => `t${i}`) })],
    },
  ],
];

describe('painters', () => {
  before(function () {
    needsWebGL(this);
  });

  for (const [name, input] of cases) {
    for (const ratio of [1, 1.5, 3]) {
      it(`draw the same with Canvas 2D and with Pixi: ${name} at ${ratio} pixels per CSS pixel`, async () => {
        const { scene } = samplePicture({ width: 480, ...input });
        const [canvas, pixi] = [paint(canvasPainter, scene, ratio), paint(await loadPixi(), scene, ratio)];
        const { ink, different } = compare(canvas, pixi, 48);
        if (scene.marks.length > 0) expect(ink).to.be.greaterThan(100);
        expect(different, `of ${ink} drawn pixels`).to.be.at.most(ink * 0.01);
      });
    }
  }

  it('draw a scene whose only curves are none', async () => {
    const none = new Float32Array(0);
    const links = {
      type: 'links',
      count: 0,
      points: none,
      widths: none,
      alphas: none,
      colorIndex: new Uint8Array(0),
    } as const;
    const scene: Scene = { width: 20, height: 20, marks: [{ ...links, colors: [] }], targets: [] };
    expect(compare(paint(canvasPainter, scene, 1), paint(await loadPixi(), scene, 1), 0)).to.deep.equal({
      ink: 0,
      different: 0,
    });
  });

  it('draw all heads the same again while the reader moves over them', async () => {
    const input = sampleInput({ view: 'heads', parts: [sampleData({ layers: 4, heads: 5 })] });
    const compose = createComposer();
    const hovered = (head: number) => compose({ ...input, hover: { type: 'head', layer: 1, head } }).scene;
    const canvas = document.createElement('canvas');
    const painter = (await loadPixi())(canvas);
    // the picture is kept when it comes a second time
    for (const head of [0, 1]) painter.draw(hovered(head), sampleTheme, 1);
    const { draws } = stats();
    painter.draw(hovered(2), sampleTheme, 1);
    expect(stats().draws, 'pictures drawn by the GPU').to.equal(draws);
    const again = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    const anew = document.createElement('canvas');
    canvasPainter(anew).draw(hovered(2), sampleTheme, 1);
    const { ink, different } = compare(
      again,
      anew.getContext('2d')!.getImageData(0, 0, anew.width, anew.height),
      48,
    );
    expect(ink).to.be.greaterThan(1000);
    expect(different).to.be.at.most(ink * 0.01);
    painter.destroy();
  });

  it('set the backing store to the pixels of the screen', () => {
    const { scene } = samplePicture({ view: 'matrix', width: 300 });
    for (const ratio of [1, 2, 3]) {
      const { width, height } = paint(canvasPainter, scene, ratio);
      expect([width, height]).to.deep.equal([scene.width, scene.height].map((l) => Math.round(l * ratio)));
    }
  });
});

describe('writeSvg(scene, theme, options)', () => {
  const svgOf = (input: Partial<PictureInput>) => {
    const { scene } = samplePicture({ width: 480, ...input });
    return { scene, svg: writeSvg(scene, sampleTheme, { title: 'a <picture>' }) };
  };
  const parse = (svg: string) => new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;

  for (const [name, input] of cases) {
    it(`looks as painted: ${name}`, async () => {
      const { scene, svg } = svgOf(input);
      const [painted, written] = [paint(canvasPainter, scene, 3), await rasterize(svg, scene, 3)];
      // at three pixels to one of CSS, where the smallest cells that are written stand on the grid: engines snap in their own way;
      // edges that painters set on the pixel grid stand where they are; letters are placed by other rules
      const { ink, different } = compare(painted, written, 110);
      expect(different, `of ${ink} drawn pixels`).to.be.at.most(Math.max(400, ink * 0.12));
    });
  }

  it('is a document with a title and every label as text', () => {
    const { scene, svg } = svgOf({ view: 'matrix' });
    const root = parse(svg);
    expect(root.getAttribute('viewBox')).to.equal(`0 0 ${scene.width} ${scene.height}`);
    expect(root.querySelector('title')!.textContent).to.equal('a <picture>');
    const labels = scene.marks.flatMap((mark) => (mark.type === 'label' ? [mark.text] : []));
    expect([...root.querySelectorAll('text')].map((text) => text.textContent)).to.deep.equal(labels);
  });

  it('draws one curve for every visible link', () => {
    const { scene, svg } = svgOf({ view: 'lines', heads: [0] });
    const visible = scene.marks.flatMap((mark) =>
      mark.type === 'links' ? [...mark.alphas].filter((alpha) => alpha >= 0.002) : [],
    );
    expect(parse(svg).querySelectorAll('path[d*="C"]')).to.have.lengthOf(visible.length);
  });

  it('holds any token as text, what XML forbids replaced', () => {
    const tokens = ['<script>alert(1)</script>', '&amp;', '"', 'a\u0000b', '\ud800', '고양이'];
    const { svg } = svgOf({ view: 'matrix', width: 2000, parts: [sampleData({ tokens })] });
    const root = parse(svg);
    expect(root.querySelector('parsererror')).to.be.null;
    expect(root.querySelector('script')).to.be.null;
    const texts = [...root.querySelectorAll('text')].map((text) => text.textContent);
    expect(texts).to.include('<script>alert(1)</script>');
    expect(texts).to.include('고양이');
  });

  it('sets right-to-left labels from the other side', () => {
    const { svg } = svgOf({ view: 'lines', parts: [sampleData({ tokens: ['القطة', 'جلست'] })] });
    const arabic = [...parse(svg).querySelectorAll('text')].find((text) => text.textContent === 'القطة')!;
    expect(arabic.getAttribute('direction')).to.equal('rtl');
    expect(arabic.getAttribute('text-anchor')).to.be.oneOf(['start', 'end']);
  });
});
