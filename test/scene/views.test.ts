import { expect } from '@open-wc/testing';
import {
  everyCell,
  hitTest,
  type CellsMark,
  type LabelMark,
  type LinksMark,
  type Mark,
  type Scene,
} from '../../src/scene/scene.js';
import { captionLines } from '../../src/scene/captions.js';
import type { PictureInput } from '../../src/scene/compose.js';
import type { ViewName } from '../../src/scene/view.js';
import { viewNames } from '../../src/scene/views.js';
import { sampleData, sampleImage, sampleMeasure, samplePicture, withVectors } from './sample.js';

const ofType = <Type extends Mark['type']>(scene: Scene, type: Type) =>
  scene.marks.filter((mark): mark is Extract<Mark, { type: Type }> => mark.type === type);
const labels = (scene: Scene) => ofType(scene, 'label').map((mark) => mark.text);
const drawnLinks = (scene: Scene) => ofType(scene, 'links').reduce((sum, mark) => sum + mark.count, 0);

/** Every number of a scene that says where something is. */
function coordinates(scene: Scene): number[] {
  const numbers = [scene.width, scene.height];
  for (const mark of scene.marks) {
    if (mark.type === 'links') numbers.push(...mark.points, ...mark.widths, ...mark.alphas);
    else if (mark.type === 'line') numbers.push(...mark.points);
    else numbers.push(mark.x, mark.y);
    if (mark.type === 'rect' || mark.type === 'cells') numbers.push(mark.width, mark.height);
  }
  for (const target of scene.targets) numbers.push(target.x, target.y, target.width, target.height);
  return numbers;
}

/** Left and right end of a label as drawn. */
function extent(mark: LabelMark): [number, number] {
  const width = sampleMeasure(mark.text, mark.size) * Math.abs(Math.cos(mark.rotation ?? 0));
  if (mark.align === 'left') return [mark.x, mark.x + width];
  return mark.align === 'right' ? [mark.x - width, mark.x] : [mark.x - width / 2, mark.x + width / 2];
}

const korean = ['고양이가', '매트', '위에', '앉아', '있었다', '.'];
const long = Array.from({ length: 40 }, (_, i) => `token${i}`);
const cross = sampleData({
  kind: 'cross',
  queryTokens: ['나는', '고양이를', '보았다', '.'],
  keyTokens: ['I', 'saw', 'a', 'small', 'cat', '.'],
});

const arabic = ['القطة', 'الصغيرة', 'جلست', 'على', 'السجادة', 'هنا'];
const variants: [name: string, more: Partial<PictureInput>][] = [
  ...viewNames.map((view): [string, Partial<PictureInput>] => [view, { view }]),
  ['steps of the matrix', { view: 'steps', scope: 'matrix' }],
  ['flow by maximum flow', { view: 'flow', method: 'flow' }],
];

