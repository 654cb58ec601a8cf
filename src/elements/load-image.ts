import type { AttentionData, PatchImage } from '../core/attention-data.js';
import { InputError } from '../core/errors.js';
import { placeOfPatch } from '../scene/image.js';
import type { Reading } from './reader.js';

/** An image as a vision model takes it, and as it is shown. */
export interface LoadedImage {
  /** `[3, height, width]`, 0 to 1. */
  pixels: Float32Array;
  shown: Pick<PatchImage, 'pixels' | 'width' | 'height'>;
}

type Fetching = Pick<Reading, 'signal' | 'credentials'>;

/** Longest side that is kept: models see far less, and screens show no more of a figure. */
const longest = 1024;

const fail = (
  code: 'network' | 'format',
  found: string,
  expected: string,
  hint: string,
  cause?: unknown,
): never => {
  throw new InputError({ code, input: 'image', found, expected, hint, cause });
};

/**
 * Fetches an image and takes its pixels; what is transparent stands on white.
 *
 * @throws InputError `network` where it cannot be had, also for want of a permission of its server (CORS); `format` where
 *   it is no image that this browser knows
 */
export async function loadImage(url: string, reading: Fetching): Promise<LoadedImage> {
  const bitmap = await decode(await fetchImage(url, reading), url);
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) =>
    Math.max(1, Math.round(side * scale)),
  ) as [number, number];
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const ctx = canvas.getContext('2d', { willReadFrequently: true })!;
  ctx.fillStyle = 'white';
  ctx.fillRect(0, 0, width, height);
  ctx.imageSmoothingQuality = 'high';
  ctx.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const { data } = ctx.getImageData(0, 0, width, height);
  return { pixels: planes(data), shown: { pixels: data, width, height } };
}

async function fetchImage(url: string, { signal, credentials }: Fetching): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch(url, { signal, credentials });
  } catch (cause) {
    signal.throwIfAborted();
    return fail(
      'network',
      `no answer from ${url}`,
      'an image that this page may read',
      new URL(url).origin === location.origin
        ? 'Check the address: it is resolved against the address of the page.'
        : 'A server of another site must allow it (CORS: Access-Control-Allow-Origin). An <img> may show what a script may not read; keep the image beside the page.',
      cause,
    );
  }
  if (!response.ok) {
    fail(
      'network',
      `${response.status} ${response.statusText} for ${url}`,
      'an image',
      'Check the address: it is resolved against the address of the page.',
    );
  }
  try {
    return await response.blob();
  } catch (cause) {
    signal.throwIfAborted();
    return fail(
      'network',
      `an answer of ${url} that broke off`,
      'an image as a whole',
      'The connection was lost, or the server sent fewer bytes than it had said.',
      cause,
    );
  }
}

async function decode(blob: Blob, url: string): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(blob);
  } catch (cause) {
    return fail(
      'format',
      `${blob.type || 'a file of no known type'} at ${url}`,
      'an image that the browser can decode: PNG, JPEG, WebP, AVIF',
      'SVG cannot be read: save it as PNG.',
      cause,
    );
  }
}

/** `[height, width, 4]` bytes to `[3, height, width]` numbers from 0 to 1. */
export function planes(rgba: Uint8ClampedArray): Float32Array {
  const area = rgba.length / 4;
  const out = new Float32Array(3 * area);
  for (let i = 0; i < area; i++)
    for (let colour = 0; colour < 3; colour++) out[colour * area + i] = rgba[4 * i + colour]! / 255;
  return out;
}

/** Attention of a vision model with its image; the parts stay the same objects. */
export function withImage(parts: AttentionData[], { shown }: LoadedImage): AttentionData[] {
  for (const part of parts) {
    const side = Math.round(Math.sqrt(part.queryTokens.filter((token) => placeOfPatch(token)).length));
    part.image = { ...shown, rows: side, columns: side };
  }
  return parts;
}
