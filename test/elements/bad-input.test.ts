import { expect } from '@open-wc/testing';
import type { InputError } from '../../src/core/errors.js';
import type { AttentionView } from '../../src/elements/attention-view.js';
import { inkOf, next, part, parts, shown, text, until, view } from './harness.js';

/** Shows an element with bad input and gives back the typed error of its event. */
async function failing(markup: string): Promise<{ element: AttentionView; error: InputError }> {
  const box = document.createElement('div');
  box.style.width = '600px';
  document.body.append(box);
  const made = new Promise<InputError>((resolve) =>
    box.addEventListener('error', (event) => resolve((event as Event as CustomEvent<InputError>).detail), {
      capture: true,
      once: true,
    }),
  );
  box.innerHTML = markup;
  const element = box.querySelector('attention-view')!;
  const error = await made;
  await shown(element);
  return { element, error };
}

const cases: [name: string, markup: string, code: string, input: string, says: RegExp][] = [
  [
    'broken JSON',
    '<attention-view weights="[[1, 0], [0.4, 0.6]"></attention-view>',
    'syntax',
    'weights',
    /weights/,
  ],
  [
    'ragged rows',
    '<attention-view weights="1 0; .4 .6 0"></attention-view>',
    'shape',
    'weights',
    /row 2 has 3 numbers; expected 2/,
  ],
  [
    'words for numbers',
    '<attention-view weights="1 zero; .4 .6"></attention-view>',
    'syntax',
    'weights',
    /zero/,
  ],
  [
    'NaN in JSON',
    `<attention-view weights='[[1, null], [0.5, "NaN"]]'></attention-view>`,
    'number',
    'weights',
    /expected/,
  ],
  [
    'token counts that do not match',
    '<attention-view tokens="I love cats" weights="1 0; .4 .6"></attention-view>',
    'tokens',
    'weights',
    /2 query positions.*expected 3/,
  ],
  [
    'an unknown view',
    '<attention-view tokens="a b" view="pie"></attention-view>',
    'attribute',
    'view',
    /“pie”.*arcs, lines, matrix, heads, text, steps/,
  ],
  [
    'an unknown scale',
    '<attention-view tokens="a b" scale="cubic"></attention-view>',
    'attribute',
    'scale',
    /linear, log, sqrt, row/,
  ],
  [
    'an unknown palette',
    '<attention-view tokens="a b" palette="rainbows"></attention-view>',
    'attribute',
    'palette',
    /viridis/,
  ],
  [
    'an unknown model',
    '<attention-view tokens="a b" model="gpt9"></attention-view>',
    'attribute',
    'model',
    /textbook/,
  ],
  [
    'a head that is not there',
    '<attention-view weights="1 0; .4 .6" head="3"></attention-view>',
    'attribute',
    'head',
    /3, but the data have 1 head/,
  ],
  [
    'a layer that is no number',
    '<attention-view weights="1 0; .4 .6" layer="first"></attention-view>',
    'attribute',
    'layer',
    /“first”/,
  ],
  [
    'a query that is not there',
    '<attention-view weights="1 0; .4 .6" query="7"></attention-view>',
    'attribute',
    'query',
    /7, but there are 2 tokens/,
  ],
  [
    'a part that is not there',
    '<attention-view tokens="a b" kind="cross"></attention-view>',
    'attribute',
    'kind',
    /“cross”/,
  ],
  [
    'a negative threshold',
    '<attention-view tokens="a b" threshold="-1"></attention-view>',
    'attribute',
    'threshold',
    /“-1”/,
  ],
  [
    'one side of a cross attention',
    '<attention-view source-tokens="a b"></attention-view>',
    'tokens',
    'source-tokens',
    /together/,
  ],
  [
    'a file that is not there',
    '<attention-view src="/no/such/file.npz" loading="eager"></attention-view>',
    'network',
    'src',
    /404/,
  ],
  [
    'a web page for data',
    '<attention-view src="/test/fixtures/page.html" loading="eager"></attention-view>',
    'format',
    'src',
    /HTML/i,
  ],
];

const notes = (element: AttentionView) =>
  parts(element, 'notice')
    .map((note) => note.textContent)
    .join(' ');

