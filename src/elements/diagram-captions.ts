import type { Architecture } from '../core/architecture/architecture.js';
import { blockAt } from '../core/architecture/blocks.js';
import type { PlayStep } from '../scene/diagram/play.js';
import { aboutOf, inWords, nameOf } from './diagram-names.js';
import { wordFor, type DiagramStrings } from './diagram-strings.js';
import { fill } from './strings.js';

/** What happens in a step, in the reader's language. */
export function captionOf(
  architecture: Architecture,
  { caption }: PlayStep,
  strings: DiagramStrings,
  lang: string,
): string {
  if ('about' in caption) {
    const name = nameOf(architecture, caption.about, strings);
    return `${name}: ${aboutOf(architecture, blockAt(architecture, caption.about), strings, lang)}`;
  }
  return fill(wordFor(strings, caption.text), inWords(caption.values, lang));
}
