import { expect } from '@open-wc/testing';
import { textbookDiagram } from '../../src/models/diagram/textbook-diagram.js';
import { compareData } from '../../src/scene/diagram/compare-data.js';
import { compareScene, type CompareInput } from '../../src/scene/diagram/compare.js';
import {
  hitTest,
  type CircleMark,
  type LabelMark,
  type LinksMark,
  type Mark,
  type Scene,
} from '../../src/scene/scene.js';
import { sampleMeasure, sampleTheme } from './sample.js';

const words = {
  rnn: 'Recurrent network',
  transformer: 'Transformer',
  sequential: 'Sequential operations',
  path: 'Longest path',
  complexity: 'Operations per layer',
  hops: '{from} to {to}: {rnn} hops, {attention} hop',
  pick: 'Choose two tokens.',
};

const english = 'The animal did not cross the street because it was tired .'.split(' ');

const draw = (more: Partial<CompareInput> = {}): Scene =>
  compareScene({
    ...{ tokens: english, d: 512, step: 0, words, width: 900, theme: sampleTheme, measure: sampleMeasure },
    ...more,
  });

const ofType = <Type extends Mark['type']>(scene: Scene, type: Type) =>
  scene.marks.filter((mark): mark is Extract<Mark, { type: Type }> => mark.type === type);
const texts = (scene: Scene) => ofType(scene, 'label').map(({ text }) => text);
const { accent } = sampleTheme;

/** Left and right end of a label. */
function extent({ text, size, x, align }: LabelMark): [number, number] {
  const width = sampleMeasure(text, size);
  const left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
  return [left, left + width];
}

/** Cells of the chain and of attention, each with its number and whether it is filled. */
function cells(scene: Scene): { chain: CellShown[]; attention: CellShown[] } {
  const circles = ofType(scene, 'circle');
  const right = Math.max(...circles.map(({ x }) => x));
  const left = Math.min(...circles.map(({ x }) => x));
  const shown = (circle: CircleMark): CellShown => ({
    text: ofType(scene, 'label').find(({ x, y }) => x === circle.x && Math.abs(y - circle.y) < 1)!.text,
    isDone: circle.fill!.some((value, i) => value !== sampleTheme.background[i]),
  });
  return {
    chain: circles.filter(({ x }) => x === left).map(shown),
    attention: circles.filter(({ x }) => x === right).map(shown),
  };
}

interface CellShown {
  text: string;
  isDone: boolean;
}

