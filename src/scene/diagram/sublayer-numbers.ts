import type { FeedForwardStages } from '../../core/feed-forward.js';
import { joinHeads } from '../../core/heads.js';
import type { MultiHeadStages } from '../../core/multi-head-attention.js';
import type { StageNumbers } from './diagram.js';

/** Numbers that do not say yet where they stand. */
export type Numbers = Omit<StageNumbers, 'path'>;

/** A stage of a feed-forward layer: `[tokens, …]`. */
export function feedForwardNumbers(
  { up, gate, hidden, output }: FeedForwardStages,
  stage: string,
): Float32Array | undefined {
  return { up, gate, activation: hidden, down: output }[stage];
}

/** What comes out of a head, of one of its stages, or of what follows the heads. */
export function attentionNumbers(
  stages: MultiHeadStages,
  block: string,
  stage: string | undefined,
  queryTokens: string[],
  keyTokens: string[] | undefined,
): Numbers | undefined {
  const { heads, kvHeads, queries, keys, dHead, dValue } = stages;
  const perToken = (values: Float32Array, columns: number, tokens: string[] | undefined): Numbers => ({
    ...{ rows: values.length / columns, columns, values, range: 'signed' },
    ...(tokens && { rowTokens: tokens }),
  });
  if (block === 'concatenation')
    return perToken(joinHeads(stages.outputs, heads, dValue), heads * dValue, queryTokens);
  if (block === 'output-projection')
    return perToken(stages.output, stages.output.length / queries, queryTokens);

  const head = Number(block.replace('head.', ''));
  const kvHead = Math.floor((head * kvHeads) / heads);
  const part = (all: Float32Array, index: number, size: number) =>
    all.subarray(index * size, (index + 1) * size);
  const map = (all: Float32Array, range: Numbers['range']): Numbers => ({
    ...{ rows: queries, columns: keys, values: part(all, head, queries * keys) },
    ...{ rowTokens: queryTokens, ...(keyTokens && { columnTokens: keyTokens }), range },
  });
  switch (stage) {
    case 'query':
      return perToken(part(stages.q, head, queries * dHead), dHead, queryTokens);
    case 'key':
      return perToken(part(stages.k, kvHead, keys * dHead), dHead, keyTokens);
    case 'value':
      return perToken(part(stages.v, kvHead, keys * dValue), dValue, keyTokens);
    case 'scores':
      return map(stages.scores, 'signed');
    case 'mask':
      return map(stages.maskedScores, 'signed');
    case 'softmax':
      return map(stages.probabilities, 'probability');
    default:
      return perToken(part(stages.outputs, head, queries * dValue), dValue, queryTokens);
  }
}
