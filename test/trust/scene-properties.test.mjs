/** Pictures of random data: every number is one, nothing stands outside, and pointing at what is drawn finds it. */
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { InputError } from '../../dist/esm/core/errors.js';
import { hitTest } from '../../dist/esm/scene/scene.js';
import { writeSvg } from '../../dist/esm/scene/svg.js';
import { viewNames } from '../../dist/esm/scene/views.js';
import { checkScene, measure, samplePicture } from '../tools/sample-picture.mjs';
import { seeded } from '../tools/random.mjs';

const words = [
  'The',
  'cat',
  '고양이가',
  '앉았다',
  'ing',
  '##ing',
  'Ġsat',
  '[CLS]',
  '🙂',
  'القطة',
  '',
  ' ',
  '\n',
  'W'.repeat(60),
  '<0xE3>',
  '1 2',
];

/** Data of every kind that readers give: rows that sum to 1, scores with masks, odd numbers, several storages. */
const dataOf = fc
  .record({
    seed: fc.integer(),
    layers: fc.integer({ min: 1, max: 3 }),
    heads: fc.integer({ min: 1, max: 4 }),
    queries: fc.integer({ min: 1, max: 14 }),
    keys: fc.option(fc.integer({ min: 1, max: 14 }), { freq: 3 }),
    numbers: fc.constantFrom(
      'rows',
      'rows',
      'causal',
      'one-hot',
      'zeros',
      'negative',
      'scores',
      'huge',
      'bytes',
    ),
    vectors: fc.boolean(),
    patches: fc.option(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })), { freq: 2 }),
  })
  .map(({ seed, layers, heads, queries, keys: other, numbers, vectors, patches }) => {
    const random = seeded(seed);
    const keys = other ?? queries;
    const weights = new Float32Array(layers * heads * queries * keys);
    for (let row = 0; row * keys < weights.length; row++) {
      const cells = weights.subarray(row * keys, (row + 1) * keys);
      for (let k = 0; k < keys; k++) cells[k] = numbers === 'causal' && k > row % queries ? 0 : random.next();
      const sum = cells.reduce((a, b) => a + b, 0) || 1;
      for (let k = 0; k < keys; k++) cells[k] /= sum;
      if (numbers === 'one-hot') cells.fill(0)[random.below(keys)] = 1;
      if (numbers === 'zeros' || (numbers === 'rows' && random.chance(0.05))) cells.fill(0);
      if (numbers === 'negative') for (let k = 0; k < keys; k++) cells[k] -= 0.5;
      if (numbers === 'scores')
        for (let k = 0; k < keys; k++) cells[k] = random.chance(0.2) ? -Infinity : 20 * (random.next() - 0.5);
      if (numbers === 'huge') for (let k = 0; k < keys; k++) cells[k] *= random.pick([1, 1e-38, 1e30, 3e38]);
    }
    const tokens = (count) => Array.from({ length: count }, () => random.pick(words));
    const queryTokens = tokens(queries);
    // patches in any order, some of them missing, some beyond the picture
    if (patches)
      for (let token = 0; token < queries; token++)
        if (random.chance(0.8))
          queryTokens[token] = `${random.below(patches[0] + 1)},${random.below(patches[1] + 1)}`;
    const waves = (count) => Float32Array.from({ length: count }, () => 4 * (random.next() - 0.5));
    const perHead = layers * heads * 4;
    return {
      kind: other === null ? 'self' : 'cross',
      ...{
        layers,
        heads,
        queries,
        keys,
        queryTokens,
        keyTokens: other === null ? queryTokens : tokens(keys),
      },
      weights: numbers === 'bytes' ? Uint8Array.from(weights, (x) => Math.round(255 * x)) : weights,
      scale: numbers === 'bytes' ? 1 / 255 : 1,
      values:
        numbers === 'scores'
          ? 'scores'
          : numbers === 'negative' || numbers === 'huge'
            ? 'other'
            : 'probabilities',
      source: { type: 'inline' },
      notices: [],
      causal: numbers === 'causal' && other === null,
      ...(patches && {
        image: {
          ...{ rows: patches[0], columns: patches[1], width: 12, height: seed & 1 ? 5 : 40 },
          pixels: new Uint8ClampedArray(4 * 12 * (seed & 1 ? 5 : 40)),
        },
      }),
      ...(vectors && {
        q: waves(perHead * queries),
        k: waves(perHead * keys),
        v: waves(perHead * keys),
        dHead: 4,
      }),
    };
  });

