import type { BlockPath } from '../../core/architecture/architecture.js';
import type { HeadLabel } from '../../core/attention-data.js';
import { blockAt } from '../../core/architecture/blocks.js';
import { sideOf } from '../../core/architecture/paths.js';
import { mix } from '../color.js';
import { label } from '../labels.js';
import { fillIn } from '../words.js';
import { attentionMaps, hasWeights, layerOf } from './attention-maps.js';
import { entry, exit, heightOf, newColumn, placeRows, type Column, type Row } from './column.js';
import type { DiagramInput, DiagramScene } from './diagram.js';
import { compact, grouped, shapeText, sizesOf } from './figures.js';
import { headFrames } from './head-frames.js';
import { matrixTile } from './matrix-tile.js';
import { wideFrom } from './model-level.js';
import { numbersAt } from './numbers-at.js';
import { mapBox, mosaic, mosaicLayout, mosaicSize, type Mosaic } from './mosaic.js';
import { arrow, finish, ground, heading, headingHeight, newSheet, write, type Sheet } from './sheet.js';
import { title } from './title.js';

const widest = 760;
const gap = 26;

/** Heads that are named one by one; of more, every row of maps says where it begins. */
const named = 16;

/** One attention sublayer: every head's map, laid side by side, and projected back to the width of the stream. */
export function attentionLevel(input: DiagramInput): DiagramScene {
  const sheet = newSheet(input);
  const { architecture, focus, width, words } = input;
  const isCross = focus.includes('cross-attention');
  const block = blockAt(architecture, focus);
  const sizes = sizesOf(input.data, sideOf(focus));
  const name = isCross
    ? words.crossAttention
    : sideOf(focus) === 'decoder'
      ? words.maskedSelfAttention
      : words.selfAttention;
  const place = `${words[sideOf(focus)]} · ${fillIn(words.layer, { n: layerOf(focus)! })}`;
  const top = title(sheet, name, `${place} · ${compact(block.parameters)}`);
  const used = Math.min(width, widest);
  const column: Column = {
    ...newColumn(sheet, Math.round((width - used) / 2), used, width >= wideFrom, false),
    ...{ left: Math.round((width - used) / 2), right: Math.round((width + used) / 2) },
  };
  const rows = [
    caption(column, words.input, shapeText(block.input, sizes), isCross),
    headsRow(column, focus),
    concatenation(column, focus),
    projection(column, focus),
    caption(column, words.result, shapeText(block.output, sizes), false),
  ];
  const boxes = placeRows(column, rows, top);
  rows.forEach((row, i) => row.draw(boxes[i]!));
  const x = column.x + used / 2;
  for (let i = 0; i + 1 < boxes.length; i++) {
    arrow(sheet, [x, exit(column, boxes[i]!), x, entry(column, boxes[i + 1]!)]);
  }
  const bottom = top + heightOf(rows);
  sheet.boxes.set(focus, { x: 0, y: 0, width, height: bottom });
  return finish(sheet, bottom + 4, hasWeights(input.data) ? words.mapsNote : words.maskNote);
}

/** What comes in or goes out, in the middle of a line. */
function caption({ sheet, x, width }: Column, text: string, shape: string, isCross: boolean): Row {
  const { theme, words, measure } = sheet.input;
  const { small, size } = sheet;
  return {
    height: Math.round(size * 1.5),
    gap,
    draw(box) {
      const memory = isCross ? `  ·  K, V: ${words.encoder}` : '';
      const named = measure(text, small, 500) + 8;
      const figures = `${shape}${memory}`;
      const from = x + (width - named - measure(figures, small)) / 2;
      const y = box.y + box.height / 2;
      write(sheet, text, from, y, theme.text, small, named, { weight: 500 });
      write(sheet, figures, from + named, y, theme.muted, small, width - named, { tabular: true });
    },
  };
}

