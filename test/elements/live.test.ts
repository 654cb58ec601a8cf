import { aTimeout, expect } from '@open-wc/testing';
import { softmax } from '../../src/core/softmax.js';
import type { AttentionEditDetail, AttentionLoadDetail } from '../../src/elements/events.js';
import type { AttentionView } from '../../src/elements/attention-view.js';
import { safetensorsEntries } from '../../src/formats/safetensors.js';
import { next, part, parts, text, until, view } from './harness.js';

const induction = '/demo/data/induction/';
const words = 'fox river moon lamp fox river';
const live = (more: string, folder = induction) =>
  `<attention-view lang="en" loading="eager" model="${folder}" ${more}></attention-view>`;

const loaded = (element: AttentionView, queries: number) =>
  until(() => element.getWeights()?.queries === queries, `${queries} tokens are shown`);
const panel = (element: AttentionView) => until(() => part(element, 'next') !== null, 'the panel is there');
const rows = (element: AttentionView) =>
  [...part(element, 'next')!.querySelectorAll('.row')].map((row) => ({
    name: row.querySelector('.name')!.textContent.trim(),
    figures: [...row.querySelectorAll('.figure-of')].map((each) => each.textContent.trim()),
    width: row.querySelector<HTMLElement>('.fill')!.style.width,
  }));
const buttons = (element: AttentionView) => parts(element, 'next-token') as HTMLButtonElement[];
const notices = (element: AttentionView) =>
  parts(element, 'notice')
    .map((each) => each.textContent.replace(/\s+/g, ' ').trim())
    .join(' | ');
const field = (element: AttentionView) => part(element, 'field')!.querySelector('textarea')!;

function type(area: HTMLTextAreaElement, value: string, composing = false): void {
  area.value = value;
  area.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: composing }));
}

