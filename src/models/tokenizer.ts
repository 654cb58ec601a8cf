import { fail, shownValue } from '../formats/fail.js';
import { isObject } from '../formats/is-object.js';
import type { Tokens } from './model.js';

/** What is used of `@huggingface/tokenizers`, whose own types TypeScript cannot resolve in modules for Node. */
interface HuggingFaceTokenizer {
  encode(
    text: string,
    options: { text_pair: string | null; add_special_tokens: boolean; return_token_type_ids: true },
  ): Tokens & { token_type_ids: number[] };
  id_to_token(id: number): string | undefined;
  token_to_id(token: string): number | undefined;
}

interface TokenizerModule {
  Tokenizer: new (file: object, config: object) => HuggingFaceTokenizer;
}

/** Reads text as a model does. */
export interface TextTokenizer {
  /** Ids and raw pieces, special tokens included; `segments` tell the sentences of a pair apart. */
  encode(text: string, options?: { pair?: string; bare?: boolean }): Tokens & { segments: number[] };
  /** Raw piece of an id. */
  piece(id: number): string | undefined;
}

const place = 'model (tokenizer.json)';

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * The tokenizer of a `tokenizer.json`, with what its `tokenizer_config.json` says.
 *
 * @throws InputError `unsupported` for a kind that is not known; its `encode`, for rules by which a text cannot be read
 */
export async function openTokenizer(
  file: Record<string, unknown>,
  config: Record<string, unknown> = {},
): Promise<TextTokenizer> {
  const { Tokenizer } = (await import('@huggingface/tokenizers')) as unknown as TokenizerModule;
  let tokenizer: HuggingFaceTokenizer;
  try {
    tokenizer = new Tokenizer(file, config);
  } catch (error) {
    const type = isObject(file['model']) ? shownValue(file['model']['type']) : 'none';
    return fail(
      place,
      'unsupported',
      `a tokenizer of type ${type} (${reasonOf(error)})`,
      'BPE, WordPiece, Unigram or WordLevel',
      'Save it as a fast tokenizer of the transformers library.',
      error,
    );
  }
  const spell = speller(tokenizer, file);
  return {
    encode: (text, { pair, bare = false } = {}) => {
      const options = {
        text_pair: pair ?? null,
        add_special_tokens: !bare,
        return_token_type_ids: true,
      } as const;
      try {
        const { ids, tokens, token_type_ids: segments } = tokenizer.encode(text, options);
        const read = { ids, tokens: tokens.map(asText), segments };
        return spell ? spell(read) : read;
      } catch (error) {
        return fail(
          place,
          'unsupported',
          `rules by which this text cannot be read (${reasonOf(error)})`,
          'those of a whole tokenizer',
          'Save it again as a fast tokenizer of the transformers library.',
          error,
        );
      }
    },
    piece: (id) => {
      const piece: unknown = tokenizer.id_to_token(id);
      return piece === undefined ? piece : asText(piece);
    },
  };
}

/** Pieces of the 256 bytes, as SentencePiece writes them. */
const bytePieces = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
);

type Read = Tokens & { segments: number[] };

/**
 * Unigram with `byte_fallback` spells characters that are no piece in bytes, where all of these are in the vocabulary. The
 * library that reads tokenizers does so for BPE alone.
 */
function speller(
  tokenizer: HuggingFaceTokenizer,
  { model }: Record<string, unknown>,
): ((read: Read) => Read) | undefined {
  if (!isObject(model) || model['type'] !== 'Unigram' || model['byte_fallback'] !== true) return undefined;
  const unknown = Number(model['unk_id']);
  const named = tokenizer.id_to_token(unknown);
  const idOf = bytePieces.map((piece) => tokenizer.token_to_id(piece));
  const encoder = new TextEncoder();
  return ({ ids, tokens, segments }) => {
    const read: Read = { ids: [], tokens: [], segments: [] };
    tokens.forEach((token, i) => {
      // a token that is written <unk> is meant as such
      const bytes = ids[i] === unknown && token !== named ? [...encoder.encode(token)] : [];
      const isSpelled = bytes.length > 0 && bytes.every((byte) => idOf[byte] !== undefined);
      read.ids.push(...(isSpelled ? bytes.map((byte) => idOf[byte]!) : [ids[i]!]));
      read.tokens.push(...(isSpelled ? bytes.map((byte) => bytePieces[byte]!) : [token]));
      while (read.segments.length < read.ids.length) read.segments.push(segments[i]!);
    });
    return read;
  };
}

/** What a vocabulary holds need not be text. */
const asText = (piece: unknown): string => (typeof piece === 'string' ? piece : shownValue(piece));

/** Pieces by id of a `vocab.json`, which is a list or maps pieces to ids: names for tokens where there is no tokenizer. */
export function piecesOf(vocabulary: unknown): string[] {
  if (Array.isArray(vocabulary)) return vocabulary.map(asText);
  const pieces: string[] = [];
  if (!isObject(vocabulary)) return pieces;
  for (const [piece, id] of Object.entries(vocabulary)) if (typeof id === 'number') pieces[id] = piece;
  return pieces;
}
