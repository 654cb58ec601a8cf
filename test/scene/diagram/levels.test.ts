import { expect } from '@open-wc/testing';
import { makeArchitecture } from '../../../src/core/architecture/make-architecture.js';
import type { Architecture, BlockPath } from '../../../src/core/architecture/architecture.js';
import { childrenOf, kindOf } from '../../../src/core/architecture/paths.js';
import { hitTest, type CellsMark, type LabelMark } from '../../../src/scene/scene.js';
import { attentionMaps } from '../../../src/scene/diagram/attention-maps.js';
import type { DiagramScene } from '../../../src/scene/diagram/diagram.js';
import { mapRamp, mosaic, mosaicLayout } from '../../../src/scene/diagram/mosaic.js';
import { contrast, luminance, mix, rampColor } from '../../../src/scene/color.js';
import { makeTheme } from '../../../src/scene/make-theme.js';
import type { Rgba } from '../../../src/scene/scene.js';
import type { Theme } from '../../../src/scene/theme.js';
import { sampleTheme } from '../sample.js';
import { coordinates, english, labelBox, sampleDiagramData, sampleScene } from './sample.js';

const presets = [
  'vaswani-base',
  'gpt2',
  'bert-base',
  'llama-2-7b',
  'llama-3-8b',
  't5-base',
  'gpt3-175b',
  'vit-b-16',
] as const;

/** One block of every kind, stages and all, in the last layer that the sample has data for. */
function levels(architecture: Architecture): BlockPath[] {
  const found: BlockPath[] = [''];
  const seen = new Set<string>();
  const walk = (path: BlockPath) => {
    for (const child of childrenOf(architecture, path)) {
      const name = child.replace(/\d+/g, '#');
      if (seen.has(name)) continue;
      seen.add(name);
      found.push(child);
      walk(child);
    }
  };
  walk('');
  return found;
}

const labels = (scene: DiagramScene) =>
  scene.marks.filter((mark): mark is LabelMark => mark.type === 'label');

/** Pairs of labels that lie over each other, by more than letters leave free above and below. */
function overlaps(scene: DiagramScene): string[] {
  const boxes = labels(scene).map((mark) => ({ text: mark.text, ...labelBox(mark) }));
  return boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .filter(
        (b) =>
          Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > 1 &&
          Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > 2,
      )
      .map((b) => `${a.text} | ${b.text}`),
  );
}

for (const preset of presets) {
  describe(`diagram of ${preset}`, () => {
    const architecture = makeArchitecture({ preset });
    const data = sampleDiagramData(architecture);
    for (const focus of levels(architecture)) {
      it(`draws "${focus}" inside its box, without words over each other, at every width`, () => {
        for (const width of [288, 360, 640, 760, 1200]) {
          for (const known of [data, undefined]) {
            const scene = sampleScene({ architecture, focus, width, data: known });
            const what = `${width} px, ${known ? 'with' : 'without'} data`;
            expect(coordinates(scene.marks).every(Number.isFinite), `numbers, ${what}`).to.be.true;
            expect(scene.width, what).to.equal(width);
            for (const mark of scene.marks) {
              const box = mark.type === 'label' ? labelBox(mark) : 'width' in mark ? mark : undefined;
              if (!box) continue;
              const name = mark.type === 'label' ? mark.text : mark.type;
              expect(box.x, `left of ${name}, ${what}`).to.be.at.least(-1.5);
              expect(box.x + box.width, `right of ${name}, ${what}`).to.be.at.most(width + 1.5);
              expect(box.y, `top of ${name}, ${what}`).to.be.at.least(-1.5);
              expect(box.y + box.height, `bottom of ${name}, ${what}`).to.be.at.most(scene.height + 3);
            }
            expect(overlaps(scene), `overlapping words, ${what}`).to.deep.equal([]);
          }
        }
      });
    }

    it('answers to the pointer with the block that stands there, at every level', () => {
      for (const focus of levels(architecture)) {
        const scene = sampleScene({ architecture, focus, width: 760, data });
        for (const [path, box] of scene.boxes) {
          if (path === focus || path === '') continue;
          const subject = hitTest(scene, box.x + box.width / 2, box.y + Math.min(6, box.height / 2));
          const hit = subject?.type === 'block' ? subject.path : undefined;
          expect(hit === path || hit?.startsWith(`${path}.`), `${focus}: ${path}, found ${hit}`).to.be.true;
        }
      }
    });

    it('knows where every child that it shows stands', () => {
      for (const focus of levels(architecture)) {
        if (['model', 'stack'].includes(kindOf(focus))) continue;
        const scene = sampleScene({ architecture, focus, width: 760, data });
        for (const child of childrenOf(architecture, focus)) expect(scene.boxes.has(child), child).to.be.true;
      }
    });
  });
}

