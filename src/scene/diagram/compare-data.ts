import { aggregateHeads } from '../../core/aggregate-heads.js';
import type { CompareInput } from './compare.js';
import type { DiagramData } from './diagram.js';

/**
 * What the comparison takes from a run: the text that the encoder reads, or the only one, and how its first layer looks at it,
 * heads averaged.
 */
export function compareData({
  encoder,
  decoder,
}: DiagramData): Pick<CompareInput, 'tokens' | 'causal' | 'weights'> {
  const side = encoder ?? decoder;
  const self = side?.self;
  const tokens = side?.tokens ?? [];
  const causal = !encoder;
  if (!self || self.values === 'scores' || self.queries !== self.keys) return { tokens, causal };
  const heads = Array.from({ length: self.heads }, (_, head) => head);
  return { tokens, causal, weights: aggregateHeads(self, { layers: [0], heads, how: 'mean' }) };
}