for (const [title, more] of variants) {
  const view = more.view!;
  describe(`view ${title}`, () => {
    for (const width of [288, 360, 640, 1600]) {
      for (const [name, data] of [
        ['English', sampleData()],
        ['Korean', sampleData({ tokens: korean })],
        ['Arabic', sampleData({ tokens: arabic })],
        ['a decoder', sampleData({ causal: true })],
        ['forty tokens', sampleData({ tokens: title.includes('maximum') ? long.slice(0, 24) : long })],
        ['one token', sampleData({ tokens: ['one'] })],
        ['a cross attention', cross],
      ] as const) {
        it(`keeps everything finite and inside its box for ${name} at ${width} px`, () => {
          const hover = { type: 'query', query: 0 } as const;
          const { scene } = samplePicture({ ...more, width, parts: [withVectors(data)], hover });
          expect(coordinates(scene).every(Number.isFinite), 'finite').to.be.true;
          expect(scene.width).to.be.at.least(width - 1);
          for (const mark of ofType(scene, 'label')) {
            const [left, right] = extent(mark);
            expect(left, `left of “${mark.text}”`).to.be.at.least(-1);
            expect(right, `right of “${mark.text}”`).to.be.at.most(scene.width + 1);
            expect(mark.y, `y of “${mark.text}”`).to.be.within(0, scene.height);
          }
          for (const mark of [...ofType(scene, 'cells'), ...ofType(scene, 'rect')]) {
            expect(mark.x + mark.width).to.be.at.most(scene.width + 2);
            expect(mark.y + mark.height).to.be.at.most(scene.height + 2);
          }
          for (const links of ofType(scene, 'links')) {
            for (let i = 0; i < links.count; i++) {
              // the middle of a cubic Bézier
              const p = links.points.subarray(8 * i, 8 * i + 8);
              const middle = (axis: 0 | 1) =>
                (p[axis]! + 3 * p[2 + axis]! + 3 * p[4 + axis]! + p[6 + axis]!) / 8;
              expect(middle(0), 'x of a link').to.be.within(0, scene.width);
              expect(middle(1), 'y of a link').to.be.within(0, scene.height);
            }
          }
        });
      }
    }

    it('finds by the pointer what it draws', () => {
      const data = view === 'image' ? sampleImage() : sampleData();
      const { scene } = samplePicture({ ...more, parts: [withVectors(data)] });
      for (const target of scene.targets) {
        if (target.type !== 'rect') continue;
        const found = hitTest(scene, target.x + target.width / 2, target.y + target.height / 2);
        expect(found).to.deep.equal(target.subject);
      }
      expect(scene.targets.length).to.be.greaterThan(0);
      expect(hitTest(scene, -5, -5)).to.be.undefined;
    });

    it('says every token', () => {
      if (view === 'heads' || view === 'image') return;
      const { scene } = samplePicture({ ...more, parts: [withVectors(sampleData())] });
      const said = labels(scene).join(' ');
      for (const token of sampleData().queryTokens) expect(said).to.include(token);
    });
  });
}

describe('lines', () => {
  it('draws one link for every visible weight of every shown head', () => {
    expect(drawnLinks(samplePicture({ view: 'lines' }).scene)).to.equal(3 * 36);
    expect(drawnLinks(samplePicture({ view: 'lines', heads: [1] }).scene)).to.equal(36);
    expect(drawnLinks(samplePicture({ view: 'lines', heads: [1], topK: 2 }).scene)).to.equal(12);
  });

  it('joins the middle of a query to the middle of a key', () => {
    const { scene } = samplePicture({ view: 'lines', heads: [0], topK: 1 });
    const y = (text: string, align: string) =>
      ofType(scene, 'label').find((m) => m.text === text && m.align === align)!.y;
    const links = ofType(scene, 'links')[0]!;
    const weights = samplePicture({ heads: [0] }).shown.heads[0]!.weights.subarray(6, 12);
    const best = ['The', 'cat', 'sat', 'on', 'the', 'mat'][weights.indexOf(Math.max(...weights))]!;
    expect(links.points[9]).to.be.closeTo(y('cat', 'right'), 0.01);
    expect(links.points[15]).to.be.closeTo(y(best, 'left'), 0.01);
  });

  it('lets the links of the focus stand out', () => {
    const marks = ofType(
      samplePicture({ view: 'lines', heads: [0], hover: { type: 'query', query: 2 } }).scene,
      'links',
    );
    const [others, focused] = marks as [LinksMark, LinksMark];
    expect(focused.count).to.equal(6);
    expect(others.count).to.equal(36);
    expect(others.opacity).to.be.lessThan(0.2);
    expect(focused.opacity).to.equal(undefined);
    expect(Math.max(...focused.alphas)).to.be.greaterThan(0.5);
  });
});