describe('diagrams of large models', () => {
  it('cost hardly more marks than a model of one layer, at every level', () => {
    const large = makeArchitecture({ preset: 'gpt3-175b' });
    const small = { ...makeArchitecture({ preset: 'gpt2' }), decoderLayers: 1 };
    const paths = ['', 'decoder', 'decoder.0', 'decoder.0.self-attention', 'decoder.0.feed-forward'];
    for (const focus of [
      ...paths,
      'decoder.0.self-attention.head.0',
      'decoder.0.self-attention.head.0.query',
    ]) {
      for (const width of [360, 1200]) {
        const [many, few] = [large, small].map((architecture) =>
          sampleScene({ architecture, focus, width, data: sampleDiagramData(architecture) }),
        ) as [DiagramScene, DiagramScene];
        expect(many.marks.length, `"${focus}" at ${width} px`).to.be.at.most(few.marks.length * 1.5);
      }
    }
  });

  it('show the layer that the reader is on, and let every rung be chosen', () => {
    const architecture = makeArchitecture({ preset: 'gpt3-175b' });
    const scene = sampleScene({ architecture, width: 1200, hover: 'decoder.40.feed-forward' });
    expect(labels(scene).map((mark) => mark.text)).to.include('Layer 40');
    const rungs = scene.targets.find((target) => target.type === 'blocks' && target.rows === 96)!;
    const at = (share: number) => hitTest(scene, rungs.x + 2, rungs.y + rungs.height * share);
    // numbers flow upward: layer 0 is the lowest
    expect(at(0.999)).to.deep.equal({ type: 'block', path: 'decoder.0' });
    expect(at(0.001)).to.deep.equal({ type: 'block', path: 'decoder.95' });
  });
});

describe('deep stacks', () => {
  const texts = (scene: DiagramScene) => labels(scene).map((mark) => mark.text);

  it('show the page that the keyboard is on, and rungs that lead to every layer', () => {
    const architecture = makeArchitecture({ preset: 'gpt3-175b' });
    const scene = sampleScene({ architecture, focus: 'decoder', width: 1000, cursor: 'decoder.95' });
    expect(texts(scene)).to.include('Layer 95');
    for (const layer of [0, 40, 88, 95]) {
      const box = scene.boxes.get(`decoder.${layer}`)!;
      const subject = hitTest(scene, box.x + box.width / 2, box.y + box.height / 2);
      const path = subject?.type === 'block' ? subject.path : '';
      expect(path === `decoder.${layer}` || path.startsWith(`decoder.${layer}.`), `${layer}: ${path}`).to.be
        .true;
    }
  });

  it('of twelve layers are whole, wherever the keyboard is', () => {
    const architecture = makeArchitecture({ preset: 'gpt2' });
    const scene = sampleScene({ architecture, focus: 'decoder', width: 1000, cursor: 'decoder.11' });
    expect(texts(scene)).to.include('Layer 0').and.include('Layer 11');
    expect(scene.boxes.has('decoder.12')).to.be.false;
  });
});

