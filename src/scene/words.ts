/** Fills values into a text of the string table: `{name}` stands for a value. */
export function fillIn(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** A number with two digits after the point, fewer where it is large; a real minus sign. */
export function said(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '' : value > 0 ? '∞' : '−∞';
  const text = value.toFixed(Math.abs(value) >= 99.5 ? 0 : Math.abs(value) >= 9.95 ? 1 : 2);
  return /[1-9]/.test(text) ? text.replace('-', '−') : text.replace('-', '');
}
