import type { Architecture, BlockPath } from '../../core/architecture/architecture.js';
import { sideOf } from '../../core/architecture/paths.js';
import { headMatrix, type AttentionData } from '../../core/attention-data.js';
import type { DiagramData } from './diagram.js';

/** Attention of one sublayer, as far as it is known. */
export interface AttentionMaps {
  heads: number;
  queries: number;
  keys: number;
  /** Whether later keys are hidden. */
  causal: boolean;
  isCross: boolean;
  /** Raw pieces; none without data. */
  queryTokens?: string[];
  keyTokens?: string[];
  /** Real weights of a head `[queries, keys]`; undefined where they are not known. */
  weights(head: number): Float32Array | undefined;
  /** Objects that tell whether the weights are the same. */
  source?: AttentionData;
  layer: number;
  /** Tokens of the decoder that exist by now. */
  grown?: number | undefined;
}

/** Tokens that an empty map has. */
const emptyTokens = 6;

const isCross = (path: BlockPath) => path.includes('cross-attention');

/** Number of the layer that a path leads into; undefined outside of layers. */
export const layerOf = (path: BlockPath): number | undefined => {
  const found = /^(?:en|de)coder\.(\d+)/.exec(path)?.[1];
  return found === undefined ? undefined : Number(found);
};

/** Number of the head that a path leads into. */
export const headOf = (path: BlockPath): number | undefined => {
  const found = /\.head\.(\d+)/.exec(path)?.[1];
  return found === undefined ? undefined : Number(found);
};

/** The attention of the sublayer that a path leads into; `grown` is how many tokens of the decoder exist by now. */
export function attentionMaps(
  architecture: Architecture,
  data: DiagramData | undefined,
  path: BlockPath,
  grown?: number,
): AttentionMaps {
  const side = sideOf(path);
  const sideData = data?.[side];
  const part = isCross(path) ? sideData?.cross : sideData?.self;
  const layer = layerOf(path) ?? 0;
  const at = part?.layerIndices ? part.layerIndices.indexOf(layer) : layer;
  const causal = part ? part.causal : side === 'decoder' && !isCross(path);
  if (!part || at < 0 || at >= part.layers) {
    const own = sideData?.tokens.length ?? emptyTokens;
    const keys = isCross(path) ? (data?.encoder?.tokens.length ?? emptyTokens) : own;
    const tokens = sideData?.tokens;
    const other = isCross(path) ? data?.encoder?.tokens : tokens;
    return {
      ...(tokens && { queryTokens: tokens }),
      ...(other && { keyTokens: other }),
      heads: architecture.heads,
      queries: own,
      keys,
      causal,
      isCross: isCross(path),
      layer,
      weights: () => undefined,
    };
  }
  // tokens to come have no attention yet
  const hidden = side === 'decoder' ? grown : undefined;
  return {
    heads: architecture.heads,
    queries: part.queries,
    keys: part.keys,
    causal,
    isCross: isCross(path),
    queryTokens: part.queryTokens,
    keyTokens: part.keyTokens,
    layer,
    source: part,
    grown: hidden,
    weights: (head) => {
      if (head >= part.heads) return undefined;
      const matrix = headMatrix(part, at, head);
      return hidden === undefined || hidden >= part.queries
        ? matrix
        : grownPart(matrix, part, hidden, causal);
    },
  };
}

/** Rows of tokens that do not exist yet are no value, and so are their columns in self-attention. */
function grownPart(matrix: Float32Array, { queries, keys }: AttentionData, hidden: number, self: boolean) {
  const out = matrix.slice();
  for (let q = 0; q < queries; q++) {
    for (let k = 0; k < keys; k++) if (q >= hidden || (self && k >= hidden)) out[q * keys + k] = NaN;
  }
  return out;
}

/** Whether query `q` may look at key `k`; the last query is aligned with the last key. */
export const maySee = ({ causal, queries, keys }: AttentionMaps, q: number, k: number): boolean =>
  !causal || k <= q + keys - queries;

/** Whether any attention is known, so that small maps show weights and not only who may look at whom. */
export const hasWeights = (data: DiagramData | undefined): boolean =>
  !!(data?.encoder?.self ?? data?.decoder?.self ?? data?.decoder?.cross);
