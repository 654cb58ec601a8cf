import type { Architecture, BlockPath } from '../../core/architecture/architecture.js';
import { childrenOf, kindOf, sublayers } from '../../core/architecture/paths.js';
import { readablePieces } from '../../formats/pieces.js';
import type { DiagramData, PlayState } from './diagram.js';
import { addedPositions, say, type Move, type PlayStep } from './play-step.js';
import { tokenSteps } from './play-tokens.js';

export type { PlayCaption, PlayStep } from './play-step.js';

export interface PlayOptions {
  /** Block that fills the picture: its own parts are played. Default: the whole model. */
  focus?: BlockPath;
  /** Tokens of the decoder that are read at once before it writes; 1 by default, the start. */
  prompt?: number;
}

/**
 * A forward pass in steps, for a reader to follow. Of the whole model: one layer of a stack block by block, the others each
 * or together in one step; a decoder with tokens goes on token by token, with what it keeps of earlier ones. Of a block: its
 * parts in the order of flow. Pure: the same input gives the same steps.
 */
export function playSteps(
  architecture: Architecture,
  data: DiagramData | undefined,
  { focus = '', prompt = 1 }: PlayOptions = {},
): PlayStep[] {
  const kind = kindOf(focus);
  if (kind === 'model') return inOrder(modelMoves(architecture, data, prompt));
  if (kind === 'stack') return inOrder(stackMoves(architecture, focus as Side, data));
  return inOrder(partMoves(architecture, focus));
}

export type Side = 'encoder' | 'decoder';

/** Adds to every step what was done before it. */
function inOrder(moves: Move[]): PlayStep[] {
  const done = new Set<BlockPath>();
  return moves.map(({ caption, ...move }) => {
    const state: PlayState = { ...move, done: [...done].filter((path) => !move.active.includes(path)) };
    move.active.forEach((path) => done.add(path));
    return { state, caption };
  });
}

function modelMoves(architecture: Architecture, data: DiagramData | undefined, prompt: number): Move[] {
  const { kind } = architecture;
  const encoder = kind === 'decoder' ? [] : stackMoves(architecture, 'encoder', data);
  if (kind === 'encoder') return [...encoder, ...outputMoves(architecture)];
  const between: Move[] = kind === 'encoder-decoder' ? [say(['encoder'], 'play_memory')] : [];
  const tokens = data?.decoder?.tokens;
  if (!tokens?.length) {
    return [
      ...encoder,
      ...between,
      ...stackMoves(architecture, 'decoder', data),
      ...outputMoves(architecture),
    ];
  }
  const words = readablePieces(tokens).map(({ text }) => text);
  const source = data?.encoder?.tokens.length;
  const next = data?.next?.[0];
  return [
    ...encoder,
    ...between,
    ...tokenSteps(architecture, {
      words,
      prompt: Math.min(Math.max(1, prompt), words.length),
      ...(source !== undefined && { source }),
      ...(next && {
        next: { text: readablePieces([next.token])[0]!.text, probability: next.probability },
      }),
    }),
  ];
}

/** One stack: what comes before the layers, the first layer in full, the others in short, what comes after them. */
function stackMoves(architecture: Architecture, side: Side, data: DiagramData | undefined): Move[] {
  const { dModel, image, kind } = architecture;
  const moves: Move[] = [];
  const layers: BlockPath[] = [];
  for (const path of childrenOf(architecture, side)) {
    const name = path.slice(side.length + 1);
    if (name === 'embedding') {
      const count = image ? (image.size / image.patch) ** 2 : 0;
      const text = image
        ? 'play_patches'
        : kind === 'encoder-decoder' && side === 'encoder'
          ? 'play_embeddingSource'
          : 'play_embedding';
      moves.push(say([path], text, { dModel, count }));
    } else if (name === 'positions') {
      // turned or weighed inside attention, positions are no step of their own
      if (addedPositions(architecture)) moves.push(say([path], 'play_positions'));
    } else if (/^\d+$/.test(name)) layers.push(path);
    else if (name === 'final-norm') {
      moves.push(...layerMoves(architecture, side, layers), say([path], 'play_finalNorm'));
      layers.length = 0;
    } else moves.push(say([path], 'play_norm'));
  }
  if (layers.length) moves.push(...layerMoves(architecture, side, layers));
  const tokens = side === 'decoder' ? data?.decoder?.tokens.length : undefined;
  return tokens === undefined ? moves : moves.map((move) => ({ ...move, decoderTokens: tokens }));
}

/** Most layers after the first that get a step each. */
const layersApart = 5;

function layerMoves(architecture: Architecture, side: Side, layers: BlockPath[]): Move[] {
  const [first, ...others] = layers;
  if (first === undefined) return [];
  const [from, to] = [1, layers.length - 1];
  const rest =
    others.length > layersApart
      ? [say(others, 'play_layers', { from, to })]
      : others.map((path, i) => say([path], 'play_layer', { layer: i + 1 }));
  return [...sublayerMoves(architecture, side, first, 0), ...rest];
}

/** The sublayers of one layer, each with its norm and its sum. */
function sublayerMoves(architecture: Architecture, side: Side, layer: BlockPath, index: number): Move[] {
  const { heads, norm: kindOfNorm, placement } = architecture;
  const texts: Record<string, string> = {
    'self-attention': side === 'decoder' ? 'play_maskedAttention' : 'play_selfAttention',
    'cross-attention': 'play_crossAttention',
    'feed-forward': 'play_feedForward',
  };
  return sublayers(architecture, layer).flatMap((name): Move[] => {
    const path = `${layer}.${name}`;
    const [norm, sum] = [`${path}-norm`, `${path}-residual`];
    const work = say([path], texts[name]!, { layer: index, heads });
    if (kindOfNorm === 'none') return [work, say([sum], 'play_add')];
    return placement === 'pre'
      ? [say([norm], 'play_norm'), work, say([sum], 'play_add')]
      : [work, say([sum, norm], 'play_addNorm')];
  });
}

function outputMoves({ output, vocab, image }: Architecture): Move[] {
  if (output === 'none') return [];
  const text = { pooler: 'play_pooler', classes: 'play_classes' }[output as string] ?? 'play_output';
  return [say(['output'], text, { vocab, count: image?.classes ?? 0 })];
}

/** Parts of a block; heads, which do not wait for each other, in one step. */
function partMoves(architecture: Architecture, focus: BlockPath): Move[] {
  const kind = kindOf(focus);
  const parts = childrenOf(architecture, focus);
  if (kind === 'layer') {
    const [side, index] = focus.split('.') as [Side, string];
    return sublayerMoves(architecture, side, focus, Number(index));
  }
  const heads = parts.filter((path) => kindOf(path) === 'head');
  const others = parts.filter((path) => kindOf(path) !== 'head');
  return [
    ...(heads.length ? [say(heads, 'play_heads', { heads: heads.length })] : []),
    ...others.map((path): Move => ({ active: [path], caption: { about: path } })),
  ];
}
