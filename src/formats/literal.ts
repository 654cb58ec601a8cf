import { fail } from './fail.js';
import type { Tensor } from './tensor.js';

/** A JavaScript number without its exotic forms (hexadecimal, empty). */
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * Reads the quote-free form of a matrix, `1 0; .4 .6`: rows end with `;`, numbers with blanks or commas. Without a `;` the
 * numbers are one flat list of shape `[n]`, which is what React and Vue make of arrays; with it the shape is `[rows, n]`.
 *
 * @throws InputError `syntax` where the text is no number, `shape` for rows of different length
 */
export function parseLiteral(text: string, input: string): Tensor {
  const rows = text
    .replace(/;\s*$/, '')
    .split(';')
    .map((row) => row.split(/[\s,]+/).filter(Boolean));
  const length = rows[0]!.length;
  const data = new Float32Array(rows.length * length);
  rows.forEach((row, q) => {
    if (row.length !== length || !length) {
      fail(
        input,
        'shape',
        `row ${q + 1} has ${row.length} ${row.length === 1 ? 'number' : 'numbers'}`,
        length ? `${length}, as in row 1` : 'numbers',
        'Give every row one number per token.',
      );
    }
    row.forEach((word, k) => {
      if (!decimal.test(word)) {
        fail(
          input,
          'syntax',
          `"${word.slice(0, 24)}" in row ${q + 1}`,
          'a number',
          'Write rows as "1 0; .4 .6", or JSON such as [[1, 0], [0.4, 0.6]].',
        );
      }
      data[q * length + k] = Number(word);
    });
  });
  return { shape: rows.length > 1 ? [rows.length, length] : [length], data, scale: 1 };
}
