import type { DiagramWords } from '../scene/diagram/diagram.js';

/** The words that stand in pictures, as strings of the table of a language: `layer` is `draw_layer`. */
export type DrawnStrings = { [Word in keyof DiagramWords as `draw_${Word}`]: string };

const prefix = 'draw_';

/** Puts the words of pictures into a table of strings. */
export const drawn = (words: DiagramWords): DrawnStrings =>
  Object.fromEntries(Object.entries(words).map(([word, text]) => [prefix + word, text])) as DrawnStrings;

const made = new WeakMap<DrawnStrings, DiagramWords>();

/** The words of pictures out of a table of strings; the same object for the same table. */
export function diagramWords(strings: DrawnStrings): DiagramWords {
  let words = made.get(strings);
  if (!words) {
    const own = Object.entries(strings).filter(([key]) => key.startsWith(prefix));
    words = Object.fromEntries(
      own.map(([key, text]) => [key.slice(prefix.length), text]),
    ) as unknown as DiagramWords;
    made.set(strings, words);
  }
  return words;
}