describe('maps in diagrams', () => {
  it('are the real weights: greatest where the head looks most, empty where it may not look', () => {
    const architecture = { ...makeArchitecture({ preset: 'gpt2' }), heads: 1, kvHeads: 1, dHead: 768 };
    const data = sampleDiagramData(architecture);
    const scene = sampleScene({ architecture, focus: 'decoder.0.self-attention', width: 760, data });
    const cells = scene.marks.find((mark) => mark.type === 'cells')!;
    const n = english.length;
    const shown = cells.values as Float32Array;
    expect([cells.rows, cells.columns]).to.deep.equal([n, n]);
    data.decoder!.self!.weights.subarray(0, n * n).forEach((weight, i) => {
      const [q, k] = [Math.floor(i / n), i % n];
      if (k > q) expect(shown[i], `${q} ${k}`).to.be.NaN;
      else expect(shown[i]).to.be.closeTo(Math.sqrt(weight), 1e-6);
    });
  });

  it('stand as far apart as there is room, whatever was drawn before', () => {
    const architecture = makeArchitecture({ preset: 'gpt2' });
    const maps = attentionMaps(architecture, undefined, 'decoder.0.self-attention');
    const all = Array.from({ length: 12 }, (_, head) => ({ maps, head }));
    const layout = mosaicLayout(maps, 12, 300, { least: 10, good: 20, most: 40, mostRows: 3 });
    for (const gapY of [1, 3, 2]) {
      const { rows, values } = mosaic(all, { ...layout, gapY }, { x: 0, y: 0 }, sampleTheme);
      expect(rows, `gap of ${gapY}`).to.equal(layout.rows * (layout.cellsY + gapY) - gapY);
      expect((values as Float32Array).length % rows).to.equal(0);
    }
  });

  it('show who may see whom by sublayer: later tokens are hidden in self-attention alone', () => {
    const architecture = makeArchitecture({ preset: 'vaswani-base' });
    const seen = ['decoder.0.self-attention', 'decoder.0.cross-attention', 'encoder.0.self-attention'].map(
      (path) => {
        const maps = attentionMaps(architecture, undefined, path);
        const layout = mosaicLayout(maps, 1, 60, { least: 10, good: 20, most: 40, mostRows: 1 });
        const { values } = mosaic([{ maps, head: 0 }], layout, { x: 0, y: 0 }, sampleTheme);
        return (values as Float32Array).filter((x) => !Number.isNaN(x)).length;
      },
    );
    expect(seen).to.deep.equal([21, 36, 36]);
  });

  it('take the colours of their theme, also where light and dark share a palette', () => {
    const dark: Theme = { ...sampleTheme, dark: true, background: [20, 22, 27, 1], text: [230, 232, 238, 1] };
    const start = (theme: Theme) => [...mapRamp(theme).subarray(0, 3)];
    const light = start(sampleTheme);
    expect(start(dark)).not.to.deep.equal(light);
    expect(start(sampleTheme)).to.deep.equal(light);
    expect(luminance([...start(dark), 1] as unknown as Rgba)).to.be.below(0.1);
    const architecture = makeArchitecture({ preset: 'gpt2' });
    const rung = (theme: Theme) => {
      const { marks } = sampleScene({ architecture, theme, width: 1000 });
      const found = marks.find((mark) => mark.type === 'cells' && mark.columns === 1 && mark.rows === 12)!;
      return (found as CellsMark).ramp[0]!;
    };
    expect(rung(sampleTheme)).to.be.above(150);
    expect(rung(dark)).to.be.below(100);
  });

  it('can be told from the ground of their block, also where it is marked, and grow steadily from it', () => {
    for (const dark of [false, true]) {
      const theme = makeTheme({ dark, fontFamily: '' });
      const at = (i: number) => rampColor(mapRamp(theme), i / 255);
      const ofBlock = dark ? 0.15 : 0.07;
      const fromGround = (depth: number) => contrast(at(0), mix(theme.background, theme.accent, depth));
      expect(fromGround(ofBlock), 'a block').to.be.above(1.18);
      expect(fromGround(1.9 * ofBlock), 'a marked block').to.be.above(1.07);
      for (let i = 1; i < 256; i++) {
        const [less, more] = [at(i - 1), at(i)].map((color) => contrast(color, theme.background));
        expect(more, String(i)).to.be.at.least(less! - 0.02);
      }
    }
  });

  it('show only what exists by now while a text is written', () => {
    const architecture = makeArchitecture({ preset: 'gpt2' });
    const data = sampleDiagramData(architecture);
    const play = {
      active: ['decoder.0.self-attention'],
      done: ['decoder.embedding'],
      decoderTokens: 3,
      cached: 2,
    };
    const filled = (scene: DiagramScene) =>
      scene.marks
        .flatMap((mark) => (mark.type === 'cells' ? [...(mark.values as Float32Array)] : []))
        .filter((x) => x > 0).length;
    const focus = 'decoder.0.self-attention';
    const whole = filled(sampleScene({ architecture, focus, data, width: 760 }));
    const part = filled(sampleScene({ architecture, focus, data, width: 760, play }));
    // 12 heads: three tokens have 6 weights, seven have 28
    expect(whole).to.equal(12 * 28);
    expect(part).to.equal(12 * 6);
  });
});
