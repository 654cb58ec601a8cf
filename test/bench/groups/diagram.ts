import { makeArchitecture } from '../../../src/core/architecture/make-architecture.js';
import type { Architecture } from '../../../src/core/architecture/architecture.js';
import { diagramWordsEnglish } from '../../../src/elements/diagram-words-en.js';
import { measureIn, readTheme } from '../../../src/elements/page-theme.js';
import { canvasPainter } from '../../../src/render/canvas-painter.js';
import { diagramScene } from '../../../src/scene/diagram/diagram-scene.js';
import { zoomScene } from '../../../src/scene/diagram/zoom.js';
import type { Group } from '../bench.js';

const large = makeArchitecture({ preset: 'gpt3-175b' });
const small: Architecture = { ...makeArchitecture({ preset: 'gpt2' }), decoderLayers: 1 };

const ways = [
  ['', 'decoder'],
  ['decoder', 'decoder.0'],
  ['decoder.0', 'decoder.0.self-attention'],
  ['decoder.0.self-attention', 'decoder.0.self-attention.head.3'],
] as const;

/** Frames of a zoom that are drawn in one run. */
const frames = 12;

/** What opening a level costs, drawn on a canvas of the page: the scene of the level, and the frames of the way there. */
export const diagramGroup: Group = {
  name: 'diagram',
  cases: ways.map(([from, to]) => ({
    name: `${frames} frames from "${from}" to "${to}"`,
    bars: [{ ours: 'GPT-3, 96 layers of 96 heads', theirs: 'one layer of 12 heads', most: 1.5 }],
    prepare: () => {
      const { theme } = readTheme(document.body, 'light');
      const input = { words: diagramWordsEnglish, width: 900, theme, measure: measureIn(theme.fontFamily) };
      const contender = (name: string, architecture: Architecture) => {
        const canvas = document.createElement('canvas');
        const painter = canvasPainter(canvas);
        return {
          name,
          run: () => {
            const [a, b] = [from, to].map((focus) => diagramScene({ ...input, architecture, focus })) as [
              ReturnType<typeof diagramScene>,
              ReturnType<typeof diagramScene>,
            ];
            const box = a.boxes.get(to)!;
            for (let i = 1; i <= frames; i++) painter.draw(zoomScene(a, b, box, i / frames), theme, 1);
            // a read makes the browser draw now
            canvas.getContext('2d')?.getImageData(0, 0, 1, 1);
          },
        };
      };
      return Promise.resolve([
        contender('one layer of 12 heads', small),
        contender('GPT-3, 96 layers of 96 heads', large),
      ]);
    },
  })),
};
