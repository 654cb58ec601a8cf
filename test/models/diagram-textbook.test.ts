import { expect } from '@open-wc/testing';
import { checkArchitecture } from '../../src/core/architecture/check-architecture.js';
import { childrenOf } from '../../src/core/architecture/paths.js';
import { headMatrix, type AttentionData } from '../../src/core/attention-data.js';
import { InputError } from '../../src/core/errors.js';
import { multiHeadAttention } from '../../src/core/multi-head-attention.js';
import { seededRandom } from '../../src/core/sampling.js';
import { copyModel, type CopyTask } from '../../src/models/diagram/copy-model.js';
import { checkFit } from '../../src/models/diagram/data-from-parts.js';
import { textbookDiagram } from '../../src/models/diagram/textbook-diagram.js';
import { denseMatrix } from '../../src/models/sparse-matrix.js';
import { dHead, dModel } from '../../src/models/textbook-space.js';
import { textbook } from '../../src/models/textbook.js';
import { stageNumbers } from '../../src/scene/diagram/stage-numbers.js';
import { expectClose } from '../core/oracle.js';

const words = (text: string): string[] => text.split(' ');

const texts: [what: string, tokens: string[]][] = [
  ['four words', words('one two three four')],
  ['one word', ['word']],
  ['words that come again', words('the dog saw the dog and the cat saw the dog')],
  ['words spelled alike', words('play playing played player plays playful')],
  ['Korean', words('고양이가 매트 위에 앉아 고양이를 보는 고양이')],
  ['punctuation', words('well , that is that ; no ?')],
  ['150 words', Array.from({ length: 150 }, (_, i) => `w${i}`)],
];

/** Weights of a head of cross-attention in its second layer. */
const cross = (data: AttentionData, id: string): Float32Array =>
  headMatrix(
    data,
    1,
    data.headLabels![1]!.findIndex((label) => label?.id === id),
  );

/** Expects a matrix to have all its weight at one key of each query, within a millionth. */
function expectPlaces(
  weights: Float32Array,
  keys: number,
  place: (query: number) => number,
  what: string,
  tolerance = 1e-6,
): void {
  for (let i = 0; i * keys < weights.length; i++)
    expect(weights[i * keys + place(i)], `${what}: query ${i}`).to.be.at.least(1 - tolerance);
}

describe('textbookDiagram({sourceTokens, targetTokens})', () => {
  for (const [what, tokens] of texts)
    for (const task of ['copy', 'reverse'] as const)
      it(`looks at exactly the word that it writes, and writes it: ${task}, ${what}`, () => {
        const expected = task === 'copy' ? tokens : [...tokens].reverse();
        const { data } = textbookDiagram({ sourceTokens: tokens, task });
        expect(data.decoder!.tokens).to.deep.equal(['<s>', ...expected]);
        expect(data.encoder!.tokens).to.deep.equal([...tokens, '</s>']);
        expect(data.next![0]!.token).to.equal('</s>');
        expect(data.next![0]!.probability).to.be.at.least(0.999);
        const n = tokens.length;
        const attention = data.decoder!.cross!;
        expect(attention.writtenTokens).to.deep.equal([...expected, '</s>']);
        expectPlaces(cross(attention, 'aligned'), n + 1, (i) => i, 'aligned');
        expectPlaces(cross(attention, 'reversed'), n + 1, (i) => (i === n ? n : n - 1 - i), 'reversed');
      });

  it('reads a target that is given, and tells by it what to do', () => {
    const sourceTokens = words('a bird in the hand');
    for (const [target, next] of [
      ['a bird in', 'the'],
      ['a bird in the hand', '</s>'],
      ['hand the in bird a', '</s>'],
      ['', 'a'],
    ] as const) {
      const targetTokens = target ? words(target) : [];
      const { data } = textbookDiagram({ sourceTokens, targetTokens });
      expect(data.decoder!.tokens).to.deep.equal(['<s>', ...targetTokens]);
      expect(data.next![0]!.token, target).to.equal(next);
    }
    const { data } = textbookDiagram({ sourceTokens, targetTokens: words('hand the'), task: 'reverse' });
    expect(data.next![0]!.token).to.equal('in');
  });

  it('also points at what followed the word just read, wherever that stands', () => {
    const { data } = textbookDiagram({
      sourceTokens: words('red green blue'),
      targetTokens: words('green red'),
    });
    const weights = cross(data.decoder!.cross!, 'induction');
    // <s> follows nothing and rests on the first word; green → blue; red → green
    expectPlaces(weights, 4, (i) => [0, 2, 1][i]!, 'what follows', 1e-5);
  });

  it('computes what PyTorch-shaped matrices with all their zeros do', () => {
    const task: CopyTask = 'reverse';
    const { data } = textbookDiagram({ sourceTokens: words('one two three'), task });
    const { decoder: blocks } = copyModel(task);
    const memory = data.encoder!.trace!.output;
    data.decoder!.trace!.layers.forEach((layer, i) => {
      for (const [name, sublayer] of [
        ['self', layer.selfAttention],
        ['cross', layer.crossAttention!],
      ] as const) {
        const { wq, wk, wv, wo, heads } = blocks[i]![name]!;
        const [q, k, v, o] = [wq, wk, wv, wo].map(denseMatrix);
        const stages = multiHeadAttention(
          sublayer.input,
          { heads: heads.length, wq: q!, wk: k!, wv: v!, wo: o! },
          { dModel, ...(name === 'cross' ? { memory } : { causal: true }) },
        );
        expectClose(sublayer.stages.probabilities, stages.probabilities, 1e-5, `${name}: probabilities`);
        expectClose(sublayer.stages.output, stages.output, 1e-4, `${name}: output`);
      }
    });
  });

  it('never looks ahead: what it says of a word does not change by what follows', () => {
    const random = seededRandom(3);
    const sourceTokens = Array.from({ length: 12 }, () => `w${Math.floor(random() * 6)}`);
    const full = textbookDiagram({ sourceTokens }).data.decoder!.trace!.output;
    for (const length of [1, 5, 11]) {
      const targetTokens = sourceTokens.slice(0, length);
      const { data } = textbookDiagram({ sourceTokens, targetTokens, task: 'copy' });
      const { output } = data.decoder!.trace!;
      expect(data.next![0]!.token).to.equal(sourceTokens[length]);
      expectClose(output, full.subarray(0, output.length), 1e-5);
    }
  });
});

