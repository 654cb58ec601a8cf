import type { HeadWords } from '../scene/choose.js';
import type { SceneWords } from '../scene/view.js';
import { fillIn as fill } from '../scene/words.js';
import { english, type Strings } from './strings-en.js';
import { korean } from './strings-ko.js';
import { headDescription, headName } from './head-words.js';
import { lookUp } from './string-tables.js';

export { english, fill, type Strings };

/** The strings of a language tag (`ko-KR` → `ko`), English where the language is not known. */
export const stringsFor = lookUp<Strings>({ en: english, ko: korean });

/** Language of the text around an element. */
export const languageOf = (element: Element): string =>
  element.closest('[lang]')?.getAttribute('lang') || document.documentElement.lang || 'en';

const words = new WeakMap<Strings, SceneWords & HeadWords>();

/** The words that stand in pictures; the same object for the same table. */
export function pictureWords(strings: Strings): SceneWords & HeadWords {
  let known = words.get(strings);
  if (!known) {
    known = {
      ...strings,
      layerHead: (layer, head) => fill(strings.layerHead, { layer, head }),
      aggregate: (how, count) => fill(how === 'mean' ? strings.meanOf : strings.maxOf, { count }),
      headName: (label) => headName(label, strings),
      headDescription: (label) => headDescription(label, strings),
      off: (head) => fill(strings.headOff, { head }),
    };
    words.set(strings, known);
  }
  return known;
}
