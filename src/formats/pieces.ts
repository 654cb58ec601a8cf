import { unspaced } from './scripts.js';

/** One piece of a tokenizer, made readable. */
export interface Piece {
  /** What to show: without the tokenizer's marks, white space and empty pieces made visible. */
  text: string;
  /** The piece as the tokenizer wrote it. */
  raw: string;
  /** A special token such as `[CLS]` or `<|endoftext|>`. */
  special: boolean;
  /** A space stands before the piece in running text. */
  space: boolean;
  /** The piece continues the word of the piece before it. */
  joins: boolean;
  /** It starts inside of a character, which is shown on the piece before it; a `·` holds its place. */
  inside?: true;
}

/** What a piece adds to the text when it is joined to the one before it. */
export const pieceLetters = ({ text, inside }: Piece) => (inside ? text.slice(1) : text === '∅' ? '' : text);

const specialToken =
  /^(?:\[(?:CLS|SEP|PAD|UNK|MASK|BOS|EOS|\/?INST)\]|<\/?(?:s|pad|unk|mask|bos|eos|sep|cls|image|eo[dp]|extra_id_\d+|(?:start|end)_of_\w+)>|<[|｜].*[|｜]>)$/i;

const byteFallback = /^<0x([\da-f]{2})>$/i;

const endsUnspaced = new RegExp(`[${unspaced}、。]$`, 'u');
const startsUnspaced = new RegExp(`^[${unspaced}、。]`, 'u');

/**
 * The byte that a character of a byte-level vocabulary stands for, or -1: printable bytes stand for themselves, the other
 * 68 are U+0100 and up in order (`bytes_to_unicode` of GPT-2's `encoder.py`).
 */
function byteOf(code: number): number {
  if ((code > 32 && code < 127) || (code > 160 && code < 256 && code !== 173)) return code;
  const n = code - 256;
  return n < 0 || n > 67 ? -1 : n < 33 ? n : n < 67 ? n + 94 : 173;
}

const bytesOf = (token: string): number[] => Array.from(token, (letter) => byteOf(letter.codePointAt(0)!));

/** Length in bytes of the UTF-8 character that a byte starts, 0 when it starts none. */
const utf8Length = (lead: number): number =>
  lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;

/**
 * Joins the bytes of neighbouring pieces into characters. A character that is split between pieces is shown whole on the
 * piece where it starts; a piece that starts inside a character has a `·` in its place. Bytes that make no character
 * become U+FFFD.
 */
function joinBytes(run: number[][]): string[] {
  const bytes = run.flat();
  const owner = run.flatMap((piece, i) => piece.map(() => i));
  const texts = run.map(() => '');
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (let at = 0; at < bytes.length;) {
    const length = utf8Length(bytes[at]!) || 1;
    const char = decoder.decode(Uint8Array.from(bytes.slice(at, at + length)));
    const broken = char.includes('\ufffd');
    const end = broken ? at + 1 : at + length;
    texts[owner[at]!] += broken ? '\ufffd' : char;
    for (let i = at + 1; i < end; i++) if (owner[i] !== owner[i - 1]) texts[owner[i]!] = '·';
    at = end;
  }
  return texts;
}

/**
 * Whether pieces are spelled in the byte alphabet of GPT-2: every character is in it, and either its mark of a space or
 * newline occurs or the bytes make characters beyond ASCII.
 */
function isByteLevel(tokens: string[]): boolean {
  const plain = tokens.filter((token) => !specialToken.test(token));
  if (plain.some((token) => bytesOf(token).includes(-1))) return false;
  const text = plain.join('');
  if (/[ĠĊ]/.test(text)) return true;
  const decoded = joinBytes([bytesOf(text)])[0] ?? '';
  return decoded !== text && !decoded.includes('\ufffd');
}

/** Whether the first byte of a piece continues a character. */
function startsInside(token: string, byteLevel: boolean): boolean {
  const fallback = byteFallback.exec(token);
  const byte = fallback ? parseInt(fallback[1]!, 16) : byteLevel ? bytesOf(token)[0]! : 0;
  return byte >= 0x80 && byte < 0xc0;
}