describe('textbookDiagram(input)', () => {
  const inputs = [
    { sourceTokens: words('a b c') },
    { tokens: words('the cat saw the dog .') },
    { tokens: words('the cat saw the dog .'), causal: true },
  ];
  for (const input of inputs)
    it(`has numbers for every block, and an architecture that fits: ${JSON.stringify(input)}`, () => {
      const { architecture, data } = textbookDiagram(input);
      checkArchitecture(architecture);
      checkFit(architecture, data);
      const missing: string[] = [];
      const walk = (path: string): void => {
        const numbers = stageNumbers(architecture, data, path);
        if (path && !numbers) missing.push(path);
        if (numbers) expect(numbers.values.length, path).to.equal(numbers.rows * numbers.columns);
        childrenOf(architecture, path).forEach(walk);
      };
      walk('');
      expect(missing).to.deep.equal([]);
      expect(architecture.dHead).to.equal(dHead);
    });

  for (const causal of [false, true])
    it(`is the model that <attention-view> shows, ${causal ? 'causal' : 'bidirectional'}`, () => {
      const tokens = words('the small cat sat , and the dog came .');
      const { data } = textbookDiagram({ tokens, causal });
      const shown = textbook.run(tokens, { causal });
      const side = data[causal ? 'decoder' : 'encoder']!;
      expectClose(side.self!.weights, shown.weights, 1e-6, 'weights');
      expectClose(side.self!.residual!, shown.residual!, 1e-5, 'residual stream');
      expect(side.self!.headLabels).to.deep.equal(shown.headLabels);
    });

  it('starts from words and places that sum to what enters the first layer', () => {
    const {
      words: own,
      positions,
      embedding,
    } = textbookDiagram({ tokens: words('a b a') }).data.encoder!.trace!;
    expectClose(
      own!.map((value, i) => value + positions![i]!),
      embedding,
      0,
    );
    expect(positions!.subarray(0, dModel)).not.to.deep.equal(positions!.subarray(2 * dModel));
    expect(own!.some((value) => value !== 0) && positions!.some((value) => value !== 0)).to.be.true;
  });

  it('refuses no tokens and too many', () => {
    expect(() => textbookDiagram({})).to.throw(InputError, 'tokens: no tokens');
    expect(() => textbookDiagram({ sourceTokens: [] })).to.throw(InputError, 'source: no tokens');
    const many = Array.from({ length: 1025 }, () => 'a');
    expect(() => textbookDiagram({ tokens: many })).to.throw(
      InputError,
      'tokens: 1025 tokens; expected at most 1024',
    );
  });
});
