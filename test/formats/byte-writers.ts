/** Small writers of binary formats, so that tests can make files that are right, and files that lie. */

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

export const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

export function concat(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const u16 = (value: number): Uint8Array => bytesOf(new Uint16Array([value]));
const u32 = (value: number): Uint8Array => bytesOf(new Uint32Array([value]));
const u64 = (value: number): Uint8Array => bytesOf(new BigUint64Array([BigInt(value)]));

/** An .npy file with this header dictionary and body. */
export function npyWith(header: string, body: Uint8Array, version = 1): Uint8Array<ArrayBuffer> {
  const text = ascii(`${header}\n`);
  return concat(
    Uint8Array.of(0x93),
    ascii('NUMPY'),
    Uint8Array.of(version, 0),
    version > 1 ? u32(text.length) : u16(text.length),
    text,
    body,
  );
}

export function npy(
  descr: string,
  shape: readonly number[],
  array: ArrayBufferView,
  { fortran = false, version = 1 } = {},
): Uint8Array<ArrayBuffer> {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const header = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${tuple}, }`;
  return npyWith(header, bytesOf(array), version);
}

/** An .npy file of unicode strings. */
export function npyText(words: readonly string[]): Uint8Array<ArrayBuffer> {
  const width = Math.max(...words.map((word) => Array.from(word).length));
  const codes = new Uint32Array(words.length * width);
  words.forEach((word, i) =>
    Array.from(word).forEach((char, j) => (codes[i * width + j] = char.codePointAt(0)!)),
  );
  return npy(`<U${width}`, [words.length], codes);
}

export interface ZipInput {
  name: string;
  bytes: Uint8Array;
  deflate?: boolean;
  /** What the directory says instead of the truth. */
  size?: number;
  method?: number;
}

async function deflated(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A zip archive; `zip64` writes sizes as numpy.savez does when it may need them. */
export async function zip(inputs: ZipInput[], { zip64 = false } = {}): Promise<Uint8Array<ArrayBuffer>> {
  const files: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes, deflate = false, size = bytes.length, method = deflate ? 8 : 0 } of inputs) {
    const data = deflate ? await deflated(bytes) : bytes;
    const marked = 0xffffffff;
    const shared = concat(u16(zip64 ? 45 : 20), u16(0), u16(method), u32(0), u32(0));
    const sizes = zip64 ? concat(u32(marked), u32(marked)) : concat(u32(data.length), u32(size));
    const extra = zip64 ? concat(u16(1), u16(16), u64(size), u64(data.length)) : new Uint8Array();
    const file = concat(
      ascii('PK\x03\x04'),
      shared,
      sizes,
      u16(name.length),
      u16(extra.length),
      ascii(name),
      extra,
      data,
    );
    directory.push(
      concat(
        ascii('PK\x01\x02'),
        u16(20),
        shared,
        sizes,
        u16(name.length),
        u16(extra.length),
        u16(0),
        u16(0),
        u16(0),
        u32(0),
        u32(offset),
        ascii(name),
        extra,
      ),
    );
    files.push(file);
    offset += file.length;
  }
  const list = concat(...directory);
  const end64 = concat(
    ascii('PK\x06\x06'),
    u64(44),
    u16(45),
    u16(45),
    u32(0),
    u32(0),
    u64(inputs.length),
    u64(inputs.length),
    u64(list.length),
    u64(offset),
  );
  const locator = concat(ascii('PK\x06\x07'), u32(0), u64(offset + list.length), u32(1));
  const end = concat(
    ascii('PK\x05\x06'),
    u16(0),
    u16(0),
    u16(zip64 ? 0xffff : inputs.length),
    u16(zip64 ? 0xffff : inputs.length),
    u32(zip64 ? 0xffffffff : list.length),
    u32(zip64 ? 0xffffffff : offset),
    u16(0),
  );
  return concat(...files, list, ...(zip64 ? [end64, locator] : []), end);
}

/** A .safetensors file with this header text and body. */
export function safetensorsWith(header: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(header);
  return concat(u64(text.length), text, body);
}

export function safetensors(
  tensors: Record<string, { dtype: string; shape: number[]; array: ArrayBufferView }>,
  metadata?: Record<string, string>,
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = metadata ? { __metadata__: metadata } : {};
  const bodies: Uint8Array[] = [];
  let at = 0;
  for (const [name, { dtype, shape, array }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [at, (at += array.byteLength)] };
    bodies.push(bytesOf(array));
  }
  return safetensorsWith(JSON.stringify(header), concat(...bodies));
}
