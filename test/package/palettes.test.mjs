import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { paletteColors, paletteNames, paletteRamp } from '../../dist/esm/scene/palettes.js';
import { categories, file, interpolators, paletteTable, parseRgb } from '../tools/make-palettes.mjs';

test('the table of palettes is the one that its script makes', async () => {
  assert.equal(readFileSync(file, 'utf8'), await paletteTable(), 'run `npm run palettes`');
});

test('there is a palette for every name of d3-scale-chromatic', () => {
  const names = [...interpolators, ...categories].map(({ name }) => name);
  assert.deepEqual(paletteNames().sort(), names.sort());
});

for (const [title, bound, maps] of [
  // splines through ColorBrewer's own colours are what d3 draws, up to rounding
  ['maps of ColorBrewer are', 1, interpolators.filter(({ brewer }) => brewer)],
  ['fitted maps are', 3, interpolators.filter(({ brewer }) => !brewer)],
]) {
  test(`${title} within ${bound} of 255 of d3 at every step`, () => {
    for (const { name, interpolate } of maps) {
      const ramp = paletteRamp(name);
      for (let i = 0; i < 256; i++) {
        const expected = parseRgb(interpolate(i / 255));
        for (const channel of [0, 1, 2]) {
          const error = Math.abs(ramp[4 * i + channel] - expected[channel]);
          assert.ok(error <= bound, `${name}, step ${i}, channel ${channel}: ${error} off`);
        }
      }
    }
  });
}

test('categorical schemes have the colours of d3', () => {
  for (const { name, colors } of categories) {
    assert.deepEqual(
      paletteColors(name),
      colors.map((color) => [...parseRgb(color), 1]),
      name,
    );
  }
});
