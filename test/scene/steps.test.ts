import { expect } from '@open-wc/testing';
import type { AttentionData } from '../../src/core/attention-data.js';
import type { PictureInput } from '../../src/scene/compose.js';
import { everyCell, type Scene } from '../../src/scene/scene.js';
import { stepFormula } from '../../src/scene/steps-formula.js';
import { chosenQuery, headFacts, rowNumbers, type Scaling } from '../../src/scene/steps-numbers.js';
import { expectClose, oracleCase, readNpy } from '../core/oracle.js';
import { needSharedData, sharedBytes } from '../shared-data.js';
import { sampleData, samplePicture, withVectors } from './sample.js';

const said = (value: number) => value.toFixed(2).replace('-', '−');
const texts = (scene: Scene) => scene.marks.flatMap((mark) => (mark.type === 'label' ? [mark.text] : []));
const strips = (scene: Scene) => scene.marks.flatMap((mark) => (mark.type === 'cells' ? [mark] : []));
const letters = (count: number) => Array.from({ length: count }, (_, i) => String.fromCharCode(97 + i));

/** A head-by-head computation of PyTorch as data: its vectors, scores and probabilities. */
async function torchData(
  id: string,
): Promise<{ data: AttentionData; masked: Float64Array; out: Float64Array }> {
  const { inputs, outputs, shapes } = await oracleCase(`sdpa/${id}`);
  const [heads, queries, dHead] = shapes['q'] as [number, number, number];
  const [, keys] = shapes['k'] as [number, number];
  return {
    data: {
      ...sampleData({
        layers: 1,
        heads,
        queryTokens: letters(queries),
        keyTokens: letters(keys),
        causal: id.startsWith('causal'),
      }),
      weights: Float32Array.from(outputs['probs']!),
      q: inputs['q']!,
      k: inputs['k']!,
      v: inputs['v']!,
      scores: Float32Array.from(outputs['scores']!),
      dHead,
    },
    masked: outputs['masked_scores']!,
    out: outputs['out']!,
  };
}

async function gpt2Tiny(): Promise<Record<string, number[]>> {
  const names = ['q', 'k', 'v', 'scores', 'probs', 'hidden_states', 'attn_out', 'resid_mid', 'z'];
  const folder = 'models/gpt2-tiny/expected/len12';
  const arrays = names.map(
    async (name) => [name, readNpy(await sharedBytes(`${folder}/${name}.npy`))] as const,
  );
  return Object.fromEntries(await Promise.all(arrays));
}

function gpt2Data(arrays: Record<string, number[]>): AttentionData {
  const f32 = (name: string) => Float32Array.from(arrays[name]!);
  return {
    ...sampleData({ layers: 2, heads: 4, queryTokens: letters(12), keyTokens: letters(12), causal: true }),
    weights: f32('probs'),
    q: f32('q'),
    k: f32('k'),
    v: f32('v'),
    scores: f32('scores'),
    dHead: 8,
    residual: f32('hidden_states').slice(0, 2 * 12 * 32),
    attentionOutput: f32('attn_out'),
    dModel: 32,
  };
}

const stepsOf = (data: AttentionData, more: Partial<PictureInput> = {}) =>
  samplePicture({ view: 'steps', parts: [data], ...more });

describe('numbers behind a weight (PyTorch)', () => {
  const cases: [string, Scaling['kind'], number?][] = [
    ['plain-a', 'root'],
    ['causal-b', 'root'],
    ['key-padding-b', 'root'],
    ['sliding-window-b', 'root'],
    ['sliding-window-sink-b', 'root'],
    ['local-symmetric-b', 'root'],
    ['large-magnitude-b', 'root'],
    ['dim-one-a', 'root'],
    ['unscaled-a', 'factor', 1],
    ['temperature-b', 'factor', 1 / Math.sqrt(8) / 2],
    ['alibi-4heads-b', 'other'],
    ['softcap-a', 'other'],
  ];
  for (const [id, kind, factor] of cases) {
    it(`masks, weights and sums as the reference does: ${id}`, async function () {
      await needSharedData(this);
      const { data, masked, out } = await torchData(id);
      for (let head = 0; head < data.heads; head++) {
        const { shown } = stepsOf(data, { heads: [head] });
        const { scaling, gap } = headFacts(shown, shown.stages!);
        expect(scaling.kind).to.equal(kind);
        if (factor) expect(scaling.factor).to.be.closeTo(factor, 1e-4);
        expect(gap).to.be.below(1e-5);
        for (let query = 0; query < data.queries; query++) {
          const row = rowNumbers(shown, shown.stages!, query);
          const at = head * data.queries + query;
          const ofRow = (all: Float64Array, width: number) => all.slice(at * width, (at + 1) * width);
          const expected = ofRow(masked, data.keys);
          expectClose(row.masked, expected, 1e-4, 'masked scores');
          if (kind === 'root')
            expectClose(
              row.dots,
              ofRow(masked, data.keys).map((s, k) =>
                Number.isFinite(s) ? s * Math.sqrt(data.dHead!) : row.dots[k]!,
              ),
              2e-3,
              'dot products',
            );
          expectClose(row.output!, ofRow(out, data.dHead!), 1e-4, 'output');
        }
      }
    });
  }
});

