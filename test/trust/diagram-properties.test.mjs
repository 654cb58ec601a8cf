/** Diagrams of any build: what an author writes is a picture without NaN and within its box, or a typed error. */
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { makeArchitecture } from '../../dist/esm/core/architecture/make-architecture.js';
import { checkPath, childrenOf, nearestPath } from '../../dist/esm/core/architecture/paths.js';
import { presets } from '../../dist/esm/core/architecture/presets.js';
import { InputError } from '../../dist/esm/core/errors.js';
import { readArchitecture, readDiagramOptions } from '../../dist/esm/elements/diagram-options.js';
import { readLink, writeLink } from '../../dist/esm/elements/diagram-permalink.js';
import { diagramWordsEnglish } from '../../dist/esm/elements/diagram-words-en.js';
import { diagramScene } from '../../dist/esm/scene/diagram/diagram-scene.js';
import { hitTest } from '../../dist/esm/scene/scene.js';
import { writeSvg } from '../../dist/esm/scene/svg.js';
import { seeded } from '../tools/random.mjs';
import { checkScene, measure, sampleTheme } from '../tools/sample-picture.mjs';

/** What `make` gives, or undefined after a typed error. */
function attempt(make) {
  try {
    return make();
  } catch (error) {
    assert.ok(error instanceof InputError, error?.stack);
    return undefined;
  }
}

const seed = Number(process.env.PROPERTY_SEED ?? 10);
const check = (arbitraries, property, numRuns) =>
  fc.assert(fc.property(...arbitraries, property), { numRuns, seed });

const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.double(),
  fc.constantFrom(
    'constructor',
    '__proto__',
    '1e400',
    '-0',
    '2',
    '9007199254740993',
    null,
    undefined,
    '',
    ' 3 ',
  ),
);

/** Nothing, mostly; values that fit alone; sometimes any others. */
const mostly = (...values) =>
  fc.oneof(
    { weight: 20, arbitrary: fc.constant(undefined) },
    { weight: 8, arbitrary: fc.constantFrom(...values) },
    { weight: 1, arbitrary: odd },
  );

const rawArchitecture = fc.record({
  architecture: mostly('encoder-decoder', 'encoder', 'decoder'),
  preset: mostly(...Object.keys(presets)),
  layers: mostly(1, 2, '6', 96, 1e6),
  heads: mostly(1, 4, '8', 96, 1024),
  kvHeads: mostly(1, 2, 4),
  dModel: mostly(8, 64, '512', 12288),
  dFeedForward: mostly(1, 64, 49152),
  vocab: mostly(2, 100, '50257', 2 ** 31),
  norm: mostly('pre', 'post'),
  positions: mostly('sinusoidal', 'learned', 'rope', 'alibi', 'relative', 'none'),
});

test('any attributes of a diagram are options or a typed error', () => {
  const names = ['step', 'speed', 'controls', 'theme', 'compare', 'loading', 'example'];
  check(
    [fc.dictionary(fc.constantFrom(...names), odd), rawArchitecture],
    (raw, build) => {
      const options = attempt(() => readDiagramOptions(raw));
      if (options) assert.ok(Number.isFinite(options.speed) && options.speed > 0);
      if (options?.step !== undefined) assert.ok(Number.isInteger(options.step) && options.step > 0);
      const architecture = attempt(() => makeArchitecture(readArchitecture(build)));
      for (const name of ['heads', 'kvHeads', 'dModel', 'dHead', 'dFeedForward'])
        if (architecture) assert.ok(Number.isInteger(architecture[name]) && architecture[name] > 0, name);
    },
    3000,
  );
});

test('any focus is a block or a typed error that names one', () => {
  const segment = fc.oneof(
    fc.constantFrom(
      'encoder',
      'decoder',
      '0',
      '3',
      '99',
      'self-attention',
      'cross-attention',
      'head.1',
      'head',
    ),
    fc.constantFrom('feed-forward', 'scores', 'weights', 'output', '__proto__', 'constructor', '-1', ''),
    fc.string({ maxLength: 6 }),
  );
  const path = fc.array(segment, { maxLength: 6 }).map((parts) => parts.join('.'));
  check(
    [fc.constantFrom(...Object.keys(presets)), path],
    (preset, focus) => {
      const architecture = makeArchitecture({ preset });
      attempt(() => checkPath(architecture, focus));
      const nearest = nearestPath(architecture, focus);
      checkPath(architecture, nearest);
    },
    2000,
  );
});

test('any state in the address of a page is read and written without an error, and comes back', () => {
  const hash = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom('#100%', '#a=1&%E0%A4%A=2', '#&&=', '#%00=%'),
  );
  const name = fc.stringMatching(/^[a-z][a-z0-9 %&=-]{0,8}$/);
  const state = fc.record({
    focus: fc.constantFrom('encoder.0', 'decoder.2.self-attention.head.1'),
    step: fc.option(fc.integer({ min: 1, max: 99 }), { nil: undefined }),
  });
  check(
    [hash, name, state],
    (before, called, given) => {
      readLink(before, called);
      const after = writeLink(before, called, given);
      const read = readLink(after, called);
      assert.deepEqual([read?.focus, read?.step], [given.focus, given.step]);
      assert.equal(readLink(writeLink(after, called, { focus: '' }), called), undefined);
    },
    2000,
  );
});

