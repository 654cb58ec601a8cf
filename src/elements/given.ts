import type { AttentionData } from '../core/attention-data.js';
import type { ReadOptions, TokenSets } from '../formats/part.js';
import { readPlain } from '../formats/read-plain.js';
import { givenTokens, wordsAtSpaces } from '../formats/tokens.js';
import type { Reading } from './reader.js';

/** Whether an author has given weights. */
export const given = (weights: unknown) => weights !== undefined && weights !== null && weights !== '';

/** Texts and lists of tokens by the role that they play. */
type GivenTokens = { [role in 'tokens' | 'sourceTokens' | 'targetTokens']?: string | string[] | undefined };

const setsOf = (
  { tokens, sourceTokens, targetTokens }: GivenTokens,
  read: (value: string | string[] | undefined) => string[] | undefined,
): TokenSets => {
  const sets = { tokens: read(tokens), sourceTokens: read(sourceTokens), targetTokens: read(targetTokens) };
  return Object.fromEntries(Object.entries(sets).filter(([, words]) => words !== undefined));
};

/** Tokens that an author has given, in each way that their texts may be divided. */
export function tokenHints(given: GivenTokens): Pick<ReadOptions, keyof GivenTokens | 'otherwise'> {
  const otherwise = setsOf(given, wordsAtSpaces);
  return { ...setsOf(given, givenTokens), ...(Object.keys(otherwise).length && { otherwise }) };
}

/** Plain forms are read at once; the objects of other tools by a module that is loaded only then. */
export function readGiven(value: unknown, options: ReadOptions): AttentionData[] | Promise<AttentionData[]> {
  return (
    readPlain(value, options) ??
    import('../formats/read-weights.js').then(({ readWeights }) => readWeights(value, options))
  );
}

/** Weights of a file; its address may be relative to the page. */
export async function readFile(
  src: string,
  hints: ReadOptions,
  { signal, base, credentials, onProgress }: Reading,
): Promise<AttentionData[]> {
  const { loadAttention } = await import('../formats/load.js');
  return loadAttention(new URL(src, base).href, { ...hints, signal, credentials, onProgress });
}
