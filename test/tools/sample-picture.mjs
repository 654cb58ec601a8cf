/** Pictures in Node, without a page: what the element would compose, with a plain theme and a ruler of half an em. */
import assert from 'node:assert/strict';
import { english, pictureWords } from '../../dist/esm/elements/strings.js';
import { createComposer } from '../../dist/esm/scene/compose.js';
import { rampThrough } from '../../dist/esm/scene/color.js';
import { everyCell } from '../../dist/esm/scene/scene.js';

const [white, blue, orange, ink] = [
  [255, 255, 255, 1],
  [52, 73, 201, 1],
  [200, 88, 22, 1],
  [17, 20, 28, 1],
];

export const sampleTheme = {
  dark: false,
  background: white,
  text: ink,
  muted: [102, 107, 119, 1],
  line: [217, 219, 224, 1],
  accent: blue,
  heads: [blue, orange, ink],
  ramp: rampThrough([white, blue]),
  signed: rampThrough([orange, white, blue]),
  fontFamily: 'sans-serif',
  fontSize: 14,
};

/** Half an em for each character, one em for East Asian ones. */
export const measure = (text, size) =>
  [...text].reduce((width, letter) => width + size * (letter > '\u1100' ? 1 : 0.5), 0);

/** A picture; what is not said has its default. */
export function samplePicture(more) {
  return createComposer()({
    view: 'lines',
    cells: 'color',
    step: 6,
    scope: 'query',
    method: 'rollout',
    orientation: 'query-rows',
    scale: 'linear',
    aggregate: 'none',
    threshold: 0,
    topK: 0,
    merge: 'none',
    mergeBy: 'mean',
    padding: 'show',
    hideSpecial: false,
    renormalize: false,
    pinned: {},
    words: pictureWords(english),
    theme: sampleTheme,
    measure,
    width: 600,
    ...more,
  });
}

/** Every number of a mark that says where it is or how large; NaN may stand only in values of cells. */
function numbersOf(mark) {
  switch (mark.type) {
    case 'links':
      return [
        ...mark.points.subarray(0, 8 * mark.count),
        ...mark.widths.subarray(0, mark.count),
        ...mark.alphas.subarray(0, mark.count),
      ];
    case 'line':
      return [...mark.points, mark.lineWidth];
    case 'circle':
      return [mark.x, mark.y, mark.radius];
    case 'label':
      return [mark.x, mark.y, mark.size, mark.rotation ?? 0];
    default:
      return [mark.x, mark.y, mark.width, mark.height];
  }
}

const colors = ({ fill, stroke, colors: many = [] }) => [fill, stroke, ...many].filter(Boolean).flat();

/** Every number is one: no NaN, nothing infinite, no negative sizes. */
export function checkScene(scene) {
  assert.ok(scene.width >= 0 && scene.height >= 0, `${scene.width} × ${scene.height}`);
  assert.ok(
    Number.isFinite(scene.width) && Number.isFinite(scene.height),
    `${scene.width} × ${scene.height}`,
  );
  for (const mark of [...scene.marks, ...scene.targets]) {
    const wrong = [...numbersOf(mark), ...colors(mark)].find((x) => !Number.isFinite(x));
    assert.equal(wrong, undefined, `${wrong} in a mark of type ${mark.type}`);
    if ('height' in mark)
      assert.ok(mark.width >= 0 && mark.height >= 0, `${mark.type} of ${mark.width} × ${mark.height}`);
    if (mark.type === 'cells') {
      const values = everyCell(mark);
      assert.equal(values.length, mark.rows * mark.columns);
      const beyond = values.find((x) => x < -1e-6 || x > 1 + 1e-6);
      assert.equal(beyond, undefined, `a cell shows ${beyond}`);
    }
  }
}