const optionsOf = fc.record({
  cells: fc.constantFrom('color', 'dots', 'numbers'),
  step: fc.integer({ min: 1, max: 6 }),
  scope: fc.constantFrom('query', 'matrix'),
  method: fc.constantFrom('rollout', 'flow'),
  orientation: fc.constantFrom('query-rows', 'query-columns'),
  scale: fc.constantFrom('linear', 'log', 'sqrt', 'row'),
  aggregate: fc.constantFrom('none', 'mean', 'max'),
  threshold: fc.constantFrom(0, 0.05, 2),
  topK: fc.integer({ min: 0, max: 3 }),
  merge: fc.constantFrom('none', 'word', 'sentence'),
  mergeBy: fc.constantFrom('mean', 'max'),
  padding: fc.constantFrom('show', 'collapse', 'hide'),
  hideSpecial: fc.boolean(),
  renormalize: fc.boolean(),
  heads: fc.constantFrom(undefined, 'all', [0]),
  pinned: fc.constantFrom({}, { query: 0 }, { query: 0, key: 0 }),
  hover: fc.constantFrom(
    undefined,
    { type: 'query', query: 0 },
    { type: 'key', key: 3 },
    { type: 'token', token: 1 },
    { type: 'cell', query: 0, key: 0 },
    { type: 'head', layer: 0, head: 0 },
  ),
});

/** A picture, or undefined where an option does not fit these data, which has to be said by a typed error. */
function pictureOf(more) {
  try {
    return samplePicture(more);
  } catch (error) {
    assert.ok(error instanceof InputError, error?.stack);
    return undefined;
  }
}

/** Points on curve `i`, whose control points may lie outside. */
function onCurve(points, i) {
  const at = (t, odd) => {
    const [a, b, c, d] = [0, 2, 4, 6].map((offset) => points[8 * i + offset + odd]);
    return (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t ** 2 * c + t ** 3 * d;
  };
  return [0, 0.25, 0.5, 0.75, 1].flatMap((t) => [at(t, 0), at(t, 1)]);
}

/** Left, top, right and bottom of a mark. Turned labels stand above and beside their place. */
function extent(mark) {
  if (mark.type === 'line' || mark.type === 'links') {
    const points =
      mark.type === 'line'
        ? mark.points
        : Array.from({ length: mark.count }, (_, i) => onCurve(mark.points, i)).flat();
    const [x, y] = [0, 1].map((odd) => points.filter((_, i) => i % 2 === odd));
    return points.length ? [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)] : [0, 0, 0, 0];
  }
  if (mark.type === 'circle')
    return [mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius];
  if (mark.type !== 'label') return [mark.x, mark.y, mark.x + mark.width, mark.y + mark.height];
  const width = measure(mark.text, mark.size) * Math.abs(Math.cos(mark.rotation ?? 0));
  const left = mark.align === 'left' ? mark.x : mark.align === 'right' ? mark.x - width : mark.x - width / 2;
  return [left, mark.y, left + width, mark.y];
}

function checkInside({ width, height, marks, targets }, slack) {
  for (const mark of [...marks, ...targets.map((target) => ({ ...target, type: 'target' }))]) {
    const [left, top, right, bottom] = extent(mark);
    const inside = left >= -slack && top >= -slack && right <= width + slack && bottom <= height + slack;
    const place = [left, top, right, bottom].map((x) => x.toFixed(1)).join(' ');
    assert.ok(inside, `${mark.type} ${mark.text ?? ''} at ${place} in ${width} × ${height}`);
  }
}

