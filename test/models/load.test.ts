import { expect } from '@open-wc/testing';
import type { Model, OpenOptions, RunInput } from '../../src/models/model.js';
import { openAlone } from '../../src/models/open-alone.js';
import { safetensors } from '../formats/byte-writers.js';
import { expectClose } from '../core/oracle.js';
import { fixtureExpected, fixtureInput } from './fixture.js';
import { filesOf, takeApart, type Folder } from './folder.js';
import { serve, servedUrl, type Served, type ServeOptions } from './serve.js';

const name = 'qwen2-window-tiny';

/** 300 kB that the model has no use for, in the middle and at the end. */
const unused = () => ({ dtype: 'F32', shape: [75_000], array: new Float32Array(75_000) });

async function withUnused(): Promise<Folder> {
  const { config, tensors } = await takeApart(name);
  const entries = Object.entries(tensors);
  const middle = entries.length / 2;
  const all = [
    ...entries.slice(0, middle),
    ['unused', unused()],
    ...entries.slice(middle),
    ['more', unused()],
  ];
  return { config, tensors: Object.fromEntries(all) as Folder['tensors'] };
}

const open = (options: OpenOptions = {}) =>
  openAlone(servedUrl('m/'), { worker: false, cache: false, ...options });

async function expectRight(model: Model): Promise<void> {
  const { logits } = await model.run(await fixtureInput<RunInput>(name), { want: { logits: true } });
  expectClose(logits!, (await fixtureExpected(name)).logits!, 1e-4, 'logits');
}

describe('openModel(url): the download', () => {
  let served: Served | undefined;
  afterEach(() => served?.stop());
  const begin = async (options: ServeOptions = {}, folder?: Folder) => {
    served = serve(filesOf(folder ?? (await withUnused())), options);
    return served;
  };

  for (const hideLength of [false, true]) {
    it(`asks for no more than what the model needs${hideLength ? ', from a server that hides lengths' : ''}`, async () => {
      const { requests } = await begin({ hideLength });
      const seen: [number, number | undefined][] = [];
      await expectRight(await open({ onProgress: (...values) => seen.push(values) }));
      const ranges = requests.filter((request) => request.includes('bytes='));
      expect(ranges).to.have.length(3);
      const [loaded, total] = seen.at(-1)!;
      expect(loaded).to.equal(total);
      expect(loaded).to.be.below(60_000);
      expect(seen.every(([now], i) => i === 0 || now >= seen[i - 1]![0])).to.equal(true);
    });
  }

  it('takes all from a server that gives no parts, in one request', async () => {
    const { requests } = await begin({ ranges: false });
    const seen: [number, number | undefined][] = [];
    await expectRight(await open({ onProgress: (...values) => seen.push(values) }));
    expect(requests.filter((request) => request.startsWith('m/model.safetensors'))).to.have.length(1);
    expect(seen.at(-1)![0]).to.equal(seen.at(-1)![1]);
  });

  for (const ranges of [true, false]) {
    it(`reads what it loads to the end, ${ranges ? 'part by part' : 'whole'}, so that the browser keeps it`, async () => {
      const { givenUp } = await begin({ ranges }, await (ranges ? withUnused() : takeApart(name)));
      await expectRight(await open());
      expect(givenUp).to.deep.equal([]);
    });
  }

  it('takes a file whose length nobody says', async () => {
    await begin({ ranges: false, hideLength: true });
    await expectRight(await open());
  });

  it('reads a header that is longer than the first request', async () => {
    const folder = await withUnused();
    const long = Object.fromEntries(
      Array.from({ length: 900 }, (_, i) => [
        `buffer.with.a.long.name.of.some.eighty.characters.${i}`,
        { dtype: 'F32', shape: [1], array: new Float32Array(1) },
      ]),
    );
    await begin({}, { ...folder, tensors: { ...folder.tensors, ...long } });
    await expectRight(await open());
  });

  it('sends no cookies', async () => {
    const { init } = await begin();
    await open();
    expect(new Set(init.map(({ credentials }) => credentials))).to.deep.equal(new Set(['omit']));
  });

  it('stops when its signal says so', async () => {
    await begin({ ranges: false });
    const controller = new AbortController();
    const onProgress = (loaded: number) => loaded > 20_000 && controller.abort(new Error('enough'));
    const error = await open({ signal: controller.signal, onProgress }).catch(
      (reason: Error) => reason.message,
    );
    expect(error).to.equal('enough');
  });

  it('opens a single file by its name, a folder without its slash, and the page of a model at Hugging Face', async () => {
    const files = filesOf(await takeApart(name));
    served = serve({ ...files, 'm/other.safetensors': files['m/model.safetensors'] });
    const options = { worker: false, cache: false };
    const byFile = await openAlone(servedUrl('m/other.safetensors'), options);
    expect(byFile.name).to.equal('m');
    await expectRight(byFile);
    expect((await openAlone(servedUrl('m'), options)).name).to.equal('m');
    served.stop();

    const asked: string[] = [];
    const real = globalThis.fetch;
    globalThis.fetch = (input) => {
      asked.push(input as string);
      return Promise.resolve(new Response('', { status: 404 }));
    };
    await openAlone('https://huggingface.co/some-one/some-model', options).catch(() => undefined);
    globalThis.fetch = real;
    expect(asked[0]).to.equal('https://huggingface.co/some-one/some-model/resolve/main/config.json');
  });

  it('names the model by its folder, also in a branch, and where a % means itself', async () => {
    const files = filesOf(await takeApart(name));
    for (const [folder, called] of [
      ['some-one/some-model/resolve/main/', 'some-model'],
      ['100%/', '100%'],
    ] as const) {
      const renamed = Object.entries(files).map(([path, body]) => [path.replace('m/', folder), body]);
      served = serve(Object.fromEntries(renamed) as Record<string, string>);
      const model = await openAlone(servedUrl(folder), { worker: false, cache: false });
      expect(model.name).to.equal(called);
      served.stop();
    }
  });
});

