import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define/index.js';
import { until } from './harness.js';

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

  it('takes no more room than its picture', async () => {
    const view = await fixture<HTMLElement>(
      html`<attention-view view="text" tokens="the cat sat"></attention-view>`,
    );
    expect(view.offsetHeight).to.equal(192);
    await until(() => view.shadowRoot!.querySelector('canvas') !== null, 'the picture');
    await until(() => view.offsetHeight < 192, 'its own height');
  });
});
