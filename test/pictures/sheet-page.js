/** What runs in the page of a sheet: figures in a grid, and the picture of all of them in pieces. */
import { compare } from './compare.js';

/** Puts figures, `{theme, attributes, markup: [narrow, wide]}`, one row each. */
export function putRows(rows) {
  document.body.innerHTML = rows
    .map(({ theme, attributes, cells }) => {
      const figures = cells.map((markup) => `<div class="cell" ${attributes}>${markup}</div>`);
      return `<section class="${theme}">${figures.join('')}</section>`;
    })
    .join('');
}

const elements = () => [...document.querySelectorAll('attention-view, transformer-diagram')];

const hasInk = (canvas) => {
  if (!canvas?.width || !canvas.height) return false;
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = copy.getContext('2d');
  context.drawImage(canvas, 0, 0);
  return context.getImageData(0, 0, copy.width, copy.height).data.some((byte) => byte > 0);
};

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** All that may still change: the trees, the sizes, the animations. */
const state = () =>
  elements()
    .map((element) => {
      const { width, height } = element.getBoundingClientRect();
      return `${width} ${height} ${element.shadowRoot.innerHTML}`;
    })
    .join() + document.getAnimations().filter(({ playState }) => playState === 'running').length;

/** Resolves when every figure stands still; gives what is wrong, if anything. */
export async function settled() {
  await document.fonts.ready;
  for (const element of elements()) {
    for (let i = 0; i < 600; i++) {
      await element.updateComplete;
      const wrong = element.shadowRoot.querySelector('[part~=error]');
      if (wrong) return `${element.outerHTML}: ${wrong.textContent}`;
      if (hasInk(element.shadowRoot.querySelector('canvas'))) break;
      if (i === 599) return `${element.outerHTML}: no picture`;
      await pause(50);
    }
  }
  for (let quiet = 0, before = state(), i = 0; quiet < 3; i++) {
    if (i > 200) return 'the figures do not come to rest';
    await pause(40);
    await Promise.all(elements().map((element) => element.updateComplete));
    const after = state();
    quiet = after === before ? quiet + 1 : 0;
    before = after;
  }
  return undefined;
}

/** Where the figures are, in the order of the page, and how high it is. */
export const places = () => ({
  places: [...document.querySelectorAll('.cell')].map((cell) => {
    const { left, top, width, height } = cell.getBoundingClientRect();
    return [left, top, width, height].map(Math.round);
  }),
  height: Math.ceil(document.body.getBoundingClientRect().height),
});

const fetchImage = async (base64) =>
  createImageBitmap(await (await fetch(`data:image/*;base64,${base64}`)).blob());

async function base64Of(canvas, type) {
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type, quality: 1 })).arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000)
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

function canvasOf(width, height) {
  const canvas = new OffscreenCanvas(width, height);
  return [canvas, canvas.getContext('2d', { willReadFrequently: true })];
}

const distance = (a, b) =>
  ((a & 255) - (b & 255)) ** 2 +
  (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 +
  (((a >> 16) & 255) - ((b >> 16) & 255)) ** 2;

/**
 * Draws with few colours, each next one where the error is largest so far, rare colours counting nearly as much as common
 * ones: half the bytes, and nothing that an eye sees.
 */
function reduceColours(pixels, size) {
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const all = [...counts].map(([color, count]) => ({
    color,
    weight: Math.sqrt(count),
    error: Infinity,
    nearest: 0,
  }));
  for (let i = 0; i < size; i++) {
    const next = all.reduce((most, one) => (one.weight * one.error > most.weight * most.error ? one : most));
    if (next.error === 0) break;
    const { color } = next;
    for (const one of all) {
      const error = distance(one.color, color);
      if (error < one.error) Object.assign(one, { error, nearest: color });
    }
  }
  const nearest = new Map(all.map((one) => [one.color, one.nearest]));
  pixels.forEach((pixel, i) => (pixels[i] = nearest.get(pixel)));
}

/** A screenshot in 64 colours, as WebP without loss, which Chromium writes for a quality of 1. */
export async function asWebp(base64) {
  const image = await fetchImage(base64);
  const [canvas, context] = canvasOf(image.width, image.height);
  context.drawImage(image, 0, 0);
  const picture = context.getImageData(0, 0, image.width, image.height);
  reduceColours(new Uint32Array(picture.data.buffer), 64);
  context.putImageData(picture, 0, 0);
  return base64Of(canvas, 'image/webp');
}

function cut(image, [x, y, width, height]) {
  const [, context] = canvasOf(width, height);
  context.drawImage(image, -x, -y);
  return context.getImageData(0, 0, width, height);
}

/** Reference, present picture, and the difference in red over a pale reference, side by side. */
async function sideBySide(reference, now, { tiles, width, height, tile }) {
  const gap = 12;
  const [canvas, context] = canvasOf(3 * width + 2 * gap, height);
  context.fillStyle = '#888';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.putImageData(reference, 0, 0);
  context.putImageData(now, width + gap, 0);
  const left = 2 * (width + gap);
  context.putImageData(reference, left, 0);
  context.fillStyle = 'rgb(255 255 255 / 75%)';
  context.fillRect(left, 0, width, height);
  context.strokeStyle = '#d0021b';
  for (const { x, y, pixels } of tiles) {
    context.fillStyle = '#d0021b';
    for (const pixel of pixels) context.fillRect(left + (pixel % width), Math.floor(pixel / width), 1, 1);
    context.strokeRect(left + x + 0.5, y + 0.5, tile - 1, tile - 1);
  }
  return base64Of(canvas, 'image/png');
}

/** Compares pieces of two pictures; of those that differ `{index, tiles, grown, picture}`. */
export async function comparePieces(referenceBase64, nowBase64, pairs, limits) {
  const [before, after] = await Promise.all([fetchImage(referenceBase64), fetchImage(nowBase64)]);
  const different = [];
  for (const [index, [there, here]] of pairs.entries()) {
    const [reference, now] = [cut(before, there), cut(after, here)];
    const result = compare(reference, now, limits);
    if (result.equal) continue;
    const picture = await sideBySide(reference, now, result);
    different.push({ index, tiles: result.tiles.length, grown: result.grown, picture });
  }
  return different;
}

/** Width of a text at 100 px in a font, CSS pixels; 0 where the font is missing. */
export function fontWidth(font, sample) {
  const [, context] = canvasOf(1, 1);
  const measure = (family) => {
    context.font = `100px ${family}`;
    return context.measureText(sample).width;
  };
  const missing = ['monospace', 'serif'].every((other) => measure(`"${font}", ${other}`) === measure(other));
  return missing ? 0 : Math.round(10 * measure(`"${font}"`)) / 10;
}
