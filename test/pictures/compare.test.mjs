/** The comparison itself: what a reader would see is found, also on another machine; what nobody sees is not. */
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { strict, wide } from './compare.js';
import { Studio } from './studio.mjs';

/** One figure, light and 360 pixels wide. */
const rows = (attributes) => [
  {
    theme: 'light',
    attributes: 'lang="en"',
    cells: [`<attention-view tokens="the cat saw the cat" controls="none" ${attributes}></attention-view>`],
  },
];
const matrix = 'view="matrix" layer="0" head="4"';
const lines = 'view="lines" layer="0" query="2"';

let studio;
const drawn = new Map();

before(async () => {
  studio = await Studio.open();
});
after(() => studio?.close());

const sound = (attributes) => {
  if (!drawn.has(attributes)) drawn.set(attributes, studio.draw(rows(attributes)));
  return drawn.get(attributes);
};

/** Tiles that differ when something is broken in the page, or in the markup. */
async function broken(attributes, limits, before, markup = attributes) {
  const different = await studio.compare(
    await sound(attributes),
    await studio.draw(rows(markup), before),
    limits,
  );
  return different.length ? different[0].tiles : 0;
}

/** Draws words in another way, in a page: `write(context, fillText, text, x, y)` instead of `fillText`. */
const redraw = (write) => `{
  const { prototype } = CanvasRenderingContext2D;
  const { fillText } = prototype;
  const write = ${write};
  prototype.fillText = function (text, x, y) {
    write(this, (text, x, y) => fillText.call(this, text, x, y), text, x, y);
  };
}`;

const moved = (right, down) => redraw(`(context, draw, text, x, y) => draw(text, x + ${right}, y + ${down})`);

const cut = redraw(`(context, draw, text, x, y) => {
  const { width, actualBoundingBoxLeft } = context.measureText(text);
  context.save();
  context.beginPath();
  context.rect(x - actualBoundingBoxLeft, y - 40, width - 6, 80);
  context.clip();
  draw(text, x, y);
  context.restore();
}`);

const faults = {
  'labels 4 px too far right': moved(4, 0),
  'labels 4 px too low': moved(0, 4),
  'a row without its label': redraw(`(context, draw, text, x, y) => text === 'saw' || draw(text, x, y)`),
  'labels whose last 6 px are cut off': cut,
};

for (const [view, attributes] of Object.entries({ matrix, lines })) {
  for (const [fault, script] of Object.entries(faults)) {
    test(`${view}: ${fault}: a difference, also within the wider limits`, async () => {
      for (const limits of [strict, wide]) assert.ok((await broken(attributes, limits, script)) > 0);
    });
  }
}

test('another stop in a palette is a difference', async () => {
  const palette = (middle) => `${matrix} palette="#ffffff, ${middle}, #1b2a6b"`;
  for (const limits of [strict, wide])
    assert.ok((await broken(palette('#7f9ae6'), limits, undefined, palette('#7fb9a6'))) > 0);
});

test('another weight in one cell is a difference', async () => {
  const weights = (share) =>
    `view="matrix" weights="${share} ${1 - share} 0 0 0; 1 0 0 0 0; 1 0 0 0 0; 1 0 0 0 0; 1 0 0 0 0"`;
  for (const limits of [strict, wide])
    assert.ok((await broken(weights(0.5), limits, undefined, weights(0.75))) > 0);
});

test('the same picture again is no difference', async () => {
  for (const attributes of [matrix, lines]) assert.equal(await broken(attributes, strict), 0);
});

test('what antialiasing and hinting change is no difference', async () => {
  for (const attributes of [matrix, lines])
    assert.equal(await broken(attributes, strict, moved(0.4, -0.3)), 0);
});

test('labels a pixel and a half off are no difference within the wider limits', async () => {
  for (const attributes of [matrix, lines]) assert.equal(await broken(attributes, wide, moved(1.5, 0)), 0);
});