describe('next-tokens', () => {
  it('shows the probabilities that PyTorch gives the next tokens, and what all others have', async () => {
    const { cases } = (await (await fetch('/test/fixtures/shipped/writer.json')).json()) as {
      cases: { text: string }[];
    };
    const bytes = new Uint8Array(
      await (await fetch('/test/fixtures/shipped/writer.safetensors')).arrayBuffer(),
    );
    const { tensors } = safetensorsEntries(bytes, 'writer');
    const logits = tensors.find(({ name }) => name === '1.logits')!.read().data as Float32Array;
    const vocab = 571;
    const p = softmax(logits.slice(-vocab), vocab);
    const sorted = [...p].sort((a, b) => b - a);

    const element = await view(
      live(`next-tokens="4" text="${cases[1]!.text}"`, '/src/models/shipped/writer/'),
    );
    await panel(element);
    const shown = rows(element);
    expect(shown).to.have.length(5);
    const figure = (value: number) => (value < 0.0005 ? '< 0.1 %' : `${(100 * value).toFixed(1)} %`);
    shown.slice(0, 4).forEach(({ figures, width }, i) => {
      expect(figures).to.deep.equal([figure(sorted[i]!)]);
      expect(parseFloat(width)).to.be.closeTo(100 * sorted[i]!, 0.02);
    });
    expect(shown[0]!.name).to.equal('wide');
    expect(shown[4]!.name).to.equal(`${vocab - 4} others`);
    const rest = 1 - sorted.slice(0, 4).reduce((sum, each) => sum + each, 0);
    expect(parseFloat(shown[4]!.width)).to.be.closeTo(100 * rest, 0.02);
  });

  it('appends the chosen token, computes anew, says so, and takes it back', async () => {
    const element = await view(live(`next-tokens="3" text="${words}"`));
    await panel(element);
    expect(text(element, 'next')).to.include('Next after “river”');
    expect(buttons(element)[0]!.title).to.equal('Append “moon” to the text');
    const edited = next<AttentionEditDetail>(document, 'attention-edit');
    buttons(element)[0]!.focus();
    buttons(element)[0]!.click();
    const { detail } = await edited;
    expect(detail).to.deep.equal({ property: 'text', text: `${words} moon`, by: 'prediction' });
    await loaded(element, 7);
    expect(element.text).to.equal(`${words} moon`);
    await until(() => text(element, 'next').includes('Next after “moon”'), 'the panel follows');
    expect(rows(element)[0]!.name).to.equal('lamp');
    expect(element.shadowRoot!.activeElement, 'Enter goes on with the next').to.equal(buttons(element)[0]);
    expect(element.shadowRoot!.querySelector('[role="status"]')!.textContent).to.include('moon');
    element.shadowRoot!.querySelector<HTMLButtonElement>('.take-back')!.click();
    await loaded(element, 6);
    expect(element.text).to.equal(words);
  });

  it('still takes tokens long after the element was moved', async () => {
    const element = await view(live(`next-tokens="3" text="${words}"`));
    await panel(element);
    element.parentNode!.append(element);
    // longer than a model lingers that nobody holds
    await aTimeout(11_000);
    buttons(element)[0]!.click();
    await loaded(element, 7);
    expect(element.text).to.equal(`${words} moon`);
  });

  it('divides by the temperature, says so, and lets the reader change it', async () => {
    const element = await view(live(`next-tokens="3" text="fox river moon" temperature="2"`));
    await panel(element);
    const width = () => parseFloat(rows(element)[0]!.width);
    const warm = width();
    expect(text(element, 'next')).to.include('temperature 2');
    element.temperature = 1;
    await element.updateComplete;
    expect(width()).to.be.above(warm);
    expect(text(element, 'next')).not.to.include('temperature');
    element.controls = 'full';
    await element.updateComplete;
    const slider = part(element, 'next')!.querySelector<HTMLInputElement>('input[type="range"]')!;
    slider.value = '0';
    slider.dispatchEvent(new Event('input'));
    await element.updateComplete;
    expect([element.temperature, width()]).to.deep.equal([0, 100]);
  });

  it('fills masks of a masked-word model', async () => {
    const sentence =
      'The animal didn’t cross the street because it was too wide. The [MASK] was really wide.';
    const element = await view(live(`next-tokens="3" text="${sentence}"`, '/src/models/shipped/reader/'));
    await panel(element);
    expect(text(element, 'next')).to.include('Under the mask');
    expect(rows(element)[0]!.name).to.equal('street');
    buttons(element)[0]!.click();
    await until(() => element.text === sentence.replace('[MASK]', 'street'), 'the word stands there');
    await until(() => notices(element).includes('[MASK]'), 'a word on how to ask again');
  });

  it('says where there is nothing to show', async () => {
    const textbook = await view('<attention-view lang="en" tokens="a b" next-tokens="3"></attention-view>');
    expect(notices(textbook)).to.include('trained model');
    const weights = await view(
      '<attention-view lang="en" weights="1 0; 0 1" next-tokens="3"></attention-view>',
    );
    expect(notices(weights)).to.include('trained model');
    const korean = await view('<attention-view lang="ko" tokens="a b" next-tokens="3"></attention-view>');
    expect(notices(korean)).to.include('학습된 모델');
    const wrong = await view(
      '<attention-view loading="eager" tokens="a b" next-tokens="many"></attention-view>',
    );
    expect(text(wrong, 'error')).to.include('next-tokens');
    const cold = await view(
      '<attention-view loading="eager" tokens="a b" temperature="-1"></attention-view>',
    );
    expect(text(cold, 'error')).to.include('temperature');
  });
});

