import { expect } from '@open-wc/testing';
import type { AttentionSubjectDetail } from '../../src/elements/events.js';
import type { TransformerDiagram } from '../../src/elements/transformer-diagram.js';
import { emulateMotion } from '../engine.js';
import { diagram, next, part, text, until, view } from './harness.js';

const causal = [
  [
    [
      [1, 0],
      [0.25, 0.75],
    ],
    [
      [1, 0],
      [0.5, 0.5],
    ],
  ],
];
const square = [
  [
    [
      [0.5, 0.5],
      [0.25, 0.75],
    ],
    [
      [0.125, 0.875],
      [0.5, 0.5],
    ],
  ],
];

/** The numbers of the table that assistive technology reads. */
const table = (element: TransformerDiagram) =>
  [...part(element, 'table')!.querySelectorAll('tbody tr')].map((row) =>
    [...row.querySelectorAll('td')].map((cell) => Number(cell.textContent.replace('−', '-'))),
  );

async function ready(element: TransformerDiagram) {
  await until(() => !!element.getData(), 'data');
  await element.updateComplete;
}

/** Walks to a block and waits for its picture. */
async function walk(element: TransformerDiagram, path: string) {
  element.focusPath = path;
  await element.updateComplete;
}

describe('<transformer-diagram> with data', () => {
  beforeEach(() => emulateMotion('reduce'));

  it('runs tokens through the textbook model: a decoder, or an encoder where it is asked for', async () => {
    const element = await diagram('<transformer-diagram tokens="to be or not to be"></transformer-diagram>');
    await ready(element);
    expect(element.getData()!.decoder!.tokens).to.deep.equal(['to', 'be', 'or', 'not', 'to', 'be']);
    expect(text(element, 'badge')).to.equal('textbook model');
    element.architecture = 'encoder';
    await until(() => !!element.getData()!.encoder, 'the encoder');
    expect(element.getData()!.decoder).to.equal(undefined);
  });

  it('shows the numbers of a stage in the picture, in a table, and to the keyboard', async () => {
    const element = await diagram(
      '<transformer-diagram tokens="a b c" focus="decoder.0.self-attention.head.0.softmax"></transformer-diagram>',
    );
    await until(() => !!part(element, 'table'), 'the table');
    const rows = table(element);
    expect(rows).to.have.length(3);
    for (const row of rows) expect(row.reduce((a, b) => a + b)).to.be.closeTo(1, 1e-3);
    const { weights } = element.getData()!.decoder!.self!;
    expect(rows[2]![1]).to.be.closeTo(weights[2 * 3 + 1]!, 1e-4);
    const figure = part(element, 'figure')!;
    expect(figure.getAttribute('role')).to.equal('grid');
    figure.focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) {
      figure.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      await element.updateComplete;
    }
    const said = element.shadowRoot!.querySelector('#value')!.textContent.trim();
    expect(said).to.match(/^c, b: /);
    expect(Number(said.split(': ')[1])).to.be.closeTo(weights[2 * 3 + 1]!, 1e-3);
    expect(await (await element.toBlob('text/csv')).text()).to.include('a');
    expect(await element.toSVG()).to.include('Softmax');
    await expect(element).to.be.accessible();
  });

  it('copies a source into a target, and aligns the two in cross-attention', async () => {
    const element = await diagram('<transformer-diagram source="red green blue"></transformer-diagram>');
    await ready(element);
    const { encoder, decoder } = element.getData()!;
    expect(encoder!.tokens.slice(0, 3)).to.deep.equal(['red', 'green', 'blue']);
    expect(decoder!.tokens.slice(1, 4)).to.deep.equal(['red', 'green', 'blue']);
    const { weights, queries, keys, heads, layers } = decoder!.cross!;
    const sharp = Array.from({ length: layers * heads }, (_, h) =>
      Array.from({ length: 3 }, (_, i) => weights[(h * queries + i) * keys + i]!),
    );
    expect(sharp.some((diagonal) => diagonal.every((weight) => weight > 0.9))).to.be.true;
  });

  it('draws tokens without numbers where the build is another one', async () => {
    const element = await diagram('<transformer-diagram preset="gpt2" tokens="a b c"></transformer-diagram>');
    await ready(element);
    expect(element.getData()!.decoder).to.deep.equal({ tokens: ['a', 'b', 'c'] });
    expect(text(element, 'notice')).to.include('Drawn without numbers');
    expect(text(element, 'badge')).to.equal('architecture only');
  });

  it('takes weights of an encoder, a decoder, or both with cross-attention', async () => {
    const element = await diagram('<transformer-diagram></transformer-diagram>');
    element.weights = { tokens: ['x', 'y'], attention: causal };
    await until(() => !!element.getData()?.decoder?.self, 'a decoder');
    element.weights = { tokens: ['x', 'y'], attention: square };
    await until(() => !!element.getData()?.encoder?.self, 'an encoder');
    element.weights = {
      ...{ encoder_attentions: square, decoder_attentions: causal, cross_attentions: square },
      ...{ encoder_tokens: ['x', 'y'], decoder_tokens: ['u', 'v'] },
    };
    await until(() => !!element.getData()?.decoder?.cross, 'both');
    await walk(element, 'decoder.0.cross-attention.head.1.softmax');
    expect(table(element)).to.deep.equal(square[0]![1]);
    expect(text(element, 'notice')).to.include('64 numbers for each head');
    await walk(element, 'decoder.0.cross-attention.head.1.query');
    expect(part(element, 'table')).to.be.null;
  });

  it('says what does not fit between weights and a build, and keeps the last good picture', async () => {
    const element = await diagram('<transformer-diagram preset="gpt2"></transformer-diagram>');
    element.weights = { tokens: ['x', 'y'], attention: causal };
    await until(() => !!part(element, 'error'), 'a message');
    expect(text(element, 'error')).to.match(/2 heads; expected 12.*heads="2"/);
    expect(text(element, 'path')).to.equal('GPT-2 small');
    element.preset = undefined;
    element.heads = 2;
    await until(() => !part(element, 'error') && !!element.getData(), 'it recovers');
  });

  it('says what does not fit between a model and a build', async () => {
    const element = await diagram(
      '<transformer-diagram model="textbook" tokens="a b" layers="5"></transformer-diagram>',
    );
    await until(() => !!part(element, 'error'), 'a message');
    expect(text(element, 'error')).to.match(/layers: 5; expected layers 2/);
  });

  it('loads weights from a file, and runs a checkpoint with its own architecture', async () => {
    const file = await diagram(
      '<transformer-diagram src="/demo/data/induction/english-24.npz" focus="decoder.1.self-attention"></transformer-diagram>',
    );
    await ready(file);
    expect(file.getData()!.decoder!.self).to.include({ layers: 2, heads: 4, queries: 24 });
    file.remove();
    const element = await diagram(
      '<transformer-diagram model="/demo/data/induction/" text="fox river moon lamp fox river" generate="2"></transformer-diagram>',
    );
    await until(() => !!element.getData(), 'the run');
    const { decoder, next: words } = element.getData()!;
    expect(decoder!.tokens.length).to.equal(6 + 2);
    expect(decoder!.tokens[6]).to.match(/moon/);
    expect(decoder!.trace!.layers).to.have.length(2);
    expect(words![0]!.probability).to.be.greaterThan(0);
    element.step = 1;
    await element.updateComplete;
    expect(text(element, 'play')).to.include('The prompt of 6 tokens is read at once');
  });

  it('follows a JSON script child', async () => {
    const element = await diagram(
      `<transformer-diagram><script type="application/json">{"tokens":["x","y"],"attention":${JSON.stringify(causal)}}</script></transformer-diagram>`,
    );
    await ready(element);
    element.querySelector('script')!.textContent = JSON.stringify({ tokens: ['p', 'q'], attention: causal });
    await until(() => element.getData()!.decoder!.tokens[0] === 'p', 'the new tokens');
  });

  it('drives an <attention-view> of its group, and follows it', async () => {
    const element = await diagram(
      '<transformer-diagram tokens="a b c" sync="heads"></transformer-diagram>',
      400,
    );
    await ready(element);
    const figure = await view(
      '<attention-view tokens="a b c" mask="causal" sync="heads" view="matrix" loading="eager"></attention-view>',
    );
    await walk(element, 'decoder.1.self-attention');
    const at = part(element, 'figure')!;
    at.focus();
    for (const key of ['ArrowDown', 'Enter']) {
      at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      await element.updateComplete;
    }
    expect(element.focusPath).to.equal('decoder.1.self-attention.head.1');
    expect([figure.layer, figure.head]).to.deep.equal([1, 1]);
    const selected = next<AttentionSubjectDetail>(figure, 'attention-select');
    const button = [...figure.shadowRoot!.querySelectorAll<HTMLElement>('[part~="head"]')][4]!;
    for (const detail of [1, 2]) button.dispatchEvent(new MouseEvent('click', { bubbles: true, detail }));
    await selected;
    expect(element.focusPath).to.equal('decoder.1.self-attention.head.4');
  });
});
