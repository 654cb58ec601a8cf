import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define/index.js';
import { inkOf, part, until, type Drawn } from './harness.js';

describe('a page of figures', () => {
  it('fetches what is near the window: figures without a picture yet take room as well', async () => {
    const count = 40;
    const article = await fixture<HTMLElement>(
      html`<div style="width: 600px">
        ${Array.from(
          { length: count },
          () => html`<attention-view view="matrix" tokens="the cat sat"></attention-view>`,
        )}
      </div>`,
    );
    const loaded = new Set<EventTarget | null>();
    article.addEventListener('attention-load', ({ target }) => loaded.add(target));
    await until(() => loaded.size > 0, 'the first figure');
    // long enough for all that were near to come
    await new Promise((resolve) => setTimeout(resolve, 500));
    const room = innerHeight + 300;
    const height = (article.firstElementChild as HTMLElement).offsetHeight;
    expect(loaded.size).to.be.at.most(Math.ceil(room / Math.min(height, 192)) + 1);
    expect(loaded.size).to.be.below(count / 2);
    article.lastElementChild!.scrollIntoView();
    await until(() => loaded.has(article.lastElementChild), 'the last one, which the reader has come to');
  });

  it('is on paper as a whole where it is loaded at once, and the second time where it was not', async () => {
    const far = await fixture<HTMLElement>(
      html`<div style="width: 600px; padding-top: 9000px">
        <attention-view tokens="the cat sat" loading="eager"></attention-view>
        <transformer-diagram preset="gpt2" loading="eager"></transformer-diagram>
        <attention-view tokens="the cat sat"></attention-view>
      </div>`,
    );
    const [eager, diagram, lazy] = [...far.children] as [Drawn, Drawn, Drawn];
    const canvas = (element: Drawn) => part(element, 'canvas') as HTMLCanvasElement | null;
    await until(() => canvas(eager) !== null && canvas(diagram) !== null, 'the pictures');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(inkOf(eager), 'out of sight').to.equal(0);
    expect(inkOf(diagram), 'out of sight').to.equal(0);

    window.dispatchEvent(new Event('beforeprint'));
    // at once: no frame comes between this event and the paper
    expect(inkOf(eager)).to.be.greaterThan(100);
    expect(inkOf(diagram)).to.be.greaterThan(100);
    await until(() => inkOf(lazy) > 100, 'the picture that was not loaded');
  });

  it('takes no more room than its picture', async () => {
    const view = await fixture<HTMLElement>(
      html`<attention-view view="text" tokens="the cat sat"></attention-view>`,
    );
    expect(view.offsetHeight).to.equal(192);
    await until(() => view.shadowRoot!.querySelector('canvas') !== null, 'the picture');
    await until(() => view.offsetHeight < 192, 'its own height');
  });
});
