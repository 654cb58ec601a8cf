import { expect } from '@open-wc/testing';
import type { Architecture, BlockPath } from '../../../src/core/architecture/architecture.js';
import { blockAt } from '../../../src/core/architecture/blocks.js';
import { countParameters } from '../../../src/core/architecture/count-parameters.js';
import { makeArchitecture } from '../../../src/core/architecture/make-architecture.js';
import { childrenOf, kindOf } from '../../../src/core/architecture/paths.js';
import { presets, type PresetName } from '../../../src/core/architecture/presets.js';

/** Sizes of the published checkpoints, number for number. */
const published: [PresetName, number][] = [
  ['bert-base', 109_482_240],
  ['bert-large', 335_141_888],
  ['gpt2', 124_439_808],
  ['gpt2-medium', 354_823_168],
  ['gpt2-large', 774_030_080],
  ['gpt2-xl', 1_557_611_200],
  ['llama-2-7b', 6_738_415_616],
  ['llama-3-8b', 8_030_261_248],
  ['t5-base', 222_903_552],
  ['vit-b-16', 86_567_656],
];

describe('countParameters(architecture)', () => {
  for (const [name, total] of published) {
    it(`is ${total.toLocaleString('en')} for ${name}, as in its checkpoint`, () => {
      expect(countParameters(presets[name])).to.equal(total);
    });
  }

  it('rounds to what the papers say of the original and of GPT-3', () => {
    // GPT-3: table D.1 says 174,600 million, "175 billion" everywhere else
    expect(Math.round(countParameters(presets['gpt3-175b']) / 1e8)).to.equal(1746);
    // table 3 says 65 and 213 million for a vocabulary of "about 37000" words: with biases nowhere but in feed-forward layers
    // these are 63.0 and 214.2, and no one vocabulary gives both of the paper's figures
    expect(countParameters(presets['vaswani-base']) / 1e6).to.be.closeTo(65, 2);
    expect(countParameters(presets['vaswani-big']) / 1e6).to.be.closeTo(213, 1.2);
  });

  it('is that of torch.nn.Transformer(512, 8, 6, 6, 2048) with its biases and final norms', () => {
    const torch = makeArchitecture({ preset: 'vaswani-base', attentionBias: true, finalNorm: true });
    expect(countParameters(torch) - countParameters(torch, 'encoder.embedding')).to.equal(44_140_544);
  });

  it('breaks GPT-3 down by kind of matrix, per head as well as in all', () => {
    const weights = blockAt(presets['gpt3-175b'], '').weights;
    const total = (symbol: string) => {
      const weight = weights.find((each) => each.symbol === symbol)!;
      return [weight.count, weight.rows * weight.columns * weight.count];
    };
    const perKind = 12288 * 128 * 96 * 96;
    expect(total('W_Q')).to.deep.equal([9216, perKind]);
    expect(total('W_K')).to.deep.equal([9216, perKind]);
    expect(total('W_V')).to.deep.equal([9216, perKind]);
    expect(total('W_O')).to.deep.equal([96, 14_495_514_624]);
    expect(total('W_1')).to.deep.equal([96, 57_982_058_496]);
    expect(total('W_2')).to.deep.equal([96, 57_982_058_496]);
    expect(total('E')).to.deep.equal([1, 617_558_016]);
    expect(total('W_U')[1]).to.equal(617_558_016);
    expect(weights.find(({ symbol }) => symbol === 'W_U')!.shared).to.be.true;
  });

  it('counts the keys and values of Llama 3 once for every four heads', () => {
    const llama = presets['llama-3-8b'];
    const head = (h: number) => countParameters(llama, `decoder.0.self-attention.head.${h}`);
    expect(head(0)).to.equal(3 * 4096 * 128);
    expect(head(1)).to.equal(4096 * 128);
    expect(head(4)).to.equal(3 * 4096 * 128);
    expect(countParameters(llama, 'decoder.0.self-attention')).to.equal(2 * 4096 * 4096 + 2 * 4096 * 1024);
  });
});

/** Every block of an architecture from `path` down; of layers only the first and the last. */
function walk(architecture: Architecture, path: BlockPath, visit: (path: BlockPath) => void): void {
  visit(path);
  const children = childrenOf(architecture, path);
  const layers = children.filter((child) => kindOf(child) === 'layer');
  for (const child of children) {
    if (kindOf(child) === 'layer' && child !== layers[0] && child !== layers.at(-1)) continue;
    walk(architecture, child, visit);
  }
}

const odd = makeArchitecture({
  ...{ kind: 'decoder', layers: 3, heads: 6, kvHeads: 3, dModel: 48, vocab: 50 },
  ...{ queryKeyNorm: true, attentionBias: 'qkv', outputBias: true, positions: 'relative' },
});
const all: [string, Architecture][] = [...Object.entries(presets), ['an architecture of every oddity', odd]];

describe('blockAt(architecture, path).parameters', () => {
  for (const [name, architecture] of all) {
    it(`is the sum of what is inside: ${name}`, () => {
      walk(architecture, '', (path) => {
        const children = childrenOf(architecture, path);
        if (!children.length) return;
        const sum = children.reduce((total, child) => total + blockAt(architecture, child).parameters, 0);
        expect(blockAt(architecture, path).parameters, path || 'model').to.equal(sum);
      });
    });
  }

  it('takes a small part of a frame, for 96 layers of 96 heads as for any model', () => {
    const architecture = presets['gpt3-175b'];
    // the least of several rounds: others may be at work on the machine
    const rounds = Array.from({ length: 20 }, () => {
      const start = performance.now();
      for (let i = 0; i < 10; i++) {
        blockAt(architecture, '');
        blockAt(architecture, 'decoder.95.self-attention.head.95.softmax');
      }
      return (performance.now() - start) / 10;
    });
    expect(Math.min(...rounds), 'milliseconds').to.be.below(2);
  });
});