describe('editable', () => {
  it('computes what the reader has typed, after a rest, and tells the page', async () => {
    const element = await view('<attention-view lang="en" tokens="a b c" editable></attention-view>');
    const edits: AttentionEditDetail[] = [];
    element.addEventListener('attention-edit', ({ detail }) => edits.push(detail));
    for (const value of ['a b c d', 'a b c d e']) type(field(element), value);
    expect(element.tokens).to.equal('a b c');
    await loaded(element, 5);
    expect(edits).to.deep.equal([{ property: 'tokens', text: 'a b c d e', by: 'typing' }]);
    expect(element.tokens).to.equal('a b c d e');
  });

  it('waits while letters are composed', async () => {
    const element = await view('<attention-view lang="ko" tokens="고양이" editable></attention-view>');
    const area = field(element);
    area.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
    for (const value of ['고양이 ㅈ', '고양이 자', '고양이 잔']) type(area, value, true);
    area.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
    );
    await aTimeout(450);
    expect(element.tokens, 'nothing is taken over yet').to.equal('고양이');
    expect(area.value, 'and nothing is put back').to.equal('고양이 잔');
    element.requestUpdate();
    await element.updateComplete;
    expect(area.value).to.equal('고양이 잔');
    area.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
    await loaded(element, 2);
    expect(element.tokens).to.equal('고양이 잔');
  });

  it('takes Enter at once, Escape goes back, and an empty field keeps the picture', async () => {
    const element = await view('<attention-view tokens="a b c" editable></attention-view>');
    const area = field(element);
    area.focus();
    type(area, '');
    await aTimeout(400);
    expect(element.getWeights()!.queries).to.equal(3);
    expect(part(element, 'canvas')).not.to.be.null;
    type(area, 'a b');
    const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
    area.dispatchEvent(enter);
    expect([enter.defaultPrevented, element.tokens]).to.deep.equal([true, 'a b']);
    area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(element.tokens).to.equal('a b c');
    await loaded(element, 3);
    await element.updateComplete;
    expect(area.value).to.equal('a b c');
  });

  it('edits the text of a checkpoint, and frees a pinned token that is gone', async () => {
    const element = await view(live(`text="${words}" query="5" editable`));
    await loaded(element, 6);
    type(field(element), 'fox river');
    await loaded(element, 2);
    await element.updateComplete;
    expect([element.text, element.query, part(element, 'error')]).to.deep.equal([
      'fox river',
      undefined,
      null,
    ]);
  });

  it('names a word that the model does not know, and keeps the last good picture', async () => {
    const element = await view(live(`text="${words}" editable lang="en"`));
    await loaded(element, 6);
    type(field(element), 'fox hello');
    await until(() => part(element, 'error') !== null, 'a message');
    expect(text(element, 'error')).to.include('the picture stands as it was').and.to.include('“hello”');
    expect(element.getWeights()!.queries).to.equal(6);
    type(field(element), 'fox horse');
    await loaded(element, 2);
    await element.updateComplete;
    expect(part(element, 'error')).to.be.null;
  });

  it('has a field for each text of cross-attention', async () => {
    const element = await view(
      '<attention-view lang="en" source-tokens="a b" target-tokens=\'["c", "d"]\' kind="cross" editable></attention-view>',
    );
    const [source, target] = parts(element, 'field');
    expect(source!.textContent).to.include('Source');
    expect(target!.querySelector('textarea')!.value).to.equal('c d');
    type(target!.querySelector('textarea')!, 'c d e');
    await loaded(element, 3);
    expect(element.getWeights()!.keyTokens).to.deep.equal(['a', 'b']);
  });

  it('is not offered for weights that were given', async () => {
    const element = await view('<attention-view lang="en" weights="1 0; 0 1" editable></attention-view>');
    expect(part(element, 'field')).to.be.null;
    expect(notices(element)).to.include('cannot be edited');
  });
});

describe('ablate', () => {
  it('switches heads off, names them, and compares what the model says', async () => {
    const plain = await view(live(`next-tokens="3" text="fox river moon lamp fox"`));
    await panel(plain);
    const element = await view(live(`next-tokens="3" ablate="0.1 1.1" text="fox river moon lamp fox"`));
    await panel(element);
    expect(notices(element)).to.include('Switched off: Layer 0 · Head 1, Layer 1 · Head 1');
    const before = new Map(rows(plain).map(({ name, figures }) => [name, figures[0]]));
    const shown = rows(element).slice(0, 3);
    expect(shown.some(({ name }) => before.has(name))).to.be.true;
    for (const { name, figures } of shown) {
      expect(figures).to.have.length(2);
      if (before.has(name)) expect(figures[1]).to.equal(before.get(name));
    }
    expect(shown.some(({ figures }) => figures[0] !== figures[1])).to.be.true;
    const svg = await element.toSVG();
    expect(svg).to.include('Switched off: Layer 0 · Head 1');
    element.view = 'heads';
    await element.updateComplete;
    const strikes = (await element.toSVG()).match(/stroke-width="1.5"/g);
    expect(strikes, 'heads struck through').to.have.length(2);
  });

  it('lets the reader switch the shown head, and all on again', async () => {
    const element = await view(live(`controls="full" layer="1" head="1" text="${words}"`));
    await until(() => part(element, 'head-switch') !== null, 'the switch');
    const loads: AttentionLoadDetail[] = [];
    element.addEventListener('attention-load', ({ detail }) => loads.push(detail));
    part(element, 'head-switch')!.click();
    await until(() => loads.length === 1, 'a run without the head');
    await element.updateComplete;
    expect(element.ablate).to.equal('1.1');
    expect(element.getWeights()!.ablated).to.deep.equal([{ layer: 1, head: 1 }]);
    expect(text(element, 'head-switch')).to.equal('Switch on head 1');
    expect(parts(element, 'head')[1]!.getAttribute('aria-label')).to.equal('Head 1 (off)');
    part(element, 'notice')!.querySelector('button')!.click();
    await until(() => loads.length === 2, 'a run with all heads');
    expect(element.getWeights()!.ablated).to.equal(undefined);
  });

  it('works in the textbook model: without the head below it, induction fails', async () => {
    const markup = (more: string) =>
      `<attention-view lang="en" tokens="the cat sat and the cat" mask="causal" layer="1" ${more}></attention-view>`;
    const element = await view(markup('ablate="0.0"'));
    expect(element.getWeights()!.headLabels![0]![0]!.id).to.equal('previous');
    const induction = element.getWeights()!.headLabels![1]!.findIndex((label) => label!.id === 'induction');
    const weight = () => element.getWeights()!.weights[((6 + induction) * 6 + 5) * 6 + 2]!;
    expect(weight()).to.be.below(0.5);
    element.ablate = '';
    await until(() => weight() > 0.9, 'the head is on again');
  });

  it('says what is wrong', async () => {
    const wrong = await view('<attention-view tokens="a b" ablate="first"></attention-view>');
    expect(text(wrong, 'error')).to.include('“first”').and.to.include('layer.head');
    const far = await view(live(`ablate="7.0" text="fox"`));
    await until(() => part(far, 'error') !== null, 'a message');
    expect(text(far, 'error')).to.include('layer 7, head 0');
    far.ablate = undefined;
    await loaded(far, 1);
    const given = await view('<attention-view lang="en" weights="1 0; 0 1" ablate="0.0"></attention-view>');
    expect(notices(given)).to.include('switched off only where a model');
  });
});