/** A block of an architecture, by a walk that the seed decides. */
function someBlock(architecture, random) {
  let path = '';
  for (let depth = random.below(7); depth > 0; depth--) {
    const children = childrenOf(architecture, path);
    if (!children.length) break;
    path = random.pick(children);
  }
  return path;
}

const words = ['The', 'cat', '고양이가', '##ing', 'Ġsat', '[CLS]', '🙂', 'القطة', '', 'W'.repeat(60)];

/** Attention of a stack, for its first layers and heads; rows sum to 1, or are odd. */
function attentionOf(layers, heads, queryTokens, keyTokens, random) {
  const [queries, keys] = [queryTokens.length, keyTokens.length];
  const weights = new Float32Array(layers * heads * queries * keys);
  for (let at = 0; at < weights.length; at += keys) {
    const row = Array.from({ length: keys }, () => random.next());
    const sum = random.chance(0.05) ? Infinity : row.reduce((a, b) => a + b, 0);
    weights.set(
      row.map((x) => x / sum),
      at,
    );
  }
  return {
    kind: queryTokens === keyTokens ? 'self' : 'cross',
    ...{ layers, heads, queries, keys, queryTokens, keyTokens, weights, scale: 1 },
    ...{ values: 'probabilities', source: { type: 'inline' }, notices: [], causal: false },
  };
}

function dataOf({ kind, encoderLayers, decoderLayers, heads }, random) {
  const tokens = () => Array.from({ length: 1 + random.below(12) }, () => random.pick(words));
  const [source, target] = [tokens(), tokens()];
  const some = (layers) => [Math.min(layers, 1 + random.below(3)), Math.min(heads, 1 + random.below(8))];
  return {
    source: { type: 'inline' },
    ...(kind !== 'decoder' && {
      encoder: { tokens: source, self: attentionOf(...some(encoderLayers), source, source, random) },
    }),
    ...(kind !== 'encoder' && {
      decoder: {
        tokens: target,
        self: attentionOf(...some(decoderLayers), target, target, random),
        ...(kind === 'encoder-decoder' && {
          cross: attentionOf(...some(decoderLayers), target, source, random),
        }),
      },
    }),
  };
}

/** The box that a mark fills; undefined for curves, whose control points may lie outside. */
function boxOf(mark) {
  if (mark.type === 'links') return undefined;
  if (mark.type === 'line') {
    const [x, y] = [0, 1].map((rest) => mark.points.filter((_, i) => i % 2 === rest));
    return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
  }
  if (mark.type === 'circle')
    return [mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius];
  if (mark.type !== 'label') return [mark.x, mark.y, mark.x + mark.width, mark.y + mark.height];
  const [along, across] = [measure(mark.text, mark.size), mark.size];
  const [width, height] = mark.rotation ? [across, along] : [along, across];
  const left =
    mark.rotation || mark.align === 'center'
      ? mark.x - width / 2
      : mark.x - (mark.align === 'right' ? width : 0);
  return [left, mark.y - height / 2, left + width, mark.y + height / 2];
}

test('every level of any build, with any attention or none, stays in its box and answers to the pointer', () => {
  let drawn = 0;
  check(
    [rawArchitecture, fc.integer(), fc.constantFrom(288, 360, 640, 1200), fc.boolean()],
    (raw, chance, width, isKnown) => {
      const architecture = attempt(() => makeArchitecture(readArchitecture(raw)));
      if (!architecture) return;
      const random = seeded(chance);
      const focus = someBlock(architecture, random);
      const data = isKnown ? dataOf(architecture, random) : undefined;
      const scene = diagramScene({
        ...{ architecture, focus, data, width, measure },
        ...{ words: diagramWordsEnglish, theme: sampleTheme },
      });
      drawn++;
      checkScene(scene);
      const svg = writeSvg(scene, { fontFamily: 'serif' }, { title: 'a picture' });
      assert.ok(!/NaN|Infinity|undefined|null/.test(svg.replace(/<text[^>]*>[^<]*<\/text>/g, '')), 'SVG');
      for (const mark of scene.marks) {
        const box = boxOf(mark);
        if (!box) continue;
        const [left, top, right, bottom] = box;
        const inside = left >= -2 && top >= -2 && right <= scene.width + 2 && bottom <= scene.height + 3;
        assert.ok(
          inside,
          `${mark.type} ${mark.text ?? ''} at ${box.map((x) => x.toFixed(1)).join(' ')} in ${scene.width} × ${scene.height} of "${focus}"`,
        );
      }
      for (const [path, box] of scene.boxes) {
        if (path === focus || path === '') continue;
        const found = hitTest(scene, box.x + box.width / 2, box.y + Math.min(6, box.height / 2));
        const hit = found?.type === 'block' ? found.path : undefined;
        assert.ok(hit === path || hit?.startsWith(`${path}.`), `"${focus}": ${path}, found ${hit}`);
      }
    },
    400,
  );
  assert.ok(drawn > 100, `${drawn} diagrams drawn`);
});
