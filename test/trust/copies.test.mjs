/** Two copies of the library on one page, of the same version and of another. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { until } from '../tools/pages.mjs';
import { pageOf, site } from '../tools/site.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

const [documented] = /default-src[\s\S]*?(?=```)/.exec(readFileSync('SECURITY.md', 'utf8'));
const policy = `${documented.replace(/\s+/g, ' ').trim()} 'allow-duplicates'`;

/** Loads another copy, whose elements get names of their own: those of the first are taken. */
const second = (folder) => `
const { define, get } = CustomElementRegistry.prototype;
CustomElementRegistry.prototype.get = function (name) { return get.call(this, 'second-' + name); };
CustomElementRegistry.prototype.define = function (name, type) { define.call(this, 'second-' + name, type); };
await import('/${folder}/attention-elements.js');
Object.assign(CustomElementRegistry.prototype, { define, get });`;

const figures = (prefix) => `
<${prefix}attention-view tokens="I love cats" view="matrix" loading="eager" sync="both" controls="full"></${prefix}attention-view>
<${prefix}attention-view model="/data/induction/" text="fox river moon" view="matrix" loading="eager"></${prefix}attention-view>
<${prefix}transformer-diagram tokens="to be or not" loading="eager" sync="both"></${prefix}transformer-diagram>`;

let browser;

before(async () => {
  browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
});

after(() => browser?.close());

/** Colours in the figures of the page, and what they say against their data. */
const look = (tab) =>
  tab.evaluate(() =>
    [...document.querySelectorAll(':is([loading])')].map((element) => {
      const canvas = element.shadowRoot?.querySelector('canvas');
      if (!canvas?.width) return { name: element.localName, colors: 0 };
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return {
        name: element.localName,
        colors: new Set(new Uint32Array(data.buffer)).size,
        problem: element.shadowRoot.querySelector('[part=error]')?.textContent,
      };
    }),
  );

for (const [name, edit] of [
  ['the same version', (text) => text],
  ['another version', (text) => text.replaceAll(version, '99.0.0')],
]) {
  for (const strict of [false, true]) {
    test(`two copies on one page, ${name}${strict ? ', Trusted Types enforced' : ''}: both draw and answer`, async () => {
      const home = await site({
        pages: {
          '/': pageOf(`${figures('')}${figures('second-')}<script type="module" src="/second.js"></script>`),
          '/second.js': second('copy'),
        },
        copies: { copy: edit },
        headers: strict ? { 'content-security-policy': policy } : {},
      });
      const context = await browser.newContext({ viewport: { width: 800, height: 4000 } });
      const tab = await context.newPage();
      const errors = [];
      tab.on('pageerror', (error) => errors.push(error.message));
      await tab.goto(home.origin);
      await until(async () => (await look(tab)).every(({ colors }) => colors > 3), 'six pictures');
      const found = await look(tab);
      assert.equal(found.filter(({ name: tag }) => tag.startsWith('second-')).length, 3);
      assert.deepEqual(
        found.flatMap(({ problem }) => problem ?? []),
        [],
      );
      // each has its own code
      const from = (folder) => home.requests.filter(({ url }) => url.startsWith(`/${folder}/chunks/`)).length;
      assert.ok(from('copy') > 5 && from('cdn') > 5, `${from('cdn')} and ${from('copy')} files`);
      const answers = await tab.evaluate(async () => {
        const [one, two] = ['', 'second-'].map((prefix) => document.querySelector(`${prefix}attention-view`));
        const picture = (view) => view.shadowRoot.querySelector('canvas').toDataURL();
        const before = [one, two].map(picture);
        for (const view of [one, two]) {
          view.dispatchEvent(new window.PointerEvent('pointerenter'));
          view.query = 1;
          view.palette = 'viridis';
          await view.updateComplete;
        }
        return [one, two].map((view, i) => picture(view) !== before[i]);
      });
      assert.deepEqual(answers, [true, true]);
      assert.deepEqual(errors, []);
      assert.equal(tab.workers().length, 2);
      await context.close();
      home.close();
    });
  }
}

test('a second copy under the same names gives way to the first', async () => {
  const home = await site({
    pages: { '/': pageOf(`${figures('')}<script type="module" src="/copy/attention-elements.js"></script>`) },
    copies: { copy: (text) => text.replaceAll(version, '99.0.0') },
  });
  const context = await browser.newContext({ viewport: { width: 800, height: 3000 } });
  const tab = await context.newPage();
  const errors = [];
  tab.on('pageerror', (error) => errors.push(error.message));
  await tab.goto(home.origin);
  await until(async () => (await look(tab)).every(({ colors }) => colors > 3), 'three pictures');
  assert.ok(home.requests.some(({ url }) => url === '/copy/attention-elements.js'));
  assert.deepEqual(
    home.requests.filter(({ url }) => url.startsWith('/copy/chunks/')),
    [],
  );
  assert.deepEqual(errors, []);
  await context.close();
  home.close();
});