describe('openModel(url): the cache of downloads', () => {
  let served: Served | undefined;
  const forget = () => caches.delete('attention-elements-models');
  beforeEach(forget);
  afterEach(async () => {
    served?.stop();
    await forget();
  });
  const openAnew = async (options: ServeOptions, folder: Folder): Promise<string[]> => {
    served = serve(filesOf(folder), options);
    await expectRight(await open({ cache: true }));
    served.stop();
    return served.requests.filter((request) => request.startsWith('m/model.safetensors'));
  };

  it('downloads parts once, as long as the version of the file is the same', async () => {
    const folder = await withUnused();
    expect(await openAnew({ etag: '"1"' }, folder)).to.have.length(3);
    expect(await openAnew({ etag: '"1"' }, folder)).to.have.length(1);
    expect(await openAnew({ etag: '"2"' }, folder)).to.have.length(3);
    expect(await openAnew({ etag: '"2"' }, folder)).to.have.length(1);
  });

  it('keeps whole files of servers that give no parts', async () => {
    const folder = await withUnused();
    await openAnew({ etag: '"1"', ranges: false }, folder);
    // if the body were read again, it would end too early
    await openAnew({ etag: '"1"', ranges: false, endAfter: 20_000 }, folder);
  });

  it('keeps nothing of a download that broke off', async () => {
    const folder = await withUnused();
    const broken = await openAnew({ etag: '"1"', breakAfter: 6000 }, folder).catch(() => undefined);
    expect(broken).to.equal(undefined);
    served!.stop();
    expect(await openAnew({ etag: '"1"' }, folder)).to.have.length(3);
  });

  it('does without where the disk is full', async () => {
    const put = Object.getOwnPropertyDescriptor(Cache.prototype, 'put')!;
    Cache.prototype.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    try {
      expect(await openAnew({ etag: '"1"' }, await withUnused())).to.have.length(3);
    } finally {
      Object.defineProperty(Cache.prototype, 'put', put);
    }
  });
});

describe('openModel(url): what a checkpoint holds', () => {
  it('counts parameters without scales, and leaves out what is not used', async () => {
    const { config, tensors } = await takeApart(name);
    const count = Object.values(tensors).reduce(
      (sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1),
      0,
    );
    const served = serve({
      'm/config.json': JSON.stringify(config),
      'm/model.safetensors': safetensors({ ...tensors, unused: unused() }),
    });
    expect((await open()).config.parameters).to.equal(count);
    served.stop();
  });
});
