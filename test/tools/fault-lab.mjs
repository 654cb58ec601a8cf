/** Pages in which tests do harm: what drivers, networks and pages may do to a figure, and how its picture has come out. */
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from './browser.mjs';
import { colorsDrawn, until } from './pages.mjs';
import { pageOf, site } from './site.mjs';

export const npz = readFileSync('demo/data/induction/english-24.npz');

/** The figures of both tags that are put to the test: what they are, states that look different, and a small one. */
export const kinds = {
  'attention-view': {
    body: '<attention-view src="/data/induction/english-24.npz" view="matrix" loading="eager"></attention-view>',
    small:
      '<attention-view tokens="I love cats" weights="1 0 0; .4 .6 0; .1 .6 .3" view="lines" loading="eager"></attention-view>',
    states: [
      { scale: 'linear', query: 1 },
      { scale: 'sqrt', query: 3 },
      { scale: 'log', query: 8 },
    ],
  },
  'transformer-diagram': {
    body: '<transformer-diagram tokens="to be or not to be" focus="decoder.0.self-attention.head.0" loading="eager"></transformer-diagram>',
    small: '<transformer-diagram preset="gpt2" loading="eager"></transformer-diagram>',
    states: [0, 1, 2].map((head) => ({ focusPath: `decoder.0.self-attention.head.${head}` })),
  },
};

/**
 * Runs in the page before all else. Remembers WebGL contexts, workers, drawings and what the GPU's canvas gave to others.
 * `refuse`: `missing` has no WebGL, `no WebGL 2` an old one, `broken` one that Pixi cannot start with, `lost` loses every
 * context a moment after it is made.
 */
function instrument(refuse) {
  Object.assign(window, { contexts: [], workers: [], draws: 0, copies: 0, saved: {} });
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (type, ...options) {
    if (type.startsWith('webgl') && refuse === 'missing') return null;
    if (type === 'webgl2' && refuse === 'no WebGL 2') return null;
    const context = getContext.call(this, type, ...options);
    if (type.startsWith('webgl') && context && !window.contexts.includes(context)) {
      window.contexts.push(context);
      const extension = context.getExtension('WEBGL_lose_context');
      context.lose = () => extension.loseContext();
      context.restore = () => extension.restoreContext();
      if (refuse === 'lost') setTimeout(context.lose, 0);
    }
    return context;
  };
  if (refuse === 'broken')
    WebGL2RenderingContext.prototype.getContextAttributes = () => {
      throw new Error('this driver is broken');
    };
  const { clearRect, drawImage } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    if (this.canvas.getAttribute('part') === 'canvas') window.draws++;
    return clearRect.apply(this, box);
  };
  CanvasRenderingContext2D.prototype.drawImage = function (source, ...rest) {
    if (window.contexts.some((gl) => gl.canvas === source)) window.copies++;
    return drawImage.call(this, source, ...rest);
  };
  window.Worker = class extends window.Worker {
    constructor(...given) {
      super(...given);
      window.workers.push(this);
    }
  };
  window.view = (index = 0) => document.querySelectorAll('attention-view, transformer-diagram')[index];
  window.canvasOf = (element) => element.shadowRoot.querySelector('canvas');
  window.pixelsOf = (element) => {
    const canvas = window.canvasOf(element);
    return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  };
  /** Share of the drawn pixels that differ much from those that were saved. */
  window.differs = (name, element) => {
    const [a, b] = [window.saved[name], window.pixelsOf(element)];
    if (a.length !== b.length) return 1;
    let [ink, off] = [0, 0];
    for (let i = 0; i < a.length; i += 4) {
      if (a[i + 3] || b[i + 3]) ink++;
      if ([0, 1, 2, 3].some((c) => Math.abs(a[i + c] - b[i + c]) > 48)) off++;
    }
    return off / ink;
  };
  /** Keeps a picture that another page has drawn. */
  window.keep = async (name, address) => {
    const image = Object.assign(new window.Image(), { src: address });
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), {
      width: image.width,
      height: image.height,
    });
    const context = canvas.getContext('2d');
    drawImage.call(context, image, 0, 0);
    window.saved[name] = context.getImageData(0, 0, image.width, image.height).data;
  };
  window.frames = async (count) => {
    for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame);
  };
}

