import type { Strings } from './strings.js';

/** Strings that authors have registered, by language tag. Apart from the built-in tables, which come with the pictures. */
export const registered = new Map<string, Partial<Strings>>();

/** Adds or changes a language (`fr`, `pt-br`); missing strings stay as they are built in, or English. */
export function registerStrings(lang: string, strings: Partial<Strings>): void {
  const tag = lang.toLowerCase();
  registered.set(tag, { ...registered.get(tag), ...strings });
}
