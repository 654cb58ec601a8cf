import { expect } from '@open-wc/testing';
import { softmax } from '../../src/core/softmax.js';
import { appendToken, fillMask, pieceText } from '../../src/models/append-token.js';
import type { Model, Prediction, RunInput } from '../../src/models/model.js';
import { openModel } from '../../src/models/open-model.js';
import { rankPredictions } from '../../src/models/rank-predictions.js';
import { textbookParts } from '../../src/models/textbook.js';
import { expectClose } from '../core/oracle.js';
import { fixtureExpected, fixtureInput, fixtureUrl } from './fixture.js';

const want = { predictions: true };
const open = (url: string) => openModel(url, { cache: false });

describe('predictions of a run', () => {
  it('are the scores of PyTorch after the last token of a decoder, also with a head off', async () => {
    const model = await open(fixtureUrl('qwen3-tiny'));
    const input = await fixtureInput<RunInput>('qwen3-tiny');
    const expected = await fixtureExpected('qwen3-tiny');
    const { vocab } = model.config;
    for (const [key, ablate] of [
      ['logits', []],
      ['ablated_logits', [{ layer: 0, head: 1 }]],
    ] as const) {
      const { predictions, next, parts } = await model.run(input, { want, ablate });
      expect(predictions).to.have.length(1);
      const [prediction] = predictions!;
      expectClose(prediction!.logits, expected[key]!.subarray(-vocab), 4e-5, key);
      expect([prediction!.kind, prediction!.at]).to.deep.equal(['next', parts[0]!.queries - 1]);
      expect(prediction!.best).to.deep.equal(next);
      expect(parts[0]!.ablated).to.deep.equal(ablate.length ? [{ layer: 0, head: 1 }] : undefined);
    }
    model.close();
  });

  it('are those of PyTorch under the masks of an encoder', async () => {
    const model = await open('/src/models/shipped/reader/');
    const { cases } = (await (await fetch('/test/fixtures/shipped/reader.json')).json()) as {
      cases: { text: string; filled_text: string }[];
    };
    for (const { text, filled_text: filled } of cases) {
      const { predictions, parts } = await model.run({ text }, { want });
      expect(predictions!.length, text).to.equal(text.split('[MASK]').length - 1);
      const words = [...filled.matchAll(/\[(\S+)\]/g)].map(([, word]) => word);
      expect(predictions!.map(({ best }) => best[0]!.token)).to.deep.equal(words);
      for (const { kind, at } of predictions!)
        expect([kind, parts[0]!.queryTokens[at]]).to.deep.equal(['mask', '[MASK]']);
    }
    model.close();
  });

  it('are the classes of an image', async () => {
    const model = await open(fixtureUrl('vit-tiny'));
    const { pixels, logits } = await fixtureExpected('vit-tiny');
    const { predictions, classes } = await model.run({ pixels: pixels! }, { want });
    expectClose(predictions![0]!.logits, logits!, 2e-5, 'logits');
    expect(predictions![0]!.best).to.deep.equal(classes);
    model.close();
  });
});

