import { fail } from '../../formats/fail.js';
import type { RawConfig } from '../checkpoint/raw-config.js';

/** An image of `[3, height, width]` numbers from 0 to 1. */
export interface Pixels {
  pixels: Float32Array;
  width?: number;
  height?: number;
}

const isColour = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length === 3 && value.every(Number.isFinite);

/**
 * An image as a vision model takes it: `[3, size, size]`, resized by bilinear interpolation with smoothing where it is of
 * another size, then less the mean and divided by the deviation of every colour that the preprocessor names.
 *
 * @throws InputError `shape` where the number of pixels is not `3 · width · height`
 */
export function prepareImage(image: Pixels, size: number, preprocessor: RawConfig | undefined): Float32Array {
  const { pixels, width = size, height = size } = image;
  if (pixels.length !== 3 * width * height) {
    fail(
      'pixels',
      'shape',
      `${pixels.length} numbers`,
      `${3 * width * height}: [3, ${height}, ${width}], red, green and blue`,
      'Say width and height where the image is not of the size of the model.',
    );
  }
  const out = width === size && height === size ? pixels.slice() : resize(pixels, width, height, size);
  if (preprocessor?.flag('do_normalize', true) === false) return out;
  const [mean, deviation] = ['image_mean', 'image_std'].map((name) => {
    const values = preprocessor?.get(name);
    return isColour(values) ? values : [0.5, 0.5, 0.5];
  }) as [number[], number[]];
  const area = size * size;
  return out.map((value, i) => {
    const colour = Math.floor(i / area);
    return (value - mean[colour]!) / deviation[colour]!;
  });
}

/** Which of `length` samples make sample `i` of `size`, and their weights, which sum to 1. */
function taps(i: number, length: number, size: number): { from: number; weights: number[] } {
  const scale = length / size;
  // where many samples become one, the triangle is as wide as that takes: nothing falls through
  const reach = Math.max(1, scale);
  const centre = (i + 0.5) * scale;
  const from = Math.max(0, Math.floor(centre - reach + 0.5));
  const to = Math.min(length, Math.floor(centre + reach + 0.5));
  const raw = Array.from({ length: to - from }, (_, j) =>
    Math.max(0, 1 - Math.abs((from + j + 0.5 - centre) / reach)),
  );
  const sum = raw.reduce((a, b) => a + b, 0);
  return { from, weights: raw.map((weight) => weight / sum) };
}

/** Bilinear with smoothing, as Pillow does it and PyTorch with `antialias`: first each row, then each column. */
export function resize(pixels: Float32Array, width: number, height: number, size: number): Float32Array {
  const across = Array.from({ length: size }, (_, i) => taps(i, width, size));
  const down = Array.from({ length: size }, (_, i) => taps(i, height, size));
  const rows = new Float32Array(3 * height * size);
  for (let line = 0; line < 3 * height; line++) {
    across.forEach(({ from, weights }, x) => {
      let sum = 0;
      for (let j = 0; j < weights.length; j++) sum += weights[j]! * pixels[line * width + from + j]!;
      rows[line * size + x] = sum;
    });
  }
  const out = new Float32Array(3 * size * size);
  for (let colour = 0; colour < 3; colour++) {
    down.forEach(({ from, weights }, y) => {
      for (let x = 0; x < size; x++) {
        let sum = 0;
        for (let j = 0; j < weights.length; j++)
          sum += weights[j]! * rows[(colour * height + from + j) * size + x]!;
        out[(colour * size + y) * size + x] = sum;
      }
    });
  }
  return out;
}
