import { readablePieces, type Piece } from '../formats/pieces.js';
import type { Model, NextToken } from './model.js';

/**
 * One piece, made readable for itself: next to the pieces of `vocabulary`, which tell how this tokenizer writes, it would
 * be taken for a part of a text.
 */
export function readablePiece(token: string, vocabulary: readonly string[] = []): Piece {
  const mark = ['Ġ', '▁'].find((each) => vocabulary.some((other) => other.includes(each)));
  return readablePieces(mark ? [token, mark] : [token])[0]!;
}

/** A token as text that can stand in a sentence, and whether it begins with a space; undefined where it is none. */
export function pieceText(
  token: string,
  vocabulary?: readonly string[],
): { text: string; space: boolean; joins: boolean } | undefined {
  const { text, special, space } = readablePiece(token, vocabulary);
  // half a character of a byte-level vocabulary can only be written together with its other half
  if (special || text.includes('\ufffd') || text === '·' || /^<0x[\da-f]{2}>$/i.test(text)) return undefined;
  const written = text.replaceAll('↵', '\n').replaceAll('⇥', '\t').replaceAll('␣', ' ').replaceAll('∅', '');
  if (!written && !space) return undefined;
  return { text: written, space, joins: token.length > 2 && token.startsWith('##') };
}

/**
 * A text with one more token, such that the model's tokenizer reads it as the same tokens and this one, where there is
 * such a text. Undefined for tokens that are no text: the end of a text, half a character. `vocabulary`: some of its
 * other pieces.
 */
export async function appendToken(
  model: Pick<Model, 'tokenize'>,
  text: string,
  { token, id }: Pick<NextToken, 'token' | 'id'>,
  vocabulary?: readonly string[],
): Promise<string | undefined> {
  const piece = pieceText(token, vocabulary);
  if (!piece) return undefined;
  const bare = text.trimEnd();
  const texts = piece.space
    ? [`${bare} ${piece.text}`, `${text}${piece.text}`]
    : [`${text}${piece.text}`, `${bare} ${piece.text}`];
  if (piece.joins) return texts[0];
  const { ids } = await model.tokenize(text);
  for (const candidate of texts) {
    const read = (await model.tokenize(candidate)).ids;
    const at = read.lastIndexOf(id);
    if (at >= 0 && [...read.slice(0, at), ...read.slice(at + 1)].join() === ids.join()) return candidate;
  }
  // tokenizers join what stands together in other ways than the model writes it
  return texts[0];
}

/** A text with its mask number `index`, from 0, filled in. */
export function fillMask(text: string, mask: string, index: number, token: string): string | undefined {
  const piece = pieceText(token);
  let at = -1;
  for (let i = 0; i <= index; i++) {
    at = text.indexOf(mask, at + 1);
    if (at < 0) return undefined;
  }
  if (!piece) return undefined;
  const before = text.slice(0, at);
  const from = piece.joins ? before.trimEnd() : before;
  return from + piece.text + text.slice(at + mask.length);
}
