import type { Architecture, BlockPath } from '../core/architecture/architecture.js';
import { layersOf, sideOf } from '../core/architecture/paths.js';
import type { SharedState } from './sync.js';

/**
 * The head that another element of the group has chosen, in the attention block that the diagram is in, else in the
 * self-attention of its last stack; undefined where that says nothing or there is no such head.
 */
export function headInGroup(
  { layer, head }: SharedState,
  architecture: Architecture | undefined,
  focus: BlockPath,
): BlockPath | undefined {
  const one = (value: SharedState['head']) => (Array.isArray(value) && value.length === 1 ? value[0] : value);
  const [h, own] = [one(head), /^\w+\.(\d+)/.exec(focus)?.[1]];
  const l = one(layer) ?? (own === undefined ? undefined : Number(own));
  if (!architecture || typeof h !== 'number' || typeof l !== 'number') return undefined;
  const side = focus ? sideOf(focus) : architecture.kind === 'encoder' ? 'encoder' : 'decoder';
  const sublayer = focus.includes('cross-attention') ? 'cross-attention' : 'self-attention';
  if (h >= architecture.heads || l >= layersOf(architecture, side)) return undefined;
  return `${side}.${l}.${sublayer}.head.${h}`;
}
