import { expect } from '@open-wc/testing';
import { paletteColors, paletteNames, paletteRamp } from '../../src/scene/palettes.js';

describe('palettes', () => {
  it('make a colour map of 256 opaque colours from the name that d3-scale-chromatic uses', () => {
    const ramp = paletteRamp('viridis')!;
    expect(ramp).to.be.instanceOf(Uint8Array).with.length(1024);
    expect([...ramp.subarray(0, 4)]).to.deep.equal([0x44, 0x01, 0x54, 255]);
    expect([...ramp].filter((_, i) => i % 4 === 3)).to.deep.equal(new Array(256).fill(255));
  });

  it('start and end a map of ColorBrewer at its own colours', () => {
    const ramp = paletteRamp('blues')!;
    expect([...ramp.subarray(0, 3)]).to.deep.equal([0xf7, 0xfb, 0xff]);
    expect([...ramp.subarray(1020, 1023)]).to.deep.equal([0x08, 0x30, 0x6b]);
  });

  it('do not mind capitals', () => {
    expect(paletteRamp('YlGnBu')).to.deep.equal(paletteRamp('ylgnbu'));
    expect(paletteColors('Tableau10')).to.deep.equal(paletteColors('tableau10'));
  });

  it('keep the colours of categorical schemes as they are', () => {
    const colors = paletteColors('tableau10')!;
    expect(colors).to.have.length(10);
    expect(colors[0]).to.deep.equal([0x4e, 0x79, 0xa7, 1]);
  });

  it('are maps or schemes, each under one name', () => {
    const names = paletteNames();
    expect(new Set(names).size).to.equal(names.length);
    for (const name of names) {
      expect(Boolean(paletteRamp(name)) !== Boolean(paletteColors(name)), name).to.be.true;
    }
  });

  it('know no other name', () => {
    expect(paletteRamp('crimson')).to.be.undefined;
    expect(paletteColors('viridis')).to.be.undefined;
  });
});
