/** Counts what a page holds before and after figures have come and gone: heap, nodes, listeners, textures, contexts, workers. */
import { readdirSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from '../tools/browser.mjs';
import { pageOf, site } from '../tools/site.mjs';
import { vision } from '../tools/vision.mjs';

/** Figures keep painter and context for a while after they have left, models for ten seconds. */
const settle = (withModels) => (withModels ? 12_000 : 4000);

/** The chunk in which Pixi's own counters are. */
const pixiChunk = () =>
  `/cdn/chunks/${readdirSync('dist/cdn/chunks').find((name) =>
    readFileSync(`dist/cdn/chunks/${name}`, 'utf8').includes('painters:0'),
  )}`;

/** For `page.evaluate`: Pixi's own counters, from the copy of the module that the page has. */
async function pixiStats(chunk) {
  const module = await import(chunk);
  return [module, ...Object.values(module)].find((each) => each.loadPixi && each.stats).stats();
}

/** Counts living textures and contexts of WebGL, now and at the most; a lost context holds none. */
function countGpu() {
  const textures = new Map();
  window.peak = { contexts: 0, textures: 0 };
  const { createTexture, deleteTexture } = WebGL2RenderingContext.prototype;
  WebGL2RenderingContext.prototype.createTexture = function () {
    const texture = createTexture.call(this);
    if (!textures.has(this)) textures.set(this, new Set());
    textures.get(this).add(texture);
    const { contexts, textures: living } = window.gpu();
    window.peak.contexts = Math.max(window.peak.contexts, contexts);
    window.peak.textures = Math.max(window.peak.textures, living);
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

/** Makes, shows and removes figures of all kinds; the reader comes to each, so that Pixi draws it. */
async function mount({ cycles, withModels, leaky }) {
  const views = ['matrix', 'lines', 'arcs', 'heads', 'text', 'steps', 'flow', 'neuron'];
  const box = document.querySelector('main');
  for (let i = 0; i < cycles; i++) {
    const element = document.createElement('attention-view');
    Object.assign(element, {
      loading: 'eager',
      view: views[i % views.length],
      controls: 'full',
      sync: 'all',
    });
    if (withModels && i % 20 === 0)
      Object.assign(element, { model: '/data/induction/', text: 'fox river fox' });
    else if (withModels && i % 20 === 10)
      Object.assign(element, { model: '/vit/', image: '/image.png', view: 'image' });
    else if (i % 3 === 0) element.src = '/data/induction/english-24.npz';
    else if (i % 3 === 1) element.tokens = `I love cats ${i}`;
    else Object.assign(element, { weights: '1 0; .4 .6', tokens: ['a', `b${i}`] });
    const loaded = new Promise((resolve, reject) => {
      element.addEventListener('attention-load', resolve, { once: true });
      element.addEventListener('error', ({ detail }) => reject(new Error(detail.message)), { once: true });
    });
    box.append(element);
    await loaded;
    await element.updateComplete;
    element.dispatchEvent(new window.PointerEvent('pointerenter'));
    // some go before Pixi has come to them
    for (let frame = 0; frame < (2 * i) % 5; frame++) await new Promise(requestAnimationFrame);
    element.query = 0;
    await element.updateComplete;
    element.remove();
    if (leaky) (window.kept ??= []).push(document.createElement('i'), new Array(8000).fill(i / 3));
  }
}

/** Gives one figure other data over and over. */
async function change({ cycles }) {
  const element = document.querySelector('attention-view');
  element.dispatchEvent(new window.PointerEvent('pointerenter'));
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
    element.dispatchEvent(new window.PointerEvent('pointerenter'));
    const wrong = element.shadowRoot.querySelector('[part~="error"]');
    if (wrong) throw new Error(wrong.textContent);
    for (let frame = 0; frame < (2 * i) % 5; frame++) await new Promise(requestAnimationFrame);
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

/**
 * What `cycles` cycles of a kind of action leave behind: after less before, by name; and what there was at the most on the
 * way. `leaky` keeps a node and 64 KB in every cycle, to see that it is noticed.
 */
export async function leftBehind({ kind, cycles, withModels = false, leaky = false }) {
  const body = `<main>${bodies[kind] ?? ''}</main>`;
  const home = await site({ pages: { '/': pageOf(body), ...vision } });
  const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
  try {
    const tab = await browser.newPage();
    const peak = { workers: 0 };
    tab.on('worker', () => (peak.workers = Math.max(peak.workers, tab.workers().length)));
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
      const pixi = await tab.evaluate(pixiStats, pixiChunk());
      return {
        heap: of('JSHeapUsedSize'),
        nodes: of('Nodes'),
        listeners: of('JSEventListeners'),
        ...gpu,
        pixiContexts: pixi.contexts,
        pixiPainters: pixi.painters,
        pixiTextures: pixi.textures,
        pixiDraws: pixi.draws,
        workers: tab.workers().length,
      };
    };
    // what is loaded once, and remembered for good, comes first
    await tab.evaluate(action, { cycles: 21, withModels });
    const before = await measure();
    peak.workers = 0;
    await tab.evaluate(() => (window.peak = { contexts: 0, textures: 0 }));
    await tab.evaluate(action, { cycles, withModels, leaky });
    const after = await measure();
    const left = Object.fromEntries(
      Object.entries(after).map(([name, value]) => [name, value - before[name]]),
    );
    const { pixiDraws: draws, ...rest } = left;
    return { left: rest, peak: { ...(await tab.evaluate(() => window.peak)), ...peak, draws } };
  } finally {
    await browser.close();
    home.close();
  }
}

/**
 * Most that may be left. A node or 60 KB in every cycle is too much, whatever their number from 30 on; the rest is what
 * caches, which have bounds, and the browser itself add.
 */
export const most = (cycles) => ({
  heap: Math.min(1.5e6, 50_000 * cycles),
  nodes: Math.min(60, 0.7 * cycles),
  listeners: Math.min(12, 0.7 * cycles),
  ...{ contexts: 0, textures: 0, workers: 0 },
  ...{ pixiContexts: 0, pixiPainters: 0, pixiTextures: 0 },
});

export const tooMuch = (left, cycles) =>
  Object.entries(most(cycles)).flatMap(([name, limit]) => (left[name] > limit ? [name] : []));

/** What was not there on the way, so that nothing is said about it: Pixi, or the workers of models. */
export const notTried = (peak, withModels) =>
  ['contexts', 'textures', 'draws', ...(withModels ? ['workers'] : [])].filter((name) => !(peak[name] > 0));
