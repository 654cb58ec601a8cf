import { expect } from '@open-wc/testing';
import { makeTheme } from '../../src/scene/make-theme.js';

type Numbers = readonly number[];

/** Colour-blind eyes at full severity, in linear light (Machado, Oliveira and Fernandes 2009, table 1). */
const eyes: Record<string, Numbers[]> = {
  'full colour': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const times = (matrix: Numbers[], vector: Numbers) =>
  matrix.map((row) => row.reduce((sum, weight, i) => sum + weight * vector[i]!, 0));

const linear = (byte: number) =>
  byte <= 10.31475 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4;

/** A colour as an eye has it, in Oklab (Ottosson 2020), where distances are even. */
function seen(color: Numbers, eye: Numbers[]): number[] {
  const light = times(eye, color.slice(0, 3).map(linear)).map((c) => Math.min(1, Math.max(0, c)));
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    light,
  ).map(Math.cbrt);
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  );
}

const distance = (a: Numbers, b: Numbers) => Math.hypot(...a.map((x, i) => x - b[i]!));
const at = (ramp: Uint8Array, i: number) => [...ramp.subarray(4 * i, 4 * i + 3)];

/**
 * In Oklab a step of 0.02 is just seen side by side; dots and thin lines that lie apart need three times that, and those of
 * the first eight heads, which most figures have, more.
 */
const [apart, laterApart, ends] = [0.07, 0.06, 0.12];

for (const dark of [false, true]) {
  for (const [name, eye] of Object.entries(eyes)) {
    describe(`colours ${dark ? 'in the dark' : 'in the light'} with ${name}`, () => {
      const theme = makeTheme({ dark, fontFamily: 'serif' });

      it('tell ten heads from each other', () => {
        const heads = theme.heads.slice(0, 10).map((color) => seen(color, eye));
        for (const [i, one] of heads.entries())
          for (let j = 0; j < i; j++)
            expect(distance(one, heads[j]!), `heads ${j} and ${i}`).to.be.above(i < 8 ? apart : laterApart);
      });

      it('rise steadily with the weight, in lightness alone', () => {
        const lightness = Array.from({ length: 256 }, (_, i) => seen(at(theme.ramp, i), eye)[0]!);
        for (let i = 8; i < 256; i += 8)
          expect((lightness[i]! - lightness[i - 8]!) * (dark ? 1 : -1), String(i)).to.be.above(0.002);
        expect(Math.abs(lightness[255]! - lightness[0]!)).to.be.above(0.5);
      });

      it('tell negative from positive numbers', () => {
        const [low, zero, high] = [0, 128, 255].map((i) => seen(at(theme.signed, i), eye)) as [
          number[],
          number[],
          number[],
        ];
        expect(distance(low, high)).to.be.above(ends);
        for (const end of [low, high]) expect(distance(end, zero)).to.be.above(0.3);
      });
    });
  }
}
