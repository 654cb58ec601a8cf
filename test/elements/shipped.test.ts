import { expect } from '@open-wc/testing';
import { headMatrix } from '../../src/core/attention-data.js';
import { safetensorsEntries } from '../../src/formats/safetensors.js';
import { setShippedModels, shippedModelUrl } from '../../src/models/shipped-models.js';
import type { AttentionView } from '../../src/elements/attention-view.js';
import { diagram, part, parts, text, until, view, type Drawn } from './harness.js';

const animal = "The animal didn't cross the street because it was too tired.";

const tag = (model: string, sentence: string, more = '') =>
  view(`<attention-view model="${model}" text="${sentence}" ${more}></attention-view>`);

async function loaded(model: string, sentence: string, more = ''): Promise<AttentionView> {
  const element = await tag(model, sentence, more);
  await until(() => element.getWeights() !== undefined, `${model} has run`);
  await element.updateComplete;
  return element;
}

const heads = (element: AttentionView) => parts(element, 'head').map((button) => button.textContent.trim());
const note = (element: Drawn) =>
  parts(element, 'notice')
    .map((notice) => notice.textContent.replace(/\s+/g, ' ').trim())
    .join(' ');

/** What PyTorch says of the first sentence of a model's fixture. */
async function expected(name: string, tensor: string): Promise<Float32Array> {
  const file = await fetch(`/test/fixtures/shipped/${name}.safetensors`);
  const { tensors } = safetensorsEntries(new Uint8Array(await file.arrayBuffer()), name);
  return tensors.find((each) => each.name === tensor)!.read().data as Float32Array;
}

async function sentences(name: string): Promise<string[]> {
  const { cases } = (await (await fetch(`/test/fixtures/shipped/${name}.json`)).json()) as {
    cases: { text: string }[];
  };
  return cases.map((each) => each.text);
}

function expectWeights(element: AttentionView, numbers: Float32Array): void {
  const data = element.getWeights()!;
  const size = data.queries * data.keys;
  expect(numbers.length).to.equal(data.layers * data.heads * size);
  for (let layer = 0; layer < data.layers; layer++)
    for (let head = 0; head < data.heads; head++)
      headMatrix(data, layer, head).forEach((weight, i) =>
        expect(weight).to.be.closeTo(numbers[(layer * data.heads + head) * size + i]!, 1e-4),
      );
}

