import type { AttentionData, HeadLabel } from '../core/attention-data.js';

/** How a head is called in the reader's language. */
export interface HeadNames {
  /** Name of what the head does. */
  headName(label: HeadLabel): string;
  /** A sentence about it: who describes the pattern, or how it was measured. */
  headDescription(label: HeadLabel): string | undefined;
}

/**
 * What single heads of the given layers are called where they stand alone, `[layers][heads]`: the name of what they do, with
 * their number where several have the same; undefined where a head has no name.
 */
export function headTitles(
  { headLabels, layerIndices }: AttentionData,
  layers: number[],
  names: HeadNames,
): (string | undefined)[][] {
  const plain = layers.map((layer) =>
    (headLabels?.[layer] ?? []).map((label) => label && names.headName(label)),
  );
  const all = plain.flat().filter((name) => name !== undefined);
  if (new Set(all).size === all.length) return plain;
  return plain.map((row, i) =>
    row.map((name, head) => {
      const layer = layers[i]!;
      const number = layers.length > 1 ? `${layerIndices?.[layer] ?? layer}.${head}` : head;
      return name && `${number} ${name}`;
    }),
  );
}
