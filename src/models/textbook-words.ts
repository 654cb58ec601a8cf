const special = /^(?:\[(?:cls|sep|pad|bos|eos)\]|<\/?(?:s|bos|eos|pad|cls|sep)>|<\|.+\|>)$/iu;
/** Punctuation, but not the characters that stand inside words and paths. */
const punctuation = /^(?![-'’ʼ_/\\@#&*%]+$)\p{P}+$/u;
const lineBreak = /^\s*[\n\rĊ][\s\nĊ]*$/u;
const endOfClause = /\p{Terminal_Punctuation}\p{P}*$/u;

/** A raw piece without what tokenizers mark the borders of words with. */
const bare = (token: string) =>
  token
    .replace(/^[Ġ▁ ]+(?=.)|^##(?=.)|<\/w>$|@@$/gu, '')
    .normalize('NFKC')
    .replaceAll('。', '.')
    .replaceAll('、', ',');

/** Whether a token is nothing but punctuation, a line break or a special token. */
export function isDelimiter(token: string): boolean {
  const piece = bare(token);
  return punctuation.test(piece) || special.test(piece) || lineBreak.test(token);
}

/** Whether a clause ends with this token: a delimiter, or a word with its full stop, comma, … attached. */
export function endsClause(token: string): boolean {
  return isDelimiter(token) || endOfClause.test(bare(token));
}

/** The word in a token: lower case, without punctuation around it; punctuation itself where there is nothing else. */
export function wordOf(token: string): string {
  const piece = bare(token).trim().toLowerCase();
  return isDelimiter(token) ? piece : piece.replace(/^\p{P}+(?=.)|(?<=.)\p{P}+$/gu, '');
}

/** Letters of a token, 0 for delimiters; syllables of Korean count by their letters (Unicode's decomposition). */
export function lengthOf(token: string): number {
  return isDelimiter(token) ? 0 : [...wordOf(token).normalize('NFD')].length;
}
