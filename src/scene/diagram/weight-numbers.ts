import { headMatrix, type AttentionData } from '../../core/attention-data.js';
import { matmul } from '../../core/matmul.js';
import { segmentsOf } from '../../core/architecture/paths.js';
import type { BlockPath } from '../../core/architecture/architecture.js';
import type { SideData } from './diagram.js';
import type { Numbers } from './sublayer-numbers.js';

/** Stages of a head where there is no trace: its weights, and scores, queries, keys and values where they came along. */
export function weightNumbers(side: SideData, path: BlockPath): Numbers | undefined {
  const [, layerName, block, headName = '', stage] = segmentsOf(path);
  const data = block === 'cross-attention' ? side.cross : block === 'self-attention' ? side.self : undefined;
  if (!data || !headName.startsWith('head.')) return undefined;
  const layer = layerIn(data, Number(layerName));
  const head = Number(headName.replace('head.', ''));
  if (layer < 0 || layer >= data.layers || head >= data.heads) return undefined;

  const { queries, keys, queryTokens, keyTokens, dHead } = data;
  const part = (all: Float32Array, size: number) => {
    const start = (layer * data.heads + head) * size;
    return all.subarray(start, start + size);
  };
  const map = (values: Float32Array, range: Numbers['range']): Numbers => ({
    ...{ rows: queries, columns: keys, values, rowTokens: queryTokens, columnTokens: keyTokens, range },
  });
  const vectors = (all: Float32Array | undefined, rowTokens: string[]): Numbers | undefined =>
    all && dHead
      ? {
          ...{ rows: rowTokens.length, columns: dHead, values: part(all, rowTokens.length * dHead) },
          ...{ rowTokens, range: 'signed' },
        }
      : undefined;
  switch (stage) {
    case 'softmax':
      return data.values !== 'scores' ? map(headMatrix(data, layer, head), 'probability') : undefined;
    case 'scores':
    case 'mask': {
      const all = data.scores ?? (data.values === 'scores' ? headMatrix(data, layer, head) : undefined);
      if (!all) return undefined;
      const values = data.scores ? part(data.scores, queries * keys) : all;
      return map(stage === 'mask' ? masked(data, values) : values, 'signed');
    }
    case 'query':
      return vectors(data.q, queryTokens);
    case 'key':
      return vectors(data.k, keyTokens);
    case 'value':
      return vectors(data.v, keyTokens);
    case 'weighted-sum':
    case undefined: {
      const values = vectors(data.v, keyTokens)?.values;
      if (!values || data.values === 'scores') return undefined;
      const sums = matmul(headMatrix(data, layer, head), values, queries, keys, dHead!);
      return { rows: queries, columns: dHead!, values: sums, rowTokens: queryTokens, range: 'signed' };
    }
    default:
      return undefined;
  }
}

/** Place of a layer in data that may hold only some layers; -1 where it is not among them. */
export const layerIn = ({ layerIndices }: AttentionData, layer: number): number =>
  layerIndices ? layerIndices.indexOf(layer) : layer;

function masked({ causal, keys, queries }: AttentionData, scores: Float32Array): Float32Array {
  if (!causal) return scores;
  return scores.map((score, i) => ((i % keys) - keys + queries > Math.floor(i / keys) ? -Infinity : score));
}
