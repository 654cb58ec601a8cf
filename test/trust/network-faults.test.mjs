/** Slow and broken networks: what has come is told, what failed can be had again, and the page goes on. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { drawn, faultLab, kinds, npz, problem, show } from '../tools/fault-lab.mjs';
import { until } from '../tools/pages.mjs';
import { pdfText } from '../tools/pdf-text.mjs';
import { vision } from '../tools/vision.mjs';

const address = '/data/induction/english-24.npz';
const figure = (src) => kinds['attention-view'].body.replace(address, src);
const other = '{"tokens": ["a", "b"], "weights": [[[1, 0], [0.4, 0.6]]]}';
const model = readFileSync('demo/data/induction/model.safetensors');

let lab;
const held = new Set();

/** Files of the library that are refused: how often still, by the start of their names. */
const refused = new Map();
const chunks = Object.fromEntries(
  readdirSync('dist/cdn/chunks').map((name) => [
    `/cdn/chunks/${name}`,
    (_, response) => {
      const start = [...refused.keys()].find((key) => name.startsWith(key));
      const left = refused.get(start) ?? 0;
      if (start) refused.set(start, left - 1);
      if (left > 0) return response.writeHead(503).end();
      response.writeHead(200, { 'content-type': 'text/javascript' });
      response.end(readFileSync(`dist/cdn/chunks/${name}`));
    },
  ]),
);

/** A model or image of which one file comes as `answer` says, and once it is mended, well. */
const mended = new Set();
const folder = (name, files, spoiled, answer) =>
  Object.fromEntries(
    files.map((file) => [
      `/${name}/${file}`,
      (request, response) => {
        const bytes = readFileSync(`demo/data/induction/${file}`);
        if (file !== spoiled || mended.has(name)) return response.end(bytes);
        answer(response, bytes);
      },
    ]),
  );

const modelFiles = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors'];
const truncate = (response, bytes) => {
  response.writeHead(200, { 'content-length': bytes.length });
  response.write(bytes.subarray(0, bytes.length >> 1), () => setTimeout(() => response.destroy(), 50));
};

/** Sends a body in small pieces, with pauses. */
const drip = (response, bytes, pieces) => {
  response.writeHead(200, { 'content-length': bytes.length });
  const size = Math.ceil(bytes.length / pieces);
  const next = (at) => {
    if (at >= bytes.length || response.destroyed) return response.end();
    response.write(bytes.subarray(at, at + size));
    setTimeout(next, 40, at + size);
  };
  next(0);
};

