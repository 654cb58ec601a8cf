import { expect } from '@open-wc/testing';
import { loadAttention, type LoadOptions } from '../../src/formats/load.js';
import { needSharedData, sharedJson, sharedUrl } from '../shared-data.js';
import { concat, npy, safetensors, zip } from './byte-writers.js';
import { codes, expectRejection, expectSameNumbers, letters, sampleWeights } from './helpers.js';

const encode = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));
const weights = sampleWeights(1, 2, 3);
const tokens = letters(3);
const json = encode(JSON.stringify({ tokens, weights: [...weights], shape: [2, 3, 3] }));
const numpy = npy('<f4', [1, 2, 3, 3], weights);

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

describe('loadAttention(url)', () => {
  const realFetch = globalThis.fetch;
  let requests: [url: string, init: RequestInit | undefined][] = [];

  /** Answers every request with these bytes, in chunks. */
  const serve = (
    bytes: Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
    chunk = 1000,
  ): void => {
    globalThis.fetch = (url, init) => {
      requests.push([url as string, init]);
      let at = 0;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (at >= bytes.length) return controller.close();
          controller.enqueue(bytes.slice(at, (at += chunk)));
        },
      });
      return Promise.resolve(new Response(body, { headers }));
    };
  };

  const load = (options: LoadOptions = {}) =>
    loadAttention('https://example.test/some/file.bin', { tokens, ...options });

  afterEach(() => {
    globalThis.fetch = realFetch;
    requests = [];
  });

  it('tells the format by content, whatever the name and type', async () => {
    const files: [what: string, bytes: Uint8Array<ArrayBuffer>][] = [
      ['JSON', json],
      ['JSON behind a byte order mark and blanks', concat(Uint8Array.of(0xef, 0xbb, 0xbf, 10, 32), json)],
      ['a literal', encode(Array.from(weights, String).join(' '))],
      ['.npy', numpy],
      ['.npz', await zip([{ name: 'attention.npy', bytes: numpy, deflate: true }])],
      ['.safetensors', safetensors({ attention: { dtype: 'F32', shape: [1, 2, 3, 3], array: weights } })],
      ['gzipped JSON', await gzip(json)],
      ['gzipped .npy', await gzip(numpy)],
    ];
    for (const [what, bytes] of files) {
      for (const chunk of [7, 1 << 20]) {
        serve(bytes, { 'content-type': 'text/html' }, chunk);
        const [data] = await load();
        expectSameNumbers(data!.weights, weights, what);
        expect(data!.source, what).to.deep.include({ type: 'file', name: 'file.bin' });
      }
    }
  });

  it('sends no cookies unless it is told to', async () => {
    serve(json);
    await load();
    expect(requests[0]![0]).to.equal('https://example.test/some/file.bin');
    expect(requests[0]![1]?.credentials).to.equal('omit');
    await load({ credentials: 'same-origin' });
    expect(requests[1]![1]?.credentials).to.equal('same-origin');
  });

  it('names the file without its query, decoded', async () => {
    serve(json);
    const [data] = await loadAttention('https://example.test/a/%EC%96%B4%ED%85%90%EC%85%98.json?v=2#x', {
      tokens,
    });
    expect(data!.source.name).to.equal('어텐션.json');
  });

  it('names a file in memory by what stands behind the address', async () => {
    for (const [behind, name] of [
      ['#%EC%96%B4%ED%85%90%EC%85%98.json', '어텐션.json'],
      ['', undefined],
    ]) {
      serve(json);
      const [data] = await loadAttention(`blob:https://example.test/1b2f-77${behind}`, { tokens });
      expect(data!.source.name).to.equal(name);
    }
  });

  it('reports progress with the total where the server says it', async () => {
    const seen: [number, number | undefined][] = [];
    const onProgress = (loaded: number, total?: number): number => seen.push([loaded, total]);
    serve(numpy, { 'content-length': String(numpy.length) }, 60);
    await load({ onProgress });
    expect(seen.length).to.equal(Math.ceil(numpy.length / 60));
    expect(seen[0]).to.deep.equal([60, numpy.length]);
    expect(seen.at(-1)).to.deep.equal([numpy.length, numpy.length]);
    seen.length = 0;
    serve(numpy, { 'content-length': '50', 'content-encoding': 'gzip' });
    await load({ onProgress });
    expect(seen).to.deep.equal([[numpy.length, undefined]]);
  });

  it('stops with the signal’s reason, and asks for nothing when it is stopped already', async () => {
    const abort = new AbortController();
    globalThis.fetch = (_, init) => {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(numpy.slice(0, 80));
          init?.signal?.addEventListener('abort', () => controller.error(init.signal!.reason));
        },
      });
      return Promise.resolve(new Response(body));
    };
    const loading = load({ signal: abort.signal, onProgress: () => abort.abort(new Error('enough')) });
    await loading.then(
      () => expect.fail('loaded'),
      (error: unknown) => expect(error).to.be.instanceOf(Error).with.property('message', 'enough'),
    );
    serve(numpy);
    await load({ signal: AbortSignal.abort(new Error('never')) }).then(
      () => expect.fail('loaded'),
      (error: unknown) => expect(error).to.have.property('message', 'never'),
    );
    expect(requests).to.be.empty;
  });

  it('says that an address is missing', async () => {
    const gone = new Response('<html>', { status: 404, statusText: 'Not Found' });
    globalThis.fetch = () => Promise.resolve(gone);
    await expectRejection(loadAttention('/missing.json'), 'network', 'src: 404 Not Found for /missing.json');
  });

  it('explains CORS when another site does not answer', async () => {
    const { protocol, hostname, port } = location;
    const other = `${protocol}//${hostname === 'localhost' ? '127.0.0.1' : 'localhost'}:${port}/test/formats/x.json`;
    await expectRejection(
      loadAttention(other),
      'network',
      `no answer from ${other}`,
      'Access-Control-Allow-Origin',
    );
  });

  it('blames no CORS when this site does not answer', async () => {
    globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    const error = await expectRejection(loadAttention('/x.json'), 'network', 'Check the address');
    expect(error.message).not.to.contain('CORS');
    expect(error.cause).to.be.instanceOf(TypeError);
    globalThis.fetch = realFetch;
    await expectRejection(loadAttention('http://['), 'network', 'no valid address');
  });

  it('says that a web page came instead of data', async () => {
    for (const page of ['<!doctype html><title>Login</title>', '\n <html>', '<?xml version="1.0"?>']) {
      serve(encode(page));
      await expectRejection(load(), 'format', 'src: a web page at', 'login');
    }
  });

  it('names other kinds of file', async () => {
    const files: [string, string][] = [
      ['\x89HDF\r\n', 'an HDF5 file'],
      ['version https://git-lfs.github.com/spec/v1\n', 'a Git LFS pointer instead of the file'],
      ['\x80\x04\x95', 'a Python pickle'],
      ['hello', 'a file of another kind'],
      ['', 'an empty file'],
    ];
    for (const [start, name] of files) {
      serve(Uint8Array.from(start, (char) => char.charCodeAt(0)));
      await expectRejection(load(), 'format', `src: ${name} at`);
    }
  });

  it('refuses JSON that is too large by its length, before reading it', async () => {
    let pulled = 0;
    globalThis.fetch = () => {
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          pulled++;
          controller.enqueue(encode('[[1, 0], '));
        },
      });
      return Promise.resolve(new Response(body, { headers: { 'content-length': '900000000' } }));
    };
    await expectRejection(
      load(),
      'too-large',
      'JSON of 900 MB',
      'at most 200 MB',
      'float16 in .npz or .safetensors',
    );
    expect(pulled).to.be.lessThan(30);
  });

  it('stops JSON that grows too large while it streams, and stops the download', async () => {
    let pulled = 0;
    let cancelled = false;
    globalThis.fetch = () => {
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (pulled++ === 100) throw new Error('read too far');
          controller.enqueue(encode('[0.5, 0.5],\n'.repeat(10)));
        },
        cancel() {
          cancelled = true;
        },
      });
      return Promise.resolve(new Response(body));
    };
    await expectRejection(load({ maxBytes: 1000 }), 'too-large', 'JSON of more than 1000 bytes', '.npz');
    expect(cancelled).to.be.true;
    expect(pulled).to.be.lessThan(20);
  });

  it('says that there is no memory, and not that the network broke off', async () => {
    const refuseMemory = (): never => {
      throw new RangeError('Array buffer allocation failed');
    };
    globalThis.fetch = () =>
      Promise.resolve(new Response(new ReadableStream<Uint8Array>({ pull: refuseMemory })));
    await expectRejection(load(), 'too-large', 'no memory for what is in https://', 'float16');
    // while an entry of an archive is inflated
    serve(await zip([{ name: 'attention.npy', bytes: numpy, deflate: true }]));
    const real = globalThis.DecompressionStream;
    globalThis.DecompressionStream = class extends real {
      override get readable(): typeof real.prototype.readable {
        return new ReadableStream({ pull: refuseMemory });
      }
    };
    try {
      await expectRejection(load(), 'too-large', 'no memory for what is in https://');
    } finally {
      globalThis.DecompressionStream = real;
    }
  });

  it('stops gzip that inflates to too much', async () => {
    const bomb = await gzip(encode(`[${'0,'.repeat(500_000)}0]`));
    expect(bomb.length).to.be.lessThan(5000);
    serve(bomb);
    await expectRejection(load({ maxBytes: 100_000 }), 'too-large', 'JSON of more than 100000 bytes');
    serve(await zip([{ name: 'attention.npy', bytes: new Uint8Array(300_000), deflate: true }]));
    await expectRejection(load({ maxBytes: 100_000 }), 'too-large', 'an archive of more than 100000 bytes');
  });

  it('holds binary files to their own limit', async () => {
    serve(numpy, { 'content-length': '300000000' });
    expect(await load()).to.have.length(1);
    serve(numpy, { 'content-length': '3000000000' });
    await expectRejection(load(), 'too-large', 'a file of 3000 MB');
  });

  it('says that a download broke off, and that gzip is broken', async () => {
    globalThis.fetch = () => {
      let sent = false;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (sent) return controller.error(new TypeError('network error'));
          controller.enqueue(numpy.slice(0, 100));
          sent = true;
        },
      });
      return Promise.resolve(new Response(body, { headers: { 'content-length': String(numpy.length) } }));
    };
    await expectRejection(load(), 'network', 'that broke off after');
    const broken = await gzip(numpy);
    broken.fill(255, 20);
    serve(broken);
    await expectRejection(load(), 'format', 'broken gzip');
    serve((await gzip(numpy)).slice(0, -9));
    await expectRejection(load(), 'format', 'broken gzip');
  });

  it('passes the faults of the content on, under the name of the input', async () => {
    serve(encode('[[1, 0], ['));
    await expectRejection(load(), 'syntax', 'src: broken JSON');
    serve(numpy.slice(0, -4));
    await expectRejection(load(), 'truncated', 'src: 68 bytes of numbers');
    serve(numpy);
    await expectRejection(
      load({ tokens: letters(4) }),
      'tokens',
      'src: 3 query positions',
      '4, one per token',
    );
    serve(encode('[[0.5, 0.5], [null, 1]]'));
    await expectRejection(load({ tokens: letters(2), input: 'the file' }), 'number', 'the file: NaN');
  });

  it('hands axes and source on', async () => {
    serve(npy('<f4', [2, 2], Float32Array.of(0.5, 0.25, 0.5, 0.75)));
    const [data] = await load({ tokens: letters(2), axes: 'kq', source: { type: 'file', name: 'mine' } });
    expect(codes(data!)).to.deep.equal([]);
    expect(data!.source).to.deep.equal({ type: 'file', name: 'mine', format: 'NumPy' });
  });

  it('loads data: URLs', async () => {
    const [data] = await loadAttention('data:,%5B%5B1%2C0%5D%2C%5B0%2C1%5D%5D', { tokens: letters(2) });
    expect(data!.queries).to.equal(2);
    expect(data!.source).to.deep.equal({ type: 'file' });
  });
});

