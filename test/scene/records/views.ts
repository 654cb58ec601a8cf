import type { PictureInput } from '../../../src/scene/compose.js';
import type { Scene } from '../../../src/scene/scene.js';
import { viewNames } from '../../../src/scene/views.js';
import { sampleData, sampleImage, samplePicture, sampleTheme, withVectors } from '../sample.js';

const tokens = ['[CLS]', 'The', 'un', '##believ', '##able', '고양이', '.', '[SEP]'];
const pieces = withVectors(sampleData({ tokens }));
const causal = withVectors(sampleData({ causal: true }));
const rtl = withVectors(sampleData({ tokens: ['القطة', 'تجلس', 'على', 'السجادة'] }));
const cross = sampleData({
  kind: 'cross',
  queryTokens: ['고양이가', '앉았다', '.'],
  keyTokens: ['The', 'cat', 'sat', 'down', '.'],
});
const long = withVectors(sampleData({ tokens: Array.from({ length: 170 }, (_, i) => `t${i % 23}`) }));
const signed = sampleData();
const scores = {
  ...signed,
  weights: (signed.weights as Float32Array).map((x, i) => (i % 7 === 0 ? -Infinity : 6 * x - 2)),
  values: 'scores' as const,
};
const image = sampleImage();
const nameless = sampleData({ headNames: undefined } as object);

/** What is asked of every view. */
const variants: Record<string, Partial<PictureInput>> = {
  plain: {},
  'no vectors': { parts: [nameless] },
  'row pinned': { pinned: { query: 2 } },
  'cell pinned': { pinned: { query: 2, key: 4 } },
  'pointer on a cell': { hover: { type: 'cell', query: 3, key: 1, layer: 0, head: 1 } },
  'pointer on a key, row pinned': { hover: { type: 'key', key: 1 }, pinned: { query: 4 } },
  'pointer on a token': { hover: { type: 'token', token: 3 } },
  'pointer on a head': { hover: { type: 'head', layer: 0, head: 2 } },
  'all heads of all layers': { layers: 'all', heads: 'all' },
  'mean of heads': { heads: 'all', aggregate: 'mean' },
  'largest of two heads of layer 1': { layers: [1], heads: [0, 2], aggregate: 'max' },
  logarithm: { scale: 'log' },
  root: { scale: 'sqrt' },
  'row by row': { scale: 'row' },
  'strong weights only': { threshold: 0.15 },
  'two for each query': { topK: 2, layers: 'all' },
  'queries as columns': { orientation: 'query-columns', pinned: { query: 1, key: 2 } },
  dots: { cells: 'dots' },
  numbers: { cells: 'numbers', pinned: { query: 1 } },
  words: { parts: [pieces], merge: 'word' },
  'without special tokens': { parts: [pieces], hideSpecial: true, renormalize: true },
  'special tokens': { parts: [pieces], pinned: { query: 1, key: 7 } },
  causal: { parts: [causal], pinned: { query: 3 } },
  'from right to left': { parts: [rtl], pinned: { query: 1 } },
  'two texts': { parts: [cross], pinned: { query: 1 } },
  scores: { parts: [scores] },
  'a long text': { parts: [long], topK: undefined, pinned: { query: 20 } },
  'part of a long text': {
    parts: [long],
    part: { top: 10, left: 20, rows: 40, columns: 30 },
    pooling: 'mean',
  },
  'a head switched off': {
    parts: [
      {
        ...causal,
        ablated: [
          { layer: 0, head: 1 },
          { layer: 1, head: 0 },
        ],
      },
    ],
    heads: 'all',
  },
  'one token': { parts: [withVectors(sampleData({ tokens: ['cat'] }))], pinned: { query: 0 } },
  'one head opened': { detail: { layer: 1, head: 2 } },
  'large letters in the dark': { theme: { ...sampleTheme, dark: true, fontSize: 18 } },
};

/** What only some views know. */
const special: Record<string, Partial<PictureInput> & { view: PictureInput['view'] }> = {
  'image: no patch': { view: 'image', parts: [image] },
  'image: a patch': { view: 'image', parts: [image], pinned: { query: 4 }, aggregate: 'max' },
  'image: pointer': { view: 'image', parts: [image], hover: { type: 'cell', query: 2, key: 5 } },
  'flow: largest flow': { view: 'flow', method: 'flow', pinned: { query: 2 } },
  'flow: pointer on a key': { view: 'flow', pinned: { query: 2 }, hover: { type: 'key', key: 0 } },
  'flow: up to layer 0': { view: 'flow', layers: [0], pinned: { query: 2 } },
};
for (const step of [1, 2, 3, 4, 5, 6])
  for (const scope of ['query', 'matrix'] as const)
    special[`steps: ${step} of the ${scope}`] = {
      view: 'steps',
      parts: [causal],
      step,
      scope,
      pinned: { query: 2 },
    };

const widths = [320, 640, 1000];

/** Scenes of views by name: a row for each thing that may be asked, at several widths. */
export const viewScenes: Record<string, () => Scene[]> = {};
/** Copies: what is remembered for a theme or for data is made anew. */
const draw = (more: Partial<PictureInput>) => () => {
  const { parts = [withVectors(sampleData())], theme = sampleTheme } = more;
  const fresh = { ...theme, ramp: theme.ramp.slice(), signed: theme.signed.slice() };
  const copies = parts.map((part) => ({ ...part }));
  return widths.map((width) => samplePicture({ ...more, parts: copies, theme: fresh, width }).scene);
};
for (const view of viewNames) {
  if (view === 'image') continue;
  for (const [name, variant] of Object.entries(variants))
    viewScenes[`${view}: ${name}`] = draw({ view, ...variant });
}
for (const [name, variant] of Object.entries(special)) viewScenes[name] = draw(variant);
