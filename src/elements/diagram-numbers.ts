import { html, nothing, type TemplateResult } from 'lit';
import { readablePieces } from '../formats/pieces.js';
import type { DiagramScene, StageNumbers } from '../scene/diagram/diagram.js';
import type { Cursor } from './cell-grid.js';
import type { DiagramStrings } from './diagram-strings.js';
import { exactNumber } from './reading.js';
import { fill } from './strings.js';

/** Most rows and columns of a table for assistive technology; the keyboard reaches every number. */
const tableSide = 32;

const readable = new WeakMap<string[], string[]>();

function named(tokens: string[] | undefined, index: number): string {
  if (!tokens) return String(index);
  let texts = readable.get(tokens);
  if (!texts) readable.set(tokens, (texts = readablePieces(tokens).map(({ text }) => text)));
  return texts[index] ?? String(index);
}

export const rowName = ({ rowTokens }: StageNumbers, row: number): string => named(rowTokens, row);
export const columnName = ({ columnTokens }: StageNumbers, column: number): string =>
  named(columnTokens, column);

/** One number with the names of its row and column, for speech. */
export function valueText(numbers: StageNumbers, { row, column }: Cursor, strings: DiagramStrings): string {
  return fill(strings.valueAt, {
    row: rowName(numbers, row),
    column: columnName(numbers, column),
    value: exactNumber(numbers.values[row * numbers.columns + column]!),
  });
}

/** The row of the keyboard, for the grid that the figure is while it shows a matrix. */
export function valueRow(
  numbers: StageNumbers,
  { row, column }: Cursor,
  strings: DiagramStrings,
): TemplateResult {
  return html`<div role="row" aria-rowindex=${row + 1}>
    <span role="rowheader" aria-colindex="1">${rowName(numbers, row)}</span>
    <span id="value" role="gridcell" aria-colindex=${column + 2}
      >${valueText(numbers, { row, column }, strings)}</span
    >
  </div>`;
}

/** The numbers as a real table, around the number that the reader is on. */
export function numbersTable(
  numbers: StageNumbers,
  name: string,
  value: Cursor | undefined,
  strings: DiagramStrings,
): TemplateResult {
  const { rows, columns, values } = numbers;
  const from = (at: number, count: number) => Math.max(0, Math.min(count - tableSide, at - tableSide / 2));
  const [row, column] = [from(value?.row ?? 0, rows), from(value?.column ?? 0, columns)];
  const [lastRow, lastColumn] = [Math.min(rows, row + tableSide), Math.min(columns, column + tableSide)];
  const range = (first: number, end: number) => Array.from({ length: end - first }, (_, i) => first + i);
  const isPart = lastRow - row < rows || lastColumn - column < columns;
  return html`<table>
    <caption>
      ${fill(strings.numbersOf, { name, rows, columns })}
      ${isPart ? rangeText(strings, { row, column, lastRow, lastColumn, rows, columns }) : nothing}
    </caption>
    <thead>
      <tr>
        <td></td>
        ${range(column, lastColumn).map((c) => html`<th scope="col">${columnName(numbers, c)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${range(row, lastRow).map(
        (r) =>
          html`<tr>
            <th scope="row">${rowName(numbers, r)}</th>
            ${range(column, lastColumn).map((c) => html`<td>${exactNumber(values[r * columns + c]!)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

interface Range {
  row: number;
  column: number;
  lastRow: number;
  lastColumn: number;
  rows: number;
  columns: number;
}

const rangeText = (strings: DiagramStrings, { row, column, lastRow, lastColumn, rows, columns }: Range) =>
  fill(strings.numbersShown, {
    fromRow: row,
    toRow: lastRow - 1,
    fromColumn: column,
    toColumn: lastColumn - 1,
    rows,
    columns,
  });

/** Buttons that turn to other rows and columns of a matrix that the picture cannot hold. */
export function pager(
  scene: DiagramScene,
  numbers: StageNumbers,
  strings: DiagramStrings,
  turnTo: (value: Cursor) => void,
): TemplateResult | typeof nothing {
  // the last is the window itself, over the small map of the whole
  const shown = scene.targets.findLast((target) => target.type === 'values');
  if (!shown) return nothing;
  const { row, column } = shown;
  const [lastRow, lastColumn] = [row + shown.rows, column + shown.columns];
  const { rows, columns } = numbers;
  if (shown.rows >= rows && shown.columns >= columns) return nothing;
  const to = (r: number, c: number) =>
    turnTo({ row: Math.max(0, Math.min(rows - 1, r)), column: Math.max(0, Math.min(columns - 1, c)) });
  const button = (sign: string, name: string, disabled: boolean, r: number, c: number) =>
    html`<button
      type="button"
      aria-label=${name}
      title=${name}
      ?disabled=${disabled}
      @click=${() => to(r, c)}
    >
      ${sign}
    </button>`;
  return html`<div class="pager" part="pager">
    <span>${rangeText(strings, { row, column, lastRow, lastColumn, rows, columns })}</span>
    <span class="group">
      ${
        shown.columns < columns
          ? html`${button('←', strings.columnsBack, column === 0, row, column - shown.columns)}
            ${button('→', strings.columnsOn, lastColumn >= columns, row, lastColumn)}`
          : nothing
      }
      ${
        shown.rows < rows
          ? html`${button('↑', strings.rowsBack, row === 0, row - shown.rows, column)}
            ${button('↓', strings.rowsOn, lastRow >= rows, lastRow, column)}`
          : nothing
      }
    </span>
  </div>`;
}
