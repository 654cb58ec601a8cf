import { expect } from '@open-wc/testing';
import { headMatrix } from '../../src/core/attention-data.js';
import { loadAttention } from '../../src/formats/load.js';
import { filesOf, takeApart } from '../models/folder.js';
import { serve, servedUrl } from '../models/serve.js';
import { diagram, part, text, until, view } from './harness.js';

const folder = '/demo/data/induction/';
const words = 'fox river moon fox';
const tag = (more: string) => `<attention-view model="${folder}" ${more}></attention-view>`;

describe('a checkpoint by its address', () => {
  it('shows the attention that PyTorch computed for the same text', async () => {
    const [expected] = await loadAttention(`${new URL(folder, location.href).href}english-24.npz`, {});
    const element = await view(tag(`text="${expected!.queryTokens.join(' ')}"`));
    await until(() => element.getWeights() !== undefined, 'the model has run');
    const data = element.getWeights()!;
    expect(data.queryTokens).to.deep.equal(expected!.queryTokens);
    expect([data.layers, data.heads, data.causal]).to.deep.equal([2, 4, true]);
    for (let layer = 0; layer < 2; layer++) {
      for (let head = 0; head < 4; head++) {
        const [a, b] = [headMatrix(data, layer, head), headMatrix(expected!, layer, head)];
        // the file holds half precision
        a.forEach((weight, i) => expect(weight).to.be.closeTo(b[i]!, 1e-3));
      }
    }
    expect(data.q, 'queries for the view of steps').to.have.length(2 * 4 * 24 * data.dHead!);
    expect(text(element, 'badge')).to.include('induction');
  });

  it('takes tokens by their ids, as a list of whole numbers', async () => {
    const element = await view(tag(`tokens="[12, 5, 7]"`));
    await until(() => element.getWeights()?.queries === 3, 'the ids are read');
    expect(element.getWeights()!.queryTokens, 'their pieces').not.to.include('12');
    element.tokens = [9, 5] as unknown as string[];
    await until(() => element.getWeights()?.queries === 2, 'ids as a property');
  });

  it('takes ids alone where there is no tokenizer, and says so', async () => {
    const { Worker } = globalThis;
    // on this thread the page serves the files
    Reflect.set(globalThis, 'Worker', undefined);
    const served = serve(filesOf(await takeApart('qwen3-tiny')));
    try {
      const model = `loading="eager" model="${servedUrl('m/')}"`;
      const element = await view(`<attention-view ${model} text="one"></attention-view>`);
      await until(() => part(element, 'error') !== null, 'a message');
      expect(text(element, 'error'))
        .to.include('tokens="[12, 5, 7]"')
        .and.to.include('AutoTokenizer.from_pretrained("…").save_pretrained("folder")');
      element.text = undefined;
      element.tokens = '[12, 5, 7]';
      await until(() => element.getWeights() !== undefined, 'the picture');
      expect(element.getWeights()!.queryTokens).to.deep.equal(['12', '5', '7']);
      expect(part(element, 'error')).to.be.null;
      const whole = await diagram(
        `<transformer-diagram ${model} tokens="[12, 5, 7]" generate="2"></transformer-diagram>`,
      );
      await until(() => whole.getData()?.decoder?.tokens.length === 5, 'the diagram');
    } finally {
      served.stop();
      globalThis.Worker = Worker;
    }
  });

  it('follows the text', async () => {
    const element = await view(tag(`text="${words}"`));
    await until(() => element.getWeights()?.queries === 4, 'the first text is shown');
    element.text = 'fox river';
    await until(() => element.getWeights()?.queries === 2, 'the second text is shown');
  });

  it('says what is wrong with the address or the input, and recovers', async () => {
    const element = await view(
      `<attention-view model="/demo/data/nowhere/" text="${words}"></attention-view>`,
    );
    await until(() => part(element, 'error') !== null, 'a message');
    expect(text(element, 'error')).to.include('404').and.to.include('config.json');
    element.model = folder;
    await until(() => element.getWeights()?.queries === 4, 'the picture');
    expect(part(element, 'error')).to.be.null;
    element.text = undefined;
    element.tokens = ['fox', 'river'];
    await until(() => part(element, 'error') !== null, 'a message about tokens');
    expect(text(element, 'error')).to.include('text="…"');
    expect(element.getWeights()!.queries, 'the last good picture stays').to.equal(4);
  });

  it('shows steps from the numbers of the checkpoint', async () => {
    const element = await view(tag(`text="${words}" view="steps" layer="1" head="1"`));
    await until(() => part(element, 'steps') !== null, 'the steps');
    expect(text(element, 'legend')).not.to.include('vectors');
  });
});