describe('mask', () => {
  const choice = (element: AttentionView) =>
    [...element.shadowRoot!.querySelectorAll<HTMLLabelElement>('.settings label.field')]
      .find((label) => label.querySelector('span')?.textContent === 'Mask')
      ?.querySelector('select');
  const choose = (element: AttentionView, value: string) => {
    const select = choice(element)!;
    select.value = value;
    select.dispatchEvent(new Event('change'));
  };
  const causal = (element: AttentionView) => element.getWeights()?.causal;

  it('of a checkpoint: its own, or what the attribute or the reader says', async () => {
    const element = await view(live(`mask="none" controls="full" next-tokens="3" text="${words}"`));
    await panel(element);
    const seen = [...(element.getWeights()!.weights as Float32Array)];
    expect(causal(element)).to.equal(false);
    expect(choice(element)!.value).to.equal('none');
    const open = rows(element);
    choose(element, '');
    await until(() => causal(element) === true, 'the mask of the model');
    await element.updateComplete;
    expect(element.mask).to.equal('');
    expect(rows(element), 'what comes next is another question then').not.to.deep.equal(open);
    choose(element, 'none');
    await until(() => causal(element) === false, 'no mask');
    expect([...(element.getWeights()!.weights as Float32Array)]).to.deep.equal(seen);
    element.mask = undefined;
    await until(() => causal(element) === true, 'the mask of the model again');
    await element.updateComplete;
    expect(choice(element)!.value).to.equal('');
  });

  it('hides what comes later from an encoder', async () => {
    const reader = '/src/models/shipped/reader/';
    const element = await view(live('mask="causal" text="The animal was wide."', reader));
    await until(() => causal(element) === true, 'a causal encoder');
    element.mask = 'none';
    await until(() => causal(element) === false, 'an open one');
  });

  it('of the textbook model', async () => {
    const element = await view('<attention-view lang="en" tokens="a b c" controls="full"></attention-view>');
    expect([causal(element), choice(element)!.value]).to.deep.equal([false, 'none']);
    choose(element, 'causal');
    await until(() => causal(element) === true, 'the mask');
    expect(element.mask).to.equal('causal');
  });

  it('is not offered for weights that were given, nor for two texts, and other words are refused', async () => {
    const given = await view(
      '<attention-view lang="en" weights="1 0; 0 1" controls="full"></attention-view>',
    );
    expect(choice(given)).to.equal(undefined);
    const pair = await view(
      '<attention-view lang="en" source-tokens="a b" target-tokens="c" controls="full"></attention-view>',
    );
    expect(choice(pair)).to.equal(undefined);
    const wrong = await view('<attention-view tokens="a b" mask="Causal"></attention-view>');
    expect(text(wrong, 'error')).to.include('“Causal”').and.to.include('none, causal');
  });
});

