/** Writers of the containers, honest unless told otherwise: what is spoiled inside still gets to the reader inside. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';

const encoder = new TextEncoder();

/** An `.npy` file: magic, version 1 and the length of the header before the header. */
export function npyFile(header, body, claimed = header.length) {
  const text = Buffer.from(header, 'latin1');
  const start = Buffer.from([
    0x93,
    0x4e,
    0x55,
    0x4d,
    0x50,
    0x59,
    1,
    0,
    claimed & 0xff,
    (claimed >> 8) & 0xff,
  ]);
  return new Uint8Array(Buffer.concat([start, text, body]));
}

/** Header and numbers of an `.npy` file of version 1. */
export function openNpy(bytes) {
  const length = bytes[8] + 256 * bytes[9];
  return {
    header: Buffer.from(bytes.subarray(10, 10 + length)).toString('latin1'),
    body: bytes.subarray(10 + length),
  };
}

export function safetensorsFile(header, body, claimed) {
  const text = encoder.encode(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt.asUintN(64, claimed ?? BigInt(text.length)));
  return new Uint8Array(Buffer.concat([length, text, body]));
}

export function openSafetensors(bytes) {
  const length = Number(Buffer.from(bytes).readBigUInt64LE(0));
  return { header: Buffer.from(bytes.subarray(8, 8 + length)).toString(), body: bytes.subarray(8 + length) };
}

/**
 * A zip archive of `{name, bytes}`. `deflate` compresses; `size`, `packed` and `offset` are what the directory says in
 * place of the truth; `count` that of its end.
 */
export function zipFile(entries, { count = entries.length } = {}) {
  const files = [];
  const directory = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const data = entry.raw ?? (entry.deflate ? deflateRawSync(entry.bytes) : Buffer.from(entry.bytes));
    const fixed = Buffer.alloc(26);
    fixed.writeUInt16LE(20, 0);
    fixed.writeUInt16LE(entry.method ?? (entry.deflate ? 8 : 0), 4);
    fixed.writeUInt32LE((entry.packed ?? data.length) >>> 0, 14);
    fixed.writeUInt32LE((entry.size ?? entry.bytes.length) >>> 0, 18);
    fixed.writeUInt16LE(name.length, 22);
    files.push(Buffer.from('PK\x03\x04', 'latin1'), fixed, name, data);
    const more = Buffer.alloc(14);
    more.writeUInt32LE((entry.offset ?? offset) >>> 0, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fixed, more, name);
    offset += 30 + name.length + data.length;
  }
  const body = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(count & 0xffff, 4);
  end.writeUInt16LE(count & 0xffff, 6);
  end.writeUInt32LE(body.length, 8);
  end.writeUInt32LE(offset, 12);
  return new Uint8Array(Buffer.concat([...files, body, Buffer.from('PK\x05\x06', 'latin1'), end]));
}

/** Entries of an archive that numpy wrote. */
export function openZip(bytes) {
  const buffer = Buffer.from(bytes);
  const end = buffer.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const entries = [];
  for (let at = buffer.readUInt32LE(end + 16), i = buffer.readUInt16LE(end + 10); i > 0; i--) {
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => buffer.readUInt16LE(at + field));
    const header = buffer.readUInt32LE(at + 42);
    const deflate = buffer.readUInt16LE(at + 10) === 8;
    const start = header + 30 + buffer.readUInt16LE(header + 26) + buffer.readUInt16LE(header + 28);
    const data = buffer.subarray(start, start + buffer.readUInt32LE(at + 20));
    const name = buffer.toString('utf8', at + 46, at + 46 + nameLength);
    entries.push({ name, deflate, bytes: deflate ? inflateRawSync(data) : data });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}