describe('bad input', () => {
  for (const [name, markup, code, input, says] of cases) {
    it(`is shown, told in an event and explained: ${name}`, async () => {
      const { element, error } = await failing(markup);
      expect(error.code).to.equal(code);
      expect(error.input).to.equal(input);
      expect(error.message).to.match(says);
      await element.updateComplete;
      expect(text(element, 'error')).to.include(error.message);
      expect(part(element, 'error')!.getAttribute('role')).to.equal('alert');
      element.parentElement!.remove();
    });
  }

  it('leaves the last good picture standing, and goes when the input is mended', async () => {
    const element = await view(
      '<attention-view tokens="a b" weights="1 0; .4 .6" view="matrix"></attention-view>',
    );
    const ink = inkOf(element);
    const told = next<InputError>(element, 'error');
    element.weights = '1 0; .4';
    expect((await told).detail.code).to.equal('shape');
    await element.updateComplete;
    expect(part(element, 'error')).to.exist;
    expect(inkOf(element)).to.equal(ink);
    element.weights = '1 0; .5 .5';
    await until(() => part(element, 'error') === null, 'the message goes');
    expect(element.getWeights()!.weights[2]).to.equal(0.5);
  });

  it('leaves the picture standing on a bad option too', async () => {
    const element = await view(
      '<attention-view tokens="a b" weights="1 0; .4 .6" view="matrix"></attention-view>',
    );
    element.setAttribute('view', 'pie');
    await until(() => part(element, 'error') !== null, 'the message comes');
    expect(part(element, 'canvas')).to.exist;
    element.setAttribute('view', 'lines');
    await until(() => part(element, 'error') === null, 'the message goes');
  });

  it('draws without a bad attribute at first, follows the good ones, and names all that are bad at once', async () => {
    const weights = JSON.stringify([
      [
        [1, 0],
        [0.4, 0.6],
      ],
      [
        [1, 0],
        [0.9, 0.1],
      ],
    ]);
    const tag = (more: string) =>
      `<attention-view tokens="a b" weights="${weights}" view="matrix" ${more}></attention-view>`;
    const good = await view(tag(''));
    const { element, error } = await failing(
      tag('layer="-1" head="mean" scale="cubic" orientation="query-rows"'),
    );
    await until(() => part(element, 'canvas') !== null, 'the picture comes');
    expect(part(element, 'figure')!.ariaLabel).to.equal(part(good, 'figure')!.ariaLabel);
    expect(error.input).to.equal('layer');
    expect(error.others.map(({ input }) => input)).to.deep.equal(['head', 'scale']);
    const said = text(element, 'error');
    expect(said).to.match(/^Drawn without what was not understood/);
    expect(said).to.include('“-1”').and.include('“mean”').and.include('“cubic”');
    expect(said, 'a hint').to.include('aggregate="mean"');
    element.parentElement!.remove();
  });

  it('leaves out a layer, head, query and part that the data have not, and draws the rest', async () => {
    const tag = (more: string) =>
      `<attention-view tokens="a b" weights="1 0; .4 .6" view="matrix" ${more}></attention-view>`;
    const good = await view(tag(''));
    const bad = await view(tag('layer="7" head="7" query="7" kind="cross"'));
    await until(() => part(bad, 'canvas') !== null, 'the picture comes');
    expect(part(bad, 'figure')!.ariaLabel).to.equal(part(good, 'figure')!.ariaLabel);
    for (const input of ['layer: 7', 'head: 7', 'query: 7', 'kind: “cross”']) {
      expect(text(bad, 'error')).to.include(input);
    }
  });

  it('keeps the last good value of a bad attribute, and follows what else has changed', async () => {
    const element = await view(
      '<attention-view tokens="a b c" view="matrix" head="2" controls="full"></attention-view>',
    );
    element.head = 'none';
    element.view = 'lines';
    await until(() => part(element, 'error') !== null, 'the message comes');
    const chosen = element.shadowRoot!.querySelector('.segments [aria-pressed="true"]')!;
    expect(chosen.textContent.trim()).to.equal('Lines');
    const pressed = () =>
      parts(element, 'head').flatMap((chip, i) => (chip.ariaPressed === 'true' ? [i] : []));
    expect(pressed()).to.deep.equal([2]);
    element.head = 99;
    await until(() => text(element, 'error').includes('99'), 'the other message comes');
    expect(pressed()).to.deep.equal([2]);
  });

  it('does not bubble into error handlers of the page', async () => {
    const heard: Event[] = [];
    const listen = (event: Event) => heard.push(event);
    window.addEventListener('error', listen);
    await failing('<attention-view weights="1 0; .4"></attention-view>');
    window.removeEventListener('error', listen);
    expect(heard).to.be.empty;
  });

  it('shows odd data with a note instead of refusing them', async () => {
    const notNormalised = await view('<attention-view weights="1 0.5; .4 .6"></attention-view>');
    expect(notes(notNormalised)).to.include('do not sum to 1');
    expect(part(notNormalised, 'error')).to.be.null;
    const scores = await view('<attention-view weights="-1.5 3.25; 2 -7"></attention-view>');
    expect(notes(scores)).to.match(/before the softmax|negative/);
    const turned = await view('<attention-view weights=".9 .1 .4; .1 .9 .6"></attention-view>');
    expect(notes(turned)).to.include('transposed');
  });

  it('keeps tokens that hold markup as text', async () => {
    (window as unknown as { hacked?: boolean }).hacked = false;
    const bad = '<img src=x onerror="window.hacked=true"><script>window.hacked=true</scr' + 'ipt>';
    const element = await view('<attention-view></attention-view>');
    element.tokens = [bad, 'b'];
    element.weights = '1 0; .4 .6';
    element.query = 0;
    await shown(element);
    (element as unknown as { tableShown: boolean }).tableShown = true;
    await element.updateComplete;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((window as unknown as { hacked?: boolean }).hacked).to.be.false;
    expect(element.shadowRoot!.querySelector('img, script')).to.be.null;
    expect(element.shadowRoot!.textContent).to.include('<img src=x');
  });
});