/** Decodes every piece: bytes to characters, `▁` to a space. Special tokens stay as they are. */
function decode(tokens: string[], byteLevel: boolean): string[] {
  const texts = tokens.map((token) => (specialToken.test(token) ? token : token.replaceAll('▁', ' ')));
  const bytes = tokens.map((token) => {
    const fallback = byteFallback.exec(token);
    if (fallback) return [parseInt(fallback[1]!, 16)];
    return byteLevel && !specialToken.test(token) ? bytesOf(token) : undefined;
  });
  for (let start = 0; start < bytes.length; start++) {
    let end = start;
    while (bytes[end]) end++;
    if (end === start) continue;
    texts.splice(start, end - start, ...joinBytes(bytes.slice(start, end) as number[][]));
    start = end;
  }
  return texts;
}

/** Makes what cannot be seen visible: line ends ↵, tabs ⇥, spaces at an end ␣, control characters ␀ …, nothing ∅. */
function visible(text: string, spaced: boolean): string {
  if (!text) return spaced ? '␣' : '∅';
  if (/^[\p{Cf}\p{Zl}\p{Zp}]+$/u.test(text)) return '∅';
  const shown = text
    .replaceAll('\n', '↵')
    .replaceAll('\t', '⇥')
    // eslint-disable-next-line no-control-regex
    .replace(/[\0-\x1f]/g, (char) => String.fromCharCode(0x2400 + char.charCodeAt(0)));
  const bare = shown.replace(/^ +/, '');
  const start = shown.length - bare.length;
  let end = bare.length;
  while (end && bare[end - 1] === ' ') end--;
  return '␣'.repeat(start) + bare.slice(0, end) + '␣'.repeat(bare.length - end);
}

/**
 * Makes the pieces of any common tokenizer readable: GPT-2's byte alphabet with `Ġ` and `Ċ`, sentencepiece's `▁` and
 * `<0xE3>`, WordPiece's `##`, BPE's `</w>`. Which of them a list uses is told from the whole list; a list that uses none is
 * taken as whole words.
 */
export function readablePieces(tokens: string[]): Piece[] {
  const byteLevel = isByteLevel(tokens);
  const texts = decode(tokens, byteLevel);
  const isSpecial = tokens.map((token) => specialToken.test(token.trim()));
  const marksStart = byteLevel || texts.some((text, i) => text[0] === ' ' && !isSpecial[i]);
  const marksEnd = tokens.some((token) => token.endsWith('</w>'));
  return tokens.map((raw, i) => {
    const special = isSpecial[i]!;
    const before = i ? texts[i - 1]! : '';
    const startsWithSpace = texts[i]![0] === ' ';
    const continues = !marksStart && raw.length > 2 && raw.startsWith('##');
    const space =
      startsWithSpace ||
      (i > 0 &&
        !marksStart &&
        (marksEnd
          ? before.endsWith('</w>')
          : !continues && !(endsUnspaced.test(before) && startsUnspaced.test(texts[i]!))));
    const text = texts[i]!.slice(startsWithSpace ? 1 : 0).replace(/<\/w>$/, '');
    const isInside = texts[i]!.startsWith('·') && startsInside(raw, byteLevel);
    const apart = i === 0 || special || isSpecial[i - 1]! || /\s$/.test(before);
    return {
      text: special ? raw.trim() : visible(continues ? text.slice(2) : text, startsWithSpace),
      raw,
      special,
      space,
      joins: !apart && (marksStart || marksEnd ? !space : continues),
      ...(isInside && { inside: true }),
    };
  });
}

/**
 * Indices of the pieces that make one word, for `merge="word"`. Special tokens stand alone; punctuation joins a word only
 * where the tokenizer itself puts no space between them.
 */
export function wordGroups(tokens: string[]): number[][] {
  const groups: number[][] = [];
  readablePieces(tokens).forEach((piece, i) => {
    if (piece.joins) groups.at(-1)!.push(i);
    else groups.push([i]);
  });
  return groups;
}
