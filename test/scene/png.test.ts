import { expect } from '@open-wc/testing';
import { dataUrl, writePng } from '../../src/scene/png.js';

/** The chunks of a PNG file by name, with what its checksum says. */
function chunks(
  file: Uint8Array<ArrayBuffer>,
): { name: string; bytes: Uint8Array<ArrayBuffer>; sum: number }[] {
  const view = new DataView(file.buffer);
  const found = [];
  for (let at = 8; at < file.length;) {
    const length = view.getUint32(at);
    found.push({
      name: String.fromCharCode(...file.subarray(at + 4, at + 8)),
      bytes: file.slice(at + 8, at + 8 + length),
      sum: view.getUint32(at + 8 + length),
    });
    at += 12 + length;
  }
  return found;
}

/** CRC-32 bit by bit, as the PNG specification defines it. */
function crc(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return ~value >>> 0;
}

/** The platform's own zlib reads it, and checks its Adler-32. */
async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

describe('writePng(pixels, width, height)', () => {
  for (const [width, height] of [
    [1, 1],
    [3, 2],
    [7, 5],
    // more than one block of DEFLATE
    [150, 130],
  ] as const) {
    it(`writes ${width} × ${height} pixels that zlib reads back, with right checksums`, async () => {
      const pixels = Uint8ClampedArray.from(
        { length: 4 * width * height },
        (_, i) => (i * 37 + (i >> 3)) % 256,
      );
      const file = Uint8Array.from(writePng(pixels, width, height));
      expect([...file.subarray(0, 8)]).to.deep.equal([137, 80, 78, 71, 13, 10, 26, 10]);
      const all = chunks(file);
      expect(all.map(({ name }) => name)).to.deep.equal(['IHDR', 'IDAT', 'IEND']);
      for (const { name, bytes, sum } of all) {
        expect(sum, name).to.equal(crc(Uint8Array.from([...new TextEncoder().encode(name), ...bytes])));
      }
      const [header, data] = all as [(typeof all)[0], (typeof all)[0]];
      const view = new DataView(header.bytes.buffer);
      expect([view.getUint32(0), view.getUint32(4), ...header.bytes.subarray(8)]).to.deep.equal([
        ...[width, height],
        ...[8, 6, 0, 0, 0],
      ]);
      const rows = await inflated(data.bytes);
      expect(rows.length).to.equal(height * (1 + 4 * width));
      for (let y = 0; y < height; y++) {
        const row = rows.subarray(y * (1 + 4 * width), (y + 1) * (1 + 4 * width));
        expect(row[0], 'no filter').to.equal(0);
        expect(row.subarray(1).join()).to.equal(pixels.subarray(4 * y * width, 4 * (y + 1) * width).join());
      }
    });
  }
});

describe('dataUrl(bytes, type)', () => {
  it('holds the bytes and their type, however many there are', async () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 31) % 256);
    const response = await fetch(dataUrl(bytes, 'image/png'));
    expect(response.headers.get('content-type')).to.equal('image/png');
    expect(new Uint8Array(await response.arrayBuffer()).join()).to.equal(bytes.join());
  });
});
