import { expect } from '@open-wc/testing';
import { attention, type AttentionOptions } from '../../src/core/attention.js';
import { weightAt } from '../../src/core/attention-data.js';
import { InputError } from '../../src/core/errors.js';
import { causalMask, combineMasks, keyPaddingMask, slidingWindowMask } from '../../src/core/masks.js';
import { matmul, matmulTransposed, transpose } from '../../src/core/matmul.js';
import { multiHeadAttention } from '../../src/core/multi-head-attention.js';
import { toAttentionData } from '../../src/core/to-attention-data.js';
import { expectClose } from './oracle.js';

const q = Float32Array.of(1, 0, 0, 1);

describe('attention(q, k, v, options)', () => {
  it('says which array does not fit, and how', () => {
    const message = (options: AttentionOptions) => {
      try {
        attention(q, q, q, options);
      } catch (error) {
        return error instanceof InputError && error.code === 'shape' ? error.message : 'another error';
      }
      return 'no error';
    };
    expect(message({ dHead: 3 })).to.equal('q: 4 numbers; expected a multiple of 3.');
    expect(message({ dHead: 1, heads: 4, kvHeads: 3 })).to.include('k: 4 numbers');
    expect(message({ dHead: 1, heads: 1, kvHeads: 2 })).to.include('heads: 1 query heads');
    expect(message({ dHead: 2, mask: new Uint8Array(3) })).to.include('mask: 3 numbers; expected 4');
    expect(message({ dHead: 2, bias: new Float32Array(5) })).to.include('bias: 5 numbers; expected 4');
  });

  it('lets a key that is masked count for nothing, even with a value that is not a number', () => {
    const v = Float32Array.of(1, 2, NaN, NaN);
    const { outputs } = attention(q, q, v, { dHead: 2, mask: keyPaddingMask(2, [true, false]) });
    expect([...outputs]).to.deep.equal([1, 2, 1, 2]);
  });

  it('joins `causal` with a mask', () => {
    const { probabilities } = attention(q, q, q, {
      dHead: 2,
      causal: true,
      mask: keyPaddingMask(2, [false, true]),
    });
    expect([...probabilities]).to.deep.equal([0, 0, 0, 1]);
  });

  it('gives equal weights where an additive mask holds the most negative float32, as Hugging Face does', () => {
    const bias = new Float32Array(4).fill(-3.4028234663852886e38);
    expect([...attention(q, q, q, { dHead: 2, bias }).probabilities]).to.deep.equal([0.5, 0.5, 0.5, 0.5]);
  });
});

describe('masks', () => {
  it('causalMask aligns the last query with the last key', () => {
    expect([...causalMask(2, 4)]).to.deep.equal([1, 1, 1, 0, 1, 1, 1, 1]);
    expect([...causalMask(2, 4, 0)]).to.deep.equal([1, 0, 0, 0, 1, 1, 0, 0]);
  });

  it('slidingWindowMask keeps its sinks in sight', () => {
    expect([...slidingWindowMask(1, 5, 2, { sinks: 1 })]).to.deep.equal([1, 0, 0, 1, 1]);
  });

  it('combineMasks spreads a shared mask over heads', () => {
    const perHead = Uint8Array.of(1, 1, 1, 1, 0, 1, 0, 1);
    expect([...combineMasks(causalMask(2), perHead)]).to.deep.equal([1, 0, 1, 1, 0, 0, 0, 1]);
  });
});

describe('matmul', () => {
  const a = Float32Array.of(1, 2, 3, 4, 5, 6);

  it('multiplies and transposes matrices that are not square', () => {
    expect([...transpose(a, 2, 3)]).to.deep.equal([1, 4, 2, 5, 3, 6]);
    expect([...matmul(a, transpose(a, 2, 3), 2, 3, 2)]).to.deep.equal([14, 32, 32, 77]);
  });

  for (const [n, d, m] of [
    [1, 1, 1],
    [3, 4, 5],
    [2, 9, 6],
    [5, 7, 3],
  ] as const) {
    it(`and matmulTransposed equal the plain sum for ${n} × ${d} × ${m}`, () => {
      const x = Float32Array.from({ length: n * d }, (_, i) => ((i * 7) % 5) - 2);
      const y = Float32Array.from({ length: d * m }, (_, i) => ((i * 3) % 11) - 5);
      const sums = Array.from({ length: n * m }, (_, cell) => {
        let sum = 0;
        for (let k = 0; k < d; k++) sum += x[Math.floor(cell / m) * d + k]! * y[k * m + (cell % m)]!;
        return sum;
      });
      expect([...matmul(x, y, n, d, m)]).to.deep.equal(sums);
      expect([...matmulTransposed(x, transpose(y, d, m), n, d, m)]).to.deep.equal(sums);
    });
  }
});

describe('toAttentionData(layers, init)', () => {
  const identity = Float32Array.of(1, 0, 0, 1);
  const x = Float32Array.of(1, 0, 0, 1, 1, 1);
  const shared = Float32Array.of(1, 1);
  const layer = multiHeadAttention(
    x,
    { heads: 2, kvHeads: 1, wq: identity, wk: shared, wv: shared },
    { dModel: 2, causal: true },
  );

  it('keeps weights, scores and vectors, with shared key heads repeated', () => {
    const data = toAttentionData([layer, layer], { queryTokens: ['a', 'b', 'c'] });
    expect([data.layers, data.heads, data.queries, data.keys]).to.deep.equal([2, 2, 3, 3]);
    expect(data.causal).to.be.true;
    expect(data.keyTokens).to.equal(data.queryTokens);
    expect(weightAt(data, 1, 0, 0, 0)).to.equal(1);
    expect([...data.k!.slice(0, 6)]).to.deep.equal([1, 1, 2, 1, 1, 2]);
    expect(data.q!.length).to.equal(12);
    expect(data.scores!.length).to.equal(36);
    expectClose(layer.output.slice(0, 2), [1, 1]);
  });
});
