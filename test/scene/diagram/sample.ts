import { makeArchitecture } from '../../../src/core/architecture/make-architecture.js';
import type { Architecture } from '../../../src/core/architecture/architecture.js';
import { diagramWordsEnglish } from '../../../src/elements/diagram-words-en.js';
import type { DiagramData, DiagramInput, DiagramScene } from '../../../src/scene/diagram/diagram.js';
import { diagramScene } from '../../../src/scene/diagram/diagram-scene.js';
import type { LabelMark, Mark } from '../../../src/scene/scene.js';
import { sampleData, sampleMeasure, sampleTheme } from '../sample.js';

export const english = ['The', 'cat', 'sat', 'on', 'the', 'mat', '.'];
export const korean = ['<s>', '고양이가', '매트', '위에', '앉아', '있었다'];

/** Attention for every token of an architecture; of deep or wide ones only the first layers and heads are known. */
export function sampleDiagramData(
  architecture: Architecture,
  source = english,
  target = korean,
): DiagramData {
  const { kind, encoderLayers, decoderLayers, heads } = architecture;
  const size = (layers: number) => ({ layers: Math.min(3, layers), heads: Math.min(16, heads) });
  const own = kind === 'encoder-decoder' ? target : source;
  return {
    source: { type: 'inline' },
    ...(kind !== 'decoder' && {
      encoder: { tokens: source, self: sampleData({ tokens: source, ...size(encoderLayers) }) },
    }),
    ...(kind !== 'encoder' && {
      decoder: {
        tokens: own,
        self: sampleData({ tokens: own, causal: true, ...size(decoderLayers) }),
        ...(kind === 'encoder-decoder' && {
          cross: sampleData({ kind: 'cross', queryTokens: own, keyTokens: source, ...size(decoderLayers) }),
        }),
      },
      next: [
        { token: ' mat', id: 1, probability: 0.62 },
        { token: 'Ġ소파', id: 2, probability: 0.0001 },
      ],
    }),
  };
}

/** A scene with defaults for everything but what is said. */
export const sampleScene = (
  more: Partial<DiagramInput> & { preset?: Parameters<typeof makeArchitecture>[0] } = {},
): DiagramScene => {
  const { preset = { preset: 'vaswani-base' }, ...rest } = more;
  return diagramScene({
    architecture: makeArchitecture(preset),
    focus: '',
    words: diagramWordsEnglish,
    width: 360,
    theme: sampleTheme,
    measure: sampleMeasure,
    ...rest,
  });
};

/** Every number of a scene that says where something is. */
export function coordinates(marks: readonly Mark[]): number[] {
  return marks.flatMap((mark) => {
    if (mark.type === 'links') return [...mark.points];
    if (mark.type === 'line') return mark.points;
    if (mark.type === 'circle') return [mark.x, mark.y, mark.radius];
    return 'width' in mark ? [mark.x, mark.y, mark.width, mark.height] : [mark.x, mark.y];
  });
}

/** The rectangle that a label fills, by the sample's measure. */
export function labelBox({ text, x, y, size, align, rotation }: LabelMark) {
  const width = sampleMeasure(text, size);
  const height = size;
  if (rotation) return { x: x - height / 2, y: y - width / 2, width: height, height: width };
  const left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
  return { x: left, y: y - height / 2, width, height };
}