before(async () => {
  const send = (response, headers, body) =>
    response.writeHead(200, { 'content-type': 'application/octet-stream', ...headers }).end(body);
  /** Sends a length that is not the body's: Node itself would not. */
  const lie = (response, length) => {
    response.socket.end(
      Buffer.concat([
        Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\nconnection: close\r\n\r\n`),
        npz,
      ]),
    );
  };
  lab = await faultLab({
    ...chunks,
    ...vision,
    '/other.json': other,
    '/truncated': (_, response) => truncate(response, npz),
    '/short': (_, response) => send(response, {}, npz.subarray(0, 1000)),
    '/too-much-said': (_, response) => lie(response, npz.length + 1000),
    '/too-little-said': (_, response) => lie(response, npz.length - 1000),
    '/gzip': (_, response) => send(response, { 'content-encoding': 'gzip' }, gzipSync(npz)),
    '/brotli': (_, response) => send(response, { 'content-encoding': 'br' }, brotliCompressSync(npz)),
    '/not-gzip': (_, response) => send(response, { 'content-encoding': 'gzip' }, npz),
    '/moved': (_, response) => response.writeHead(307, { location: address }).end(),
    '/round': (_, response) => response.writeHead(302, { location: '/round' }).end(),
    '/drip': (_, response) => drip(response, npz, 25),
    '/stalled': (_, response) => {
      response.writeHead(200, { 'content-length': npz.length });
      response.write(npz.subarray(0, 1000));
      held.add(response);
    },
    '/silent': (_, response) => held.add(response),
    '/stalled-model/config.json': (_, response) => held.add(response),
    ...folder('truncated-model', modelFiles, 'model.safetensors', truncate),
    ...folder('missing-model', modelFiles, 'model.safetensors', (response) => response.writeHead(404).end()),
    ...folder('broken-model', modelFiles, 'config.json', (response) => response.end('{"model_type": "gp')),
    ...folder('dripping-model', modelFiles, 'model.safetensors', (response) => drip(response, model, 25)),
    '/truncated.png': (_, response) =>
      mended.has('png')
        ? response.end(vision['/image.png'])
        : response.end(vision['/image.png'].subarray(0, 60)),
    '/broken.png': (_, response) =>
      mended.has('png') ? response.end(vision['/image.png']) : truncate(response, vision['/image.png']),
  });
});

after(async () => {
  for (const response of held) response.destroy();
  await lab?.close();
});

const settled = async ({ tab, errors, context }) => {
  assert.equal(await problem(tab), undefined);
  assert.deepEqual(errors, []);
  await context.close();
};

for (const [src, expected] of [
  ['/truncated', /broke off|truncated|whole/],
  ['/short', /directory|whole/],
  ['/too-much-said', /broke off/],
  ['/too-little-said', /directory|whole|truncated/],
  ['/not-gzip', /no answer|broke off/],
  ['/round', /no answer/],
]) {
  test(`a network that goes wrong is told and can be mended: ${src}`, async () => {
    const opened = await lab.open(figure(src), { wait: false });
    const { tab } = opened;
    await until(() => problem(tab), 'a message');
    assert.match(await problem(tab), expected);
    await show(tab, { src: address });
    await drawn(tab);
    await settled(opened);
  });
}

for (const [name, broken, expected] of [
  [
    'a model that is cut off',
    { model: '/truncated-model/', text: 'fox moon' },
    /broke off|truncated|whole|fetch/,
  ],
  ['a model without a file', { model: '/missing-model/', text: 'fox moon' }, /neither model/],
  ['a model with half a config', { model: '/broken-model/', text: 'fox moon' }, /config|JSON/],
  ['an image that is cut off', { model: '/vit/', image: '/truncated.png' }, /image/],
  ['an image whose download breaks off', { model: '/vit/', image: '/broken.png' }, /image: .*broke off/],
]) {
  test(`${name} is told, another address mends it, and so does the same one when it is whole`, async () => {
    mended.clear();
    const opened = await lab.open('<attention-view view="matrix" loading="eager"></attention-view>', {
      wait: false,
    });
    const { tab } = opened;
    await tab.evaluate(() => customElements.whenDefined('attention-view'));
    await show(tab, broken);
    await until(() => problem(tab), 'a message');
    assert.match(await problem(tab), expected);
    await show(tab, { model: undefined, image: undefined, text: undefined, tokens: 'a b c' });
    await drawn(tab);
    assert.equal(await problem(tab), undefined);
    mended.add(broken.image ? 'png' : broken.model.replaceAll('/', ''));
    await show(tab, { tokens: undefined, ...broken });
    const size = broken.image ? 10 : 2;
    await until(() => tab.evaluate((n) => window.view().getWeights()?.queries === n, size), 'the data');
    await settled(opened);
  });
}

test('compressed and redirected answers are read as others are', async () => {
  const opened = await lab.open(['/gzip', '/brotli', '/moved'].map(figure).join(''));
  const { tab } = opened;
  for (let i = 0; i < 3; i++) {
    await tab.evaluate((index) => window.view(index).scrollIntoView(), i);
    await drawn(tab, i);
  }
  await settled(opened);
});

for (const [name, body, size] of [
  ['a file', figure('/drip'), 24],
  [
    'a model',
    '<attention-view model="/dripping-model/" text="fox moon" view="matrix" loading="eager"></attention-view>',
    2,
  ],
]) {
  test(`${name} that comes in drops is shown to grow, then whole`, async () => {
    const opened = await lab.open(body, { wait: false });
    const { tab } = opened;
    const shares = await tab.evaluate(
      () =>
        new Promise((resolve) => {
          const seen = new Set();
          const look = () => {
            const bar = window.view().shadowRoot?.querySelector('progress');
            if (bar?.hasAttribute('value')) seen.add(bar.value / bar.max);
            if (window.view().getWeights?.()) resolve([...seen]);
            else requestAnimationFrame(look);
          };
          look();
        }),
    );
    assert.ok(shares.length >= 3, `${shares.length} steps`);
    assert.deepEqual(shares, shares.toSorted?.((a, b) => a - b) ?? shares, 'never back');
    assert.equal(await tab.evaluate(() => window.view().getWeights().queries), size);
    await drawn(tab);
    await settled(opened);
  });
}

test('a stalled download shows that it loads, is printed so, and gives way to another', async () => {
  const opened = await lab.open(figure('/stalled'), { wait: false });
  const { tab } = opened;
  await until(
    () => tab.evaluate(() => Boolean(window.view().shadowRoot?.querySelector('[part~=progress]'))),
    'progress',
  );
  const told = await tab.evaluate(
    () =>
      window.view().shadowRoot.querySelector('[part~=progress] label').firstChild.nextSibling?.data ??
      window.view().shadowRoot.querySelector('[part~=progress]').textContent,
  );
  const paper = pdfText(await tab.pdf());
  const bare = (text) => text.replace(/\s+/g, '');
  assert.ok(bare(told).length > 5, told);
  assert.ok(bare(paper).includes(bare(told)), `“${told}” is not on the paper: “${paper}”`);
  await show(tab, { src: '/silent' });
  await show(tab, { src: '/other.json' });
  await drawn(tab);
  await settled(opened);
});

test('a stalled model gives way to another', async () => {
  const opened = await lab.open(
    '<attention-view model="/stalled-model/" text="fox moon" view="matrix" loading="eager"></attention-view>',
    { wait: false },
  );
  const { tab } = opened;
  await until(
    () => tab.evaluate(() => Boolean(window.view().shadowRoot?.querySelector('[part~=progress]'))),
    'progress',
  );
  await show(tab, { model: '/data/induction/' });
  await until(() => tab.evaluate(() => window.view().getWeights()?.queries === 2), 'the data');
  await drawn(tab);
  await settled(opened);
});

test('offline, then online again', async () => {
  const opened = await lab.open(figure(address));
  const { tab, context } = opened;
  await context.setOffline(true);
  await show(tab, { src: '/other.json' });
  await until(() => problem(tab), 'a message');
  assert.match(await problem(tab), /no answer/);
  await context.setOffline(false);
  await show(tab, { src: '/other.json?again' });
  await until(() => tab.evaluate(() => window.view().getWeights()?.queries === 2), 'the data');
  await settled(opened);
});

const requestsOf = (start, from) =>
  lab.home.requests.slice(from).filter(({ url }) => url.startsWith(`/cdn/chunks/${start}`)).length;

for (const [tag, start] of [
  ['attention-view', 'view-body'],
  ['transformer-diagram', 'diagram-body'],
]) {
  test(`${tag}: a file of the library that does not come is told, and asked for again when the figure comes near again`, async () => {
    refused.clear();
    refused.set(start, 1);
    const opened = await lab.open(
      `${kinds[tag].small.replace('loading="eager"', '')}<p style="height: 6000px">`,
      { wait: false },
    );
    const { tab } = opened;
    await until(() => problem(tab), 'a message');
    assert.match(await problem(tab), /files of the library/);
    assert.match(await problem(tab), /integrity hash/);
    await tab.evaluate(() => window.scrollTo(0, 6000));
    await tab.evaluate(() => window.frames(5));
    await tab.evaluate(() => window.scrollTo(0, 0));
    await drawn(tab);
    await settled(opened);
  });

  test(`${tag} loading="eager": a file that never comes is not asked for without end`, async () => {
    refused.clear();
    refused.set(start, Infinity);
    const from = lab.home.requests.length;
    const opened = await lab.open(kinds[tag].small, { wait: false });
    const { tab } = opened;
    await until(() => problem(tab), 'a message');
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const requests = requestsOf(start, from);
    assert.ok(requests <= 2, `${requests} requests in two seconds`);
    // what an author changes is a reason to ask again
    refused.clear();
    await show(tab, { controls: 'none' });
    await drawn(tab);
    await settled(opened);
  });
}

test('a reader of files that does not come is told, and asked for again with the next file', async () => {
  refused.clear();
  refused.set('npz', 1);
  const opened = await lab.open(figure(address), { wait: false });
  const { tab } = opened;
  await until(() => problem(tab), 'a message');
  await show(tab, { src: `${address}?again` });
  await drawn(tab);
  await settled(opened);
});

test('without the code of Pixi, Canvas 2D goes on drawing', async () => {
  refused.clear();
  refused.set('index', Infinity);
  const opened = await lab.open(figure(address));
  const { tab } = opened;
  await show(tab, { scale: 'sqrt' });
  await drawn(tab);
  assert.equal(await tab.evaluate(() => window.copies), 0);
  refused.clear();
  await settled(opened);
});
