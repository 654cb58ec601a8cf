import type { AttentionData } from '../../src/core/attention-data.js';
import type { PictureInput } from '../../src/scene/compose.js';
import { createComposer, type Picture } from '../../src/scene/compose.js';
import { rampThrough } from '../../src/scene/color.js';
import type { Theme } from '../../src/scene/theme.js';
import { english, pictureWords } from '../../src/elements/strings.js';

/** Attention with rows that sum to 1, different in every head, the same in every run. */
export function sampleData(
  more: Partial<AttentionData> & { tokens?: string[]; causal?: boolean } = {},
): AttentionData {
  const { tokens = ['The', 'cat', 'sat', 'on', 'the', 'mat'], causal = false, ...rest } = more;
  const queryTokens = rest.queryTokens ?? tokens;
  const keyTokens = rest.keyTokens ?? tokens;
  const [layers, heads, queries, keys] = [
    rest.layers ?? 2,
    rest.heads ?? 3,
    queryTokens.length,
    keyTokens.length,
  ];
  const weights = new Float32Array(layers * heads * queries * keys);
  for (let m = 0, i = 0; m < layers * heads; m++) {
    for (let q = 0; q < queries; q++) {
      const row = Array.from({ length: keys }, (_, k) =>
        causal && k > q ? 0 : Math.exp(Math.sin(1.7 * m + 2.3 * q * k + 0.9 * k) * 2),
      );
      const sum = row.reduce((a, b) => a + b, 0);
      for (const value of row) weights[i++] = value / sum;
    }
  }
  return {
    kind: 'self',
    layers,
    heads,
    queries,
    keys,
    weights,
    scale: 1,
    queryTokens,
    keyTokens,
    values: 'probabilities',
    source: { type: 'inline' },
    notices: [],
    causal,
    ...rest,
  };
}

/** Attention of a vision model: `[CLS]` and patches in 2 rows and 3 columns, over an image of 30 × 20 pixels. */
export function sampleImage(more: Partial<AttentionData> = {}): AttentionData {
  const [width, height] = [30, 20];
  const pixels = Uint8ClampedArray.from({ length: width * height * 4 }, (_, i) => {
    const [x, y] = [Math.floor(i / 4) % width, Math.floor(i / 4 / width)];
    return [8 * x, 12 * y, 255 - 4 * (x + y), 255][i % 4]!;
  });
  const tokens = ['[CLS]', '0,0', '0,1', '0,2', '1,0', '1,1', '1,2'];
  return { ...sampleData({ tokens, ...more }), image: { rows: 2, columns: 3, pixels, width, height } };
}

/** The same data with queries, keys, values and a residual stream, whose softmax the weights are not. */
export function withVectors(data: AttentionData, dHead = 8): AttentionData {
  const { layers, heads, queries, keys } = data;
  const waves = (rows: number, phase: number, columns: number) =>
    Float32Array.from({ length: rows * columns }, (_, i) => 2 * Math.sin(phase + 1.3 * i));
  const perHead = layers * heads;
  return {
    ...data,
    q: waves(perHead * queries, 0, dHead),
    k: waves(perHead * keys, 1, dHead),
    v: waves(perHead * keys, 2, dHead),
    dHead,
    residual: waves(layers * queries, 3, 24),
    attentionOutput: waves(layers * queries, 4, 24),
    dModel: 24,
  };
}

export const sampleTheme: Theme = {
  dark: false,
  background: [255, 255, 255, 1],
  text: [17, 20, 28, 1],
  muted: [102, 107, 119, 1],
  line: [217, 219, 224, 1],
  accent: [52, 73, 201, 1],
  heads: [
    [10, 111, 194, 1],
    [209, 81, 11, 1],
    [11, 138, 106, 1],
  ],
  ramp: rampThrough([
    [255, 255, 255, 1],
    [52, 73, 201, 1],
  ]),
  signed: rampThrough([
    [200, 88, 22, 1],
    [255, 255, 255, 1],
    [52, 73, 201, 1],
  ]),
  fontFamily: 'sans-serif',
  fontSize: 14,
};

/** Half an em for each character, one em for East Asian ones: enough to lay out by. */
export const sampleMeasure = (text: string, size: number): number =>
  [...text].reduce((width, letter) => width + size * (letter > '\u1100' ? 1 : 0.5), 0);

/** A picture of sample data; what is not said has its default. */
export const samplePicture = (more: Partial<PictureInput> = {}): Picture =>
  createComposer()(sampleInput(more));

/** All that decides what it looks like. */
export function sampleInput(more: Partial<PictureInput> = {}): PictureInput {
  return {
    parts: [sampleData()],
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
    measure: sampleMeasure,
    width: 600,
    ...more,
  };
}
