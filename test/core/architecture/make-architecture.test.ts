import { expect } from '@open-wc/testing';
import {
  makeArchitecture,
  type ArchitectureOptions,
} from '../../../src/core/architecture/make-architecture.js';
import { presets } from '../../../src/core/architecture/presets.js';
import { InputError } from '../../../src/core/errors.js';

describe('makeArchitecture(options)', () => {
  it('gives presets as they are, by any of their names', () => {
    for (const [name, preset] of Object.entries(presets)) {
      expect(makeArchitecture({ preset: name })).to.equal(preset);
    }
    expect(makeArchitecture()).to.equal(presets['vaswani-base']);
    expect(makeArchitecture({ kind: 'decoder' })).to.equal(presets.gpt2);
    for (const name of ['gpt3', 'GPT-3', 'GPT3 175B', 'gpt3_175b'])
      expect(makeArchitecture({ preset: name })).to.equal(presets['gpt3-175b']);
  });

  it('lets what depends on a figure follow it, and drops the name', () => {
    const small = makeArchitecture({ preset: 'llama-3-8b', layers: 2, heads: 4, dModel: 64 });
    expect(small).to.include({ decoderLayers: 2, encoderLayers: 0, heads: 4, kvHeads: 1, dHead: 16 });
    expect(small).to.include({ dFeedForward: 224, gated: true, vocab: 128256 });
    expect(small).not.to.have.any.keys('name', 'reference');
    expect(makeArchitecture({ preset: 'gpt2', layers: 3, name: 'mine' }).name).to.equal('mine');
    expect(makeArchitecture({ layers: 2 })).to.include({ encoderLayers: 2, decoderLayers: 2 });
    expect(makeArchitecture({ preset: 'gpt2', kind: 'encoder' })).to.include({
      ...{ encoderLayers: 12, decoderLayers: 0, output: 'none' },
    });
    expect(makeArchitecture({ placement: 'pre' }).finalNorm).to.be.true;
    expect(makeArchitecture({ norm: 'rms' }).normBias).to.be.false;
    expect(makeArchitecture({ positions: 'relative' }).maxPositions).to.equal(32);
    expect(makeArchitecture({ preset: 't5-base', positions: 'learned' }).maxPositions).to.equal(512);
    const image = { size: 32, patch: 8, channels: 3, classes: 10 };
    expect(makeArchitecture({ preset: 'vit', image }).maxPositions).to.equal(17);
  });

  const wrong: [what: string, options: ArchitectureOptions, message: string][] = [
    ['an unknown preset', { preset: 'gpt-5' }, 'preset: "gpt-5"'],
    [
      'heads that do not divide the width',
      { heads: 7 },
      'heads: 7 for a d-model of 512; expected a divisor of it, such as 8',
    ],
    [
      'a width that heads do not divide',
      { dModel: 500, heads: 12 },
      'such as 10. Or give the model a width of 504',
    ],
    [
      'more heads of keys than of queries',
      { kvHeads: 16 },
      'kv-heads: 16 for 8 heads; expected a divisor of 8, such as 8',
    ],
    ['heads of keys that do not divide those of queries', { kvHeads: 3 }, 'such as 4'],
    ['no layers', { layers: 0 }, 'layers: 0; expected a whole number from 1 to 1000. The nearest is 1.'],
    ['half a layer', { kind: 'decoder', layers: 2.5 }, 'layers: 2.5'],
    ['heads that are no number', { heads: NaN }, 'heads: NaN; expected a whole number'],
    ['negative heads', { heads: -4 }, 'heads: -4; expected a whole number'],
    ['endless heads', { preset: 'llama-3-8b', heads: Infinity }, 'heads: Infinity; expected a whole number'],
    ['a width of nothing', { dModel: 0 }, 'd-model: 0'],
    [
      'an odd width with rotary positions',
      { dModel: 24, positions: 'rope' },
      'heads 3 wide; expected an even width. Rotary positions turn pairs of dimensions. A d-model of 32 makes it 4.',
    ],
    ['another word', { placement: 'before' as 'pre' }, 'norm: "before"; expected one of pre, post'],
    ['another word for positions', { positions: 'rotary' as 'rope' }, 'positions: "rotary"; expected one of'],
    ['images in a decoder', { preset: 'vit-b-16', kind: 'decoder' }, 'architecture: "decoder" for images'],
    [
      'patches that do not fit',
      { preset: 'vit', image: { size: 224, patch: 15, channels: 3, classes: 2 } },
      'such as 16',
    ],
  ];
  for (const [what, options, message] of wrong) {
    it(`refuses ${what}, and names the nearest choice`, () => {
      expect(() => makeArchitecture(options)).to.throw(InputError, message);
    });
  }

  it('suggests the preset that a name comes nearest to', () => {
    const near: [wrong: string, right: string][] = [
      ['gpt2-lage', 'gpt2-large'],
      ['llama3', 'llama-3-8b'],
      ['bert-bass', 'bert-base'],
      ['vit-b-32', 'vit-b-16'],
    ];
    for (const [preset, right] of near)
      expect(() => makeArchitecture({ preset })).to.throw(InputError, `nearest is "${right}"`);
  });
});
