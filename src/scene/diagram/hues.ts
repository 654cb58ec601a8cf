import type { BlockKind } from '../../core/architecture/architecture.js';
import { mix } from '../color.js';
import type { Rgba } from '../scene.js';
import type { Theme } from '../theme.js';

/** Colours of a diagram: one for each kind of block, the same at every level. */
export type Hue = 'attention' | 'feed-forward' | 'norm' | 'embedding' | 'output' | 'plain';

const ofKind: Partial<Record<BlockKind, Hue>> = {
  'self-attention': 'attention',
  'cross-attention': 'attention',
  head: 'attention',
  'feed-forward': 'feed-forward',
  norm: 'norm',
  embedding: 'embedding',
  positions: 'embedding',
  output: 'output',
};

export const hueFor = (kind: BlockKind): Hue => ofKind[kind] ?? 'plain';

const places: Partial<Record<Hue, number>> = { 'feed-forward': 2, norm: 4, embedding: 3, output: 1 };

/** Attention has the accent, in which its weights are drawn. */
export function hueOf(theme: Theme, hue: Hue): Rgba {
  if (hue === 'attention') return theme.accent;
  const place = places[hue];
  if (place === undefined || !theme.heads.length) return mix(theme.background, theme.text, 0.6);
  return theme.heads[place % theme.heads.length]!;
}
