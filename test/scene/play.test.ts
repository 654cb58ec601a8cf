import { expect } from '@open-wc/testing';
import { blockAt } from '../../src/core/architecture/blocks.js';
import { makeArchitecture } from '../../src/core/architecture/make-architecture.js';
import { presets } from '../../src/core/architecture/presets.js';
import { english } from '../../src/elements/diagram-strings-en.js';
import { korean } from '../../src/elements/diagram-strings-ko.js';
import type { DiagramData } from '../../src/scene/diagram/diagram.js';
import { playSteps, type PlayStep } from '../../src/scene/diagram/play.js';

const gpt2 = presets['gpt2'];
const vaswani = presets['vaswani-base'];
const source = { type: 'inline' } as const;
const text = (step: PlayStep) => ('text' in step.caption ? step.caption.text : step.caption.about);
const writing: DiagramData = { source, decoder: { tokens: ['The', 'Ġcat', 'Ġsat'] } };

describe('playSteps', () => {
  it('walks one pass block by block, the first layer in full and the others in short', () => {
    const steps = playSteps(gpt2, undefined);
    expect(steps.map((step) => step.state.active[0])).to.deep.equal([
      'decoder.embedding',
      'decoder.positions',
      'decoder.0.self-attention-norm',
      'decoder.0.self-attention',
      'decoder.0.self-attention-residual',
      'decoder.0.feed-forward-norm',
      'decoder.0.feed-forward',
      'decoder.0.feed-forward-residual',
      'decoder.1',
      'decoder.final-norm',
      'output',
    ]);
    const layers = steps.find((step) => text(step) === 'play_layers')!;
    expect(layers.state.active).to.have.length(11);
    expect(layers.caption).to.deep.include({ values: { from: 1, to: 11 } });
  });

  it('grows what is done, and never has a block both done and active', () => {
    let before = 0;
    for (const { state } of playSteps(vaswani, undefined)) {
      expect(state.done.filter((path) => state.active.includes(path))).to.be.empty;
      expect(state.done.length).to.be.at.least(before);
      before = state.done.length;
    }
  });

  it('lets a decoder write token by token, with the tokens before it out of the cache', () => {
    const steps = playSteps(gpt2, writing);
    const counts = steps.map(({ state }) => [state.decoderTokens, state.cached]);
    expect(counts[0]).to.deep.equal([1, 0]);
    expect(counts.at(-1)).to.deep.equal([3, 2]);
    for (const [tokens, cached] of counts) expect(cached).to.equal(tokens! - 1);
    const joins = steps.filter((step) => text(step) === 'play_join');
    expect(joins.map(({ caption }) => 'values' in caption && caption.values)).to.deep.equal([
      { token: 'cat', count: 2, cached: 1 },
      { token: 'sat', count: 3, cached: 2 },
    ]);
  });

  it('reads a prompt at once', () => {
    const steps = playSteps(gpt2, writing, { prompt: 2 });
    expect(steps[0]!.state).to.include({ decoderTokens: 2, cached: 0 });
    expect(text(steps[0]!)).to.equal('play_prompt');
    expect(steps.filter((step) => text(step) === 'play_join')).to.have.length(1);
  });

  it('reads the source once, before the decoder writes', () => {
    const data = { source, encoder: { tokens: ['a', 'b'] }, decoder: { tokens: ['<s>', 'x'] } };
    const steps = playSteps(vaswani, data);
    const done = steps.findIndex((step) => text(step) === 'play_memory');
    const isEncoder = (step: PlayStep) => step.state.active.every((path) => path.startsWith('encoder'));
    expect(steps.slice(0, done + 1).every(isEncoder)).to.be.true;
    expect(steps.slice(done + 1).some((step) => step.state.active.some((path) => path.startsWith('encoder'))))
      .to.be.false;
    expect(steps.slice(done + 1).filter((step) => text(step) === 'play_tokenOutput')).to.have.length(1);
  });

  it('names the most probable word at the end, where it is known', () => {
    const data = { ...writing, next: [{ token: 'Ġon', id: 1, probability: 0.625 }] };
    expect(playSteps(gpt2, data).at(-1)!.caption).to.deep.equal({
      text: 'play_tokenLastIs',
      values: { vocab: 50257, token: 'on', percent: 63 },
    });
  });

  it('plays the parts of a block: heads side by side, stages one after the other', () => {
    const attention = playSteps(gpt2, undefined, { focus: 'decoder.3.self-attention' });
    expect(attention.map(({ state }) => state.active.length)).to.deep.equal([12, 1, 1]);
    const head = playSteps(gpt2, undefined, { focus: 'decoder.3.self-attention.head.2' });
    expect(head.map(({ state }) => state.active[0]!.split('.').at(-1))).to.deep.equal([
      'query',
      'key',
      'value',
      'scores',
      'mask',
      'softmax',
      'weighted-sum',
    ]);
  });

  it('has as many steps for 96 layers as for 12, and one of its own for each of few', () => {
    expect(playSteps(presets['gpt3-175b'], undefined)).to.have.length(playSteps(gpt2, undefined).length);
    const few = playSteps(makeArchitecture({ preset: 'gpt2', layers: 3 }), undefined);
    expect(few.filter((step) => text(step) === 'play_layer')).to.have.length(2);
  });

  for (const [name, architecture] of Object.entries(presets)) {
    it(`leads through blocks that exist and has words for each step: ${name}`, () => {
      for (const focus of ['', architecture.kind === 'decoder' ? 'decoder' : 'encoder']) {
        for (const step of playSteps(architecture, undefined, { focus })) {
          for (const path of step.state.active) expect(blockAt(architecture, path).path).to.equal(path);
          if ('text' in step.caption) {
            expect(english).to.have.property(step.caption.text);
            expect(korean).to.have.property(step.caption.text);
          }
        }
      }
    });
  }
});