describe('compareScene(input)', () => {
  const samples: [string, string[]][] = [
    ['English', english],
    ['Korean', ['나는', '어제', '친구에게서', '빌린', '책을', '다시', '읽었다']],
    ['one token', ['one']],
    ['a long word', ['internationalisation'.repeat(4), 'b']],
    ['150 tokens', Array.from({ length: 150 }, (_, i) => `w${i}`)],
  ];
  for (const width of [288, 360, 640, 1600])
    for (const [name, tokens] of samples)
      it(`keeps everything finite and inside its box: ${name} at ${width} px`, () => {
        const scene = draw({ tokens, width, step: 2, picked: { from: 0, to: tokens.length - 1 } });
        for (const mark of ofType(scene, 'label')) {
          const [left, right] = extent(mark);
          expect(left, `left of “${mark.text}”`).to.be.at.least(-1);
          expect(right, `right of “${mark.text}”`).to.be.at.most(width + 1);
          expect(mark.y).to.be.within(0, scene.height);
        }
        for (const { x, y, radius } of ofType(scene, 'circle')) {
          expect(x + radius).to.be.at.most(width);
          expect(y + radius).to.be.at.most(scene.height);
        }
        for (const { points } of ofType(scene, 'links')) expect(points.every(Number.isFinite)).to.be.true;
      });

  it('numbers the steps: one after the other in the chain, all at once in attention', () => {
    for (const step of [0, 1, 5, 12]) {
      const { chain, attention } = cells(draw({ step }));
      expect(chain).to.deep.equal(english.map((_, i) => ({ text: String(i + 1), isDone: i < step })));
      expect(attention).to.deep.equal(english.map(() => ({ text: '1', isDone: step > 0 })));
    }
    expect(texts(draw({ step: 5 }))).to.include.members(['5 / 12', '12 / 12']);
    expect(texts(draw({ step: 40 })).filter((text) => text === '12 / 12')).to.have.length(2);
  });

  it('counts the hops between picked tokens, whichever was picked first', () => {
    for (const picked of [
      { from: 1, to: 8 },
      { from: 8, to: 1 },
    ]) {
      const scene = draw({ picked });
      expect(scene.note).to.equal('animal to it: 7 hops, 1 hop');
      const counted = ofType(scene, 'label').filter(({ fill }) => fill === accent);
      expect(counted.map(({ text }) => text).sort()).to.deep.equal(['1', '1', '2', '3', '4', '5', '6', '7']);
      const row = texts(scene);
      const at = row.indexOf('“animal” → “it”');
      expect(row.slice(at + 1, at + 3)).to.deep.equal(['7', '1']);
      const ways = ofType(scene, 'links').filter(({ count }) => count === 1);
      expect(ways).to.have.length(1);
    }
    expect(draw({ picked: { from: 3 } }).note).to.equal(words.pick);
    expect(draw({ picked: { from: 3, to: 99 } }).note).to.equal(words.pick);
    expect(draw().note).to.equal(words.pick);
  });

  it('says what table 1 of the paper says, for these tokens and this width', () => {
    expect(texts(draw({ d: 512 }))).to.include.members([
      'n = 12',
      'n − 1 = 11',
      '1',
      'n · d² = 3,145,728',
      'n² · d = 73,728',
    ]);
    expect(texts(draw({ d: 12288, width: 288 }))).to.include('n · d² = 1.81\u202fB');
  });

  it('links every token with every other, with those before it, or, of many, with one', () => {
    const count = (more: Partial<CompareInput>) => ofType(draw(more), 'links')[0]!.count;
    expect(count({})).to.equal(144);
    expect(count({ causal: true })).to.equal(78);
    const tokens = Array.from({ length: 150 }, (_, i) => `w${i}`);
    expect(count({ tokens })).to.equal(150);
    expect(count({ tokens, causal: true, hover: 9 })).to.equal(10);
  });

  it('draws links by their weights, and picks out those of the token under the pointer', () => {
    const n = english.length;
    const weights = Float32Array.from({ length: n * n }, (_, i) => (i % n === 3 ? 0.9 : 0.01));
    const links: LinksMark = ofType(draw({ weights }), 'links')[0]!;
    expect(links.alphas[3]!).to.be.greaterThan(5 * links.alphas[4]!);
    const hovered: LinksMark = ofType(draw({ hover: 2 }), 'links')[0]!;
    expect(hovered.alphas[2 * n + 7]!).to.be.greaterThan(2 * hovered.alphas[5 * n + 7]!);
    expect(hovered.alphas[7 * n + 2]!).to.equal(hovered.alphas[2 * n + 7]!);
  });

  it('knows the token under a point, from the chain to the outputs', () => {
    const scene = draw();
    const { x, y, radius } = ofType(scene, 'circle').at(-1)!;
    expect(hitTest(scene, x, y)).to.deep.equal({ type: 'token', token: 11 });
    expect(hitTest(scene, 2, y + radius)).to.deep.equal({ type: 'token', token: 11 });
  });
});

describe('compareData(data)', () => {
  it('takes the text of the encoder, and how its first layer looks at it', () => {
    const { data } = textbookDiagram({ sourceTokens: ['a', 'b', 'c'], targetTokens: ['c'] });
    const { tokens, causal, weights } = compareData(data);
    expect([tokens, causal]).to.deep.equal([['a', 'b', 'c', '</s>'], false]);
    for (let row = 0; row < 4; row++) {
      const sum = weights!.subarray(row * 4, row * 4 + 4).reduce((a, b) => a + b, 0);
      expect(sum).to.be.closeTo(1, 1e-5);
    }
  });

  it('looks back only in a decoder, and does without weights', () => {
    const { data } = textbookDiagram({ tokens: ['a', 'b'], causal: true });
    expect(compareData(data).causal).to.be.true;
    expect(compareData(data).weights![1]).to.equal(0);
    const bare = { source: data.source, decoder: { tokens: ['a', 'b'] } };
    expect(compareData(bare)).to.deep.equal({ tokens: ['a', 'b'], causal: true });
  });
});
