import { fail } from '../fail.js';
import type { Part } from '../part.js';
import { decodeBase64, decodeNumbers } from '../numbers-from-bytes.js';
import { isObject } from '../own-json.js';
import { asTensor, type Tensor } from '../tensor.js';
import { tokenList } from '../tokens.js';

interface Entry {
  values: unknown;
  shape: number[];
  info?: { layer?: number; head?: number };
}

const isEntry = (value: unknown): value is Entry =>
  isObject(value) && value['values'] !== undefined && Array.isArray(value['shape']);

/** Inspectus: a list of matrices as base64 of little-endian float32, each with its layer and head; rows are `src_tokens`. */
export function inspectusParts(value: unknown, input: string): Part[] | undefined {
  if (!isObject(value) || !Array.isArray(value['attention']) || !value['attention'].length) return undefined;
  const entries: unknown[] = value['attention'];
  if (!entries.every(isEntry)) return undefined;
  const matrix = ({ values, shape }: Entry): Tensor => {
    const data =
      typeof values === 'string' ? decodeNumbers(decodeBase64(values, input), 'f4', input).data : values;
    return asTensor({ data, shape }, input)!;
  };
  const unique = (numbers: number[]): number[] => [...new Set(numbers)].sort((a, b) => a - b);
  const layers = unique(entries.map(({ info }) => info?.layer ?? 0));
  const heads = unique(entries.map(({ info }) => info?.head ?? 0));
  const weights = layers.map((layer) =>
    heads.map((head) => {
      const found = entries.filter(({ info }) => (info?.layer ?? 0) === layer && (info?.head ?? 0) === head);
      return found.length === 1
        ? matrix(found[0]!)
        : fail(input, 'shape', `${found.length} matrices for layer ${layer}, head ${head}`, 'one of each');
    }),
  );
  return [
    {
      weights,
      queryTokens: tokenList(value['src_tokens'], input),
      keyTokens: tokenList(value['tgt_tokens'], input),
      layerIndices: layers,
      format: 'Inspectus',
    },
  ];
}
