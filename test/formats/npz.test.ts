import { expect } from '@open-wc/testing';
import type { AttentionData } from '../../src/core/attention-data.js';
import { headMatrix } from '../../src/core/attention-data.js';
import { npzParts } from '../../src/formats/npz.js';
import { assemble, type ReadOptions } from '../../src/formats/part.js';
import { zipEntries } from '../../src/formats/zip.js';
import { bytesOf, concat, npy, npyText, zip } from './byte-writers.js';
import {
  codes,
  expectInputError,
  expectRejection,
  expectSameNumbers,
  letters,
  sampleWeights,
} from './helpers.js';

const limit = 1e6;
const read = async (bytes: Uint8Array<ArrayBuffer>, options: ReadOptions = {}): Promise<AttentionData[]> =>
  (await npzParts(bytes, limit, 'src')).map((part) => assemble(part, { input: 'src', ...options }));

const fixture = async (name: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(
    await (await fetch(new URL(`../fixtures/numpy/${name}.npz`, import.meta.url))).arrayBuffer(),
  );

const square = (layers = 1, n = 2) => npy('<f4', [layers, 1, n, n], sampleWeights(layers, 1, n));

describe('npzParts(bytes)', () => {
  for (const name of ['stored', 'deflated']) {
    it(`reads ${name}.npz of NumPy, tokens included`, async () => {
      const [data] = await read(await fixture(name));
      expect(data).to.deep.include({
        layers: 2,
        heads: 3,
        queries: 4,
        keys: 5,
        kind: 'cross',
        queryTokens: ['<s>', '나는', '👍', 'a longer token'],
        keyTokens: ['Ġthe', 'Ċ', '', '고양이', '.'],
      });
      expect(data!.weights).to.be.instanceOf(Uint16Array);
      expect(headMatrix(data!, 1, 2)[0]).to.equal(((7 + 5 * 2) % 17) / 16);
      expect(headMatrix(data!, 0, 1)[19]).to.equal(((5 + 9 + 8) % 17) / 16);
      expect(data!.source.format).to.equal('NumPy');
    });
  }

  it('reads the only array under any name', async () => {
    expect((await read(await fixture('positional')))[0]).to.deep.include({ layers: 2, heads: 3 });
    expect(
      await read(await zip([{ name: 'gpt2.npy', bytes: square() }]), { tokens: letters(2) }),
    ).to.have.length(1);
  });

  it('sorts layers by number', async () => {
    const [data] = await read(await fixture('layers'));
    expect(data!.layers).to.equal(12);
    const first = Array.from({ length: 12 }, (_, l) => headMatrix(data!, l, 0)[0]);
    expect(first).to.deep.equal(first.map((_, l) => (l + 1) / 16));
  });

  it('reads encoder, decoder and cross with tokens from JSON entries', async () => {
    const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
    const parts = await read(
      await zip([
        { name: 'encoder.npy', bytes: square(2, 3), deflate: true },
        { name: 'decoder_attentions.npy', bytes: square(2, 2) },
        { name: 'cross_attention.npy', bytes: npy('<f4', [2, 1, 2, 3], sampleWeights(2, 1, 2, 3)) },
        { name: 'source_tokens.json', bytes: json(letters(3)) },
        { name: 'target_tokens.npy', bytes: npyText(['가', '나다']) },
      ]),
    );
    expect(parts.map(({ kind }) => kind)).to.deep.equal(['encoder', 'decoder', 'cross']);
    expect(parts[2]).to.deep.include({ queryTokens: ['가', '나다'], keyTokens: letters(3) });
    expect(parts.flatMap(codes)).to.deep.equal([]);
  });

  it('reads a tokens.json entry', async () => {
    const bytes = new TextEncoder().encode('["x", "y"]');
    const [data] = await read(
      await zip([
        { name: 'tokens.json', bytes },
        { name: 'attn.npy', bytes: square() },
      ]),
    );
    expect(data!.queryTokens).to.deep.equal(['x', 'y']);
  });

  it('reads several arrays without layers as parts under their names', async () => {
    const parts = await read(
      await zip([
        { name: 'gpt2_attention.npy', bytes: square() },
        { name: 'bert_attention.npy', bytes: square() },
      ]),
      { tokens: letters(2) },
    );
    expect(parts.map(({ name }) => name)).to.deep.equal(['gpt2_attention', 'bert_attention']);
  });

  it('takes the scale of bytes from an entry', async () => {
    const bytes = npy('|u1', [1, 1, 2, 2], Uint8Array.of(16, 0, 8, 8));
    const scale = npy('<f8', [], Float64Array.of(1 / 16));
    const [data] = await read(
      await zip([
        { name: 'attention.npy', bytes },
        { name: 'scale.npy', bytes: scale },
      ]),
      {
        tokens: letters(2),
      },
    );
    expect(data!.scale).to.equal(1 / 16);
    expect(codes(data!)).to.deep.equal([]);
  });

  it('reads zip64 archives', async () => {
    const archive = await zip([{ name: 'attention.npy', bytes: square(), deflate: true }], { zip64: true });
    const [data] = await read(archive, { tokens: letters(2) });
    expectSameNumbers(data!.weights, sampleWeights(1, 1, 2), 'zip64');
  });

  it('says what an archive without attention holds', async () => {
    await expectRejection(
      read(
        await zip([
          { name: 'a.npy', bytes: npy('<f4', [2], new Float32Array(2)) },
          { name: 'b.txt', bytes: bytesOf(new Uint8Array(3)) },
        ]),
      ),
      'format',
      'an archive with a.npy, b.txt',
    );
    await expectRejection(
      read(await zip([{ name: 'archive/data.pkl', bytes: new Uint8Array(3) }])),
      'format',
      'A PyTorch file',
    );
    await expectRejection(read(await zip([])), 'format', 'an archive with nothing');
  });

  it('names the entry that is broken', async () => {
    const bytes = square().slice(0, -4);
    await expectRejection(
      read(await zip([{ name: 'attention.npy', bytes }])),
      'truncated',
      'src (attention)',
    );
  });

  it('is safe against names such as __proto__', async () => {
    const parts = await read(
      await zip([
        { name: '__proto__.json', bytes: new TextEncoder().encode('{"tokens": ["x", "y"]}') },
        { name: 'attn.npy', bytes: square() },
      ]),
    );
    expect(parts[0]!.queryTokens).to.deep.equal(['1', '2']);
  });
});

describe('zipEntries(bytes)', () => {
  const zeros = new Uint8Array(200_000);
  const entries = async (input: Parameters<typeof zip>[0], max = limit) =>
    zipEntries(await zip(input), max, 'src');

  it('inflates entries to exactly their size', async () => {
    const [entry] = await entries([{ name: 'a', bytes: zeros, deflate: true }]);
    expect((await entry!.read()).length).to.equal(zeros.length);
  });

  it('refuses archives that inflate to more than the limit, before inflating', async () => {
    const archive = await zip([
      { name: 'a', bytes: zeros, deflate: true },
      { name: 'b', bytes: zeros, deflate: true },
    ]);
    expectInputError(() => zipEntries(archive, 300_000, 'src'), 'too-large', 'more than 300000 bytes');
  });

  it('refuses sizes that DEFLATE cannot reach, before allocating', async () => {
    const archive = await zip([{ name: 'a', bytes: Uint8Array.of(1, 2, 3), deflate: true, size: 900_000 }]);
    expectInputError(() => zipEntries(archive, limit, 'src'), 'format', 'a with 5 bytes for 900000');
  });

  it('stops at the size that an entry names: zip bombs', async () => {
    const [entry] = await entries([{ name: 'a', bytes: zeros, deflate: true, size: 1000 }]);
    await expectRejection(entry!.read(), 'format', 'more than the 1000 bytes');
  });

  it('refuses entries that inflate to less than they name', async () => {
    const [entry] = await entries([{ name: 'a', bytes: zeros, deflate: true, size: 200_100 }]);
    await expectRejection(entry!.read(), 'truncated', '200000 bytes in a', '200100');
  });

  it('refuses stored entries of two sizes, encryption and other compressions', async () => {
    const one = Uint8Array.of(1);
    const refused = async (input: Parameters<typeof zip>[0][number], ...parts: string[]) => {
      const archive = await zip([input]);
      expectInputError(() => zipEntries(archive, limit, 'src'), parts[0] as 'format', ...parts.slice(1));
    };
    await refused({ name: 'a', bytes: one, size: 2 }, 'format', 'a with 1 bytes for 2');
    await refused({ name: 'a', bytes: one, method: 14 }, 'unsupported', 'a with compression 14');
    const encrypted = await zip([{ name: 'a', bytes: one }]);
    encrypted[encrypted.length - 22 - 46 - 1 + 8] = 1;
    expectInputError(() => zipEntries(encrypted, limit, 'src'), 'unsupported', 'encrypted');
  });

  it('refuses broken DEFLATE data', async () => {
    const noise = Uint8Array.from({ length: 64 }, (_, i) => (i * 37 + 255) & 255);
    const [entry] = await entries([{ name: 'a', bytes: noise, method: 8, size: 640 }]);
    await expectRejection(entry!.read(), 'format', 'cannot be inflated');
  });

  it('refuses archives that are cut off at any byte', async () => {
    const archive = await zip([{ name: 'attention.npy', bytes: square() }]);
    for (let length = 4; length < archive.length; length += 5) {
      expectInputError(() => zipEntries(archive.slice(0, length), limit, 'src'), 'truncated', 'directory');
    }
    for (let start = 3; start < 40; start += 7) {
      let found: unknown;
      try {
        await Promise.all(zipEntries(archive.slice(start), limit, 'src').map((entry) => entry.read()));
      } catch (error) {
        found = error;
      }
      expect(found, `from byte ${start}`).to.be.instanceOf(Error).with.property('name', 'InputError');
    }
  });

  it('finds the directory behind a comment', async () => {
    const archive = await zip([{ name: 'a', bytes: Uint8Array.of(7) }]);
    const comment = new TextEncoder().encode('made by hand');
    const commented = concat(archive, comment);
    new DataView(commented.buffer).setUint16(archive.length - 2, comment.length, true);
    expect(zipEntries(commented, limit, 'src').map(({ name }) => name)).to.deep.equal(['a']);
  });
});
