import { html, nothing, type TemplateResult } from 'lit';
import type { Piece, Shown } from '../scene/shown.js';
import { cellSentence, exactNumber } from './reading.js';
import { fill, type Strings } from './strings.js';

/** Where the keyboard is: a cell of the matrix, or a head of the model. */
export interface Cursor {
  row: number;
  column: number;
}

/** Rows and columns that the arrow keys walk. */
export interface GridShape {
  rows: number;
  columns: number;
}

const pageRows = 10;

/**
 * The cursor after a key, undefined for keys that do not move it (WAI-ARIA Authoring Practices, grid pattern).
 *
 * @param key the key's name in reading order, where that differs
 */
export function moveCursor(
  { row, column }: Cursor,
  { rows, columns }: GridShape,
  event: KeyboardEvent,
  key = event.key,
): Cursor | undefined {
  const all = event.ctrlKey || event.metaKey;
  const moves: Record<string, Cursor> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    Home: { row: all ? 0 : row, column: 0 },
    End: { row: all ? rows - 1 : row, column: columns - 1 },
    PageUp: { row: row - pageRows, column },
    PageDown: { row: row + pageRows, column },
  };
  const next = moves[key];
  if (!next || event.altKey || event.shiftKey) return undefined;
  return {
    row: Math.min(rows - 1, Math.max(0, next.row)),
    column: Math.min(columns - 1, Math.max(0, next.column)),
  };
}

/**
 * What assistive technology reads while the keyboard walks: only the row of the cursor stands in the document, so that
 * long texts cost nothing.
 */
export function cellRow(shown: Shown, cursor: Cursor, strings: Strings): TemplateResult {
  const query = shown.queries[cursor.row];
  return html`<div role="row" aria-rowindex=${cursor.row + 1}>
    <span role="rowheader" aria-colindex="1">${query?.text}</span>
    <span id="cell" role="gridcell" aria-colindex=${cursor.column + 2}
      >${cellSentence(shown, cursor.row, cursor.column, strings)}</span
    >
  </div>`;
}

/** The same for a whole model: one head. */
export function headRow(shown: Shown, cursor: Cursor, columns: number): TemplateResult {
  const head = shown.heads[cursor.row * columns + cursor.column];
  return html`<div role="row" aria-rowindex=${cursor.row + 1}>
    <span id="cell" role="gridcell" aria-colindex=${cursor.column + 1}
      >${head?.label}${head?.name ? `: ${head.name}` : ''}</span
    >
  </div>`;
}

/** Most tokens for which a whole table is made. */
export const tableLimit = 64;

/** What is too long for a heading of a table is its title too. */
const titleOf = ({ text }: Piece) => (text.length > 20 ? text : nothing);

/** The numbers of each shown head as a real table. */
export function dataTables(shown: Shown, strings: Strings): TemplateResult[] {
  const keys = shown.keys.slice(0, tableLimit);
  return shown.heads.slice(0, 16).map(
    (head) =>
      html`<table>
        <caption>
          ${fill(strings.tableCaption, { label: head.name ? `${head.label}: ${head.name}` : head.label })}
        </caption>
        <thead>
          <tr>
            <td></td>
            ${keys.map((piece) => html`<th scope="col" title=${titleOf(piece)}>${piece.text}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${shown.queries.slice(0, tableLimit).map(
            (piece, q) =>
              html`<tr>
                <th scope="row" title=${titleOf(piece)}>${piece.text}</th>
                ${keys.map((_, k) => html`<td>${exactNumber(head.weights[q * shown.keys.length + k]!)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>`,
  );
}
