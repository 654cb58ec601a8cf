import { blockAt } from '../../core/architecture/blocks.js';
import { layersOf, sideOf } from '../../core/architecture/paths.js';
import type { BlockPath } from '../../core/architecture/architecture.js';
import { mix } from '../color.js';
import { fillIn } from '../words.js';
import { hasWeights, layerOf } from './attention-maps.js';
import { heightOf, newColumn, placeRows } from './column.js';
import type { DiagramInput, DiagramScene } from './diagram.js';
import { grouped, shapeText, sizesOf } from './figures.js';
import { layerRows } from './layer-rows.js';
import { wideFrom } from './model-level.js';
import { arrow, finish, newSheet, place, stressOf, write, type Sheet } from './sheet.js';
import { title } from './title.js';

const widest = 640;

/** One layer: its sublayers along the residual stream, attention with as many maps as there is room for. */
export function layerLevel(input: DiagramInput): DiagramScene {
  const sheet = newSheet(input);
  const { architecture, focus, width, words, theme } = input;
  const side = sideOf(focus);
  const index = layerOf(focus)!;
  const count = fillIn(words.parameters, { count: grouped(blockAt(architecture, focus).parameters) });
  const top = title(sheet, `${words[side]} · ${fillIn(words.layer, { n: index })}`, count);
  const isCross = side === 'decoder' && architecture.kind === 'encoder-decoder';
  const margin = isCross ? Math.ceil(input.measure(words.encoder, sheet.small)) + 10 : 0;
  const used = Math.min(width - margin, widest);
  const up = width >= wideFrom;
  const column = newColumn(sheet, Math.round((width - margin - used) / 2), used, up, false);
  const maps = up
    ? { least: 18, good: 44, most: 80, mostRows: 4 }
    : { least: 18, good: 34, most: 56, mostRows: 6 };
  const memory: number[] = [];
  const rows = layerRows(column, focus, { maps, gap: 20 }, (y) => memory.push(y));
  const ends = Math.round(sheet.size * 2.6);
  const height = heightOf(rows);
  const [first, last] = up ? [top + ends * 2 + height, top] : [top, top + ends * 2 + height];
  const boxes = placeRows(column, rows, top + ends);
  const line = mix(theme.background, theme.text, 0.38);
  arrow({ input, marks: sheet.streams }, [column.stream, first, column.stream, last], line, 2);
  rows.forEach((row, i) => row.draw(boxes[i]!));
  for (const y of memory) {
    const right = column.x + used + margin;
    arrow(sheet, [right, y, column.right, y], line, 2);
    const at = { align: 'right' } as const;
    write(sheet, words.encoder, right, y - sheet.small * 0.9, theme.muted, sheet.small, margin, at);
    write(sheet, 'K, V', right, y + sheet.small, theme.muted, sheet.small, margin, at);
  }
  const step = up ? -1 : 1;
  const layers = layersOf(architecture, side);
  const before = index > 0 ? `${side}.${index - 1}` : `${side}.embedding`;
  const after = index + 1 < layers ? `${side}.${index + 1}` : undefined;
  const shape = shapeText(blockAt(architecture, focus).input, sizesOf(input.data, sideOf(focus)));
  neighbour(sheet, before, column.left, first + (step * ends) / 2 - step * 3, shape);
  neighbour(sheet, after, column.left, last - (step * ends) / 2 + step * 3, shape);
  sheet.boxes.set(focus, { x: 0, y: 0, width, height: top + height + 2 * ends });
  return finish(sheet, top + height + 2 * ends + 4, hasWeights(input.data) ? words.mapsNote : words.maskNote);
}

/** Where the stream comes from or goes: the neighbouring layer by name, and the shape of what flows. */
function neighbour(sheet: Sheet, path: BlockPath | undefined, x: number, y: number, shape: string): void {
  const { theme, words, width, measure } = sheet.input;
  const layer = path === undefined ? undefined : layerOf(path);
  const name =
    path === undefined ? '' : layer === undefined ? words.embedding : fillIn(words.layer, { n: layer });
  const size = sheet.small;
  const strong = path !== undefined && stressOf(sheet, path).hovered;
  const used = write(sheet, name, x, y, strong ? theme.accent : theme.text, size, width - x);
  write(sheet, shape, x + (used ? used + 10 : 0), y, theme.muted, size, width - x - used - 10, {
    tabular: true,
  });
  if (path !== undefined)
    place(sheet, path, { x: x - 4, y: y - size, width: measure(name, size) + 8, height: size * 2 });
}
