import type { Notice } from '../core/attention-data.js';
import { isObject } from '../formats/is-object.js';
import type { RawConfig } from './checkpoint/raw-config.js';

/** Says of a text that it is far from what a model was trained on; undefined where it is not. */
export type FarNotice = (text: string) => Notice | undefined;

/** Most words that a notice lists. */
const listed = 4;

/** Figures and signs, which are judged where a text has no words. */
const otherThings = /\p{N}+|[^\s\p{L}\p{M}\p{N}\p{P}]/gu;

/**
 * The measure that a config gives in `in_domain`: the share of the words of a text (`pattern`, of `least_letters` or more)
 * that are one piece of the vocabulary with `prefix` before it; below `threshold` the text is far. Pieces before id
 * `from_id` are of another language, which is written and not read. With `names`, a capitalised word within a sentence is a
 * name, which need not be known. Undefined where a config gives no measure.
 */
export function farNotice(config: RawConfig, tokenizer: Record<string, unknown>): FarNotice | undefined {
  const measure = config.inner('in_domain');
  const pattern = measure?.get('pattern');
  if (!measure || typeof pattern !== 'string') return undefined;
  const words = regularExpression(pattern);
  if (!words) return undefined;
  const prefix = measure.text('prefix', '');
  const least = measure.count('least_letters', 1);
  const names = measure.flag('names', false);
  const threshold = measure.number('threshold', 0.8);
  const fold = measure.flag('case_sensitive', true)
    ? (word: string) => word
    : (word: string) => word.toLowerCase();
  const pieces = piecesOf(tokenizer, measure.ids('from_id')[0] ?? 0);
  const added = addedTokens(tokenizer);

  return (text) => {
    // special tokens are no words, and tokenizers write ’ as '
    const bare = added.reduce((rest, token) => rest.replaceAll(token, ' '), text.replaceAll('’', "'"));
    const isKnown = (word: string): boolean => pieces.has(prefix + fold(word));
    const named = ({ 0: word, index }: RegExpExecArray): boolean =>
      names && /^\p{Lu}/u.test(word) && !/(?:^|[.?!])[\s\p{P}]*$/u.test(bare.slice(0, index));
    // few letters of Latin are what other words leave behind ('s); one letter of another script may well be a word
    const read = [...bare.matchAll(words)].filter(
      ([word]) => word.length >= least || !/^\p{Script=Latin}/u.test(word),
    );
    const counted = read.filter((match) => isKnown(match[0]) || !named(match)).map(([word]) => word);
    const found = read.length ? counted : (bare.match(otherThings) ?? []);
    const unknown = found.filter((word) => !isKnown(word));
    if (!found.length || 1 - unknown.length / found.length >= threshold) return undefined;
    const distinct = [...new Set(unknown)];
    const values = {
      count: unknown.length,
      total: found.length,
      words: distinct.slice(0, listed).join(', ') + (distinct.length > listed ? ', …' : ''),
    };
    const message = `${values.count} of ${values.total} words are none that this model was trained on: ${values.words}.`;
    return { code: 'far-from-training', message, values };
  };
}

/** Undefined for a pattern that is none: a notice is nothing that a model should fail for. */
function regularExpression(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 'gu');
  } catch {
    return undefined;
  }
}

/** Pieces of a vocabulary from an id on: a map from pieces to ids, or a list of pieces with scores. */
function piecesOf({ model }: Record<string, unknown>, from: number): Set<string> {
  const vocabulary = isObject(model) ? model['vocab'] : undefined;
  if (Array.isArray(vocabulary))
    return new Set(vocabulary.slice(from).map((entry: unknown) => String([entry].flat()[0])));
  const pieces = Object.entries(isObject(vocabulary) ? vocabulary : {});
  return new Set(pieces.filter(([, id]) => Number(id) >= from).map(([piece]) => piece));
}

function addedTokens({ added_tokens: added }: Record<string, unknown>): string[] {
  return (Array.isArray(added) ? added : []).flatMap((token: unknown) =>
    isObject(token) && typeof token['content'] === 'string' && token['content'] ? [token['content']] : [],
  );
}