describe('a model after what it has refused', () => {
  const longest = 96;
  // not the model that figures of other tests share
  const own = (name: string) => `${induction}?${name}`;
  const realWorker = globalThis.Worker;
  const realFetch = globalThis.fetch;
  const realTimeout = globalThis.setTimeout;
  let configs = 0;

  beforeEach(() => {
    configs = 0;
    // on this thread the downloads can be counted
    Reflect.set(globalThis, 'Worker', undefined);
    globalThis.fetch = (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      if (url.endsWith('/config.json')) configs++;
      return realFetch(input, init);
    };
    // a model that nobody holds lingers ten seconds: here it goes at once
    Reflect.set(globalThis, 'setTimeout', (action: () => void, wait = 0) =>
      realTimeout(action, wait === 10_000 ? 0 : wait),
    );
  });
  afterEach(() => {
    Object.assign(globalThis, { Worker: realWorker, fetch: realFetch, setTimeout: realTimeout });
  });

  const refuse = async (element: AttentionView, value: string, expected: string) => {
    type(field(element), value);
    await until(() => text(element, 'error').includes(expected), 'a message');
    // whatever would follow has followed
    await aTimeout(50);
  };
  const tooLong = Array.from({ length: longest + 1 }, () => 'fox').join(' ');

  it('is still there when the text was too long, and reads a shorter one', async () => {
    const element = await view(live(`text="${words}" editable`, own('shorter')));
    await loaded(element, 6);
    await refuse(element, tooLong, `at most ${longest}`);
    expect(element.getWeights()!.queries, 'the last good picture stays').to.equal(6);
    type(field(element), 'fox river');
    await loaded(element, 2);
    await element.updateComplete;
    expect(part(element, 'error')).to.be.null;
    expect(configs, 'downloads of the config').to.equal(1);
  });

  it('still says what comes next', async () => {
    const element = await view(live(`text="${words}" editable next-tokens="3"`, own('next')));
    await panel(element);
    await refuse(element, tooLong, `at most ${longest}`);
    element.text = words;
    await until(() => part(element, 'error') === null, 'the text before is read again');
    buttons(element)[0]!.click();
    await loaded(element, 7);
    expect([element.text, configs]).to.deep.equal([`${words} moon`, 1]);
  });

  it('is opened anew where it could not be opened', async () => {
    const element = await view(live(`text="${words}" editable`, '/demo/data/nowhere/'));
    await until(() => part(element, 'error') !== null, 'a message');
    element.text = 'fox';
    await until(() => configs === 2, 'it is asked for again');
  });

  it('is asked for again by who takes a token when its worker has died', async () => {
    const workers: Worker[] = [];
    globalThis.Worker = class extends realWorker {
      constructor(...given: ConstructorParameters<typeof Worker>) {
        super(...given);
        workers.push(this);
      }
    };
    const element = await view(live(`text="${words}" next-tokens="3"`, own('died')));
    await panel(element);
    const opened = workers.length;
    const worker = workers.at(-1)!;
    // WebKit tells nothing of workers that have ended
    worker.dispatchEvent(new ErrorEvent('error', { message: 'out of memory', cancelable: true }));
    worker.terminate();
    const loads: unknown[] = [];
    element.addEventListener('attention-load', ({ detail }) => loads.push(detail));
    buttons(element)[0]!.click();
    const said = () => element.shadowRoot!.querySelector('[role="status"]')!.textContent;
    await until(() => said().includes('asked for again'), 'it is said');
    await until(() => loads.length === 1, 'another one runs');
    expect(workers.length).to.be.above(opened);
    await element.updateComplete;
    expect(element.text).to.equal(words);
    buttons(element)[0]!.click();
    await loaded(element, 7);
    expect(said()).to.include('is now part of the text');
  });
});

describe('a checkpoint that runs here', () => {
  it('leads the steps down to the residual stream', async () => {
    const element = await view(live(`view="steps" layer="1" text="${words}"`));
    await until(() => part(element, 'steps') !== null, 'the steps');
    expect(text(element, 'steps')).to.include('Step 6 of 6');
    const { residual, attentionOutput, dModel } = element.getWeights()!;
    expect([residual!.length, attentionOutput!.length, dModel]).to.deep.equal([2 * 6 * 64, 2 * 6 * 64, 64]);
  });

  it('is accessible with its field, bars and switches', async () => {
    const element = await view(
      live(`editable next-tokens="4" ablate="0.1" controls="full" head="0" text="${words}"`),
    );
    await panel(element);
    await expect(element).to.be.accessible();
  });
});
