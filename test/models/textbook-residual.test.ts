import { expect } from '@open-wc/testing';
import { toAttentionData } from '../../src/core/to-attention-data.js';
import { mergeTokens } from '../../src/core/merge-tokens.js';
import { textbookLayers } from '../../src/models/textbook.js';
import { textbookEmbedding } from '../../src/models/textbook-embedding.js';
import { textbookForward } from '../../src/models/textbook-forward.js';
import { dModel } from '../../src/models/textbook-space.js';
import { spell } from '../../src/models/textbook-spelling.js';
import { expectClose } from '../core/oracle.js';

const tokens = ['The', 'cat', 'sat', 'on', 'the', 'cat'];

describe('the residual stream of the textbook model', () => {
  for (const causal of [false, true]) {
    it(`leads from the embedding to the last state, ${causal ? 'decoder' : 'encoder'}`, () => {
      const x = textbookEmbedding(tokens, { causal, spellings: spell(tokens) });
      const trace = textbookForward(x, textbookLayers(causal ? 'decoder' : 'encoder'), { causal });
      const data = toAttentionData(trace.layers, { queryTokens: tokens });
      const size = tokens.length * dModel;
      expect(data.dModel).to.equal(dModel);
      expectClose(data.residual!.subarray(0, size), x, 0, 'before the first layer');
      // the last layer has no feed-forward network: attention is all that it adds
      const last = data.residual!.subarray(size).map((r, i) => r + data.attentionOutput![size + i]!);
      expectClose(last, trace.residual, 0, 'after the last layer');
      expect(data.attentionOutput!.some((value) => value !== 0)).to.be.true;
    });
  }

  it('is left out where tokens are joined', () => {
    const x = textbookEmbedding(tokens, { causal: false, spellings: spell(tokens) });
    const trace = textbookForward(x, textbookLayers('encoder'));
    const data = toAttentionData(trace.layers, { queryTokens: tokens });
    const groups = [[0, 1], [2], [3], [4, 5]];
    const joined = mergeTokens(data, groups, groups, ['The cat', 'sat', 'on', 'the cat']);
    expect([joined.residual, joined.attentionOutput, joined.dModel, joined.q]).to.deep.equal(Array(4));
  });
});