/** All heads as maps. */
function headsRow(column: Column, path: BlockPath): Row {
  const { sheet, x, width } = column;
  const { architecture, data, words, play, theme } = sheet.input;
  const { heads, kvHeads, dHead } = architecture;
  const grown = sideOf(path) === 'decoder' ? play?.decoderTokens : undefined;
  const maps = attentionMaps(architecture, data, path, grown);
  const isNamed = heads <= named;
  const numbers = isNamed ? 0 : Math.ceil(sheet.input.measure('000', sheet.small)) + 6;
  const inner = width - 24 - numbers;
  const room = isNamed
    ? { least: 20, good: width < 480 ? 64 : 92, most: 160, mostRows: 4 }
    : { least: 14, good: width < 480 ? 26 : 40, most: 84, mostRows: 12 };
  const layer = maps.source?.headLabels?.[maps.layer];
  const close = mosaicLayout(maps, heads, inner, room);
  const lines = isNamed ? Math.max(...nameLines(sheet, layer, close).map(({ length }) => length)) : 0;
  const line = lines ? Math.round(sheet.small * (0.4 + 1.2 * lines)) : 0;
  const layout = spread(close, line);
  const size = mosaicSize(layout);
  const top = headingHeight(sheet, 1);
  const text = kvHeads === heads ? words.headsOf : words.headsGrouped;
  return {
    height: top + size.height + line + 12,
    gap,
    draw(box) {
      const stress = ground(sheet, path, 'attention', box, 8);
      sheet.targets.pop();
      heading(
        sheet,
        { ...box, height: 100 },
        { title: fillIn(text, { heads, width: dHead, kv: kvHeads }) },
        stress,
      );
      const at = { x: Math.round(x + numbers + (width - numbers - size.width) / 2), y: box.y + top };
      drawMaps(sheet, path, layout, at, stress.pending);
      headFrames(sheet, path, at, layout);
      if (isNamed) {
        nameHeads(sheet, path, layout, at);
        return;
      }
      for (let row = 0; row < layout.rows; row++) {
        const y = at.y + row * layout.pitchY + layout.height / 2;
        if (row * layout.columns >= layout.count) break;
        const text = String(row * layout.columns);
        sheet.marks.push(
          label(text, at.x - 8, y, theme.muted, sheet.small * 0.92, { align: 'right', tabular: true }),
        );
      }
    },
  };
}

/** Moves the rows of a mosaic apart, in whole cells, so that a line of text fits under each. */
function spread(layout: Mosaic, line: number): Mosaic {
  if (!line) return layout;
  const cell = layout.height / layout.cellsY;
  const gapY = Math.max(layout.gapY, Math.ceil((line + 4) / cell));
  return { ...layout, gapY, pitchY: (layout.cellsY + gapY) * cell };
}

function drawMaps(
  sheet: Sheet,
  path: BlockPath,
  layout: Mosaic,
  at: { x: number; y: number },
  faded: boolean,
): void {
  const { architecture, data, play, theme } = sheet.input;
  const grown = sideOf(path) === 'decoder' ? play?.decoderTokens : undefined;
  const maps = attentionMaps(architecture, data, path, grown);
  const all = Array.from({ length: layout.count }, (_, head) => ({ maps, head }));
  sheet.marks.push(mosaic(all, layout, at, theme, faded));
  const { rows, columns, count } = layout;
  const grid = { width: columns * layout.pitchX, height: rows * layout.pitchY };
  sheet.targets.push({ type: 'blocks', ...at, ...grid, rows, columns, count, path: `${path}.head.{place}` });
  for (let head = 0; head < Math.min(count, 200); head++) {
    const { x, y, width, height } = mapBox(layout, head);
    sheet.boxes.set(`${path}.head.${head}`, { x: at.x + x, y: at.y + y, width, height });
  }
}

const nameSize = 0.92;