describe('loadAttention(url): every real case', () => {
  /** Cases whose rows are no clean distributions, and what is said about them. */
  const expectedNotices: [case_: RegExp, codes: string[]][] = [
    [/filter_/, ['rows-not-normalised']],
    [/^llava-window|^invalid-rows/, ['rows-not-normalised']],
    [/^gpt2-untrained-inspectus/, ['empty-rows', 'rows-not-normalised']],
    [/SCORES$/, ['scores']],
  ];

  it('loads from .npy and JSON to the same bits, with the right notices', async function () {
    this.timeout(120_000);
    await needSharedData(this);
    const manifest = await sharedJson<Record<string, unknown>>('manifest.json');
    const paths = Object.keys(manifest)
      .filter((path) => /^real\/.*\/weights\.npy$/.test(path))
      .map((path) => path.replace('/weights.npy', ''));
    expect(paths.length).to.be.greaterThan(50);
    for (const path of paths) {
      const name = path.replace('real/', '');
      const words = await sharedJson<string[]>(`${path}/tokens.json`);
      const keys =
        `${path}/tokens_key.json` in manifest
          ? await sharedJson<string[]>(`${path}/tokens_key.json`)
          : undefined;
      const options = keys ? { targetTokens: words, sourceTokens: keys } : { tokens: words };
      const meta = await sharedJson<{ shape: number[]; causal: boolean }>(`${path}/meta.json`);
      const [data] = await loadAttention(sharedUrl(`${path}/weights.npy`), options);
      expect([data!.layers, data!.heads, data!.queries, data!.keys], name).to.deep.equal(meta.shape);
      expect(data!.causal, name).to.equal(meta.causal);
      expect(codes(data!), name).to.deep.equal(
        expectedNotices.find(([pattern]) => pattern.test(name))?.[1] ?? [],
      );
      expect(data!.queryTokens, name).to.deep.equal(words);
      expect(data!.keyTokens, name).to.deep.equal(keys ?? words);
      if (!(`${path}/weights.json` in manifest)) continue;
      const [same] = await loadAttention(sharedUrl(`${path}/weights.json`), options);
      expectSameNumbers(same!.weights, data!.weights, name);
      expect({ ...same, weights: 0, source: 0 }, name).to.deep.equal({ ...data, weights: 0, source: 0 });
    }
  });

  it('shows masked scores of the real mistake as -Infinity and the range without them', async function () {
    await needSharedData(this);
    const path = 'real/t5-small-decoder-11-SCORES';
    const [data] = await loadAttention(sharedUrl(`${path}/weights.npy`), { tokens: letters(11) });
    expect(data!.values).to.equal('scores');
    const { min, max, masked } = data!.notices[0]!.values!;
    expect(max).to.equal(5.1875);
    expect(min).to.be.greaterThan(-100);
    expect(masked).to.equal((8 * 11 * 10) / 2);
    expect([...data!.weights].filter((x) => x === -Infinity)).to.have.length(440);
  });

  it('loads every file of other tools', async function () {
    await needSharedData(this);
    const index = await sharedJson<Record<string, { same_data_as: string }>>('formats/index.json');
    for (const file of Object.keys(index)) {
      const parts = await loadAttention(sharedUrl(`formats/${file}`));
      expect(parts.length, file).to.be.greaterThan(0);
      expect(parts[0]!.source, file).to.deep.include({ type: 'file', name: file });
      // {tokens, attention} is anybody's
      const tool = file === 'circuitsvis-attention-patterns.json' ? 'json' : file.split(/[-.]/)[0];
      expect(parts[0]!.source.format?.toLowerCase(), file).to.equal(tool);
    }
  });
});
