import { expect } from '@open-wc/testing';
import { makeTheme } from '../../src/scene/make-theme.js';
import { namedPalette, paletteColors, paletteRamp } from '../../src/scene/palettes.js';
import type { Rgba } from '../../src/scene/scene.js';

/** Relative luminance and contrast of WCAG 2. */
const luminance = ([r, g, b]: readonly number[]): number => {
  const [x, y, z] = [r!, g!, b!].map((byte) => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * x! + 0.7152 * y! + 0.0722 * z!;
};
const contrast = (a: readonly number[], b: readonly number[]): number => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};
const at = (ramp: Uint8Array, i: number) => [...ramp.subarray(4 * i, 4 * i + 4)];

for (const dark of [false, true]) {
  describe(`makeTheme() ${dark ? 'in the dark' : 'in the light'}`, () => {
    const theme = makeTheme({ dark, fontFamily: 'serif', fontSize: 0 });

    it('can be read', () => {
      expect(contrast(theme.text, theme.background), 'text').to.be.above(12);
      expect(contrast(theme.muted, theme.background), 'muted').to.be.above(4.5);
      expect(contrast(theme.accent, theme.background), 'accent').to.be.above(4.5);
      for (const color of theme.heads.slice(0, 10))
        expect(contrast(color, theme.background), color.join()).to.be.above(3);
      expect(contrast(theme.line, theme.background), 'hairlines stay quiet').to.be.within(1.1, 2);
      expect([theme.dark, theme.fontFamily, theme.fontSize]).to.deep.equal([dark, 'serif', 14]);
    });

    it('has colours for twice as many heads, the later ones paler', () => {
      const half = theme.heads.length / 2;
      expect(half).to.be.at.least(6);
      expect(new Set(theme.heads.map((color) => color.join())).size).to.equal(theme.heads.length);
      for (let i = 0; i < half; i++) {
        const [first, later] = [theme.heads[i]!, theme.heads[half + i]!];
        expect(contrast(later, theme.background)).to.be.below(contrast(first, theme.background));
      }
    });

    it('has a colour map that leaves the ground steadily', () => {
      expect(at(theme.ramp, 0)).to.deep.equal([...theme.background.slice(0, 3), 255]);
      for (let i = 16; i < 256; i += 16)
        expect(contrast(at(theme.ramp, i), theme.background), String(i)).to.be.above(
          contrast(at(theme.ramp, i - 16), theme.background),
        );
    });

    it('has one for both signs: warm below zero, the ground at zero, cool above', () => {
      const [low, zero, high] = [0, 128, 255].map((i) => at(theme.signed, i)) as [
        number[],
        number[],
        number[],
      ];
      expect(low[0]!).to.be.above(low[2]!);
      expect(high[2]!).to.be.above(high[0]!);
      for (let c = 0; c < 3; c++) expect(zero[c]!).to.be.closeTo(theme.background[c as 0 | 1 | 2], 3);
      for (const end of [low, high]) expect(contrast(end, theme.background)).to.be.above(4.5);
    });

    it('takes what the page gives', () => {
      const red: Rgba = [200, 0, 0, 1];
      for (const name of ['background', 'text', 'muted', 'line', 'accent'] as const)
        expect(makeTheme({ dark, fontFamily: 'x', fontSize: 20, [name]: red })[name]).to.equal(red);
      const named = makeTheme({ dark, fontFamily: 'x', fontSize: 20, palette: namedPalette('viridis')! });
      expect(named.ramp).to.deep.equal(paletteRamp('viridis'));
      expect(named.fontSize).to.equal(20);
      const scheme = makeTheme({ dark, fontFamily: 'x', fontSize: 20, palette: namedPalette('tableau10')! });
      expect(scheme.heads.slice(0, 10)).to.deep.equal(paletteColors('tableau10'));
      expect(scheme.ramp).to.deep.equal(makeTheme({ dark, fontFamily: 'x', fontSize: 20 }).ramp);
    });
  });
}

describe('namedPalette(name)', () => {
  it('is a colour map or colours of heads, and nothing for another name', () => {
    expect(Object.keys(namedPalette('viridis')!)).to.include('ramp');
    expect(Object.keys(namedPalette('tableau10')!)).to.include('heads');
    expect(namedPalette('no such palette')).to.equal(undefined);
  });
});

it('makeTheme() keeps secondary text legible on pages whose text is grey, and never makes it stronger than the text', () => {
  const white: Rgba = [255, 255, 255, 1];
  for (const text of [
    [107, 99, 117, 1],
    [140, 140, 140, 1],
    [0, 0, 0, 1],
  ] as Rgba[]) {
    const { muted } = makeTheme({ dark: false, background: white, text, fontFamily: '' });
    expect(contrast(muted, white), text.join()).to.be.at.least(Math.min(4.5, contrast(text, white)));
    expect(contrast(muted, white)).to.be.at.most(contrast(text, white));
  }
});
