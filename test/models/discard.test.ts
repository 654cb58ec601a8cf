import { expect } from '@open-wc/testing';
import { transformerLayer } from '../../src/core/transformer-layer.js';
import { discardCache, discardLayer } from '../../src/models/run/discard.js';

const numbers = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i));

function layerOf(placement: 'pre' | 'post') {
  const norm = () => ({ weight: numbers(4), bias: numbers(4) });
  const square = () => numbers(16);
  const attention = () => ({ heads: 2, wq: square(), wk: square(), wv: square(), wo: square() });
  const weights = {
    selfAttention: attention(),
    selfAttentionNorm: norm(),
    crossAttention: attention(),
    crossAttentionNorm: norm(),
    feedForward: { up: square(), down: square() },
    feedForwardNorm: norm(),
  };
  const memory = numbers(12);
  const layer = transformerLayer(
    numbers(8),
    weights,
    { dModel: 4, placement, activation: 'relu' },
    { memory },
  );
  return { layer, weights, memory };
}

describe('discardLayer(trace, kept)', () => {
  for (const placement of ['pre', 'post'] as const) {
    it(`empties every stage but those that are kept: ${placement}-norm`, () => {
      const { layer, weights, memory } = layerOf(placement);
      const { selfAttention: self, crossAttention: cross, feedForward } = layer;
      discardLayer(layer, [layer.output, self.stages.k]);
      expect(layer.output).to.have.length(8);
      expect(self.stages.k).to.have.length(8);
      const spent = [self.before, self.input, self.after, self.stages.q, self.stages.v, self.stages.output];
      spent.push(self.stages.probabilities, cross!.stages.outputs, cross!.input, feedForward.stages.hidden);
      for (const array of spent) expect(array).to.have.length(0);
      // what is computed with stays
      for (const array of [memory, weights.selfAttention.wq, weights.feedForward.up])
        expect(array.length).to.be.above(0);
      discardCache([{ self: self.stages }]);
      expect(self.stages.k).to.have.length(0);
    });
  }
});
