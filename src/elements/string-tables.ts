import type { DiagramStrings } from './diagram-strings-en.js';
import type { Strings } from './strings-en.js';

/** What authors can say in another language: strings of figures of attention, and of diagrams. */
export type OwnStrings = Partial<Strings & DiagramStrings>;

/** Strings that authors have registered, by language tag. Apart from the built-in tables, which come with the pictures. */
const registered = new Map<string, OwnStrings>();

/** Called when strings are registered: figures that are there say the new words. */
const readers = new Set<() => void>();

/** Adds or changes a language (`fr`, `pt-br`); missing strings stay as they are built in, or English. */
export function registerStrings(lang: string, strings: OwnStrings): void {
  const tag = lang.toLowerCase();
  registered.set(tag, { ...registered.get(tag), ...strings });
  readers.forEach((callback) => callback());
}

/** Calls back when a page registers strings. Returns the way to stop. */
export function watchStrings(callback: () => void): () => void {
  readers.add(callback);
  return () => readers.delete(callback);
}

/** Makes a way to find strings by language tag: the built-in tables, with the author's over them. */
export function lookUp<Table extends object>(
  builtIn: Record<string, Table> & { en: Table },
): (lang: string) => Table {
  const made = new Map<string, { from: OwnStrings; strings: Table }>();
  /** One table for a tag; the same object until the author's strings change. */
  const tableOf = (tag: string): Table | undefined => {
    const own = registered.get(tag);
    const base = Object.hasOwn(builtIn, tag) ? builtIn[tag] : undefined;
    if (!own) return base;
    const last = made.get(tag);
    if (last?.from === own) return last.strings;
    const strings: Table = { ...(base ?? builtIn.en), ...own };
    made.set(tag, { from: own, strings });
    return strings;
  };
  return (lang) => {
    const tag = lang.toLowerCase();
    return tableOf(tag) ?? tableOf(tag.split('-')[0]!) ?? tableOf('en')!;
  };
}
