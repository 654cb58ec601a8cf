import { fail, shownValue } from './fail.js';
import { parseJson } from './json.js';
import { unspaced } from './scripts.js';

/**
 * What stays whole in plain text, first match wins: special tokens (`[CLS]`, `<s>`, `<|endoftext|>`) and the word pieces of
 * tokenizers (`##ing`, `▁word`, `word</w>`); runs of scripts without spaces; words and numbers (`don't`, `3.14`);
 * emoji sequences; every other character for itself. What has to end with a sign has at most 99 characters before it, as the
 * search for it begins anew at every character.
 */
const unit = new RegExp(
  [
    String.raw`\[\/?[A-Z]+\d*\]|<\|[^\s|]{0,99}\|>|<\/?\w{1,99}>|(?:##|[Ġ▁Ċ])[^\s\p{P}]*|[^\s\p{P}]{1,99}<\/w>`,
    `([${unspaced}][${unspaced}\\p{M}]*)`,
    String.raw`(?:(?![${unspaced}])[\p{L}\p{M}\p{N}_])+(?:['’]\p{L}+|(?<=\p{N})[.,]\p{N}+)*`,
    String.raw`\p{RI}{2}|\p{ExtPict}[\ufe0f\p{EMod}]*(?:\u200d\p{ExtPict}[\ufe0f\p{EMod}]*)*`,
    String.raw`\S`,
  ].join('|'),
  'gu',
);

/** Words of a run without spaces, by the browser's dictionary; single characters where it has none. */
function dictionaryWords(run: string): string[] {
  if (!('Segmenter' in Intl)) return Array.from(run);
  return Array.from(
    new Intl.Segmenter(undefined, { granularity: 'word' }).segment(run),
    ({ segment }) => segment,
  );
}

/**
 * Splits plain text into words and punctuation marks: Korean and Latin text at spaces and punctuation, Chinese, Japanese,
 * Thai, Lao, Khmer and Burmese by the browser's dictionary. Special tokens and word pieces of tokenizers stay whole.
 */
export function splitWords(text: string): string[] {
  return Array.from(text.matchAll(unit), ([word, run]) => (run ? dictionaryWords(run) : [word])).flat();
}

/**
 * A list of tokens out of data: strings, numbers (token ids), or objects that hold a string as `token` or `text`.
 * Undefined stays undefined.
 *
 * @throws InputError `tokens` for anything else
 */
export function tokenList(value: unknown, input: string): string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return parseTokens(value, input);
  if (!Array.isArray(value)) return fail(input, 'tokens', typeof value, 'a list of strings');
  // to_str_tokens and tokenizers with a batch axis of one
  const list: unknown[] = value.length === 1 && Array.isArray(value[0]) ? value[0] : value;
  return list.map((entry, i) => {
    const { token, text } = (entry ?? {}) as { token?: unknown; text?: unknown };
    const word = typeof entry === 'number' ? String(entry) : (token ?? text ?? entry);
    return typeof word === 'string'
      ? word
      : fail(input, 'tokens', `${shownValue(word)} as token ${i + 1}`, 'a string');
  });
}

const isTokenList = (text: string): boolean => /^\s*\[(?!\/?[A-Z]+\d*\])/.test(text);

/**
 * Tokens of the `tokens` attribute: a JSON list when it starts with `[`, otherwise plain text for `splitWords`. Plain text
 * may start with a special token such as `[CLS]`.
 *
 * @throws InputError `syntax` for broken JSON, `tokens` for a list that holds anything but strings
 */
export function parseTokens(text: string, input = 'tokens'): string[] {
  return isTokenList(text) ? tokenList(parseJson(text, input), input)! : splitWords(text);
}

/** The words of plain text that spaces alone divide: how its author may have counted. Undefined for lists. */
export function wordsAtSpaces(value: string | string[] | null | undefined): string[] | undefined {
  if (typeof value !== 'string' || isTokenList(value)) return undefined;
  return value.match(/\S+/g) ?? undefined;
}

/** Tokens as an author gives them, a list or a text to be split; undefined where there are none. */
export function givenTokens(value: string | string[] | null | undefined): string[] | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'string' ? parseTokens(value) : [...value].map(String);
}
