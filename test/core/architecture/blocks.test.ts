import { expect } from '@open-wc/testing';
import type { Architecture, Axis, BlockPath } from '../../../src/core/architecture/architecture.js';
import { blockAt } from '../../../src/core/architecture/blocks.js';
import { makeArchitecture } from '../../../src/core/architecture/make-architecture.js';
import { childrenOf, nearestPath, parentOf } from '../../../src/core/architecture/paths.js';
import { presets } from '../../../src/core/architecture/presets.js';
import { InputError } from '../../../src/core/errors.js';

const base = presets['vaswani-base'];

/** Names of children without the path to them. */
const names = (architecture: Architecture, path: BlockPath): string =>
  childrenOf(architecture, path)
    .map((child) => child.slice(path ? path.length + 1 : 0))
    .join(' ');

describe('childrenOf(architecture, path)', () => {
  it('goes as the numbers flow: norms after the sums in 2017, before the sublayers today', () => {
    expect(names(base, '')).to.equal('encoder decoder output');
    expect(names(base, 'encoder')).to.equal('embedding positions 0 1 2 3 4 5');
    expect(names(base, 'encoder.5')).to.equal(
      'self-attention self-attention-residual self-attention-norm feed-forward feed-forward-residual feed-forward-norm',
    );
    expect(names(base, 'decoder.0')).to.equal(
      'self-attention self-attention-residual self-attention-norm ' +
        'cross-attention cross-attention-residual cross-attention-norm ' +
        'feed-forward feed-forward-residual feed-forward-norm',
    );
    expect(names(presets.gpt2, 'decoder.0')).to.equal(
      'self-attention-norm self-attention self-attention-residual feed-forward-norm feed-forward feed-forward-residual',
    );
    expect(names(makeArchitecture({ preset: 'gpt2', layers: 2 }), 'decoder')).to.equal(
      'embedding positions 0 1 final-norm',
    );
  });

  it('has what each model has, and nothing else', () => {
    expect(names(presets['bert-base'], '')).to.equal('encoder output');
    expect(names(presets['bert-base'], 'encoder').slice(0, 37)).to.equal(
      'embedding positions embedding-norm 0 ',
    );
    expect(names(presets['vit-b-16'], '')).to.equal('encoder output');
    expect(names(makeArchitecture({ kind: 'encoder', output: 'none' }), '')).to.equal('encoder');
    expect(names(presets['llama-2-7b'], 'decoder.3.feed-forward')).to.equal('gate up activation down');
    expect(names(presets.gpt2, 'decoder.3.feed-forward')).to.equal('up activation down');
  });

  it('masks only where a decoder looks at itself', () => {
    const stages = 'query key value scores softmax weighted-sum';
    const masked = 'query key value scores mask softmax weighted-sum';
    expect(names(base, 'encoder.0.self-attention.head.7')).to.equal(stages);
    expect(names(base, 'decoder.0.self-attention.head.7')).to.equal(masked);
    expect(names(base, 'decoder.0.cross-attention.head.7')).to.equal(stages);
    expect(names(base, 'decoder.0.cross-attention.head.7.softmax')).to.equal('');
    expect(names(makeArchitecture({ layers: 1, heads: 2 }), 'encoder.0.self-attention')).to.equal(
      'head.0 head.1 concatenation output-projection',
    );
  });
});

describe('parentOf(path)', () => {
  it('climbs from a number to the model', () => {
    const climbed: (string | undefined)[] = ['encoder.2.self-attention.head.3.softmax'];
    while (climbed[0] !== undefined) climbed.unshift(parentOf(climbed[0]));
    expect(climbed).to.deep.equal([
      undefined,
      '',
      'encoder',
      'encoder.2',
      'encoder.2.self-attention',
      'encoder.2.self-attention.head.3',
      'encoder.2.self-attention.head.3.softmax',
    ]);
  });
});

