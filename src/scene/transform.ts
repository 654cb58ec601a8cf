import type { AttentionData } from '../core/attention-data.js';
import { dropTokens, mergeTokens, type MergeBy } from '../core/index.js';
import { paddingOf } from '../formats/padding.js';
import { pieceLetters, readablePieces, wordGroups } from '../formats/pieces.js';
import { endsSentence, runningText, sentenceGroups } from '../formats/sentences.js';
import type { Piece } from './shown.js';

export interface TransformOptions {
  /** Join pieces to words, or all of a sentence. */
  merge: 'none' | 'word' | 'sentence';
  mergeBy: MergeBy;
  /** `collapse`: padding in a row becomes one token. */
  padding: 'show' | 'collapse' | 'hide';
  /** Leave special tokens ([CLS], <s>, …) out. */
  hideSpecial: boolean;
  /** Divide what is left of each row by its sum. */
  renormalize: boolean;
}

/** Data after joining and leaving out tokens, with readable pieces. Indices of the original tokens are lost. */
export interface Transformed {
  data: AttentionData;
  queries: Piece[];
  keys: Piece[];
  self: boolean;
  /** Queries stand for what is written there, not for what is read. */
  written: boolean;
  /** Tokens had vectors of their own, which those that they were joined to have not. */
  joined?: boolean;
  /** Rows were divided by what is left of them. */
  renormalized: boolean;
  /** What could be joined or left out of the given tokens. */
  offers: { special: boolean; padding: boolean; words: boolean; sentences: boolean };
}

/** One sequence of tokens on the way: what it is made of, and what becomes of it. */
interface Side {
  pieces: Piece[];
  isPadding: boolean[];
  kept: number[];
  /** Indices into the kept pieces. */
  groups: number[][];
}

/** Applies what changes the tokens themselves. */
export function transform(given: AttentionData, options: TransformOptions): Transformed {
  const { writtenTokens } = given;
  let data = writtenTokens ? { ...given, queryTokens: writtenTokens } : given;
  const self = data.kind !== 'cross' && data.queryTokens.length === data.keyTokens.length;
  const query = sideOf(data.queryTokens, options);
  const key = self && data.queryTokens === data.keyTokens ? query : sideOf(data.keyTokens, options);
  const offers = offersOf(query, key);

  const isShorter = query.kept.length < query.pieces.length || key.kept.length < key.pieces.length;
  const drops = isShorter && query.kept.length > 0 && key.kept.length > 0;
  if (drops) data = dropTokens(data, query.kept, key.kept, options.renormalize);
  const sides = key === query ? [query] : [query, key];
  // nothing would be left: all stays
  if (!drops) for (const side of sides) side.kept = side.pieces.map((_, i) => i);
  for (const side of sides) side.groups = groupsOf(side, options);
  const joins = sides.some(({ kept, groups }) => groups.length < kept.length);
  const queries = joinedPieces(query, options.merge === 'sentence');
  const keys = key === query ? queries : joinedPieces(key, options.merge === 'sentence');
  const joined = joins && !!data.q && !!data.k;
  if (joins) {
    const names = queries.map(({ text }) => text);
    const keyNames = keys === queries ? names : keys.map(({ text }) => text);
    data = mergeTokens(data, query.groups, key.groups, names, keyNames, options.mergeBy);
  }
  const renormalized = drops && options.renormalize && data.values !== 'scores';
  return { data, queries, keys, self, written: writtenTokens !== undefined, joined, renormalized, offers };
}

function sideOf(tokens: string[], { padding, hideSpecial }: TransformOptions): Side {
  const pieces: Piece[] = readablePieces(tokens);
  const isPadding = paddingOf(pieces);
  const kept = pieces.flatMap(({ special }, i) =>
    (hideSpecial && special) || (padding === 'hide' && isPadding[i]) ? [] : [i],
  );
  return { pieces, isPadding, kept, groups: [] };
}

/** What is joined, of what is kept: told from all tokens, since those that are left out part words and sentences. */
function groupsOf({ pieces, isPadding, kept }: Side, { merge, padding }: TransformOptions): number[][] {
  const all =
    merge === 'sentence'
      ? sentenceGroups(pieces)
      : merge === 'word'
        ? wordGroups(pieces.map(({ raw }) => raw))
        : pieces.map((_, i) => [i]);
  const places = new Map(kept.map((index, place) => [index, place]));
  const groups: number[][] = [];
  let inPadding = false;
  for (const group of all) {
    const left = group.flatMap((i) => places.get(i) ?? []);
    if (left.length === 0) continue;
    const isFiller = padding === 'collapse' && group.every((i) => isPadding[i]);
    if (isFiller && inPadding) groups.at(-1)!.push(...left);
    else groups.push(left);
    inPadding = isFiller;
  }
  return groups;
}

/** The pieces of what was joined; those that stand alone stay as they are. */
function joinedPieces({ pieces, isPadding, kept, groups }: Side, isSentence: boolean): Piece[] {
  return groups.map((group) => {
    const own = group.map((i) => pieces[kept[i]!]!);
    const first = own[0]!;
    if (own.length === 1) return first;
    if (isPadding[kept[group[0]!]!]) return { ...first, text: `${first.text} ×${own.length}` };
    if (isSentence) {
      const text = runningText(own).text.replace(/\s+/g, ' ').trim();
      return { text, raw: text, special: false, space: true, joins: false };
    }
    const [start, ...rest] = own;
    const text = start!.text + rest.map(pieceLetters).join('');
    return { ...first, text, raw: own.map(({ raw }) => raw).join(' ') };
  });
}

function offersOf(...sides: Side[]): Transformed['offers'] {
  const some = (test: (side: Side) => boolean) => sides.some(test);
  return {
    special: some(({ pieces }) => pieces.some(({ special }) => special)),
    padding: some(({ isPadding }) => isPadding.includes(true)),
    words: some(({ pieces }) => pieces.some(({ joins }) => joins)),
    sentences: some(({ pieces }) => pieces.filter(({ text }) => endsSentence(text)).length > 1),
  };
}

/** Share of the weight of some heads that lies on tokens which were left out, 0 to 1. */
export function hiddenShare({ data }: Pick<Transformed, 'data'>, layers: number[], heads: number[]): number {
  const { keptShare } = data;
  if (!keptShare) return 0;
  let sum = 0;
  for (const layer of layers) for (const head of heads) sum += 1 - keptShare[layer * data.heads + head]!;
  return sum / (layers.length * heads.length || 1);
}
