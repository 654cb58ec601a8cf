import { standsForText } from './padding.js';
import { pieceLetters, type Piece } from './pieces.js';

/** After these a full stop is no end. */
const abbreviation = /(?:^|[\s("“])(?:Mrs?|Ms|Dr|Prof|St|Jr|Sr|vs|Fig|Eq|al|cf|e\.g|i\.e|\p{Lu})\.\s*$/u;

/** Words of a tokenizer may part a number at its point. */
const inNumber = /\d\.\s*$/;

/** Ends of sentences where the browser cannot tell them. */
const plainEnd = /(?:[.!?…]{1,9}["'”’»)\]]{0,9}(?:\s+|$)|[。！？｡]+[」』”’）]*\s*|\n(?=\n))/gu;

/** Whether a token has a sign that ends a sentence. */
export const endsSentence = (text: string) => /[.!?…。！？｡]["'”’»)\]」』）]*$/.test(text);

const hasWord = /[\p{L}\p{N}]/u;
const closing = /^[.,;:!?…%)\]}’”»，。；：！？、）」』]/u;
const opening = /[([{“‘«¿¡（「『]$/u;
const ending = /^(?:s|t|re|ve|ll|d|m)$/i;

/**
 * Offsets in a text after which a new sentence begins: by Unicode's rules as the browser knows them, or by punctuation
 * where it does not, and where all letters are small, which these rules take for the middle of a sentence. A blank line
 * ends a sentence, a single line end does not.
 */
export function sentenceEnds(
  text: string,
  Segmenter: typeof Intl.Segmenter | null | undefined = Intl.Segmenter,
): number[] {
  // a text in an attribute is wrapped where the line is full
  const unwrapped = text.replace(/\n+/g, (run) => (run.length > 1 ? run : ' '));
  const isUncased = /\p{Ll}/u.test(text) && !/\p{Lu}/u.test(text);
  const ends =
    Segmenter && !isUncased
      ? Array.from(
          new Segmenter(undefined, { granularity: 'sentence' }).segment(unwrapped),
          ({ index, segment }) => index + segment.length,
        )
      : Array.from(unwrapped.matchAll(plainEnd), ({ index, 0: end }) => index + end.length);
  let start = 0;
  return ends.filter((end) => {
    const sentence = unwrapped.slice(start, end);
    const rest = unwrapped.slice(end);
    const goesOn =
      abbreviation.test(sentence) ||
      (inNumber.test(sentence) && /^\d/.test(rest)) ||
      (!isUncased && /^\p{Ll}/u.test(rest));
    const isEnd = hasWord.test(sentence) && hasWord.test(rest) && !goesOn;
    if (isEnd) start = end;
    return isEnd;
  });
}

/** Sets pieces as running text, and says where in it each of them starts. */
export function runningText(pieces: readonly Piece[]): { text: string; starts: number[] } {
  let text = '';
  let isQuoted = false;
  const starts = pieces.map((piece, i) => {
    const letters = pieceLetters(piece).replaceAll('↵', '\n').replaceAll('␣', ' ');
    const [before, after] = [pieces[i - 1]?.text ?? '', pieces[i + 1]?.text ?? ''];
    const isQuote = letters === '"';
    const isApostrophe = /^['’]$/.test(letters) && ending.test(after);
    const touches =
      closing.test(letters) ||
      opening.test(text) ||
      isApostrophe ||
      (ending.test(letters) && /^['’]$/.test(before)) ||
      (isQuote ? isQuoted : before === '"' && isQuoted);
    if (isQuote) isQuoted = !isQuoted;
    if (text && piece.space && !touches) text += ' ';
    const start = text.length;
    text += letters;
    return start;
  });
  return { text, starts };
}

/**
 * Indices of the pieces that make one sentence, for `merge="sentence"`. Special tokens that end a text (`[SEP]`) stand
 * alone; those that stand for a word (`[MASK]`) do not.
 */
export function sentenceGroups(pieces: readonly Piece[]): number[][] {
  const groups: number[][] = [];
  for (let from = 0; from < pieces.length; from++) {
    let to = from;
    while (to < pieces.length && !(pieces[to]!.special && !standsForText(pieces[to]!))) to++;
    if (to > from)
      groups.push(...groupsOf(pieces.slice(from, to)).map((group) => group.map((i) => i + from)));
    if (to < pieces.length) groups.push([to]);
    from = to;
  }
  return groups;
}

/** The same of a stretch without such tokens. */
function groupsOf(pieces: readonly Piece[]): number[][] {
  const { text, starts } = runningText(pieces);
  const ends = sentenceEnds(text);
  const groups: number[][] = [];
  let sentence = -1;
  starts.forEach((start, i) => {
    const of = ends.findIndex((end) => start < end);
    if (i === 0 || of !== sentence) groups.push([]);
    sentence = of;
    groups.at(-1)!.push(i);
  });
  return groups;
}
