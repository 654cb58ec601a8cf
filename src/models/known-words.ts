import type { Notice } from '../core/attention-data.js';
import { isObject } from '../formats/is-object.js';
import type { RawConfig } from './checkpoint/raw-config.js';

/** Says of a text that it is far from what a model was trained on; undefined where it is not. */
export type FarNotice = (text: string) => Notice | undefined;

/** Most words that a notice lists. */
const listed = 4;

/**
 * The measure that a config gives in `in_domain`: the share of the words of a text (`pattern`, of `least_letters` or more)
 * that are one piece of the vocabulary with `prefix` before it; below `threshold` the text is far. Undefined where a
 * config gives none.
 */
export function farNotice(config: RawConfig, tokenizer: Record<string, unknown>): FarNotice | undefined {
  const measure = config.inner('in_domain');
  const pattern = measure?.get('pattern');
  if (!measure || typeof pattern !== 'string') return undefined;
  const words = regularExpression(pattern);
  if (!words) return undefined;
  const prefix = measure.text('prefix', '');
  const least = measure.count('least_letters', 1);
  const threshold = measure.number('threshold', 0.8);
  const fold = measure.flag('case_sensitive', true)
    ? (word: string) => word
    : (word: string) => word.toLowerCase();
  const pieces = piecesOf(tokenizer);
  const added = addedTokens(tokenizer);

  return (text) => {
    // special tokens are no words, and tokenizers write ’ as '
    const bare = added.reduce((rest, token) => rest.replaceAll(token, ' '), text.replaceAll('’', "'"));
    const found = [...bare.matchAll(words)].map(([word]) => word).filter((word) => word.length >= least);
    const unknown = found.filter((word) => !pieces.has(prefix + fold(word)));
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

/** Pieces of a vocabulary: a map from pieces to ids, or a list of pieces with scores. */
function piecesOf({ model }: Record<string, unknown>): Set<string> {
  const vocabulary = isObject(model) ? model['vocab'] : undefined;
  if (Array.isArray(vocabulary))
    return new Set(vocabulary.map((entry: unknown) => String([entry].flat()[0])));
  return new Set(isObject(vocabulary) ? Object.keys(vocabulary) : []);
}

function addedTokens({ added_tokens: added }: Record<string, unknown>): string[] {
  return (Array.isArray(added) ? added : []).flatMap((token: unknown) =>
    isObject(token) && typeof token['content'] === 'string' && token['content'] ? [token['content']] : [],
  );
}