describe('a model that comes with the library, by its name', () => {
  it('writer: the attention of PyTorch, a badge, and names of heads', async () => {
    const [sentence] = await sentences('writer');
    const element = await loaded('writer', sentence!);
    expect(element.getWeights()!.queryTokens.slice(0, 4)).to.deep.equal(['ĠThe', 'Ġanimal', 'Ġdidn', "'t"]);
    expectWeights(element, await expected('writer', '0.attention'));
    expect(text(element, 'badge')).to.equal('writer · trained');
    // two heads have the same name: all have their numbers
    expect(heads(element)).to.deep.equal([
      '0 mixed',
      '1 before a pronoun → its antecedent',
      '2 before a word that comes again → that word',
      '3 mixed',
    ]);
    const titles = parts(element, 'head').map((button) => button.title);
    expect(titles[0]).to.include('Nearest: previous token, with 22 %');
    expect(titles[1]).to.equal(
      'Measured: 42 % of its attention lies there; even attention would put 10 % there.',
    );
    expect(note(element)).to.equal('');
  });

  it('reader: the attention of PyTorch, and names without numbers where they differ', async () => {
    const [sentence] = await sentences('reader');
    const element = await loaded('reader', sentence!, 'layer="2"');
    expectWeights(element, await expected('reader', '0.attention'));
    expect(element.getWeights()!.queryTokens[0]).to.equal('[CLS]');
    expect(heads(element)[1]).to.equal('adjective → its noun');
    expect(text(element, 'badge')).to.equal('reader · trained');
  });

  it('translator: writes the Korean that PyTorch writes, and says what was guided', async () => {
    const [sentence] = await sentences('translator');
    const element = await loaded('translator', sentence!, 'kind="cross" layer="1" view="matrix"');
    const data = element.getWeights()!;
    expectWeights(element, await expected('translator', '0.cross'));
    expect(data.queryTokens[0]).to.equal('<pad>');
    expect(data.writtenTokens!.join('')).to.equal('▁생선을▁먹은▁고양이는▁부엌에서▁잤어요.</s>');
    expect(heads(element)[0]).to.equal('0 word being translated (guided)');
    expect(note(element)).to.include('Layer 1 · Head 0 was guided in training');
    expect(text(element, 'legend')).to.include('while it writes that token');
    element.head = 1;
    await element.updateComplete;
    expect(note(element), 'no head of those shown was guided').to.equal('');
  });

  it('translator: reads the target that it is given', async () => {
    const element = await loaded(
      'translator',
      'The cat slept.',
      'target-tokens="고양이가 잤다." kind="cross"',
    );
    const { writtenTokens } = element.getWeights()!;
    expect(writtenTokens!.slice(0, -1).join('')).to.equal('▁고양이가▁잤다.');
  });

  it('shows what is written in the rows of cross-attention, what is read in those of the decoder', async () => {
    const more = 'view="matrix" layer="1" head="0"';
    const cross = await loaded('translator', 'The cat slept.', `kind="cross" ${more}`);
    const own = await loaded('translator', 'The cat slept.', `kind="decoder" ${more}`);
    const rows = async (element: AttentionView) => {
      const csv = await (await element.toBlob('text/csv')).text();
      return [
        ...new Set(
          csv
            .split('\n')
            .slice(1)
            .map((line) => line.split(',').find((cell) => /[가-힣]|pad|\/s/.test(cell))),
        ),
      ];
    };
    expect((await rows(cross))[0]).to.include('고양이');
    expect((await rows(own))[0]).to.include('<pad>');
  });

  it('speaks Korean', async () => {
    const element = await loaded('translator', animal, 'lang="ko" kind="cross" layer="1"');
    expect(text(element, 'badge')).to.equal('translator · 학습된 모델');
    expect(heads(element)[0]).to.equal('0 번역 중인 단어 (유도)');
    expect(note(element)).to.include('정렬로 알려 주며 학습시킨');
  });

  it('says quietly that a text is far from what the model knows, and with which words', async () => {
    const element = await loaded('writer', 'Photosynthesis turns light into sugar.');
    expect(note(element))
      .to.include('Far from what writer was trained on: ')
      .and.to.include('Photosynthesis');
    expect(part(element, 'error')).to.be.null;
    element.text = animal;
    await until(() => note(element) === '', 'the notice is gone');
    const korean = await loaded('reader', '고양이가 잤다.', 'lang="ko"');
    expect(note(korean)).to.include('단어 2개 가운데 2개').and.to.include('고양이가');
  });

  it('says so of texts without a word that is counted, and of Korean that it is to translate', async () => {
    for (const model of ['translator', 'reader']) {
      const element = await loaded(model, 'The cat slept.');
      expect(note(element)).to.equal('');
      for (const far of ['猫', '나 너', '123 456 😀', '고양이가 잤다.']) {
        element.text = far;
        const words = far.replaceAll(' ', ', ').replace('.', '');
        const said = model === 'reader' ? `모릅니다(${words})` : `new to it (${words})`;
        if (model === 'reader') element.lang = 'ko';
        await until(() => note(element).includes(said), `${model} is told of ${far}`);
      }
    }
  });

  it('does not say so of names, which the models spell', async () => {
    const element = await loaded('translator', 'Where did Kelano buy the apples?');
    expect(note(element)).to.equal('');
    const story = await loaded('writer', 'The cat met Zemik. Then the dog met Tokevu');
    expect(note(story)).to.equal('');
  });

  it('reads characters that are no pieces, byte by byte', async () => {
    const element = await loaded('translator', '猫 slept.', 'kind="encoder"');
    expect(element.getWeights()!.queryTokens).to.deep.equal([
      ...['▁', '<0xE7>', '<0x8C>', '<0xAB>', '▁slept', '.', '</s>'],
    ]);
  });

  it('is said by the diagram too', async () => {
    const element = await diagram(
      '<transformer-diagram model="translator" source="The cat slept."></transformer-diagram>',
    );
    await until(() => text(element, 'badge') === 'translator · trained', 'the translator has run');
    expect(note(element)).to.equal('');
    element.source = 'Photosynthesis turns light into sugar.';
    await until(() => note(element) !== '', 'a notice');
    expect(note(element)).to.include('Far from what translator was trained on: ');
  });

  it('lists the names where one is not known', async () => {
    const element = await tag('wirter', animal);
    await until(() => part(element, 'error') !== null, 'a message');
    expect(text(element, 'error'))
      .to.include('“wirter”')
      .and.to.include('textbook, translator, writer, reader');
  });

  it('says what to do where a bundler has left the folder behind, and is told where it is', async () => {
    const usual = new URL('..', shippedModelUrl('writer')).href;
    setShippedModels('/nowhere');
    try {
      const element = await tag('reader', 'The cat slept.');
      await until(() => part(element, 'error') !== null, 'a message');
      expect(text(element, 'error'))
        .to.include('/nowhere/reader/config.json')
        .and.to.include('setShippedModels')
        .and.to.include("optimizeDeps: { exclude: ['attention-elements'] }");
      setShippedModels('/src/models/shipped');
      element.text = 'The dog slept.';
      await until(() => element.getWeights() !== undefined, 'the model of another folder');
    } finally {
      setShippedModels(usual);
    }
  });

  it('reader: padding that its own tokenizer reads is folded away or hidden', async () => {
    const element = await loaded('reader', 'The bird slept. [PAD] [PAD] [PAD]', 'view="lines" head="0"');
    const { queryTokens, keys, weights } = element.getWeights()!;
    const first = queryTokens.indexOf('[PAD]');
    expect(queryTokens.filter((token) => token === '[PAD]')).to.have.length(3);
    const said = (name: string) => part(element, 'figure')!.getAttribute(name);
    element.padding = 'collapse';
    await until(() => said('aria-rowcount') === String(keys - 2), 'padding is one token');
    element.padding = 'hide';
    await until(() => said('aria-rowcount') === String(keys - 3), 'padding is hidden');

    // head 0 of layer 0, rows of what stays
    const rows = queryTokens.flatMap((token, q) => (token === '[PAD]' ? [] : [q]));
    const hidden = rows.reduce(
      (sum, q) => sum + [0, 1, 2].reduce((all, i) => all + weights[q * keys + first + i]!, 0),
      0,
    );
    const percent = Number(/Hidden tokens carry (\d+) %/.exec(text(element, 'legend'))?.[1] ?? 0);
    expect(percent).to.be.greaterThan(0);
    expect(percent).to.be.closeTo((100 * hidden) / rows.length, 0.5001);
  });
});
