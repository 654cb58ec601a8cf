import { expect } from '@open-wc/testing';
import { openModel } from '../../../src/models/open-model.js';
import { modelArchitecture } from '../../../src/models/diagram/model-architecture.js';
import { runDiagram } from '../../../src/models/diagram/run-diagram.js';
import type { Architecture, BlockPath } from '../../../src/core/architecture/architecture.js';
import type { DiagramData } from '../../../src/scene/diagram/diagram.js';
import { stageNumbers } from '../../../src/scene/diagram/stage-numbers.js';
import { hitTest, type LabelMark } from '../../../src/scene/scene.js';
import { said } from '../../../src/scene/words.js';
import { sampleScene } from './sample.js';

describe('numbers in the diagram of the translator that ships', () => {
  let architecture: Architecture;
  let data: DiagramData;

  before(async () => {
    const model = await openModel('/src/models/shipped/translator/', { cache: false });
    architecture = modelArchitecture(model);
    data = await runDiagram(model, { source: 'the small cat likes the red fish .' });
    model.close();
  });

  const draw = (focus: BlockPath, more = {}) =>
    sampleScene({ architecture, data, focus, width: 1000, ...more });

  for (const [stage, count] of [
    ['query', 20],
    ['scores', 10],
    ['softmax', 10],
    ['weighted-sum', 20],
  ] as const) {
    it(`are all written: ${stage} of a head of cross-attention, as computed`, () => {
      const focus = `decoder.1.cross-attention.head.2.${stage}`;
      const { values, rows, columns } = stageNumbers(architecture, data, focus)!;
      expect(columns).to.equal(count);
      const scene = draw(focus);
      const target = scene.targets.find(({ type }) => type === 'values')!;
      const written = scene.marks.filter(
        (mark): mark is LabelMark =>
          mark.type === 'label' &&
          mark.x > target.x &&
          mark.y > target.y &&
          mark.y < target.y + target.height,
      );
      expect(written.length).to.equal(rows * columns);
      expect(written.map((mark) => mark.text)).to.deep.equal([...values].map(said));
    });
  }

  it('of a large matrix come in pages, turned by the place that the reader is on', () => {
    const focus = 'decoder.1.feed-forward.up';
    const scene = draw(focus, { value: { row: 3, column: 159 }, width: 360 });
    const windows = scene.targets.filter((target) => target.type === 'values');
    const [whole, page] = windows as [(typeof windows)[number], (typeof windows)[number]];
    expect([whole.rows, whole.columns]).to.deep.equal([data.decoder!.tokens.length, 160]);
    expect(page.column + page.columns).to.equal(160);
    const shown = hitTest(scene, page.x + page.width - 1, page.y + page.height * (3.5 / page.rows));
    expect(shown).to.deep.equal({ type: 'value', path: focus, row: 3, column: 159 });
    const { values } = stageNumbers(architecture, data, focus)!;
    const texts = scene.marks.flatMap((mark) => (mark.type === 'label' ? [mark.text] : []));
    expect(texts).to.include(said(values[3 * 160 + 159]!));
    // a place in the picture of the whole leads to its page
    const place = hitTest(scene, whole.x + whole.width / 2, whole.y + 2);
    expect(place).to.deep.equal({ type: 'value', path: focus, row: 0, column: 80 });
  });

  it('are drawn as colours at every level above', () => {
    for (const [focus, least] of [
      ['decoder.1.cross-attention.head.2', 8],
      ['decoder.1.feed-forward', 4],
      ['decoder.1.cross-attention', 2],
      ['decoder.1', 3],
      ['', 6],
    ] as const) {
      const cells = draw(focus).marks.filter(({ type }) => type === 'cells');
      expect(cells.length, focus).to.be.at.least(least);
    }
  });
});