/** Number of each head, or the name that it has by what it does, in at most two lines. */
function nameLines(
  { input, small }: Sheet,
  names: readonly (HeadLabel | undefined)[] | undefined,
  layout: Mosaic,
): string[][] {
  const { words, measure } = input;
  const room = layout.pitchX - 6;
  return Array.from({ length: layout.count }, (_, i) => {
    const own = names?.[i]?.name;
    const text = own ? `${i} ${own}` : layout.width > 56 ? fillIn(words.head, { n: i }) : String(i);
    const fits = (part: string) => measure(part, small * nameSize) <= room;
    if (fits(text)) return [text];
    const parts = text.split(' ');
    let taken = parts.length - 1;
    while (taken > 1 && !fits(parts.slice(0, taken).join(' '))) taken--;
    const rest = parts.slice(taken).join(' ');
    return taken && rest ? [parts.slice(0, taken).join(' '), rest] : [text];
  });
}

/** The name of each head under its map. */
function nameHeads(sheet: Sheet, path: BlockPath, layout: Mosaic, at: { x: number; y: number }): void {
  const { theme, data, architecture, hover } = sheet.input;
  const maps = attentionMaps(architecture, data, path);
  const size = sheet.small * nameSize;
  nameLines(sheet, maps.source?.headLabels?.[maps.layer], layout).forEach((lines, i) => {
    const { x, y, height } = mapBox(layout, i);
    const ink = hover === `${path}.head.${i}` ? theme.accent : theme.muted;
    lines.forEach((text, n) => {
      const middle = at.y + y + height + size * (0.85 + 1.25 * n);
      write(sheet, text, at.x + x, middle, ink, size, layout.pitchX - 5, { tabular: true });
    });
  });
}

/** The outputs of all heads beside each other. */
function concatenation(column: Column, path: BlockPath): Row {
  const { sheet, x, width } = column;
  const { architecture, words, theme } = sheet.input;
  const stage = `${path}.concatenation`;
  const line = Math.round(sheet.small * 1.7);
  return {
    height: line + 26,
    gap,
    draw(box) {
      const block = blockAt(architecture, stage);
      const sizes = sizesOf(sheet.input.data, sideOf(path));
      const y = box.y + line * 0.42;
      const named = write(sheet, words.concatenation, x, y, theme.text, sheet.small, width * 0.6, {
        weight: 500,
      });
      const shape = shapeText(block.output, sizes);
      write(sheet, shape, x + named + 8, y, theme.muted, sheet.small, width - named - 8, { tabular: true });
      const tile = { x, y: box.y + line, width, height: box.height - line };
      matrixTile(sheet, stage, tile, 'attention', numbersAt(sheet, stage));
      // where one head's numbers end and the next one's begin: one line, up and down, that turns on the tile's edges
      const { heads } = architecture;
      const every = Math.ceil((heads * 3) / width);
      const [edge, far] = [tile.y + 0.5, tile.y + tile.height - 0.5];
      const points: number[] = [];
      for (let head = every; head < heads; head += every) {
        const at = x + (width * head) / heads;
        points.push(...(points.at(-1) === far ? [at, far, at, edge] : [at, edge, at, far]));
      }
      const stroke = mix(theme.background, theme.accent, 0.6);
      if (points.length) sheet.marks.push({ type: 'line', points, stroke, lineWidth: 1 });
    },
  };
}

/** The matrix that mixes the heads. */
function projection({ sheet, x, width }: Column, path: BlockPath): Row {
  const { architecture, words } = sheet.input;
  const stage = `${path}.output-projection`;
  const used = Math.min(width, 340);
  return {
    height: headingHeight(sheet, 2),
    gap,
    draw(box) {
      const at = { ...box, x: x + (width - used) / 2, width: used };
      const stress = ground(sheet, stage, 'attention', at);
      const { parameters, weights } = blockAt(architecture, stage);
      const { rows, columns } = weights[0]!;
      const note = `${grouped(rows)} × ${grouped(columns)}`;
      heading(sheet, at, { title: words.outputProjection, figure: compact(parameters), note }, stress);
    },
  };
}
