import { inflate } from './byte-stream.js';
import { fail } from './fail.js';

/** A file inside a zip archive. */
export interface ZipEntry {
  name: string;
  /** Bytes, inflated. */
  size: number;
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

/** DEFLATE cannot shrink data to less than 1/1032 (RFC 1951; zlib's technical notes). */
const deflateRatio = 1032;

const notWhole = 'The file may not have been copied whole.';

/**
 * Lists a zip archive by its central directory (PKWARE APPNOTE 4.3, with zip64), stored and deflated entries. Nothing is
 * inflated before it is read, and never to more than the directory says.
 *
 * @param limit largest sum of inflated sizes, bytes
 * @throws InputError `truncated`, `format`, `unsupported`, `too-large`
 */
export function zipEntries(bytes: Uint8Array<ArrayBuffer>, limit: number, input: string): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const long = (at: number): number => view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
  let end = bytes.length - 22;
  while (end >= 0 && end > bytes.length - 22 - 0x10000 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50) {
    fail(input, 'truncated', 'a zip archive without its directory', 'a whole archive', notWhole);
  }
  let count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const locator = end - 20;
  if (locator >= 0 && view.getUint32(locator, true) === 0x07064b50) {
    const end64 = long(locator + 8);
    if (end64 + 56 > bytes.length || view.getUint32(end64, true) !== 0x06064b50) {
      fail(input, 'truncated', 'a zip64 archive without its directory', 'a whole archive', notWhole);
    }
    count = long(end64 + 32);
    at = long(end64 + 48);
  }
  const entries: ZipEntry[] = [];
  let sum = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) {
      fail(
        input,
        'format',
        `a directory that breaks at entry ${i + 1} of ${count}`,
        'a whole archive',
        notWhole,
      );
    }
    const [flags, method, nameLength, extraLength, commentLength] = [8, 10, 28, 30, 32].map((offset) =>
      view.getUint16(at + offset, true),
    ) as [number, number, number, number, number];
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const next = at + 46 + nameLength + extraLength + commentLength;
    if (next > end)
      fail(
        input,
        'format',
        `a directory that breaks at entry ${i + 1} of ${count}`,
        'a whole archive',
        notWhole,
      );
    const fields = [24, 20, 42].map((offset) => view.getUint32(at + offset, true));
    // zip64: sizes that do not fit stand in extra field 1, in this order, only those that are marked
    for (
      let extra = at + 46 + nameLength;
      extra + 4 <= next - commentLength;
      extra += 4 + view.getUint16(extra + 2, true)
    ) {
      if (view.getUint16(extra, true) !== 1) continue;
      let value = extra + 4;
      fields.forEach((field, f) => {
        if (field !== 0xffffffff || value + 8 > next) return;
        fields[f] = long(value);
        value += 8;
      });
    }
    const [size, packed, header] = fields as [number, number, number];
    at = next;
    if (name.endsWith('/')) continue;
    if (flags & 1) fail(input, 'unsupported', `${name}, which is encrypted`, 'an open archive');
    if (method !== 0 && method !== 8) {
      fail(
        input,
        'unsupported',
        `${name} with compression ${method}`,
        'stored or deflated entries',
        'numpy.savez_compressed writes them.',
      );
    }
    if (header + 30 + packed > bytes.length)
      fail(input, 'truncated', `${name} beyond the end of the file`, 'a whole archive', notWhole);
    if (method === 0 ? size !== packed : size > packed * deflateRatio + 64) {
      fail(input, 'format', `${name} with ${packed} bytes for ${size}`, 'sizes that can be true');
    }
    if ((sum += size) > limit)
      fail(input, 'too-large', `an archive of more than ${limit} bytes`, `at most ${limit}`);
    entries.push({ name, size, read: () => readEntry(name, header, packed, size, method) });
  }
  return entries;

  async function readEntry(name: string, header: number, packed: number, size: number, method: number) {
    if (view.getUint32(header, true) !== 0x04034b50)
      fail(input, 'format', `no entry where ${name} should be`, 'a whole archive', notWhole);
    const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
    if (start + packed > bytes.length)
      fail(input, 'truncated', `${name} beyond the end of the file`, 'a whole archive', notWhole);
    const content = bytes.subarray(start, start + packed);
    if (method === 0) return content;
    const larger = (): never =>
      fail(input, 'format', `${name} with more than the ${size} bytes that it names`, 'true sizes');
    const out = await inflate(content, size, input, larger);
    if (out.length < size) fail(input, 'truncated', `${out.length} bytes in ${name}`, `${size}`, notWhole);
    return out;
  }
}
