import { english, type DiagramStrings } from './diagram-strings-en.js';
import { korean } from './diagram-strings-ko.js';
import { lookUp } from './string-tables.js';

export type { DiagramStrings };

/** The strings of diagrams in a language (`ko-KR` → `ko`), English where the language is not known. */
export const diagramStringsFor = lookUp<DiagramStrings>({ en: english, ko: korean });

/** A string by a key that is put together at run time; the key itself where there is none, which tests look for. */
export const wordFor = (strings: DiagramStrings, key: string): string =>
  (strings as Record<string, string>)[key] ?? key;
