import { fail } from '../../formats/fail.js';
import type { RawConfig } from '../checkpoint/raw-config.js';

/** An image of `[3, height, width]` numbers from 0 to 1. */
export interface Pixels {
  pixels: Float32Array;
  width?: number;
  height?: number;
}

/**
 * An image as a vision model takes it: `[3, size, size]`, resized by bilinear interpolation where it is of another size,
 * then less the mean and divided by the deviation of every colour that the preprocessor names.
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
    return Array.isArray(values) && values.length === 3 ? values.map(Number) : [0.5, 0.5, 0.5];
  }) as [number[], number[]];
  const area = size * size;
  return out.map((value, i) => {
    const colour = Math.floor(i / area);
    return (value - mean[colour]!) / deviation[colour]!;
  });
}

/** Bilinear, with the centres of pixels half a pixel from the edge; no smoothing where many pixels become one. */
function resize(pixels: Float32Array, width: number, height: number, size: number): Float32Array {
  const out = new Float32Array(3 * size * size);
  const place = (i: number, length: number): [number, number, number] => {
    const x = Math.min(length - 1, Math.max(0, ((i + 0.5) * length) / size - 0.5));
    const low = Math.floor(x);
    return [low, Math.min(length - 1, low + 1), x - low];
  };
  for (let y = 0; y < size; y++) {
    const [top, bottom, down] = place(y, height);
    for (let x = 0; x < size; x++) {
      const [left, right, along] = place(x, width);
      for (let colour = 0; colour < 3; colour++) {
        const at = (row: number, column: number) => pixels[(colour * height + row) * width + column]!;
        const above = at(top, left) * (1 - along) + at(top, right) * along;
        const below = at(bottom, left) * (1 - along) + at(bottom, right) * along;
        out[(colour * size + y) * size + x] = above * (1 - down) + below * down;
      }
    }
  }
  return out;
}
