const list = /^\s*\[\s*\d{1,9}(?:\s*,\s*\d{1,9})*\s*\]\s*$/;

/** Ids of tokens, where that is what an author has given: a list of whole numbers, `[12, 5, 7]`. */
export function tokenIds(value: unknown): number[] | undefined {
  if (typeof value === 'string') return list.test(value) ? value.match(/\d+/g)!.map(Number) : undefined;
  const isIds = Array.isArray(value) && value.length > 0 && value.every((id) => Number.isInteger(id));
  return isIds ? (value as number[]) : undefined;
}
