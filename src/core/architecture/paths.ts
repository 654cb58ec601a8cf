import { InputError } from '../errors.js';
import { nearestName } from '../nearest.js';
import type { Architecture, BlockKind, BlockPath } from './architecture.js';

/** Segments of a path; `head.3` is one. */
export const segmentsOf = (path: BlockPath): string[] => path.match(/head\.\d+|[^.]+/g) ?? [];

/** The block that a block stands in; undefined for the model. */
export function parentOf(path: BlockPath): BlockPath | undefined {
  return path === '' ? undefined : segmentsOf(path).slice(0, -1).join('.');
}

/** What kind of block stands at a path that exists. */
export function kindOf(path: BlockPath): BlockKind {
  const segments = segmentsOf(path);
  const last = segments.at(-1);
  if (last === undefined) return 'model';
  if (/^\d/.test(last)) return 'layer';
  if (last.startsWith('head.')) return 'head';
  if (last.endsWith('-norm')) return 'norm';
  if (last.endsWith('-residual')) return 'residual';
  if (last === 'encoder' || last === 'decoder') return 'stack';
  return blockNames.find((name) => name === last) ?? 'stage';
}

const blockNames = [
  'embedding',
  'positions',
  'self-attention',
  'cross-attention',
  'feed-forward',
  'output',
] as const;

/** Which of the two stacks a path leads into. */
export const sideOf = (path: BlockPath): 'encoder' | 'decoder' =>
  path.startsWith('encoder') ? 'encoder' : 'decoder';

export const layersOf = (architecture: Architecture, side: 'encoder' | 'decoder'): number =>
  side === 'encoder' ? architecture.encoderLayers : architecture.decoderLayers;

/** The blocks in a block, in the order in which numbers flow through them; none where there is only a matrix to see. */
export function childrenOf(architecture: Architecture, path: BlockPath): BlockPath[] {
  const names = childNames(architecture, path);
  return path === '' ? names : names.map((name) => `${path}.${name}`);
}

function childNames(architecture: Architecture, path: BlockPath): string[] {
  const { kind, output, heads, gated } = architecture;
  const numbered = (count: number, prefix = '') => Array.from({ length: count }, (_, i) => prefix + i);
  switch (kindOf(path)) {
    case 'model':
      return [
        ...(kind === 'decoder' ? [] : ['encoder']),
        ...(kind === 'encoder' ? [] : ['decoder']),
        ...(output === 'none' ? [] : ['output']),
      ];
    case 'stack':
      return stackNames(architecture, numbered(layersOf(architecture, sideOf(path))));
    case 'layer':
      return sublayers(architecture, path).flatMap((name) => {
        if (architecture.norm === 'none') return [name, `${name}-residual`];
        return architecture.placement === 'pre'
          ? [`${name}-norm`, name, `${name}-residual`]
          : [name, `${name}-residual`, `${name}-norm`];
      });
    case 'self-attention':
    case 'cross-attention':
      return [...numbered(heads, 'head.'), 'concatenation', 'output-projection'];
    case 'head':
      return [
        ...['query', 'key', 'value', 'scores'],
        ...(isMasked(path) ? ['mask'] : []),
        ...['softmax', 'weighted-sum'],
      ];
    case 'feed-forward':
      return [...(gated ? ['gate'] : []), 'up', 'activation', 'down'];
    default:
      return [];
  }
}

/** What stands in a stack, layers and all, or without these. */
export const stackNames = (
  { positions, embeddingNorm, finalNorm }: Architecture,
  layers: readonly string[] = [],
): string[] => [
  'embedding',
  ...(positions === 'none' ? [] : ['positions']),
  ...(embeddingNorm ? ['embedding-norm'] : []),
  ...layers,
  ...(finalNorm ? ['final-norm'] : []),
];

/** Sublayers of a layer, without their norms and sums. */
export function sublayers({ kind }: Architecture, path: BlockPath): string[] {
  const isCross = kind === 'encoder-decoder' && sideOf(path) === 'decoder';
  return ['self-attention', ...(isCross ? ['cross-attention'] : []), 'feed-forward'];
}

/** Only the self-attention of a decoder hides what comes later. */
const isMasked = (path: BlockPath): boolean => sideOf(path) === 'decoder' && path.includes('self-attention');

/**
 * Makes sure that a path leads to a block.
 *
 * @throws InputError (`attribute`) that names the nearest path that does
 */
export function checkPath(architecture: Architecture, path: BlockPath): void {
  const nearest = nearestPath(architecture, path);
  if (nearest === path) return;
  throw new InputError({
    code: 'attribute',
    input: 'focus',
    found: `"${path}"`,
    expected: `a block of the model, such as "${nearest}"`,
    hint: 'Layers and heads are counted from 0.',
  });
}

/** The path itself where it leads to a block; otherwise one that does and differs least. */
export function nearestPath(architecture: Architecture, path: BlockPath): BlockPath {
  let found = '';
  for (const segment of segmentsOf(path)) {
    const names = childNames(architecture, found);
    if (!names.length) break;
    const name = nearestChild(segment, names, kindOf(found));
    found = found ? `${found}.${name}` : name;
  }
  return found;
}

/** Numbers name layers and heads: one that is too large means the last. */
function nearestChild(segment: string, names: string[], kind: BlockKind): string {
  if (names.includes(segment)) return segment;
  const number =
    /^-?\d+$/.test(segment) || /^head\./.test(segment) ? Number(segment.replace(/^head\./, '')) : NaN;
  const prefix = kind === 'stack' ? '' : 'head.';
  const last = names.filter((name) => /^(head\.)?\d+$/.test(name)).length;
  if (last && !Number.isNaN(number)) return prefix + Math.min(last - 1, Math.max(0, number));
  return nearestName(segment, names);
}
