import type { Architecture, BlockPath, BlockWeight } from './architecture.js';
import { childrenOf, kindOf, layersOf, parentOf, sideOf, stackNames } from './paths.js';

type Shape = readonly [rows: number, columns: number];

/** One matrix of a block; nothing where `present` is false. */
const matrix = (symbol: string, [rows, columns]: Shape, present = true, shared = false): BlockWeight[] =>
  present ? [{ symbol, rows, columns, count: 1, ...(shared && { shared }) }] : [];

/** A matrix with its bias: `W_Q` and `b_Q`. */
const projection = (name: string, shape: Shape, bias: boolean, shared = false): BlockWeight[] => [
  ...matrix(`W_${name}`, shape, true, shared),
  ...matrix(`b_${name}`, [shape[1], 1], bias, shared),
];

const times = (weights: BlockWeight[], n: number): BlockWeight[] =>
  weights.map((weight) => ({ ...weight, count: weight.count * n }));

/** All learned numbers in a block, alike ones counted together. Layers are alike, so one stands for all. */
export function weightsOf(architecture: Architecture, path: BlockPath): BlockWeight[] {
  const kind = kindOf(path);
  switch (kind) {
    case 'model':
    case 'layer':
    case 'feed-forward':
    case 'head':
      return merge(childrenOf(architecture, path).flatMap((child) => weightsOf(architecture, child)));
    case 'stack': {
      const others = stackNames(architecture).map((name) => `${path}.${name}`);
      const layer = weightsOf(architecture, `${path}.0`);
      return merge([
        ...others.flatMap((child) => weightsOf(architecture, child)),
        ...times(layer, layersOf(architecture, sideOf(path))),
      ]);
    }
    case 'self-attention':
    case 'cross-attention':
      return attentionWeights(architecture, path);
    case 'embedding':
      return embeddingWeights(architecture, path);
    case 'positions':
      return positionWeights(architecture);
    case 'norm':
      return normWeights(architecture);
    case 'output':
      return outputWeights(architecture);
    case 'stage':
      return stageWeights(architecture, path);
    case 'residual':
      return [];
  }
}

function merge(weights: BlockWeight[]): BlockWeight[] {
  const merged = new Map<string, BlockWeight>();
  for (const weight of weights) {
    const { symbol, rows, columns, shared = false, count } = weight;
    const key = `${symbol} ${rows} ${columns} ${shared}`;
    const known = merged.get(key);
    merged.set(key, known ? { ...known, count: known.count + count } : weight);
  }
  return [...merged.values()];
}

/** Heads are not gone through one by one: queries have one of each kind per head, keys and values one per group. */
function attentionWeights(architecture: Architecture, path: BlockPath): BlockWeight[] {
  const { heads, kvHeads, queryKeyNorm = false, dHead } = architecture;
  const own = (stage: string) => stageWeights(architecture, `${path}.head.0.${stage}`).filter(isProjection);
  const isNormed = queryKeyNorm && path.includes('self-attention');
  return [
    ...times(own('query'), heads),
    ...times([...own('key'), ...own('value')], kvHeads),
    ...matrix('γ_Q', [dHead, 1], isNormed),
    ...matrix('γ_K', [dHead, 1], isNormed),
    ...stageWeights(architecture, `${path}.output-projection`),
  ];
}

const isProjection = ({ symbol }: BlockWeight): boolean => !symbol.startsWith('γ');

function embeddingWeights(architecture: Architecture, path: BlockPath): BlockWeight[] {
  const { kind, vocab, dModel, segments, image, separateEmbeddings = false } = architecture;
  if (image) {
    const { patch, channels } = image;
    return [...projection('E', [patch * patch * channels, dModel], true), ...matrix('x_class', [1, dModel])];
  }
  const isSecond = kind === 'encoder-decoder' && sideOf(path) === 'decoder' && !separateEmbeddings;
  return [...matrix('E', [vocab, dModel], true, isSecond), ...matrix('S', [segments, dModel], segments > 0)];
}

function positionWeights({ positions, maxPositions, dModel, heads }: Architecture): BlockWeight[] {
  return [
    ...matrix('P', [maxPositions, dModel], positions === 'learned'),
    ...matrix('B', [maxPositions, heads], positions === 'relative'),
  ];
}

const normWeights = ({ dModel, normBias }: Architecture): BlockWeight[] => [
  ...matrix('γ', [dModel, 1]),
  ...matrix('β', [dModel, 1], normBias),
];

function outputWeights(architecture: Architecture): BlockWeight[] {
  const { output, dModel, vocab, tied, outputBias = false, image } = architecture;
  const words = [...matrix('W_U', [dModel, vocab], true, tied), ...matrix('b_U', [vocab, 1], outputBias)];
  if (output === 'words') return words;
  if (output === 'masked-words')
    return [...projection('M', [dModel, dModel], true), ...normWeights(architecture), ...words];
  if (output === 'pooler') return projection('P', [dModel, dModel], true);
  return projection('C', [dModel, image?.classes ?? 0], true);
}

function stageWeights(architecture: Architecture, path: BlockPath): BlockWeight[] {
  const { dModel, dHead, dFeedForward, heads, gated, attentionBias, feedForwardBias } = architecture;
  const stage = path.slice(path.lastIndexOf('.') + 1);
  switch (stage) {
    case 'query':
    case 'key':
    case 'value': {
      const letter = stage[0]!.toUpperCase();
      const head = headOf(path);
      const isSecond = stage !== 'query' && head % (heads / architecture.kvHeads) > 0;
      const isNormed = (architecture.queryKeyNorm ?? false) && path.includes('self-attention');
      return [
        ...projection(letter, [dModel, dHead], !!attentionBias, isSecond),
        ...matrix(`γ_${letter}`, [dHead, 1], isNormed && stage !== 'value', head > 0),
      ];
    }
    case 'output-projection':
      return projection('O', [heads * dHead, dModel], attentionBias === true);
    case 'gate':
      return matrix('W_gate', [dModel, dFeedForward]);
    case 'up':
      return projection(gated ? 'up' : '1', [dModel, dFeedForward], feedForwardBias);
    case 'down':
      return projection(gated ? 'down' : '2', [dFeedForward, dModel], feedForwardBias);
    default:
      return [];
  }
}

/** Number of the head that a stage belongs to. */
const headOf = (path: BlockPath): number => Number(/\.head\.(\d+)$/.exec(parentOf(path)!)?.[1] ?? 0);
