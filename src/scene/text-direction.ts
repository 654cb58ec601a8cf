/** Letters of scripts that run from right to left (Hebrew, Arabic and their neighbours). */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Base direction of a text from its first strong character, as `dir="auto"` has it. */
export function textDirection(text: string): 'ltr' | 'rtl' {
  const first = /\p{L}/u.exec(text)?.[0];
  return first && rightToLeft.test(first) ? 'rtl' : 'ltr';
}
