import { describePicture } from '../elements/reading.js';
import { fill, type Strings } from '../elements/strings.js';
import type { Picture } from '../scene/compose.js';

/** `0–3` or `0, 2, 5`. */
function ranges(numbers: number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && number === run[1] + 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(', ');
}

/** Which layers and heads are shown, where the description does not begin with that; empty where it means nothing. */
function ofWhich({ view, shown, layers, heads, transformed }: Picture, strings: Strings): string {
  const { data } = transformed;
  if (view === 'heads' || shown.flow || data.layers * data.heads === 1) return '';
  const [only, ...more] = shown.heads;
  // an unnamed head is called by its numbers already
  if (!only || (!more.length && only.head !== undefined && !only.title)) return '';
  const layer = ranges(layers.map((index) => data.layerIndices?.[index] ?? index));
  return `${fill(strings.layerHead, { layer, head: ranges(heads) })}${more.length ? '. ' : ': '}`;
}

/** A picture in a sentence, for those who have no controls beside it that say of what it is. */
export const describeAlone = (picture: Picture, strings: Strings): string =>
  ofWhich(picture, strings) + describePicture(picture, strings);