describe('blockAt(architecture, path)', () => {
  const axes = (list: Axis[]) =>
    list.map(({ name, size }) => `${name}${size === undefined ? '' : ` ${size}`}`);
  const shapes = (architecture: Architecture, path: BlockPath) => {
    const { input, output } = blockAt(architecture, path);
    return `${axes(input).join(' × ')} → ${axes(output).join(' × ')}`;
  };

  it('says what goes in and what comes out', () => {
    const cross = 'decoder.1.cross-attention.head.0';
    expect(shapes(base, '')).to.equal('sourceTokens → tokens × vocab 37000');
    expect(shapes(base, 'encoder.1')).to.equal('sourceTokens × dModel 512 → sourceTokens × dModel 512');
    expect(shapes(base, `${cross}.query`)).to.equal('tokens × dModel 512 → tokens × dHead 64');
    expect(shapes(base, `${cross}.key`)).to.equal('sourceTokens × dModel 512 → sourceTokens × dHead 64');
    expect(shapes(base, `${cross}.scores`)).to.equal('tokens × dHead 64 → tokens × sourceTokens');
    expect(shapes(base, `${cross}.weighted-sum`)).to.equal('tokens × sourceTokens → tokens × dHead 64');
    expect(shapes(base, 'decoder.1.self-attention.concatenation')).to.equal(
      'heads 8 × tokens × dHead 64 → tokens × joined 512',
    );
    expect(shapes(base, 'decoder.1.feed-forward.activation')).to.equal(
      'tokens × dFeedForward 2048 → tokens × dFeedForward 2048',
    );
    expect(shapes(presets['vit-b-16'], 'encoder.embedding')).to.equal(
      'tokens 196 × patch 768 → tokens 197 × dModel 768',
    );
    expect(shapes(presets['vit-b-16'], 'output')).to.equal('tokens 197 × dModel 768 → classes 1000');
    expect(shapes(presets['bert-base'], 'output')).to.equal('tokens × dModel 768 → dModel 768');
  });

  it('knows its kind, its number and its weights', () => {
    const head = blockAt(base, 'encoder.2.self-attention.head.3');
    expect([head.kind, head.index]).to.deep.equal(['head', 3]);
    expect(head.weights).to.deep.equal(
      ['W_Q', 'W_K', 'W_V'].map((symbol) => ({ symbol, rows: 512, columns: 64, count: 1 })),
    );
    expect(blockAt(base, 'encoder.2').index).to.equal(2);
    expect(blockAt(base, 'encoder.2.feed-forward.up').stage).to.equal('up');
    expect(blockAt(base, 'encoder.2.feed-forward-residual').weights).to.deep.equal([]);
    expect(blockAt(presets['t5-base'], 'encoder.positions').weights).to.deep.equal([
      { symbol: 'B', rows: 32, columns: 12, count: 1 },
    ]);
  });

  it('names the nearest path for one that leads nowhere', () => {
    const near: [wrong: string, right: string][] = [
      ['encoder.9.self-attention.head.12.softmax', 'encoder.5.self-attention.head.7.softmax'],
      ['encoder.0.cross-attention', 'encoder.0.self-attention'],
      ['Encoder.0.selfattention', 'encoder.0.self-attention'],
      ['encoder.0.self-attention.3', 'encoder.0.self-attention.head.3'],
      ['encoder.0.feed_forward.activations', 'encoder.0.feed-forward.activation'],
      ['decoder.-1', 'decoder.0'],
      ['encoder.0.self-attention.head', 'encoder.0.self-attention.head.0'],
      ['output.softmax', 'output'],
      ['nonsense', 'encoder'],
      ['encoder..0', 'encoder.0'],
    ];
    for (const [wrong, right] of near) {
      expect(nearestPath(base, wrong), wrong).to.equal(right);
      expect(() => blockAt(base, wrong)).to.throw(InputError, `such as "${right}"`);
    }
    expect(() => blockAt(presets.gpt2, 'encoder.0')).to.throw(InputError, '"decoder.0"');
  });
});
