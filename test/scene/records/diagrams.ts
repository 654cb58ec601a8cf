import type { Architecture, BlockPath } from '../../../src/core/architecture/architecture.js';
import { makeArchitecture } from '../../../src/core/architecture/make-architecture.js';
import { childrenOf } from '../../../src/core/architecture/paths.js';
import { textbookDiagram } from '../../../src/models/diagram/textbook-diagram.js';
import { compareScene } from '../../../src/scene/diagram/compare.js';
import type { DiagramData, DiagramInput } from '../../../src/scene/diagram/diagram.js';
import { playSteps } from '../../../src/scene/diagram/play.js';
import { zoomScene } from '../../../src/scene/diagram/zoom.js';
import type { Scene } from '../../../src/scene/scene.js';
import { tween } from '../../../src/scene/tween.js';
import { english, korean, sampleDiagramData, sampleScene } from '../diagram/sample.js';
import { sampleMeasure, samplePicture, sampleTheme } from '../sample.js';

const presets = ['vaswani-base', 'gpt2', 'bert-base', 'llama-3-8b', 't5-base', 'vit-b-16'] as const;

const widths = [360, 1000];

/** One block of every kind, stages and all. */
function levels(architecture: Architecture): BlockPath[] {
  const found = new Map<string, BlockPath>([['', '']]);
  const walk = (path: BlockPath) => {
    for (const child of childrenOf(architecture, path)) {
      const name = child.replace(/\d+/g, '#');
      if (found.has(name)) continue;
      found.set(name, child);
      walk(child);
    }
  };
  walk('');
  return [...found.values()];
}

/** Scenes of diagrams by name. */
export const diagramScenes: Record<string, () => Scene[]> = {};

/** Copies: what is remembered for a theme or for data is made anew. */
const draw = (architecture: Architecture, data: DiagramData | undefined, more: Partial<DiagramInput>) => {
  const { ramp, signed } = sampleTheme;
  const theme = { ...sampleTheme, ramp: ramp.slice(), signed: signed.slice() };
  return widths.map((width) => sampleScene({ preset: architecture, data, width, theme, ...more }));
};

for (const preset of presets) {
  const architecture = makeArchitecture({ preset });
  for (const focus of levels(architecture)) {
    diagramScenes[`${preset} ${focus || 'whole'}`] = () => [
      ...draw(architecture, sampleDiagramData(architecture), { focus }),
      ...draw(architecture, undefined, { focus, hover: childrenOf(architecture, focus)[0] }),
    ];
  }
}

for (const block of ['self-attention-residual', 'self-attention-norm', 'cross-attention', 'feed-forward'])
  diagramScenes[`keyboard on ${block}`] = () =>
    ['decoder.0', 'decoder', ''].flatMap((focus) =>
      draw(makeArchitecture({ preset: 'vaswani-base' }), undefined, { focus, cursor: `decoder.0.${block}` }),
    );

for (const stage of ['', '.key', '.scores', '.mask', '.softmax', '.weighted-sum'])
  for (const block of stage === '.mask' ? ['self-attention'] : ['self-attention', 'cross-attention'])
    diagramScenes[`written so far, ${block}.head.1${stage}`] = () => {
      const architecture = makeArchitecture({ preset: 'vaswani-base' });
      const path = `decoder.0.${block}`;
      const play = { active: [path], done: ['decoder.embedding'], decoderTokens: 3, cached: 2 };
      return draw(architecture, sampleDiagramData(architecture), { focus: `${path}.head.1${stage}`, play });
    };

/** A model that copies, with every number that there is. */
const copying = textbookDiagram({ sourceTokens: english, targetTokens: korean.slice(1) });
const writing = textbookDiagram({ tokens: english.concat(english.slice(0, 4)), causal: true });

for (const [name, { architecture, data }] of Object.entries({ copying, writing })) {
  for (const focus of levels(architecture)) {
    diagramScenes[`${name} ${focus || 'whole'}`] = () => [
      ...draw(architecture, data, { focus }),
      ...draw(architecture, data, { focus, value: { row: 2, column: 40 }, cursor: focus, head: 1 }),
    ];
  }
}

for (const [name, { architecture, data }] of Object.entries({ copying, writing })) {
  for (const part of [0, 1, 2, 3])
    diagramScenes[`${name}, played, part ${part}`] = () =>
      playSteps(architecture, data)
        .filter((_, i) => i % 4 === part)
        .flatMap(({ state }) => [
          sampleScene({ preset: architecture, data, width: 360, play: state }),
          sampleScene({ preset: architecture, data, width: 1000, play: state, focus: 'decoder.0' }),
        ]);
}

const words = {
  rnn: 'Recurrent network',
  transformer: 'Transformer',
  sequential: 'Sequential operations',
  path: 'Longest path',
  complexity: 'Operations per layer',
  hops: '{from} to {to}: {rnn} hops, {attention} hop',
  pick: 'Choose two tokens.',
};
for (const [name, { architecture, data }] of Object.entries({ copying, writing }))
  diagramScenes[`${name}, what is said of its steps`] = () =>
    [data, undefined].flatMap((known) =>
      playSteps(architecture, known).map(({ state, caption }) => ({
        width: 0,
        height: 0,
        marks: [],
        targets: [],
        note: JSON.stringify([state, caption]),
      })),
    );

for (const step of [0, 1, 3, 7])
  diagramScenes[`comparison, step ${step}`] = () =>
    [300, 640, 1000].flatMap((width) =>
      [undefined, { from: 1, to: 5 }, { from: 4, to: 0 }].map((picked) =>
        compareScene({
          ...{ tokens: english, d: 512, step, words, width, theme: sampleTheme, measure: sampleMeasure },
          ...(picked && { picked }),
        }),
      ),
    );

const whole = (focus: string) =>
  sampleScene({ preset: copying.architecture, data: copying.data, focus, width: 700 });
for (const focus of ['decoder.0', 'decoder.0.cross-attention', 'encoder.0.feed-forward'])
  diagramScenes[`on the way to ${focus}`] = () => {
    const [out, inside] = [whole(''), whole(focus)];
    const box = out.boxes.get(focus) ?? { x: 10, y: 20, width: 200, height: 80 };
    return [0.05, 0.3, 0.6, 0.95].flatMap((t) => [
      zoomScene(out, inside, box, t),
      zoomScene(inside, out, box, t, 'out'),
    ]);
  };

diagramScenes['from lines to arcs'] = () =>
  [0.2, 0.7].map((t) =>
    tween(samplePicture({ view: 'lines' }).scene, samplePicture({ view: 'arcs' }).scene, t),
  );
diagramScenes['from step to step'] = () => {
  const at = (step: number) =>
    compareScene({
      tokens: english,
      d: 64,
      step,
      words,
      width: 500,
      theme: sampleTheme,
      measure: sampleMeasure,
    });
  return [0.2, 0.7].map((t) => tween(at(1), at(3), t));
};
