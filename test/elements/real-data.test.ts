import { expect } from '@open-wc/testing';
import { hasSharedData, needSharedData, sharedJson, sharedUrl } from '../shared-data.js';
import { inkOf, part, parts, text, view } from './harness.js';

/** Folder of a case, and what a reader must be told about it, if anything. */
const cases: [folder: string, notice?: RegExp][] = [
  ['albert-base-v2-cat-mat-15'],
  ['attn-only-induction-40'],
  ['bert-base-cat-mat-15'],
  ['bert-base-cat-mat-15/filter_aa', /do not sum to 1/],
  ['bert-base-cat-mat-15/filter_ab', /do not sum to 1/],
  ['bert-base-cat-mat-15/filter_ba', /do not sum to 1/],
  ['bert-base-cat-mat-15/filter_bb', /do not sum to 1/],
  ['bert-base-rabbit-turtle-11'],
  ['bert-words-0'],
  ['bert-words-1'],
  ['bert-words-2'],
  ['bert-words-3'],
  ['bert-words-5'],
  ['bert-words-6'],
  ['distilbert-cat-mat-8'],
  ['distilbert-fox-11'],
  ['gpt2-circuitsvis-37tok'],
  ['gpt2-circuitsvis-37tok-fullprec'],
  ['gpt2-dog-ship-17'],
  ['gpt2-fox-10'],
  ['gpt2-head-detector-23'],
  ['gpt2-head-detector-25'],
  ['gpt2-ioi-early-15'],
  ['gpt2-ioi-name-movers-15'],
  ['gpt2-john-smith-qk-9'],
  ['gpt2-main-demo-L0-33'],
  ['gpt2-te-ex0'],
  ['gpt2-te-ex1'],
  ['gpt2-te-ex3'],
  ['gpt2-untrained-inspectus-10', /do not sum to 1/],
  ['invalid-rows-circuitsvis-8tok', /do not sum to 1/],
  ['ko-en-translation-0/cross'],
  ['ko-en-translation-0/decoder'],
  ['ko-en-translation-0/encoder'],
  ['ko-en-translation-1/cross'],
  ['ko-en-translation-1/decoder'],
  ['ko-en-translation-1/encoder'],
  ['ko-en-translation-2/cross'],
  ['ko-en-translation-2/decoder'],
  ['ko-en-translation-2/encoder'],
  ['ko-recall-gpt-128'],
  ['ko-recall-gpt-29'],
  ['ko-recall-gpt-576'],
  ['ko-recall-gpt-64'],
  ['llama1-7b-L0-34'],
  ['llama2-halfprec-L0-34'],
  ['llava-window-30', /do not sum to 1/],
  ['marian-en-de-elephant/cross'],
  ['marian-en-de-elephant/decoder'],
  ['marian-en-de-elephant/encoder'],
  ['mistral-7b-L0-34'],
  ['roberta-base-cat-mat-16'],
  ['t5-small-decoder-11-SCORES', /before the softmax/],
  ['t5-small-encoder-12'],
  ['xlm-ende-14'],
  ['xlnet-base-fox-14'],
  ['xlnet-large-oranges-11'],
];

const quote = (value: unknown) => JSON.stringify(value).replaceAll('&', '&amp;').replaceAll("'", '&#39;');

describe('attention of published models', () => {
  let available = false;
  before(async () => {
    available = await hasSharedData();
  });

  for (const [folder, notice] of cases) {
    it(`is shown: ${folder}`, async function () {
      await needSharedData(this);
      const tokens = await sharedJson<string[]>(`real/${folder}/tokens.json`);
      const keys = /cross|filter_(ab|ba)/.test(folder)
        ? await sharedJson<string[]>(`real/${folder}/tokens_key.json`)
        : undefined;
      const given = keys
        ? `source-tokens='${quote(keys)}' target-tokens='${quote(tokens)}'`
        : `tokens='${quote(tokens)}'`;
      const element = await view(
        `<attention-view src="${sharedUrl(`real/${folder}/weights.npy`)}" ${given} view="matrix"></attention-view>`,
      );
      expect(text(element, 'error')).to.equal('');
      expect(inkOf(element)).to.be.greaterThan(500);
      const data = element.getWeights()!;
      expect([data.queries, data.keys]).to.deep.equal([tokens.length, (keys ?? tokens).length]);
      const notes = parts(element, 'notice')
        .map((note) => note.textContent)
        .join(' ');
      if (notice) expect(notes).to.match(notice);
      else expect(notes).to.equal('');
    });
  }

  for (const [file, kinds] of [
    ['bertviz-head-view.json', 1],
    ['bertviz-head-view-sentence-pair.json', 5],
    ['bertviz-encoder-decoder.json', 3],
    ['circuitsvis-attention-patterns.json', 1],
    ['circuitsvis-attention-heads.json', 1],
    ['inspectus.json', 1],
  ] as const) {
    it(`is shown from the object of another tool: ${file}`, async function () {
      if (!available) this.skip();
      const element = await view(
        `<attention-view src="${sharedUrl(`formats/${file}`)}" view="lines"></attention-view>`,
      );
      expect(text(element, 'error')).to.equal('');
      expect(inkOf(element)).to.be.greaterThan(500);
      const options = part(element, 'toolbar')!.querySelectorAll('select')[0]?.options.length ?? 1;
      if (kinds > 1) expect(options).to.equal(kinds);
      expect(text(element, 'badge')).to.include(file);
    });
  }
});
