import { expect } from '@open-wc/testing';
import { readWeights } from '../../src/formats/read-weights.js';
import type { LinksMark, Scene } from '../../src/scene/scene.js';
import { expectClose, readNpy } from '../core/oracle.js';
import { needSharedData, sharedBytes, sharedJson } from '../shared-data.js';
import { sampleData, sampleMeasure, samplePicture, sampleTheme, withVectors } from './sample.js';

const texts = (scene: Scene) => scene.marks.flatMap((mark) => (mark.type === 'label' ? [mark.text] : []));
const said = (value: number) =>
  value.toFixed(Math.abs(value) >= 99.5 ? 0 : Math.abs(value) >= 9.95 ? 1 : 2).replace('-', '−');

/** Signed heights of the bars of a strip whose line of zeros is at `zero`, by dimension. */
function heights(scene: Scene, zero: { x: number; y: number; width: number }, count: number): Float64Array {
  const out = new Float64Array(count);
  const bars = scene.marks.find((mark): mark is LinksMark => mark.type === 'links')!;
  for (let i = 0; i < bars.count; i++) {
    const [x, y0, , , , , , y1] = bars.points.subarray(8 * i, 8 * i + 8) as unknown as number[];
    if (Math.abs(y0! - zero.y) > 0.01 || x! < zero.x || x! > zero.x + zero.width) continue;
    out[Math.floor(((x! - zero.x) / zero.width) * count)] = y0! - y1!;
    expect(bars.colorIndex[i], 'colour by sign').to.equal(y0! > y1! ? 0 : 1);
  }
  return out;
}

/** Lines of zeros, in the order in which strips are drawn. */
const zeros = (scene: Scene) =>
  scene.marks.flatMap((mark) =>
    mark.type === 'line' && mark.stroke !== sampleTheme.line
      ? [{ x: mark.points[0]!, y: mark.points[1]!, width: mark.points[2]! - mark.points[0]! }]
      : [],
  );

async function johnSmith() {
  const path = 'real/gpt2-john-smith-qk-9';
  const array = async (name: string) => readNpy(await sharedBytes(`${path}/${name}.npy`));
  const [weights, q, k] = [await array('weights'), await array('q'), await array('k')];
  const tokens = await sharedJson<string[]>(`${path}/tokens.json`);
  const f32 = (data: number[], shape: number[]) => ({ data: Float32Array.from(data), shape });
  const [data] = readWeights({
    tokens,
    weights: f32(weights, [8, 12, 9, 9]),
    queries: f32(q, [8, 12, 9, 64]),
    keys: f32(k, [8, 12, 9, 64]),
  });
  return { data: data!, weights, q, k };
}

