import type { BlockPath } from '../../core/architecture/architecture.js';
import { blockAt } from '../../core/architecture/blocks.js';
import { sideOf } from '../../core/architecture/paths.js';
import { fillIn } from '../words.js';
import { attentionMaps, headOf, layerOf } from './attention-maps.js';
import { blockName } from './block-name.js';
import type { DiagramInput, DiagramScene, StageNumbers } from './diagram.js';
import { shapeText, sizesOf } from './figures.js';
import { numbersAt } from './numbers-at.js';
import { numbersTable } from './numbers-table.js';
import { seenNumbers } from './seen-numbers.js';
import { finish, newSheet, write, type Sheet } from './sheet.js';
import { title } from './title.js';
import { weightTiles } from './weight-tiles.js';

/** One stage or block without parts: its learned matrices, and every number that comes out of it. */
export function numbersLevel(input: DiagramInput): DiagramScene {
  const sheet = newSheet(input);
  const { architecture, focus, width, words, data } = input;
  const block = blockAt(architecture, focus);
  const shape = shapeText(block.output, sizesOf(data, sideOf(focus)));
  let y = title(sheet, blockName(input, focus), [...placeOf(input, focus), shape].join(' · '));
  if (block.weights.length) y = weightTiles(sheet, block.weights, y);
  const numbers = numbersAt(sheet, focus);
  const into = shapeText(block.input, sizesOf(data, sideOf(focus)));
  if (numbers) y = numbersTable(sheet, numbers, y, seen(input, numbers));
  else {
    if (!data) y = absent(sheet, `${into} → ${shape}`, y);
    y = absent(sheet, data ? words.noNumbers : words.noData, y);
  }
  sheet.boxes.set(focus, { x: 0, y: 0, width, height: y });
  return finish(sheet, y + 4);
}

/** Weights without those that a mask sets to zero: these are no weights. */
const seen = ({ architecture, data, focus }: DiagramInput, numbers: StageNumbers): StageNumbers =>
  focus.endsWith('.softmax')
    ? seenNumbers(numbers, attentionMaps(architecture, data, focus), { isMap: true, grown: undefined })
    : numbers;

/** Where a block is, from the outside inwards. */
function placeOf({ words, architecture }: DiagramInput, path: BlockPath): string[] {
  if (!/^(en|de)coder/.test(path)) return [];
  const [layer, head] = [layerOf(path), headOf(path)];
  return [
    ...(architecture.kind === 'encoder-decoder' ? [words[sideOf(path)]] : []),
    ...(layer === undefined ? [] : [fillIn(words.layer, { n: layer })]),
    ...(head === undefined ? [] : [fillIn(words.head, { n: head })]),
  ];
}

/** What stands where there are no numbers, wrapped to the width. */
function absent(sheet: Sheet, text: string, y: number): number {
  const { theme, width, measure } = sheet.input;
  const { size } = sheet;
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && measure(longer, size) <= width - 16) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  lines.forEach((line, i) => {
    write(sheet, line, width / 2, y + size * (1.4 + i * 1.5), theme.muted, size, width, { align: 'center' });
  });
  return y + size * (1.5 * lines.length + 1.4);
}