/** A browser and a site with `pages`. `open` gives a tab with a body. */
export async function faultLab(pages = {}, options = {}) {
  /** Pages by what stands in the query: the tests of one browser share one site. */
  const bodies = [];
  const home = await site({
    ...options,
    pages: {
      '/': (request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end(bodies[new URL(request.url, 'http://x').searchParams.get('page')]);
      },
      ...pages,
    },
  });
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: browserArgs,
    // a part of browsers that Playwright leaves out
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });

  /** `wait`: until the first figure is drawn, and met, as Pixi comes when the reader does. */
  async function open(body, { refuse, wait = true, ...contextOptions } = {}) {
    bodies.push(pageOf(body));
    const context = await browser.newContext({
      viewport: { width: 800, height: 700 },
      // what is compared stands still
      reducedMotion: 'reduce',
      ...contextOptions,
    });
    const tab = await context.newPage();
    const errors = [];
    tab.on('pageerror', (error) => errors.push(error.message));
    await tab.addInitScript(instrument, refuse);
    await tab.goto(`${home.origin}/?page=${bodies.length - 1}`);
    if (wait) {
      await drawn(tab);
      await meet(tab);
    }
    return { tab, errors, context };
  }

  const close = async () => {
    await browser.close();
    home.close();
  };
  return { home, open, close };
}

export const drawn = (tab, index = 0) =>
  until(async () => (await tab.evaluate(colorsDrawn, index)) > 3, `the picture of figure ${index}`);

/** The reader comes to a figure. */
export const meet = (tab, index = 0) =>
  tab.evaluate((i) => window.view(i).dispatchEvent(new window.PointerEvent('pointerenter')), index);

export const problem = (tab, index = 0) =>
  tab.evaluate((i) => window.view(i).shadowRoot?.querySelector('[part=error]')?.textContent, index);

/** Waits for a context that draws. */
export const hasGpu = (tab) => until(() => tab.evaluate(() => window.copies > 0), 'a picture by the GPU');

/** Sets a state and waits until it is drawn. */
export const show = (tab, values = {}, index = 0) =>
  tab.evaluate(
    async ([given, i]) => {
      const element = Object.assign(window.view(i), given);
      await element.updateComplete;
      await window.frames(3);
    },
    [values, index],
  );

/** Remembers the picture under a name. Returns it, for `keep` in another page. */
export const save = (tab, name, index = 0) =>
  tab.evaluate(
    ([key, i]) => {
      window.saved[key] = window.pixelsOf(window.view(i));
      return window.canvasOf(window.view(i)).toDataURL();
    },
    [name, index],
  );

export const keep = (tab, name, address) =>
  tab.evaluate(([key, url]) => window.keep(key, url), [name, address]);

/** Share of the pixels that differ from those saved under a name. */
export const differs = (tab, name, index = 0) =>
  tab.evaluate(([key, i]) => window.differs(key, window.view(i)), [name, index]);

const windowState = async (tab, windowState) => {
  const client = await tab.context().newCDPSession(tab);
  // Playwright has every page take itself for the one in front
  await client.send('Emulation.setFocusEmulationEnabled', { enabled: windowState === 'normal' });
  const { windowId } = await client.send('Browser.getWindowForTarget');
  await client.send('Browser.setWindowBounds', { windowId, bounds: { windowState } });
  await new Promise((resolve) => setTimeout(resolve, 500));
  return tab.evaluate(() => document.visibilityState);
};

/** Makes the window small, so that the page is hidden. False where the browser does not say so. */
export const hide = async (tab) => (await windowState(tab, 'minimized').catch(() => '')) === 'hidden';

export const reveal = (tab) => windowState(tab, 'normal');
