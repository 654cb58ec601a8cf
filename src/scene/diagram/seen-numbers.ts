import { maySee, type AttentionMaps } from './attention-maps.js';
import type { StageNumbers } from './diagram.js';

const remembered = new WeakMap<Float32Array, Map<string, Float32Array>>();

/**
 * Numbers of a head as a reader may see them: what a mask hides is no number, even where the softmax has a zero; and
 * tokens that are still to be written have none (`grown` of the decoder's exist by now).
 */
export function seenNumbers(
  numbers: StageNumbers,
  maps: AttentionMaps,
  { isMap, grown }: { isMap: boolean; grown: number | undefined },
): StageNumbers {
  const isMasked = isMap && maps.causal && !numbers.path.endsWith('.scores');
  const ends = grown !== undefined && grown < numbers.rows;
  if (!isMasked && !ends) return numbers;
  const { rows, columns } = numbers;
  const mostColumn = isMap && !maps.isCross && ends ? grown : columns;
  const key = `${isMasked} ${ends ? grown : rows} ${mostColumn}`;
  let known = remembered.get(numbers.values);
  if (!known) remembered.set(numbers.values, (known = new Map<string, Float32Array>()));
  let values = known.get(key);
  if (!values) {
    values = numbers.values.map((x, i) => {
      const [row, column] = [Math.floor(i / columns), i % columns];
      if ((ends && row >= grown) || column >= mostColumn) return NaN;
      return isMasked && !maySee(maps, row, column) ? NaN : x;
    });
    known.set(key, values);
  }
  return { ...numbers, values };
}