describe('rankPredictions(prediction)', () => {
  const prediction = (logits: number[]): Prediction => ({
    kind: 'next',
    at: 0,
    logits: Float32Array.from(logits),
    best: [...logits.entries()]
      .sort((a, b) => b[1] - a[1])
      .map(([id]) => ({ id, token: `t${id}`, probability: 0 })),
  });

  it('gives probabilities over all words, and what is left', () => {
    const given = [1, 3, 0.5, 2];
    const { best, rest, others } = rankPredictions(prediction(given), { count: 2 });
    const p = softmax(Float32Array.from(given), 4);
    expect(best.map(({ token }) => token)).to.deep.equal(['t1', 't3']);
    expect(best[0]!.probability).to.be.closeTo(p[1]!, 1e-7);
    expect(rest).to.be.closeTo(p[0]! + p[2]!, 1e-6);
    expect(others).to.equal(2);
  });

  it('divides scores by the temperature; 0 leaves only the first', () => {
    const { best } = rankPredictions(prediction([0, 1]), { count: 2, temperature: 0.5 });
    expect(best[0]!.probability).to.be.closeTo(1 / (1 + Math.exp(-2)), 1e-6);
    const greedy = rankPredictions(prediction([0, 1]), { count: 2, temperature: 0 });
    expect(greedy.best.map(({ probability }) => probability)).to.deep.equal([1, 0]);
  });

  it('tells the probability in another run by id', () => {
    const { best, rest, restBefore } = rankPredictions(prediction([0, 3, 5, 1]), {
      count: 2,
      before: prediction([5, 1, 0, 1]),
    });
    const now = softmax(Float32Array.from([0, 3, 5, 1]), 4);
    const then = softmax(Float32Array.from([5, 1, 0, 1]), 4);
    // the first of now, and the one that was first then
    expect(best.map(({ token }) => token)).to.deep.equal(['t2', 't0']);
    expect(best.map(({ before }) => before)).to.deep.equal([then[2], then[0]]);
    expect(rest).to.be.closeTo(now[1]! + now[3]!, 1e-6);
    expect(restBefore).to.be.closeTo(then[1]! + then[3]!, 1e-6);
  });
});

describe('appendToken(model, text, token)', () => {
  let writer: Model;
  before(async () => (writer = await open('/src/models/shipped/writer/')));
  after(() => writer.close());

  it('gives a text that the model reads as the same tokens and the new one', async () => {
    for (const text of ['The animal', 'The animal ', 'It was too']) {
      const before = await writer.tokenize(text);
      const { predictions } = await writer.run({ text }, { want });
      const said = predictions![0]!.best.filter(({ token }) => pieceText(token)).slice(0, 5);
      expect(said.length).to.be.above(0);
      for (const token of said) {
        const after = await writer.tokenize((await appendToken(writer, text, token))!);
        // a space at the end is a token of its own, which the next word takes in
        if (!text.endsWith(' ')) expect(after.ids).to.deep.equal([...before.ids, token.id]);
        else expect(after.ids.at(-1)).to.equal(token.id);
      }
    }
  });

  it('refuses ends of texts and halves of characters', async () => {
    for (const token of ['<|endoftext|>', '</s>', 'íķ', '<0xE3>'])
      expect(await appendToken(writer, 'The', { token, id: 0 }, ['Ġa']), token).to.equal(undefined);
    expect(pieceText('íķľ', ['Ġa'])?.text).to.equal('한');
    expect(pieceText('é', ['the'])?.text).to.equal('é');
  });
});

describe('fillMask(text, mask, index, token)', () => {
  it('fills the mask that is meant', () => {
    expect(fillMask('[MASK] and [MASK].', '[MASK]', 1, 'cats')).to.equal('[MASK] and cats.');
    expect(fillMask('sing [MASK]', '[MASK]', 0, '##ing')).to.equal('singing');
    expect(fillMask('no mask', '[MASK]', 0, 'cats')).to.equal(undefined);
  });
});

describe('textbookParts({ablate})', () => {
  const tokens = 'the cat sat and the cat'.split(' ');
  const weightOf = (ablate: { layer: number; head: number }[]) => {
    const [data] = textbookParts({ tokens, causal: true, ablate });
    const head = data!.headLabels![1]!.findIndex((label) => label!.id === 'induction');
    // at the second “cat”: how much it looks at “sat”, which followed the first
    return data!.weights[((data!.heads + head) * 6 + 5) * 6 + 2]!;
  };

  it('breaks the induction head where the head of the layer below that it reads is off', () => {
    const [data] = textbookParts({ tokens, causal: true });
    const previous = data!.headLabels![0]!.findIndex((label) => label!.id === 'previous');
    const other = data!.headLabels![0]!.findIndex((label) => label!.id !== 'previous');
    expect(weightOf([])).to.be.above(0.9);
    expect(weightOf([{ layer: 0, head: previous }])).to.be.below(0.5);
    expect(weightOf([{ layer: 0, head: other }])).to.be.above(0.9);
  });

  it('refuses heads that are not there', () => {
    expect(() => weightOf([{ layer: 2, head: 0 }])).to.throw(/ablate.*layer 2, head 0/);
  });
});