describe('view steps', () => {
  it('shows the very numbers of the computation (PyTorch: sdpa/causal-a)', async function () {
    await needSharedData(this);
    const { data, out } = await torchData('causal-a');
    for (const [head, query] of [
      [0, 4],
      [1, 2],
    ] as const) {
      const { scene } = stepsOf(data, { heads: [head], pinned: { query } });
      const at = (head * 5 + query) * 5;
      for (let key = 0; key < 5; key++) {
        const score = data.scores![at + key]!;
        expect(texts(scene)).to.include(said(score));
        expect(texts(scene)).to.include(said(score * 2));
        expect(texts(scene)).to.include(said((data.weights as Float32Array)[at + key]!));
      }
      expect(texts(scene).filter((text) => text === '−∞')).to.have.lengthOf(4 - query);
      // summands and sum are drawn relative to the largest number among them
      const expected = [...out.slice((head * 5 + query) * 4, (head * 5 + query + 1) * 4)];
      const summands = Array.from(
        { length: 20 },
        (_, i) => data.v![head * 20 + i]! * (data.weights as Float32Array)[at + Math.floor(i / 4)]!,
      );
      const largest = Math.max(...[...summands, ...expected].map(Math.abs));
      const drawn = strips(scene).flatMap((mark) => [...everyCell(mark)].map((x) => (x - 0.5) * 2 * largest));
      // q, then k and weight × v of every key, then the sum
      for (let key = 0; key < 5; key++) {
        const from = 4 + key * 8 + 4;
        expectClose(drawn.slice(from, from + 4), summands.slice(4 * key, 4 * key + 4), 1e-5, 'summands');
      }
      expectClose(drawn.slice(-4), expected, 1e-5, 'output');
    }
  });

  it('ends with the residual stream where the data have it (PyTorch: gpt2-tiny)', async function () {
    await needSharedData(this);
    const arrays = await gpt2Tiny();
    const data = gpt2Data(arrays);
    for (const layer of [0, 1]) {
      const { scene } = stepsOf(data, { layers: [layer], heads: [2], pinned: { query: 7 } });
      const at = (layer * 12 + 7) * 32;
      const row = (name: string) => arrays[name]!.slice(at, at + 32);
      const [before, added, after] = strips(scene)
        .slice(-3)
        .map((mark) => [...everyCell(mark)]);
      const most = Math.max(...['hidden_states', 'attn_out', 'resid_mid'].flatMap(row).map(Math.abs));
      const numbers = (values: number[]) => values.map((x) => (x - 0.5) * 2 * most);
      expectClose(numbers(before!), row('hidden_states'), 1e-5, 'before');
      expectClose(numbers(added!), row('attn_out'), 1e-5, 'added');
      expectClose(numbers(after!), row('resid_mid'), 1e-5, 'after');
    }
    const five = stepsOf(data, { step: 5 }).scene;
    expect(strips(stepsOf(data).scene).length - strips(five).length).to.equal(3);
    expect(five.height).to.equal(stepsOf(data).scene.height);
  });

  it('shows the whole matrix, a grid for each step (PyTorch: gpt2-tiny)', async function () {
    await needSharedData(this);
    const arrays = await gpt2Tiny();
    const picture = stepsOf(gpt2Data(arrays), { scope: 'matrix', heads: [1], width: 1200 });
    const grids = strips(picture.scene);
    expect(grids.map(({ rows, columns }) => [rows, columns])).to.deep.equal([
      [12, 12],
      [12, 12],
      [12, 12],
      [12, 12],
      [12, 8],
    ]);
    const ofHead = (name: string, size: number) => arrays[name]!.slice(size, 2 * size);
    const scores = ofHead('scores', 144);
    const most = Math.max(...scores.map(Math.abs));
    const signed = (values: Float32Array, largest: number) => [...values].map((x) => (x - 0.5) * 2 * largest);
    expectClose(signed(everyCell(grids[1]!), most), scores, 1e-5, 'scores');
    expectClose(
      signed(everyCell(grids[0]!), most * Math.sqrt(8)),
      scores.map((s) => s * Math.sqrt(8)),
      1e-4,
      'products',
    );
    expect([...everyCell(grids[2]!)].filter(Number.isNaN)).to.have.lengthOf(66);
    expectClose(everyCell(grids[3]!), ofHead('probs', 144), 1e-5, 'weights');
    const z = ofHead('z', 96);
    expectClose(signed(everyCell(grids[4]!), Math.max(...z.map(Math.abs))), z, 1e-5, 'output');
  });

  it('brings the columns and the grids one by one', () => {
    const data = withVectors(sampleData({ layers: 1, heads: 1 }), 4);
    const wanted = ['q · k', 'Q · Kᵀ', '÷ √4', 'softmax', 'weight × v', 'softmax · V', '+ all heads × Wᴼ'];
    const titles = (step: number, scope: 'query' | 'matrix' = 'query') =>
      texts(stepsOf(data, { step, scope, width: 1000 }).scene).filter((text) => wanted.includes(text));
    expect(titles(1)).to.deep.equal(['q · k']);
    expect(titles(2)).to.deep.equal(['q · k', '÷ √4']);
    expect(titles(4)).to.deep.equal(['q · k', '÷ √4', 'softmax']);
    expect(titles(5)).to.deep.equal(['q · k', '÷ √4', 'softmax', 'weight × v']);
    expect(titles(6)).to.deep.equal(['q · k', '÷ √4', 'softmax', 'weight × v', '+ all heads × Wᴼ']);
    expect(titles(2, 'matrix')).to.deep.equal(['Q · Kᵀ', '÷ √4']);
    expect(titles(5, 'matrix')).to.deep.equal(['Q · Kᵀ', '÷ √4', 'softmax', 'softmax · V']);
  });

  it('keeps the strongest keys of a long text and says how many it leaves out', () => {
    const tokens = Array.from({ length: 100 }, (_, i) => `t${i}`);
    const { scene, shown } = stepsOf(withVectors(sampleData({ tokens, layers: 1, heads: 1 })), {
      pinned: { query: 3 },
    });
    const keys = scene.targets.flatMap((target) =>
      target.type === 'rect' && target.subject.type === 'key' ? [target.subject.key] : [],
    );
    const row = shown.heads[0]!.weights.subarray(300, 400);
    const least = Math.min(...keys.map((k) => row[k]!));
    expect(keys).to.have.lengthOf(63);
    expect([...row].filter((weight) => weight > least)).to.have.lengthOf(62);
    expect(texts(scene)).to.include('37 more');
  });

  it('says in the picture what is missing when there are only weights', () => {
    const { scene } = stepsOf(sampleData());
    expect(texts(scene).join(' ')).to.include('needs the query and key vectors');
    expect(scene.targets).to.be.empty;
  });

  it('says why words that pieces were joined to have no steps', () => {
    const tokens = ['[CLS]', 'un', '##do', 'it'];
    const parts = [withVectors(sampleData({ queryTokens: tokens, keyTokens: tokens }))];
    for (const scope of ['query', 'matrix'] as const) {
      const { scene, shown } = samplePicture({ view: 'steps', parts, scope, merge: 'word' });
      expect(shown.queries.map(({ text }) => text)).to.deep.equal(['[CLS]', 'undo', 'it']);
      expect(texts(scene).join(' ')).to.include('joined here').and.include('one by one');
      expect(scene.targets).to.be.empty;
    }
  });

  it('says when the weights are not the softmax of the scores', () => {
    expect(stepsOf(withVectors(sampleData())).scene.note).to.include('not the softmax of these scores');
  });

  it('begins with the last word, not with what follows it', () => {
    const { shown } = stepsOf(sampleData({ tokens: ['[CLS]', 'it', 'works', '.', '[SEP]'] }));
    expect(shown.queries[chosenQuery(shown, {})]!.text).to.equal('works');
    expect(chosenQuery(shown, {}, { query: 0 })).to.equal(0);
    expect(chosenQuery(shown, { query: 1 }, { query: 0 })).to.equal(1);
  });
});