for (const view of viewNames) {
  test(`${view}: every number is one, at any width`, () => {
    fc.assert(
      fc.property(
        dataOf,
        optionsOf,
        fc.constantFrom(0, 1, 30, 150, 320, 700, 2400),
        (data, options, width) => {
          const picture = pictureOf({ view, ...options, width, parts: [data] });
          if (!picture) return;
          checkScene(picture.scene);
          const svg = writeSvg(picture.scene, { fontFamily: 'serif' }, { title: 'a picture' });
          assert.ok(!/NaN|Infinity|undefined|null/.test(svg.replace(/<text[^>]*>[^<]*<\/text>/g, '')), 'SVG');
        },
      ),
      { numRuns: 150, seed: 5 },
    );
  });

  test(`${view}: nothing stands outside, from 288 px on`, () => {
    fc.assert(
      fc.property(dataOf, optionsOf, fc.constantFrom(288, 360, 640, 1600), (data, options, width) => {
        const picture = pictureOf({ view, ...options, width, parts: [data] });
        if (picture) checkInside(picture.scene, 2);
      }),
      { numRuns: 150, seed: 6, includeErrorInReport: true },
    );
  });

  test(`${view}: pointing at what is drawn finds it`, () => {
    fc.assert(
      fc.property(dataOf, optionsOf, fc.constantFrom(360, 900), (data, options, width) => {
        const picture = pictureOf({ view, ...options, hover: undefined, width, parts: [data] });
        if (!picture) return;
        const { scene, scaled, shown } = picture;
        for (const [i, target] of scene.targets.entries()) {
          const above = { targets: scene.targets.slice(i + 1) };
          if (target.type === 'rect') {
            const [x, y] = [target.x + target.width / 2, target.y + target.height / 2];
            if (target.width && target.height && !hitTest(above, x, y))
              assert.deepEqual(hitTest(scene, x, y), target.subject);
            continue;
          }
          if (target.type === 'axis') {
            for (let place = 0; place < target.count; place++) {
              const share = (place + 0.5) / target.count;
              const x = target.x + target.width * (target.level ? share : 0.5);
              const y = target.y + target.height * (target.level ? 0.5 : share);
              if (!target.width || !target.height || hitTest(above, x, y)) continue;
              const { side, first } = target;
              assert.deepEqual(hitTest(scene, x, y), { type: side, [side]: first + place });
            }
            continue;
          }
          for (let row = 0; row < target.rows; row++) {
            for (let column = 0; column < target.columns; column++) {
              const x = target.x + ((column + 0.5) / target.columns) * target.width;
              const y = target.y + ((row + 0.5) / target.rows) * target.height;
              const found = hitTest(scene, x, y);
              assert.equal(found.type, 'cell');
              assert.deepEqual([found.query, found.key], target.transposed ? [column, row] : [row, column]);
              if (view === 'matrix' || view === 'heads') checkCell(scene, scaled, shown, found, x, y);
            }
          }
        }
        checkNames(scene, shown);
      }),
      { numRuns: 60, seed: 7 },
    );
  });
}

/** Where the name of a token is written, the pointer finds that token and no other. */
function checkNames({ marks, targets }, { queries, keys }) {
  const names = new Set([...queries, ...keys].map(({ text }) => text));
  for (const mark of marks) {
    if (mark.type !== 'label' || mark.rotation || !names.has(mark.text)) continue;
    const [left, , right] = extent(mark);
    const found = hitTest({ targets }, (left + right) / 2, mark.y);
    const token =
      found?.type === 'query' || found?.type === 'token'
        ? queries[found.query ?? found.token]
        : found?.type === 'key'
          ? keys[found.key]
          : undefined;
    if (token) assert.equal(token.text, mark.text, `${found.type} under ${mark.text}`);
  }
}

/** The colour under a point is that of the weight which the point stands for. */
function checkCell({ marks }, scaled, shown, { query, key, layer, head }, x, y) {
  const cells = marks.filter(
    (mark) =>
      mark.type === 'cells' &&
      x >= mark.x &&
      x < mark.x + mark.width &&
      y >= mark.y &&
      y < mark.y + mark.height,
  );
  const index =
    head === undefined ? 0 : shown.heads.findIndex((one) => one.head === head && one.layer === layer);
  // maps with fewer cells than the matrix, or with more than one, show something else
  const mark = cells.find((each) => each.rows * each.columns === shown.queries.length * shown.keys.length);
  if (!mark || index < 0 || cells.length > 1 || scaled.values.length <= index) return;
  const row = Math.floor(((y - mark.y) / mark.height) * mark.rows);
  const column = Math.floor(((x - mark.x) / mark.width) * mark.columns);
  const drawn = mark.values[row * mark.columns + column];
  const value = scaled.values[index][query * shown.keys.length + key];
  assert.ok(
    Object.is(drawn, value) || Math.abs(drawn - Math.min(1, Math.max(0, value))) < 1e-6,
    `${drawn} is drawn for ${value}`,
  );
}
