/** Matrices as they are shown, over the same tokens. */
export interface ShownMatrices {
  /** One per row. */
  queryTokens: readonly string[];
  /** One per column. */
  keyTokens: readonly string[];
  /** `weights` are `[queries, keys]`, row-major. */
  matrices: readonly { label: string; weights: ArrayLike<number> }[];
}

/** A decimal of at most 9 digits that float32 reads back to the same bits, without digits that it does not need. */
export function shortestFloat(x: number): string {
  const exact = Math.fround(x);
  for (const digits of [6, 7, 8]) {
    const short = Number(exact.toPrecision(digits));
    if (Math.fround(short) === exact) return String(short);
  }
  return String(Number(exact.toPrecision(9)));
}

/** Quotes a cell where RFC 4180 asks for it; text that a spreadsheet would take for a formula gets a leading apostrophe. */
function textCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * The shown numbers as CSV (RFC 4180): a header `head,query,<key tokens…>`, then one line per head and query. Starts with
 * a byte order mark, without which Excel reads Korean wrongly.
 */
export function writeCsv({ queryTokens, keyTokens, matrices }: ShownMatrices): string {
  const lines = [['head', 'query', ...keyTokens].map(textCell).join(',')];
  for (const { label, weights } of matrices) {
    queryTokens.forEach((token, q) => {
      const row = keyTokens.map((_, k) => shortestFloat(weights[q * keyTokens.length + k]!));
      lines.push([textCell(label), textCell(token), ...row].join(','));
    });
  }
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

/** The shown numbers as JSON that `readWeights` reads back: one layer whose heads carry the labels. */
export function writeJson({ queryTokens, keyTokens, matrices }: ShownMatrices): string {
  const number = (x: number): string => (Number.isFinite(x) ? shortestFloat(x) : `"${x}"`);
  const heads = matrices.map(({ weights }) => {
    const rows = queryTokens.map(
      (_, q) => `[${keyTokens.map((_, k) => number(weights[q * keyTokens.length + k]!)).join(',')}]`,
    );
    return `[${rows.join(',\n')}]`;
  });
  const text = [
    `"queryTokens": ${JSON.stringify(queryTokens)}`,
    `"keyTokens": ${JSON.stringify(keyTokens)}`,
    `"headLabels": ${JSON.stringify(matrices.map(({ label }) => label))}`,
    `"weights": [${heads.join(',\n')}]`,
  ];
  return `{\n${text.join(',\n')}\n}\n`;
}
