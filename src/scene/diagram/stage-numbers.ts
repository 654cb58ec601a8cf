import type { Architecture, BlockPath } from '../../core/architecture/architecture.js';
import { kindOf, nearestPath, segmentsOf, sideOf } from '../../core/architecture/paths.js';
import type { SideTrace } from '../../models/model.js';
import type { LayerTrace } from '../../core/transformer-layer.js';
import type { DiagramData, SideData, StageNumbers } from './diagram.js';
import { attentionNumbers, feedForwardNumbers, type Numbers } from './sublayer-numbers.js';
import { weightNumbers } from './weight-numbers.js';

/**
 * The numbers at a block, as far as the data know them: what comes out of it. With a trace these are all stages; with nothing
 * but weights, the softmax, and what comes along with them. Arrays are views into the data where they can be.
 */
export function stageNumbers(
  architecture: Architecture,
  data: DiagramData,
  path: BlockPath,
): StageNumbers | undefined {
  if (nearestPath(architecture, path) !== path) return undefined;
  const numbers = path === 'output' ? outputNumbers(data) : sideNumbers(architecture, data, path);
  return numbers && { path, ...numbers };
}

/**
 * The numbers that go into a layer, a sublayer or a head, which need not be those of one block: what enters the first layer is
 * words and positions together. Known with a trace only.
 */
export function inputNumbers(
  architecture: Architecture,
  data: DiagramData,
  path: BlockPath,
): StageNumbers | undefined {
  if (nearestPath(architecture, path) !== path) return undefined;
  const [side, index, block = 'self-attention'] = segmentsOf(path);
  const sideData = data[side as 'encoder' | 'decoder'];
  const layer = sideData?.trace?.layers[Number(index)];
  const sublayer = layer?.[sublayerOf[block as keyof typeof sublayerOf]];
  if (!sublayer) return undefined;
  const isLayer = kindOf(path) === 'layer';
  return { path, ...perToken(sideData!, isLayer ? sublayer.before : sublayer.input) };
}

/** What comes after the last token, or what an image shows: one row of the most probable. */
function outputNumbers({ next, encoder, decoder }: DiagramData): Numbers | undefined {
  if (!next?.length) return undefined;
  const last = decoder ? decoder.tokens.at(-1) : encoder?.tokens[0];
  return {
    ...{ rows: 1, columns: next.length },
    values: Float32Array.from(next, ({ probability }) => probability),
    ...(last !== undefined && { rowTokens: [last] }),
    columnTokens: next.map(({ token }) => token),
    range: 'probability',
  };
}

function sideNumbers(architecture: Architecture, data: DiagramData, path: BlockPath): Numbers | undefined {
  if (path === '') return undefined;
  const side = data[sideOf(path)];
  if (!side) return undefined;
  const place: Place = { side, source: data.encoder?.tokens, segments: segmentsOf(path) };
  const layer = side.trace?.layers[Number(place.segments[1])];
  if (layer) return layerNumbers(architecture, place, layer);
  if (place.segments[2]) return weightNumbers(side, path);
  const values = side.trace && streamNumbers(architecture, side.trace, place.segments[1]);
  return values && perToken(side, values);
}

interface Place {
  side: SideData;
  /** Tokens of the encoder, which cross-attention looks at. */
  source: string[] | undefined;
  segments: string[];
}

/** A matrix with one row a token. */
function perToken({ tokens }: SideData, values: Float32Array): Numbers {
  return {
    ...{ rows: tokens.length, columns: values.length / tokens.length, values },
    ...{ rowTokens: tokens, range: 'signed' },
  };
}

/** Before and after the layers. */
function streamNumbers(
  { embeddingNorm, positions }: Architecture,
  { words, positions: places, embedding, output }: SideTrace,
  name: string | undefined,
): Float32Array | undefined {
  const isAdded = positions === 'sinusoidal' || positions === 'learned';
  switch (name) {
    case 'embedding':
      return words ?? (isAdded || embeddingNorm ? undefined : embedding);
    case 'positions':
      return places;
    case 'embedding-norm':
      return embedding;
    case 'final-norm':
    case undefined:
      return output;
    default:
      return undefined;
  }
}

const sublayerOf = {
  'self-attention': 'selfAttention',
  'cross-attention': 'crossAttention',
  'feed-forward': 'feedForward',
} as const;

function layerNumbers(architecture: Architecture, place: Place, layer: LayerTrace): Numbers | undefined {
  const { side, source, segments } = place;
  const [, , block, head, stage] = segments;
  if (block === undefined) return perToken(side, layer.output);
  const name = block.replace(/-(norm|residual)$/, '') as keyof typeof sublayerOf;
  const sublayer = layer[sublayerOf[name]];
  if (!sublayer) return undefined;
  const { before, input, stages, after } = sublayer;
  const isPre = architecture.placement === 'pre';
  switch (kindOf(block)) {
    case 'norm':
      return perToken(side, isPre ? input : after);
    case 'residual':
      return perToken(
        side,
        isPre || architecture.norm === 'none' ? after : before.map((value, i) => value + stages.output[i]!),
      );
    default:
      break;
  }
  if (head === undefined) return perToken(side, stages.output);
  if ('hidden' in stages) {
    const values = feedForwardNumbers(stages, head);
    return values && perToken(side, values);
  }
  const keyTokens = name === 'cross-attention' ? source : side.tokens;
  return attentionNumbers(stages, head, stage, side.tokens, keyTokens);
}
