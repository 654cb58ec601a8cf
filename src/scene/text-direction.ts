/** Letters of scripts that run from right to left (Hebrew, Arabic and their neighbours). */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** What stands isolated, which says nothing of the text around it. */
const isolates = /[\u2066-\u2068][^\u2069]*\u2069/g;

/** Base direction of a text from its first strong character, as `dir="auto"` has it. */
export function textDirection(text: string): 'ltr' | 'rtl' {
  const first = /\p{L}/u.exec(text.replace(isolates, ''))?.[0];
  return first && rightToLeft.test(first) ? 'rtl' : 'ltr';
}
