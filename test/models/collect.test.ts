import { expect } from '@open-wc/testing';
import { weightAt } from '../../src/core/attention-data.js';
import { halfToFloat } from '../../src/core/half-floats.js';
import { multiHeadAttention } from '../../src/core/multi-head-attention.js';
import { seededRandom } from '../../src/core/sampling.js';
import { AttentionCollector } from '../../src/models/run/collect-attention.js';
import { floatToHalf } from '../../src/models/run/float-to-half.js';

describe('floatToHalf(x)', () => {
  it('gives back every half float from 0 to 1', () => {
    for (let bits = 0; bits <= 0x3c00; bits++) expect(floatToHalf(halfToFloat(bits))).to.equal(bits);
  });

  it('takes the nearest one, of two equally near the even one', () => {
    const random = seededRandom(3);
    for (let i = 0; i < 5000; i++) {
      const x = Math.fround(random() ** 8);
      const bits = floatToHalf(x);
      const distance = Math.abs(halfToFloat(bits) - x);
      for (const other of [bits - 1, bits + 1]) {
        if (other < 0) continue;
        const far = Math.abs(halfToFloat(other) - x);
        expect(distance < far || (distance === far && bits % 2 === 0), `${x}`).to.equal(true);
      }
    }
    for (let bits = 1; bits < 0x3c00; bits += 7) {
      const between = (halfToFloat(bits) + halfToFloat(bits + 1)) / 2;
      expect(floatToHalf(between) % 2).to.equal(0);
    }
  });
});

describe('AttentionCollector', () => {
  const random = seededRandom(5);
  const numbers = (count: number) => Float32Array.from({ length: count }, () => random() - 0.5);
  const weights = {
    heads: 4,
    kvHeads: 2,
    wq: numbers(64),
    wk: numbers(32),
    wv: numbers(32),
    wo: numbers(64),
  };
  const before = numbers(6 * 8);
  const stages = multiHeadAttention(before, weights, { dModel: 8, causal: true });
  const tokens = ['a', 'b', 'c', 'd', 'e', 'f'];
  const collected = (room?: number) => {
    const collector = new AttentionCollector({
      ...{ kind: 'decoder', layers: 2, queryTokens: tokens, keyTokens: tokens, causal: true },
      source: { type: 'model', name: 'x' },
      ...(room !== undefined && { room }),
    });
    const layer = { before, input: before, stages, after: before };
    collector.add(layer);
    collector.add(layer);
    return collector.finish();
  };

  it('keeps what each layer reads from the residual stream and adds to it, where there is room', () => {
    const data = collected();
    expect(data.dModel).to.equal(8);
    expect([...data.residual!.subarray(6 * 8)]).to.deep.equal([...before]);
    expect([...data.attentionOutput!.subarray(0, 6 * 8)]).to.deep.equal([...stages.output]);
    const tight = collected(1);
    expect([tight.residual, tight.attentionOutput, tight.dModel]).to.deep.equal(Array(3));
  });

  it('keeps weights and scores of every layer, and shared keys for every head', () => {
    const data = collected();
    expect(data.weights).to.be.instanceOf(Float32Array);
    expect(data.weights.length).to.equal(2 * stages.probabilities.length);
    expect(data.causal).to.equal(true);
    expect([...data.scores!.subarray(0, 4 * 36)]).to.deep.equal([...stages.scores]);
    const perHead = 6 * 2;
    for (const [head, kv] of [0, 0, 1, 1].entries()) {
      const at = (4 + head) * perHead;
      expect([...data.k!.subarray(at, at + perHead)]).to.deep.equal([
        ...stages.k.subarray(kv * perHead, (kv + 1) * perHead),
      ]);
    }
  });

  it('keeps half floats and no scores where there are too many', () => {
    const data = collected(100);
    expect(data.weights).to.be.instanceOf(Uint16Array);
    expect(data.scores).to.equal(undefined);
    expect(data.causal).to.equal(true);
    for (let q = 0; q < 6; q++) {
      for (let k = 0; k < 6; k++) {
        const exact = stages.probabilities[(3 * 6 + q) * 6 + k]!;
        expect(weightAt(data, 1, 3, q, k)).to.be.closeTo(exact, exact * 2 ** -11 + 1e-9);
      }
    }
  });
});