describe('stepFormula', () => {
  it('writes the arithmetic of a cell with the true numbers (PyTorch: sdpa/causal-a)', async function () {
    await needSharedData(this);
    const { data } = await torchData('causal-a');
    const { shown } = stepsOf(data, { heads: [0] });
    const at = 4 * 5 + 1;
    const score = data.scores![at]!;
    const lines = stepFormula(shown, 4, 1, 6);
    expect(lines).to.have.lengthOf(3);
    expect(lines[0]).to.match(/^q·k = .+·.+ \+ .+ = /);
    expect(lines[0]!.endsWith(`= ${said(score * 2)}`)).to.be.true;
    expect(lines[1]).to.equal(`${said(score * 2)} / √4 = ${said(score)}`);
    expect(lines[2]).to.match(/^e\^.+ \/ Σ e\^s = /);
    expect(lines[2]!.endsWith(` = ${said((data.weights as Float32Array)[at]!)}`)).to.be.true;
    expect(stepFormula(shown, 0, 3, 6)).to.include(`${said(data.scores![3]!)} → −∞`);
    expect(stepFormula(shown, 4, 1, 1)).to.have.lengthOf(1);
  });

  it('keeps powers of large scores writable', async function () {
    await needSharedData(this);
    const { data } = await torchData('large-magnitude-a');
    const { shown } = stepsOf(data, { heads: [0] });
    for (let key = 0; key < 5; key++) {
      const last = stepFormula(shown, 2, key, 6).at(-1)!;
      expect(last).to.not.match(/NaN|∞|e\+/);
      expect(last).to.include('Σ e^(s − ');
    }
  });
});
