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
  return {
    encode: (text, { pair, bare = false } = {}) => {
      const options = {
        text_pair: pair ?? null,
        add_special_tokens: !bare,
        return_token_type_ids: true,
      } as const;
      try {
        const { ids, tokens, token_type_ids: segments } = tokenizer.encode(text, options);
        return { ids, tokens: tokens.map(asText), segments };
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
