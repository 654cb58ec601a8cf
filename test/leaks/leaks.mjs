/** Counts what a page holds before and after figures have come and gone: heap, nodes, listeners, textures, contexts, workers. */
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { pageOf, site } from '../tools/site.mjs';

/** Figures keep painter and context for a while after they have left, models for ten seconds. */
const settle = (withModels) => (withModels ? 12_000 : 4000);

/** Counts living textures and contexts of WebGL; a lost context holds none. */
function countGpu() {
  const textures = new Map();
  const { createTexture, deleteTexture } = WebGL2RenderingContext.prototype;
  WebGL2RenderingContext.prototype.createTexture = function () {
    const texture = createTexture.call(this);
    if (!textures.has(this)) textures.set(this, new Set());
    textures.get(this).add(texture);
    return texture;
  };
  WebGL2RenderingContext.prototype.deleteTexture = function (texture) {
    textures.get(this)?.delete(texture);
    deleteTexture.call(this, texture);
  };
  window.gpu = () => {
    for (const gl of textures.keys()) if (gl.isContextLost()) textures.delete(gl);
    return {
      contexts: textures.size,
      textures: [...textures.values()].reduce((sum, { size }) => sum + size, 0),
    };
  };
}

/** Makes, shows and removes figures of all kinds. */
async function mount({ cycles, withModels }) {
  const views = ['matrix', 'lines', 'arcs', 'heads', 'text', 'steps', 'flow'];
  const box = document.querySelector('main');
  for (let i = 0; i < cycles; i++) {
    const element = document.createElement('attention-view');
    Object.assign(element, {
      loading: 'eager',
      view: views[i % views.length],
      controls: 'full',
      sync: 'all',
    });
    if (withModels && i % 25 === 0)
      Object.assign(element, { model: '/data/induction/', text: 'fox river fox' });
    else if (i % 3 === 0) element.src = '/data/induction/english-24.npz';
    else if (i % 3 === 1) element.tokens = `I love cats ${i}`;
    else Object.assign(element, { weights: '1 0; .4 .6', tokens: ['a', `b${i}`] });
    const loaded = new Promise((resolve) =>
      element.addEventListener('attention-load', resolve, { once: true }),
    );
    box.append(element);
    await loaded;
    await element.updateComplete;
    if (i % 2) await new Promise(requestAnimationFrame);
    element.query = 0;
    await element.updateComplete;
    element.remove();
  }
}

/** Gives one figure other data over and over. */
async function change({ cycles }) {
  const element = document.querySelector('attention-view');
  const views = ['matrix', 'lines', 'arcs', 'heads', 'text'];
  for (let i = 0; i < cycles; i++) {
    const n = 2 + (i % 7);
    const rows = Array.from({ length: n }, () => Array.from({ length: n }, (_, k) => (k === i % n ? 1 : 0)));
    Object.assign(element, {
      tokens: rows.map((_, t) => `t${i}-${t}`),
      weights: rows,
      view: views[i % views.length],
      palette: i % 2 ? 'viridis' : 'blues',
    });
    await element.updateComplete;
    if (i % 2) await new Promise(requestAnimationFrame);
  }
}

/** Makes, walks into, plays and removes diagrams of all builds, with and without numbers. */
async function mountDiagrams({ cycles, withModels }) {
  const builds = [
    { source: 'the cat sat', focusPath: 'decoder.0.cross-attention' },
    { preset: 'gpt2', focusPath: 'decoder.3' },
    { preset: 'bert-base', playing: true },
    { tokens: 'to be or not', focusPath: 'decoder.0.self-attention.head.0' },
    { compare: 'rnn', tokens: 'a b c d' },
    { architecture: 'encoder', heads: 4, layers: 2, dModel: 32 },
  ];
  const box = document.querySelector('main');
  for (let i = 0; i < cycles; i++) {
    const element = document.createElement('transformer-diagram');
    const model = withModels && i % 25 === 0 && { model: '/data/induction/', tokens: 'fox river fox' };
    const { playing, focusPath, ...build } = model || builds[i % builds.length];
    Object.assign(element, { loading: 'eager', controls: 'full', sync: 'all', ...build });
    const loaded = new Promise((resolve, reject) => {
      element.addEventListener('diagram-load', resolve, { once: true });
      element.addEventListener('error', ({ detail }) => reject(new Error(detail.message)), { once: true });
    });
    box.append(element);
    await loaded;
    await element.updateComplete;
    element.focusPath = focusPath;
    if (playing) element.play();
    await element.updateComplete;
    const wrong = element.shadowRoot.querySelector('[part~="error"]');
    if (wrong) throw new Error(wrong.textContent);
    if (i % 2) await new Promise(requestAnimationFrame);
    element.remove();
  }
}

/** Gives one diagram other builds, blocks and steps over and over. */
async function changeDiagram({ cycles }) {
  const element = document.querySelector('transformer-diagram');
  const presets = ['gpt2', 'bert-base', 'transformer-2017', undefined];
  for (let i = 0; i < cycles; i++) {
    Object.assign(element, {
      preset: presets[i % presets.length],
      focusPath: undefined,
      step: i % 5,
      source: i % 4 === 3 ? `a b c ${i}` : undefined,
    });
    await element.updateComplete;
    if (i % 2) await new Promise(requestAnimationFrame);
  }
  // whatever the number of changes, the same is shown in the end
  Object.assign(element, { preset: 'gpt2', step: undefined, source: undefined });
  await element.updateComplete;
}

const actions = { mount, change, mountDiagrams, changeDiagram };

/** What has to stand in the page from the start. */
const bodies = {
  change: '<attention-view tokens="a b" loading="eager"></attention-view>',
  changeDiagram: '<transformer-diagram preset="gpt2" loading="eager"></transformer-diagram>',
};

/** What `cycles` cycles of a kind of action leave behind: after less before, by name. */
export async function leftBehind({ kind, cycles, withModels = false }) {
  const body = `<main>${bodies[kind] ?? ''}</main>`;
  const home = await site({ pages: { '/': pageOf(body) } });
  const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
  try {
    const tab = await browser.newPage();
    await tab.addInitScript(countGpu);
    await tab.goto(home.origin);
    await tab.evaluate(() => customElements.whenDefined('transformer-diagram'));
    const client = await tab.context().newCDPSession(tab);
    await client.send('Performance.enable');
    const action = actions[kind];
    const measure = async () => {
      await tab.waitForTimeout(settle(withModels));
      for (let i = 0; i < 3; i++) await client.send('HeapProfiler.collectGarbage');
      const { metrics } = await client.send('Performance.getMetrics');
      const of = (name) => metrics.find((metric) => metric.name === name).value;
      const gpu = await tab.evaluate(() => window.gpu());
      return {
        heap: of('JSHeapUsedSize'),
        nodes: of('Nodes'),
        listeners: of('JSEventListeners'),
        ...gpu,
        workers: tab.workers().length,
      };
    };
    // what is loaded once, and remembered for good, comes first
    await tab.evaluate(action, { cycles: 21, withModels });
    const before = await measure();
    await tab.evaluate(action, { cycles, withModels });
    const after = await measure();
    return Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - before[name]]));
  } finally {
    await browser.close();
    home.close();
  }
}

/** Most that may be left, whatever the number of cycles: caches have bounds, and browsers count in their own way. */
export const most = { heap: 1.5e6, nodes: 60, listeners: 12, contexts: 0, textures: 0, workers: 0 };

export const tooMuch = (left) => Object.keys(most).filter((name) => left[name] > most[name]);
