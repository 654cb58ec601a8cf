import type { Architecture, BlockPath } from '../../core/architecture/architecture.js';

/**
 * What the scores of a head are: products of queries and keys, divided by the root of their width but in T5 (Raffel et al.
 * 2020, which has that in its first weights), with the bias of distances where positions are one.
 */
export function scoresTitle({ positions, dHead }: Architecture, head: BlockPath): string {
  const isBiased = positions === 'relative' || positions === 'alibi';
  const bias = isBiased && !head.includes('cross-attention') ? ' + B' : '';
  return `QKᵀ${positions === 'relative' ? '' : ` / √${dHead}`}${bias}`;
}
