import { expect } from '@open-wc/testing';
import { cellInk } from '../../src/scene/cell-ink.js';
import { contrast, rampColor } from '../../src/scene/color.js';
import { makeTheme } from '../../src/scene/make-theme.js';
import { namedPalette } from '../../src/scene/palettes.js';
import type { Rgba } from '../../src/scene/scene.js';

const pages: [name: string, dark: boolean, ground: Rgba, text: Rgba][] = [
  ['grey text on white', false, [255, 255, 255, 1], [107, 99, 117, 1]],
  ['black on white', false, [255, 255, 255, 1], [0, 0, 0, 1]],
  ['grey text on night', true, [22, 23, 29, 1], [156, 163, 175, 1]],
  ['white on black', true, [0, 0, 0, 1], [255, 255, 255, 1]],
];

describe('cellInk()', () => {
  for (const [name, dark, background, text] of pages) {
    it(`can be read on every colour of every map: ${name}`, () => {
      for (const palette of [undefined, namedPalette('viridis'), namedPalette('greys')]) {
        const theme = makeTheme({ dark, background, text, palette, fontFamily: '' });
        for (const ramp of [theme.ramp, theme.signed]) {
          for (let i = 0; i < 256; i++) {
            const fill = rampColor(ramp, i / 255);
            for (const isQuiet of [false, true])
              expect(contrast(fill, cellInk(theme, fill, isQuiet)), `${i}`).to.be.at.least(4.5);
          }
        }
      }
    });
  }

  it('takes the page’s own colour of text, and a quieter one for what is nothing, where these can be read', () => {
    const theme = makeTheme({ dark: false, fontFamily: '' });
    expect(cellInk(theme, theme.background)).to.equal(theme.text);
    expect(cellInk(theme, theme.background, true)).to.equal(theme.muted);
    expect(cellInk(theme, [40, 40, 160, 1])).to.equal(theme.background);
  });

  it('sees the page’s ground through a colour', () => {
    const theme = makeTheme({ dark: false, fontFamily: '' });
    expect(cellInk(theme, [0, 0, 0, 0.1])).to.equal(theme.text);
    expect(cellInk(theme, [0, 0, 0, 1])).to.equal(theme.background);
  });
});