describe('arcs', () => {
  it('sets tokens on one line where they fit and in a column where they do not', () => {
    const ys = (width: number) =>
      new Set(
        ofType(
          samplePicture({ view: 'arcs', width, parts: [sampleData({ tokens: long })] }).scene,
          'label',
        ).map((m) => m.y),
      ).size;
    expect(ys(4000)).to.equal(1);
    expect(ys(320)).to.equal(40);
  });

  it('looks back above the line and ahead below it', () => {
    const picture = samplePicture({ view: 'arcs', heads: [0] });
    const yText = ofType(picture.scene, 'label')[0]!.y;
    const links = ofType(picture.scene, 'links')[0]!;
    expect(links.count).to.equal(30);
    for (let i = 0; i < links.count; i++) {
      const [xQuery, , , top, , , xKey] = links.points.subarray(8 * i, 8 * i + 8) as unknown as number[];
      expect(top! < yText).to.equal(xKey! < xQuery!);
    }
  });

  it('has room above only for a causal head', () => {
    const causal = samplePicture({ view: 'arcs', parts: [sampleData({ causal: true })] }).scene;
    expect(causal.height - ofType(causal, 'label')[0]!.y).to.be.lessThan(24);
  });
});

describe('matrix', () => {
  const cells = (scene: Scene) => ofType(scene, 'cells');

  it('gives the cell under the pointer back as query and key', () => {
    const { scene } = samplePicture({ view: 'matrix' });
    const [mark] = cells(scene) as [CellsMark];
    for (const [query, key] of [
      [0, 0],
      [3, 5],
      [5, 1],
    ] as const) {
      const x = mark.x + ((key + 0.5) * mark.width) / mark.columns;
      const y = mark.y + ((query + 0.5) * mark.height) / mark.rows;
      expect(hitTest(scene, x, y)).to.deep.equal({ type: 'cell', query, key, layer: 0, head: 0 });
    }
  });

  it('draws queries as columns when asked, with the same answer to the pointer', () => {
    const picture = samplePicture({ view: 'matrix', parts: [cross], orientation: 'query-columns' });
    const [mark] = cells(picture.scene) as [CellsMark];
    expect([mark.rows, mark.columns]).to.deep.equal([6, 4]);
    expect(everyCell(mark)[1 * 4 + 2]).to.equal(picture.scaled.values[0]![2 * 6 + 1]);
    const x = mark.x + (2.5 * mark.width) / 4;
    const y = mark.y + (1.5 * mark.height) / 6;
    expect(hitTest(picture.scene, x, y)).to.include({ query: 2, key: 1 });
  });

  it('writes the weights into the cells', () => {
    const { scene, shown } = samplePicture({ view: 'matrix', cells: 'numbers' });
    const first = shown.heads[0]!.weights[0]!.toFixed(2).replace('0.', '.');
    expect(labels(scene)).to.include(first);
    expect(ofType(scene, 'label').filter((mark) => mark.tabular)).to.have.lengthOf(36);
  });

  it('shows several heads side by side', () => {
    expect(cells(samplePicture({ view: 'matrix', heads: 'all' }).scene)).to.have.lengthOf(3);
  });
});

describe('heads', () => {
  it('shows every head of every layer, and answers with layer and head', () => {
    const { scene } = samplePicture({ view: 'heads' });
    const maps = ofType(scene, 'cells');
    expect(maps).to.have.lengthOf(6);
    const fifth = maps[4]!;
    expect(hitTest(scene, fifth.x + 2, fifth.y + 2)).to.deep.equal({ type: 'head', layer: 1, head: 1 });
  });

  it('breaks long names of heads between words, and cuts what two lines cannot hold', () => {
    const name = 'before a word that comes again → that word';
    const lines = (width: number) => captionLines(name, width, 10, sampleMeasure);
    expect(lines(300)).to.deep.equal([name]);
    expect(lines(130)).to.deep.equal(['before a word that comes', 'again → that word']);
    expect(lines(60)).to.deep.equal(['before a', 'word that…']);
    expect(captionLines('nearest-neighbour', 40, 10, sampleMeasure)).to.deep.equal(['neares…']);
    const label = { name: 'before a word that comes again' };
    const data = { ...sampleData(), headLabels: [[label, { name: 'mixed' }, { name: 'mixed' }]] };
    const { scene } = samplePicture({ parts: [data], view: 'heads', layers: [0] });
    const [first, second] = ['before a word that', 'comes again'].map((text) =>
      ofType(scene, 'label').find((mark) => mark.text === text)!,
    );
    const [map, below] = [ofType(scene, 'cells')[0]!, ofType(scene, 'cells')[3]!];
    expect(first!.y).to.be.greaterThan(map.y + map.height);
    expect(second!.y)
      .to.be.greaterThan(first!.y + 10)
      .and.lessThan(below.y - 5);
  });
});

