import { multiHeadAttention, type MultiHeadOptions } from '../../src/core/multi-head-attention.js';
import { keyPaddingMask } from '../../src/core/masks.js';
import { valueNormWeights } from '../../src/core/value-norms.js';
import { needSharedData } from '../shared-data.js';
import { expectClose, oracleCase } from './oracle.js';
import { torchAttention } from './torch-weights.js';

const cases = [
  'cross',
  'cross-kdim',
  'cross-padding',
  'self',
  'self-bias-per-head',
  'self-causal',
  'self-nobias',
];

describe('multiHeadAttention(x, weights, options) equals nn.MultiheadAttention', () => {
  before(async function () {
    await needSharedData(this);
  });

  for (const name of cases.flatMap((one) => [`${one}-a`, `${one}-b`])) {
    it(`in weights, outputs and value-weighted norms: ${name}`, async () => {
      const { inputs, outputs, params } = await oracleCase(`mha/${name}`);
      const options: MultiHeadOptions = { dModel: params.embed_dim as number };
      if (inputs.key) options.memory = inputs.key;
      if (inputs.value) options.valueMemory = inputs.value;
      if (name.includes('causal')) options.causal = true;
      if (inputs.attn_bias) options.bias = inputs.attn_bias;
      const queries = inputs.query!.length / options.dModel;
      if (inputs.key_keep) options.mask = keyPaddingMask(queries, inputs.key_keep);

      const weights = torchAttention(inputs, '', params.num_heads as number);
      const stages = multiHeadAttention(inputs.query!, weights, options);
      expectClose(stages.probabilities, outputs.probs!, 1e-5, 'probabilities');
      expectClose(stages.output, outputs.out!, 1e-5, 'output');
      expectClose(valueNormWeights(stages, weights), outputs.weighted_value_norms!, 1e-5, 'norms');
      const size = stages.queries * stages.keys;
      const mean = outputs.probs_mean!.map((_, i) => {
        let sum = 0;
        for (let h = 0; h < stages.heads; h++) sum += stages.probabilities[h * size + i]!;
        return sum / stages.heads;
      });
      expectClose(mean, outputs.probs_mean!, 1e-5, 'mean over heads');
    });
  }
});
