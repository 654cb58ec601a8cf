export type FileFormat = 'npy' | 'zip' | 'safetensors' | 'gzip' | 'json' | 'literal' | 'html' | 'other';

/** Other files that people try, by their first bytes. */
const others: [start: string, name: string][] = [
  ['\x89HDF', 'an HDF5 file'],
  ['version https://git-lfs', 'a Git LFS pointer instead of the file'],
  ['\x80', 'a Python pickle'],
  ['\x08', 'an ONNX model'],
  ['GGUF', 'a GGUF model'],
  ['PAR1', 'a Parquet file'],
];

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 64));

/** What a file is, by its content; its name and media type say nothing. Wants the first 64 bytes. */
export function sniff(bytes: Uint8Array): FileFormat {
  const head = latin1(bytes);
  const starts = (...prefixes: string[]): boolean => prefixes.some((prefix) => head.startsWith(prefix));
  if (starts('\x93NUMPY')) return 'npy';
  if (starts('PK\x03\x04', 'PK\x05\x06')) return 'zip';
  if (starts('\x1f\x8b')) return 'gzip';
  // length of the header in 8 bytes, then the header, which is JSON
  if (head[8] === '{' && head.slice(4, 8) === '\0\0\0\0') return 'safetensors';
  const text = head.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (/^[[{]/.test(text)) return 'json';
  if (text.startsWith('<')) return 'html';
  return /^[\d.+-][\d.\s,;e+-]*$/i.test(text) ? 'literal' : 'other';
}

/** Names a file that is none of ours, for messages. */
export function describeFile(bytes: Uint8Array): string {
  const head = latin1(bytes);
  if (!head) return 'an empty file';
  return others.find(([start]) => head.startsWith(start))?.[1] ?? 'a file of another kind';
}