describe('text', () => {
  it('shades the keys of the chosen query and wraps where the line is full', () => {
    const { scene, scaled } = samplePicture({ view: 'text', heads: [0], pinned: { query: 2 }, width: 120 });
    const shades = ofType(scene, 'rect').filter((mark) => mark.fill);
    expect(shades).to.have.lengthOf([...scaled.values[0]!.subarray(12, 18)].filter((v) => v > 0.004).length);
    expect(new Set(ofType(scene, 'label').map((mark) => mark.y)).size).to.be.greaterThan(1);
  });

  it('runs from the right where the text does', () => {
    const { scene } = samplePicture({
      view: 'text',
      parts: [sampleData({ tokens: ['القطة', 'جلست', 'هنا'] })],
    });
    const [first, second] = ofType(scene, 'label');
    expect(first!.x).to.be.greaterThan(second!.x);
  });
});

describe('image', () => {
  const picture = (more: Partial<PictureInput> = {}) =>
    samplePicture({ view: 'image', parts: [sampleImage()], ...more });
  const cellsOf = (scene: Scene) => ofType(scene, 'cells')[0]!;

  it('lays the weights of [CLS] over the image, patch by patch, as the mean of the heads', () => {
    const { scene, shown, scaled } = picture();
    const [image] = ofType(scene, 'image');
    const cells = cellsOf(scene);
    expect([cells.rows, cells.columns]).to.deep.equal([2, 3]);
    expect([cells.x, cells.y, cells.width, cells.height]).to.deep.equal([
      image!.x,
      image!.y,
      image!.width,
      image!.height,
    ]);
    expect(image!.width / image!.height, 'its own proportions').to.be.closeTo(1.5, 0.01);
    expect(shown.heads).to.have.lengthOf(1);
    expect([...everyCell(cells)]).to.deep.equal([...scaled.values[0]!.subarray(1, 7)]);
  });

  it('keeps patches in their places where special tokens are hidden', () => {
    const { scene, scaled } = picture({ hideSpecial: true, pinned: { query: 3 } });
    expect([...everyCell(cellsOf(scene))]).to.deep.equal([...scaled.values[0]!.subarray(18, 24)]);
    const [, frame] = ofType(scene, 'rect').filter(({ stroke }) => stroke);
    const { x, y, width, height } = cellsOf(scene);
    // token 3 without [CLS] is the patch in row 1, column 0
    expect([frame!.x, frame!.y]).to.deep.equal([x - 1, y + height / 2 - 1]);
    expect(frame!.width).to.be.closeTo(width / 3 + 2, 1e-6);
  });

  it('scales a row up to its strongest patch', () => {
    const { scene } = picture({ scale: 'row' });
    expect(Math.max(...everyCell(cellsOf(scene)))).to.equal(1);
  });

  it('reads the weights from the pinned patch to the one under the pointer', () => {
    const { focus, scene } = picture({ pinned: { query: 2 }, hover: { type: 'token', token: 5 } });
    expect(focus).to.deep.equal({ query: 2, key: 5 });
    expect(ofType(scene, 'rect').filter(({ stroke }) => stroke)).to.have.lengthOf(5);
  });
});

describe('view registry', () => {
  it('has every view that the attribute offers', () => {
    expect([...viewNames].sort()).to.deep.equal([
      'arcs',
      'flow',
      'heads',
      'image',
      'lines',
      'matrix',
      'neuron',
      'steps',
      'text',
    ] satisfies ViewName[]);
  });
});
