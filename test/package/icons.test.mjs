/** Signs on buttons have the colour of the text, also where the page's first font has coloured pictures for them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { colorsDrawn, until } from '../tools/pages.mjs';

let browser;

before(async () => {
  browser = await chromium.launch({
    executablePath: findBrowser(),
    args: [...browserArgs, '--disable-lcd-text'],
  });
});

after(() => browser?.close());

/** How far the pixels of a picture are from grey at most. */
const colourfulness = (tab, png) =>
  tab.evaluate(async (base64) => {
    const { createImageBitmap, fetch, OffscreenCanvas } = globalThis;
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let most = 0;
    for (let i = 0; i < data.length; i += 4) {
      const rgb = data.slice(i, i + 3);
      most = Math.max(most, Math.max(...rgb) - Math.min(...rgb));
    }
    return most;
  }, png.toString('base64'));

const figures = {
  'attention-view': 'tokens="a cat sat" view="steps" layer="0" head="0" controls="full"',
  'transformer-diagram': 'tokens="a cat sat"',
  'transformer-diagram that plays': 'tokens="a cat sat" step="2" controls="full"',
};

for (const [name, attributes] of Object.entries(figures)) {
  test(`<${name}>: no button is a coloured picture`, async (t) => {
    const [tag] = name.split(' ');
    const tab = await browser.newPage({ viewport: { width: 900, height: 1200 } });
    await tab.setContent(`<!doctype html><html lang="en"><body style="font-family: 'Noto Color Emoji', sans-serif; color: #000">
      <p><span id="emoji">▶</span></p>
      <${tag} ${attributes} style="--attention-accent: #000" loading="eager"></${tag}>`);
    await tab.addScriptTag({ content: readFileSync('dist/cdn/attention-elements.single.js', 'utf8') });
    await until(async () => (await tab.evaluate(colorsDrawn)) > 3, 'a drawing');
    const pictures = await tab.locator('#emoji').screenshot();
    if ((await colourfulness(tab, pictures)) < 30) return t.skip('no font with coloured pictures here');
    // colours of heads are dots before their names, and of the browser's own are boxes and sliders
    const buttons = await tab.locator(`${tag} button:not(.chip), ${tag} summary`).all();
    assert.ok(buttons.length > 1);
    for (const button of buttons) {
      if (!(await button.isVisible())) continue;
      const text = (await button.textContent()).trim() || (await button.getAttribute('aria-label'));
      assert.ok(
        (await colourfulness(
          tab,
          await ((await button.locator('.icon').count()) ? button.locator('.icon') : button).screenshot(),
        )) < 30,
        text,
      );
    }
    await tab.close();
  });
}
