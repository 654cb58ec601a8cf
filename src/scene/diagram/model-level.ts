import { blockAt } from '../../core/architecture/blocks.js';
import { mix } from '../color.js';
import { fillIn } from '../words.js';
import { exit, entry, heightOf, newColumn, placeRows, type Column, type Row } from './column.js';
import { hasWeights } from './attention-maps.js';
import type { Box, DiagramInput, DiagramScene } from './diagram.js';
import { ladderRoom } from './ladder.js';
import { arrow, finish, newSheet, write, type Sheet } from './sheet.js';
import { title } from './title.js';
import { outputRows } from './output-rows.js';
import { stackRows, type Side } from './stack-rows.js';

/** From this width on, encoder and decoder stand side by side and numbers flow upward, as in the figure of 2017. */
export const wideFrom = 620;

const widest = { one: 460, each: 400 };
const gutter = 56;

/** The whole model: encoder and decoder, each with one layer that stands for all. */
export function modelLevel(input: DiagramInput): DiagramScene {
  const sheet = newSheet(input);
  const { architecture, width } = input;
  const count = blockAt(architecture, '').parameters.toLocaleString('en-US');
  const figure = fillIn(input.words.parameters, { count });
  const top = title(sheet, architecture.name ?? '', figure);
  const isBoth = architecture.kind === 'encoder-decoder';
  let bottom: number;
  if (isBoth && width >= wideFrom) bottom = sideBySide(sheet, top);
  else if (isBoth) bottom = underEachOther(sheet, top);
  else bottom = alone(sheet, top, architecture.kind as Side);
  const note = hasWeights(input.data) ? input.words.mapsNote : input.words.maskNote;
  sheet.boxes.set('', { x: 0, y: 0, width, height: bottom });
  return finish(sheet, bottom + 6, note);
}

/** Draws rows over their stream, which runs from the exit of row `from` to `end`. */
function drawColumn(column: Column, rows: readonly Row[], top: number, end: (boxes: Box[]) => number): Box[] {
  const { sheet, stream } = column;
  const boxes = placeRows(column, rows, top);
  const { theme } = sheet.input;
  const to = end(boxes);
  sheet.streams.push({
    type: 'line',
    points: [stream, exit(column, boxes[1]!), stream, to],
    stroke: mix(theme.background, theme.text, 0.38),
    lineWidth: 2,
  });
  rows.forEach((row, i) => row.draw(boxes[i]!));
  return boxes;
}

function alone(sheet: Sheet, top: number, side: Side): number {
  const { width } = sheet.input;
  const room = ladderRoom(sheet);
  const used = Math.min(width, widest.one + room);
  const column = newColumn(
    sheet,
    Math.round((width - used) / 2) + room,
    used - room,
    width >= wideFrom,
    false,
  );
  const outputs = outputRows(column);
  const rows = [...stackRows(column, side), ...outputs];
  drawColumn(column, rows, top, (boxes) => entry(column, boxes.at(-outputs.length)!));
  return top + heightOf(rows);
}

function sideBySide(sheet: Sheet, top: number): number {
  const { width, theme } = sheet.input;
  const room = ladderRoom(sheet);
  const each = Math.min(widest.each, Math.floor((width - 2 * room - gutter) / 2));
  const x = Math.round((width - 2 * each - gutter) / 2);
  const encoder = newColumn(sheet, x, each, true, false);
  const decoder = newColumn(sheet, x + each + gutter, each, true, true);
  const source = stackRows(encoder, 'encoder');
  let cross = 0;
  const outputs = outputRows(decoder);
  const target = [...stackRows(decoder, 'decoder', (y) => (cross = y)), ...outputs];
  const height = Math.max(heightOf(source) + 20, heightOf(target));
  const sourceTop = top + height - heightOf(source);
  drawColumn(encoder, source, sourceTop, () => sourceTop - 16);
  drawColumn(decoder, target, top + height - heightOf(target), (boxes) =>
    entry(decoder, boxes.at(-outputs.length)!),
  );
  const middle = x + each + gutter / 2;
  memory(sheet, [encoder.stream, sourceTop - 16, middle, sourceTop - 16, middle, cross, decoder.left, cross]);
  write(sheet, 'K, V', middle + 4, cross - 9, theme.muted, sheet.small * 0.92, gutter);
  return top + height;
}

function underEachOther(sheet: Sheet, top: number): number {
  const { width, theme } = sheet.input;
  const margin = 18;
  const room = ladderRoom(sheet);
  const used = Math.min(width - margin, widest.one + room);
  const x = Math.round((width - margin - used) / 2) + room;
  const column = newColumn(sheet, x, used - room, false, false);
  const source = stackRows(column, 'encoder');
  const end = top + heightOf(source) + 16;
  let cross = 0;
  const outputs = outputRows(column);
  const target = [...stackRows(column, 'decoder', (y) => (cross = y)), ...outputs];
  drawColumn(column, source, top, () => end);
  const second = end + 24;
  drawColumn(column, target, second, (boxes) => entry(column, boxes.at(-outputs.length)!));
  const right = x + column.width + 12;
  memory(sheet, [column.stream, end, right, end, right, cross, column.right, cross]);
  write(sheet, 'K, V', right - 4, end + 10, theme.muted, sheet.small * 0.92, 60, { align: 'right' });
  return second + heightOf(target);
}

/** What the encoder has made of its tokens, on its way into the decoder. */
function memory(sheet: Sheet, points: number[]): void {
  const { theme } = sheet.input;
  arrow({ input: sheet.input, marks: sheet.streams }, points, mix(theme.background, theme.text, 0.38), 2);
}
