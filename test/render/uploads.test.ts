import { expect } from '@open-wc/testing';
import { loadPixi, stats } from '../../src/render/pixi/index.js';
import type { Painter } from '../../src/render/surface.js';
import { createComposer, type PictureInput } from '../../src/scene/compose.js';
import { needsWebGL } from '../engine.js';
import { sampleData, sampleInput, sampleTheme } from '../scene/sample.js';

const names = ['texImage2D', 'texSubImage2D', 'bufferData', 'bufferSubData'] as const;
type Call = (...args: unknown[]) => void;
const originals = new Map(
  names.map((name) => [name, Reflect.get(WebGL2RenderingContext.prototype, name) as Call]),
);

/** Bytes that have gone to the GPU so far. */
let uploaded = 0;

function countUploads(): void {
  for (const [name, original] of originals) {
    Object.assign(WebGL2RenderingContext.prototype, {
      [name](this: WebGL2RenderingContext, ...args: unknown[]) {
        uploaded += args.find((arg) => ArrayBuffer.isView(arg))?.byteLength ?? 0;
        original.apply(this, args);
      },
    });
  }
}

const tokens = Array.from({ length: 60 }, (_, i) => `t${i}`);

describe('what is on the GPU already', () => {
  let painter: Painter;
  let show: (changes: Partial<PictureInput>) => number;

  before(function () {
    needsWebGL(this);
    countUploads();
  });

  after(() => Object.assign(WebGL2RenderingContext.prototype, Object.fromEntries(originals)));

  beforeEach(async () => {
    const canvas = document.createElement('canvas');
    painter = (await loadPixi())(canvas);
    const compose = createComposer();
    const input = sampleInput({ view: 'matrix', parts: [sampleData({ layers: 3, heads: 4, tokens })] });
    /** Draws a picture; tells how many bytes went to the GPU for it. */
    show = (changes) => {
      const before = uploaded;
      painter.draw(compose({ ...input, ...changes }).scene, sampleTheme, 1);
      return uploaded - before;
    };
  });

  afterEach(() => painter.destroy());

  it('is not uploaded again when the reader goes from head to head and back', () => {
    expect(show({ heads: [0] })).to.be.at.least(4 * 60 * 60);
    expect(show({ heads: [1] }), 'a head that is new').to.be.at.least(4 * 60 * 60);
    for (const head of [0, 1, 0]) expect(show({ heads: [head] }), `back to head ${head}`).to.equal(0);
  });

  it('is not uploaded again when the reader goes from layer to layer and back', () => {
    for (const layer of [0, 1, 2]) expect(show({ layers: [layer] })).to.be.greaterThan(0);
    for (const layer of [1, 0, 2]) expect(show({ layers: [layer] }), `back to layer ${layer}`).to.equal(0);
  });

  it('is not uploaded again when the reader goes from view to view and back', () => {
    for (const view of ['matrix', 'heads'] as const) expect(show({ view })).to.be.greaterThan(0);
    for (const view of ['lines', 'matrix', 'heads', 'matrix'] as const)
      expect(show({ view }), `back to ${view}`).to.equal(0);
  });

  it('goes when other data come', () => {
    const before = stats().textures;
    for (const head of [0, 1, 2]) show({ heads: [head] });
    expect(stats().textures).to.be.at.least(before + 3);
    painter.forget!();
    show({ heads: [3] });
    expect(stats().textures, 'values of one head, and its colours').to.equal(before + 2);
  });

  it('goes when other data come, though it is drawn once more, as in a transition', () => {
    const before = stats().textures;
    show({ heads: [0] });
    painter.forget!();
    show({ heads: [0] });
    show({ heads: [1] });
    expect(stats().textures, 'values of one head, and its colours').to.equal(before + 2);
  });

  it('keeps no colours that were in one picture only, as those of what fades', () => {
    const compose = createComposer();
    const { scene } = compose(
      sampleInput({ view: 'matrix', parts: [sampleData({ layers: 1, heads: 1, tokens })] }),
    );
    const before = stats().textures;
    for (const alpha of [1, 0.8, 0.6, 0.4, 0.2]) {
      const marks = scene.marks.map((mark) =>
        mark.type === 'cells' ? { ...mark, ramp: mark.ramp.map((byte) => byte * alpha) } : mark,
      );
      painter.draw({ ...scene, marks }, sampleTheme, 1);
    }
    expect(stats().textures, 'values, and colours as they are now').to.equal(before + 2);
  });

  it('is not uploaded again while the reader points', () => {
    show({});
    for (const query of [1, 2, 3]) expect(show({ hover: { type: 'query', query } })).to.equal(0);
  });
});
