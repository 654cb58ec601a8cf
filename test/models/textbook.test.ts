import { expect } from '@open-wc/testing';
import { headMatrix, type AttentionData } from '../../src/core/attention-data.js';
import { InputError } from '../../src/core/errors.js';
import { textbook, textbookParts } from '../../src/models/textbook.js';

/** Weights of the head with an id, `weight(query, key)`. */
function headOf(data: AttentionData, id: string): (query: number, key: number) => number {
  for (let layer = 0; layer < data.layers; layer++) {
    const head = data.headLabels![layer]!.findIndex((label) => label?.id === id);
    if (head < 0) continue;
    const matrix = headMatrix(data, layer, head);
    return (query, key) => matrix[query * data.keys + key]!;
  }
  throw new Error(`no head ${id}`);
}

const run = (text: string, causal: boolean) => textbook.run(text.split(' '), { causal });

/** What a head must do: query, then the keys that share at least 0.95 of its weight. */
type Looks = [query: number, keys: number[]][];

function expectLooks(data: AttentionData, id: string, looks: Looks): void {
  const weight = headOf(data, id);
  for (const [query, keys] of looks) {
    const sum = keys.reduce((total, key) => total + weight(query, key), 0);
    expect(sum, `${id}: ${data.queryTokens[query]} (${query}) at ${keys.join()}`).to.be.at.least(0.95);
    for (const key of keys) {
      expect(weight(query, key), `${id}: ${query} at ${key} alone`).to.be.at.least(0.9 / (keys.length * 1.6));
    }
  }
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

const texts: [name: string, text: string][] = [
  ['English', 'The small cat sat on the warm mat , and then the dog came .'],
  ['Korean', '작은 고양이가 따뜻한 매트 위에 앉아 있었다 . 그리고 강아지가 왔다 .'],
  ['two tokens', 'hello world'],
  [
    'two hundred tokens',
    range(200)
      .map((i) => `w${i}`)
      .join(' '),
  ],
];

for (const causal of [true, false]) {
  describe(`textbook model, ${causal ? 'causal' : 'bidirectional'}`, () => {
    for (const [name, text] of texts) {
      it(`looks at the token before and at the first one: ${name}`, () => {
        const data = run(text, causal);
        const last = data.queries - 1;
        expectLooks(data, 'previous', [[0, [0]], ...range(last).map((t) => [t + 1, [t]] as Looks[number])]);
        expectLooks(
          data,
          'first',
          range(data.queries).map((t) => [t, [0]]),
        );
        if (causal)
          expectLooks(
            data,
            'twoBack',
            range(data.queries).map((t) => [t, [t < 2 ? t : t - 2]]),
          );
        else
          expectLooks(
            data,
            'next',
            range(data.queries).map((t) => [t, [Math.min(last, t + 1)]]),
          );
      });

      it(`has rows that sum to 1${causal ? ' and nothing ahead' : ''}: ${name}`, () => {
        const data = run(text, causal);
        const { queries, keys } = data;
        for (let layer = 0; layer < data.layers; layer++) {
          for (let head = 0; head < data.heads; head++) {
            const matrix = headMatrix(data, layer, head);
            for (let q = 0; q < queries; q++) {
              const row = matrix.subarray(q * keys, (q + 1) * keys);
              expect(row.reduce((a, b) => a + b, 0)).to.be.closeTo(1, 1e-5);
              if (causal) expect([...row.subarray(q + 1)].every((w) => w === 0)).to.be.true;
            }
          }
        }
      });
    }

    it('computes its weights from its queries and keys: softmax of q · k / √d', () => {
      const data = run('A red bird saw a red fish .', causal);
      const { dHead = 0, queries, keys, heads } = data;
      for (let layer = 0; layer < data.layers; layer++) {
        for (let head = 0; head < heads; head++) {
          const at = layer * heads + head;
          const [q, k] = [data.q!, data.k!].map((all) =>
            all.subarray(at * keys * dHead, (at + 1) * keys * dHead),
          );
          const matrix = headMatrix(data, layer, head);
          for (let i = 0; i < queries; i++) {
            const scores = range(causal ? i + 1 : keys).map(
              (j) =>
                range(dHead).reduce((sum, d) => sum + q![i * dHead + d]! * k![j * dHead + d]!, 0) /
                Math.sqrt(dHead),
            );
            const top = Math.max(...scores);
            const total = scores.reduce((sum, score) => sum + Math.exp(score - top), 0);
            scores.forEach((score, j) =>
              expect(matrix[i * keys + j]).to.be.closeTo(Math.exp(score - top) / total, 1e-5),
            );
          }
        }
      }
    });

    it('finds the same word, and a word with another ending', () => {
      const data = run('cat dog play cat playing bird', causal);
      expectLooks(data, 'same', [
        [3, [0]],
        [1, [1]],
        [5, [5]],
      ]);
      expect(headOf(data, 'same')(4, 2)).to.be.at.least(0.9);
      expect(headOf(run('고양이가 매트 고양이는', causal), 'same')(2, 0)).to.be.at.least(0.9);
    });

    it('spreads over what is near, evenly over a clause, over punctuation, over long words', () => {
      const data = run('one two three four , five six seven eight .', causal);
      const near = headOf(data, 'window');
      expect(near(7, 6)).to.be.greaterThan(near(7, 4));
      expect(range(10).reduce((sum, k) => sum + (Math.abs(k - 5) <= 4 ? near(5, k) : 0), 0)).to.be.at.least(
        0.95,
      );
      const ownClause = causal ? [5, 6, 7, 8] : [5, 6, 7, 8, 9];
      expectLooks(data, 'clause', [[8, ownClause]]);
      expectLooks(data, 'clauseStart', [
        [8, [5]],
        [3, [0]],
      ]);
      expectLooks(data, 'punctuation', [[8, causal ? [4] : [4, 9]]]);
      const long = headOf(run('a an extraordinarily of it', causal), 'longWords');
      expect(long(4, 2)).to.be.at.least(0.9);
    });

    it('completes A B C A by B', () => {
      for (const text of ['A B C A', 'the quick fox saw the', '하늘 바다 구름 하늘']) {
        const data = run(text, causal);
        expectLooks(data, 'induction', [[data.queries - 1, [1]]]);
      }
      // where nothing comes again it rests on the first token
      expectLooks(run('all of these differ', causal), 'induction', [[3, [0]]]);
    });

    it('finds copies of the word before, and words in the same place', () => {
      const data = run('see Anna now , see Bert', causal);
      expectLooks(data, 'precursor', [[5, [0]]]);
      expectLooks(data, 'context', [[5, [1]]]);
    });
  });
}

describe('textbook model, cross-attention', () => {
  const text = (words: string) => words.split(' ');

  it('aligns a copy, a permutation and a reversal exactly', () => {
    const copy = textbook.cross(text('one two three four'), text('one two three four'));
    expectLooks(
      copy,
      'same',
      range(4).map((t) => [t, [t]]),
    );
    const mixed = textbook.cross(text('dog the small cat'), text('the small cat dog'));
    expectLooks(mixed, 'same', [
      [0, [3]],
      [1, [0]],
      [2, [1]],
      [3, [2]],
    ]);
    const weight = headOf(copy, 'reversed');
    const straight = headOf(copy, 'aligned');
    for (const t of range(4)) {
      const row = (w: typeof weight) => range(4).map((k) => w(t, k));
      expect(row(weight).indexOf(Math.max(...row(weight)))).to.equal(3 - t);
      expect(row(straight).indexOf(Math.max(...row(straight)))).to.equal(t);
    }
  });

  it('gives encoder, decoder and cross for a source and a target', () => {
    const parts = textbookParts({ sourceTokens: text('a b c'), targetTokens: text('x y') });
    expect(parts.map(({ kind, queries, keys, causal }) => [kind, queries, keys, causal])).to.deep.equal([
      ['encoder', 3, 3, false],
      ['decoder', 2, 2, true],
      ['cross', 2, 3, false],
    ]);
  });
});

describe('textbook model', () => {
  it('says of every head what it does', () => {
    for (const data of [run('a b', true), run('a b', false), textbook.cross(['a'], ['b'])]) {
      for (const label of data.headLabels!.flat()) expect(label!.description!.length).to.be.greaterThan(40);
      expect(data.source.type).to.equal('textbook');
    }
  });

  it('refuses more tokens than it can tell apart', () => {
    const many = range(1025).map(String);
    expect(() => textbook.run(many, { causal: true })).to.throw(InputError, '1025 tokens');
    expect(() => textbook.cross(['a'], many)).to.throw(InputError, 'source-tokens');
  });
});
