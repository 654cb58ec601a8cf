/** Letters that are written from right to left. */
const fromRight = /\p{Script=Arabic}|\p{Script=Hebrew}|\p{Script=Syriac}|\p{Script=Thaana}|\p{Script=Nko}/u;

/** A token as part of a sentence: one that is written from right to left does not turn what stands beside it. */
export const isolated = (token: string): string => (fromRight.test(token) ? `\u2068${token}\u2069` : token);

/** From one token to another. An arrow does not turn round with the words beside it: these keep their places at its ends. */
export function arrowed(from: string, to: string): string {
  const text = `${isolated(from)} → ${isolated(to)}`;
  return fromRight.test(text) ? `\u2066${text}\u2069` : text;
}

/** Fills values into a text of the string table: `{name}` stands for a value. */
export function fillIn(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => isolated(String(values[name] ?? whole)));
}

/** A number with two digits after the point, fewer where it is large; a real minus sign. */
export function said(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '' : value > 0 ? '∞' : '−∞';
  const text = value.toFixed(Math.abs(value) >= 99.5 ? 0 : Math.abs(value) >= 9.95 ? 1 : 2);
  return /[1-9]/.test(text) ? text.replace('-', '−') : text.replace('-', '');
}
