import type { Piece } from './pieces.js';

/** What tokenizers call a token that only fills a batch up. Placeholders of images (`<|image_pad|>`) are none. */
const padding = /^(?:\[pad\]|<pad>|<[|｜]▁?(?:pad|padding|pad_token|finetune_right_pad_id)▁?[|｜]>)$/i;

const wordlike = /mask|unk|image|vision|audio|video|extra_id|unused/i;

/** Whether a special token stands for something of the text, as `[MASK]` and `<unk>` do, and does not end it. */
export const standsForText = ({ raw }: Piece) => wordlike.test(raw);

/**
 * Which tokens are padding: those that are called so, but for a single one at the start of plain text, with which the
 * decoders of T5 and Marian begin; and, as GPT-2 and its kin have no name for it, all but the innermost of several equal
 * marks (`<|endoftext|>`, `</s>`) at the start or the end.
 */
export function paddingOf(pieces: readonly Piece[]): boolean[] {
  const found = pieces.map(({ raw, special }) => special && padding.test(raw.trim()));
  if (found[0] && pieces[1] && !pieces[1].special) found[0] = false;
  markRun(pieces, found, 0, 1);
  markRun(pieces, found, pieces.length - 1, -1);
  return found;
}

/** Marks all but the last of the equal marks that begin at an end of the text and go inwards. */
function markRun(pieces: readonly Piece[], found: boolean[], from: number, inwards: 1 | -1): void {
  const mark = pieces[from];
  if (!mark?.special || found[from] || standsForText(mark)) return;
  let end = from;
  while (pieces[end + inwards]?.raw === mark.raw) end += inwards;
  // nothing but marks: none of them fills anything up
  if (!pieces[end + inwards]) return;
  for (let i = from; i !== end; i += inwards) found[i] = true;
}