describe('view neuron', () => {
  for (const [layer, head, query] of [
    [0, 0, 8],
    [5, 7, 6],
  ] as const) {
    it(`draws the vectors of a real model, and products that make its weights: GPT-2 layer ${layer} head ${head}`, async function () {
      await needSharedData(this);
      const { data, weights, q, k } = await johnSmith();
      const { scene } = samplePicture({
        view: 'neuron',
        parts: [data],
        layers: [layer],
        heads: [head],
        pinned: { query },
        hover: { type: 'key', key: 2 },
        scale: 'linear',
        width: 1200,
      });
      const at = (layer * 12 + head) * 9;
      const qRow = q.slice((at + query) * 64, (at + query + 1) * 64);
      const kRow = (key: number) => k.slice((at + key) * 64, (at + key + 1) * 64);
      const dots = Array.from({ length: 9 }, (_, key) =>
        kRow(key).reduce((sum, x, d) => sum + x * qRow[d]!, 0),
      );

      // strips: q, k and q ⊙ k of the chosen pair, then k and q ⊙ k of every key
      const lines = zeros(scene);
      expect(lines).to.have.lengthOf(3 + 2 * 9);
      const most = (all: number[]) => Math.max(...all.map(Math.abs));
      const drawn = heights(scene, lines[0]!, 64);
      const half = most([...drawn]) / (most(qRow) / most(q.slice(at * 64, (at + 9) * 64)));
      expectClose(
        drawn.map((h) => Number(Math.abs(h) >= 0.2) * h),
        qRow.map((x) => {
          const h = (x / most(q.slice(at * 64, (at + 9) * 64))) * half;
          return Math.abs(h) >= 0.2 ? h : 0;
        }),
        0.21,
        'q',
      );
      const products = Array.from({ length: 9 }, (_, key) => kRow(key).map((x, d) => x * qRow[d]!));
      const scale = most(products.flat());
      for (let key = 0; key < 9; key++) {
        const line = lines[3 + 2 * key + 1]!;
        const bars = heights(scene, line, 64);
        const tallest = most([...bars]);
        const unit = tallest / most(products[key]!);
        expect(unit, 'one scale for all products').to.be.closeTo(unitOf(scene, lines, products, scale), 0.02);
        bars.forEach((h, d) => expect(h).to.be.closeTo(products[key]![d]! * unit, 0.21));
      }

      const said_ = texts(scene);
      const highest = Math.max(...dots.slice(0, query + 1));
      const powers = dots.map((s, key) => (key > query ? 0 : Math.exp((s - highest) / 8)));
      const sum = powers.reduce((a, b) => a + b, 0);
      for (let key = 0; key <= query; key++) {
        const weight = weights[(at + query) * 9 + key]!;
        expect(powers[key]! / sum).to.be.closeTo(weight, 1e-5);
        expect(said_).to.include(said(weight));
        expect(said_).to.include(said(dots[key]!));
      }
      expect(said_).to.include(`Σ = ${said(dots[2]!)}`);
      expect(said_.filter((text) => text === 'mask').length).to.equal(8 - query);
    });
  }

  /** Pixels for one unit of a product, from the key whose product is largest. */
  function unitOf(
    scene: Scene,
    lines: ReturnType<typeof zeros>,
    products: number[][],
    scale: number,
  ): number {
    const key = products.findIndex((row) => row.some((x) => Math.abs(x) === scale));
    const bars = heights(scene, lines[3 + 2 * key + 1]!, 64);
    return Math.max(...[...bars].map(Math.abs)) / scale;
  }

  it('tells the sign by the side of the bar, whatever the colours', () => {
    const data = withVectors(sampleData({ layers: 1, heads: 1 }));
    const { scene } = samplePicture({ view: 'neuron', parts: [data], pinned: { query: 0, key: 0 } });
    const bars = heights(scene, zeros(scene)[0]!, 8);
    bars.forEach((h, d) => {
      expect(Math.sign(h)).to.equal(Math.sign(data.q![d]!) * Number(h !== 0));
    });
  });

  it('leaves the keys’ own strips out where the page is narrow', () => {
    const parts = [withVectors(sampleData({ layers: 1, heads: 1 }))];
    expect(zeros(samplePicture({ view: 'neuron', parts, width: 360 }).scene)).to.have.lengthOf(3 + 6);
    expect(zeros(samplePicture({ view: 'neuron', parts, width: 900 }).scene)).to.have.lengthOf(3 + 12);
  });

  it('says its scale, which a square root can make kinder to outliers', () => {
    const parts = [withVectors(sampleData())];
    expect(samplePicture({ view: 'neuron', parts }).scene.note).to.include('linear');
    expect(samplePicture({ view: 'neuron', parts, scale: 'sqrt' }).scene.note).to.include('square-root');
  });

  it('keeps vectors of the tokens that stay, and says why words have none', () => {
    const tokens = ['[CLS]', 'un', '##do', 'it'];
    const parts = [withVectors(sampleData({ queryTokens: tokens, keyTokens: tokens }))];
    const input = { view: 'neuron' as const, parts, layers: [0], heads: [0] };
    const all = samplePicture(input).shown.stages!;
    const { stages, queries } = samplePicture({ ...input, hideSpecial: true }).shown;
    expect(queries.map(({ text }) => text)).to.not.include('[CLS]');
    expect([...stages!.q]).to.deep.equal([...all.q.subarray(all.dHead)]);
    expect(stages!.residual).to.equal(undefined);

    const { scene, shown } = samplePicture({ ...input, merge: 'word' });
    expect(shown.stages).to.equal(undefined);
    const text = scene.marks.flatMap((mark) => (mark.type === 'label' ? [mark.text] : [])).join(' ');
    expect(text).to.include('are joined').and.include('one by one');
  });

  it('says what is missing when there are only weights', () => {
    expect(texts(samplePicture({ view: 'neuron' }).scene).join(' ')).to.include(
      'needs the query and key vectors',
    );
  });
});

describe('labels of the neuron view', () => {
  it('stand inside the picture, with tokens of one letter and in bold', () => {
    for (const width of [320, 640, 1000])
      for (const tokens of [
        ['a', 'b'],
        ['internationalisation', 'b'],
        ['고양이가', '나'],
      ]) {
        const parts = [withVectors(sampleData({ tokens }))];
        // bold letters are wider
        const measure = (text: string, size: number, weight = 400) =>
          sampleMeasure(text, size) * (weight > 500 ? 1.15 : 1);
        const { scene } = samplePicture({ view: 'neuron', parts, width, measure, pinned: { query: 0 } });
        for (const mark of scene.marks) {
          if (mark.type !== 'label' || mark.align !== 'right') continue;
          const left = mark.x - measure(mark.text, mark.size, mark.weight);
          expect(left, `${mark.text} at ${width} px`).to.be.at.least(0);
        }
      }
  });
});
