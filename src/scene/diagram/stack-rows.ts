import { blockAt } from '../../core/architecture/blocks.js';
import { childrenOf, layersOf } from '../../core/architecture/paths.js';
import type { BlockPath } from '../../core/architecture/architecture.js';
import { mix } from '../color.js';
import { fillIn } from '../words.js';
import { layerOf } from './attention-maps.js';
import { acrossStream, exit, heightOf, placeRows, type Column, type Row } from './column.js';
import { compact, grouped, shapeText } from './figures.js';
import { ladder } from './ladder.js';
import { layerRows, streamNorm, type LayerDetail } from './layer-rows.js';
import { arrow, ground, heading, headingHeight, place, plus, plusRadius, stressOf, write } from './sheet.js';
import { tokenRow } from './token-row.js';

export type Side = 'encoder' | 'decoder';

const gap = 14;

/** Layer of a stack that stands for all: the one that the reader or the play is on. */
export function layerShown({ sheet }: Column, side: Side): number {
  const { hover, cursor, play, architecture } = sheet.input;
  for (const path of [hover, cursor, play?.active[0]]) {
    const layer = path?.startsWith(side) ? layerOf(path) : undefined;
    if (layer !== undefined && layer < layersOf(architecture, side)) return layer;
  }
  return 0;
}

/** Tokens, embedding, positions, the layers, and what stands after them. */
export function stackRows(column: Column, side: Side, onCross?: (y: number, path: BlockPath) => void): Row[] {
  const { architecture, words } = column.sheet.input;
  const inside = new Set(childrenOf(architecture, side).filter((path) => layerOf(path) === undefined));
  const has = (name: string) => inside.has(`${side}.${name}`);
  return [
    tokens(column, side),
    embedding(column, side),
    ...(has('positions') ? [positions(column, side)] : []),
    ...(has('embedding-norm') ? [streamNorm(column, `${side}.embedding-norm`, gap + 4)] : []),
    layers(column, side, onCross),
    ...(has('final-norm') ? [streamNorm(column, `${side}.final-norm`, gap, words.finalNorm)] : []),
  ];
}

function tokens(column: Column, side: Side): Row {
  const { sheet } = column;
  const { data, play } = sheet.input;
  return {
    height: Math.round(sheet.small * 1.9),
    gap: 12,
    draw(box) {
      const across = acrossStream(column, box);
      const grown = side === 'decoder' ? play?.decoderTokens : undefined;
      tokenRow(sheet, data?.[side]?.tokens, across, column.near === column.left ? 'left' : 'right', grown);
      const start = exit(column, box);
      arrow(sheet, [column.stream, start, column.stream, start + (column.up ? -11 : 11)]);
    },
  };
}

function embedding(column: Column, side: Side): Row {
  const { sheet } = column;
  const { architecture, words } = sheet.input;
  const path = `${side}.embedding`;
  return {
    height: headingHeight(sheet, 2),
    gap,
    draw(box) {
      const across = acrossStream(column, box);
      const stress = ground(sheet, path, 'embedding', across);
      const block = blockAt(architecture, path);
      const { image, vocab, dModel } = architecture;
      const note = image ? shapeText(block.output) : `${grouped(vocab)} × ${grouped(dModel)}`;
      const title = image ? words.patchEmbedding : words.embedding;
      const shared = block.weights.find((weight) => weight.shared);
      const figure = shared ? words.shared : compact(block.parameters);
      heading(sheet, across, { title, figure, note }, stress, column);
    },
  };
}

/** Positions are added to the stream, or turn and bias the attention inside the layers. */
function positions(column: Column, side: Side): Row {
  const { sheet, stream, near, left, right } = column;
  const { architecture, words } = sheet.input;
  const path = `${side}.positions`;
  const scheme = architecture.positions;
  const isAdded = scheme === 'sinusoidal' || scheme === 'learned';
  return {
    height: Math.round(sheet.size * 1.65),
    gap: gap + 4,
    draw({ y, height }) {
      const box = { x: left, y, width: right - left, height };
      if (isAdded)
        arrow(sheet, [near, y + height / 2, stream + Math.sign(near - stream) * plusRadius, y + height / 2]);
      const stress = ground(sheet, path, 'embedding', box, 5);
      const kind = scheme === 'none' ? '' : words[scheme];
      const count = blockAt(architecture, path).parameters;
      const where = isAdded || scheme === 'none' ? [] : [words.everyLayer];
      const learned = count ? [compact(count)] : [];
      const figure = [[...where, ...learned].join(' · '), ...where, ...learned];
      heading(sheet, box, { title: `${words.positions}: ${kind}`, figure }, stress);
      if (isAdded) plusOn(column, path, y + height / 2);
    },
  };
}

/** The sum of embedding and positions belongs to these. */
function plusOn({ sheet, stream }: Column, path: BlockPath, y: number): void {
  const box = sheet.boxes.get(path)!;
  plus(sheet, path, stream, y);
  sheet.boxes.set(path, box);
}

/** The frame of the layers: one of them stands for all. */
function layers(column: Column, side: Side, onCross?: (y: number, path: BlockPath) => void): Row {
  const { sheet } = column;
  const { theme, architecture, words } = sheet.input;
  const shown = layerShown(column, side);
  const path = `${side}.${shown}`;
  const isNarrow = column.width < 380;
  const most = Math.round(sheet.size * (isNarrow ? 2.3 : 2.6));
  const detail: LayerDetail = {
    maps: { least: Math.round(most * 0.72), good: 0, most, mostRows: 1 },
    gap: gap + 2,
  };
  const rows = layerRows(column, path, detail, onCross);
  const head = Math.round(sheet.size * 2.2);
  const pad = 14;
  return {
    height: heightOf(rows) + head + pad,
    gap: gap + 4,
    draw(box) {
      const { hovered, cursor } = stressOf(sheet, path);
      sheet.frames.push({
        type: 'rect',
        ...box,
        radius: 10,
        fill: mix(theme.background, theme.text, theme.dark ? 0.035 : 0.018),
        stroke: hovered || cursor ? theme.accent : mix(theme.background, theme.text, 0.22),
        lineWidth: cursor ? 2 : 1,
      });
      place(sheet, path, box);
      const count = layersOf(architecture, side);
      if (count > 1) ladder(column, side, count, shown, box);
      else sheet.boxes.set(side, box);
      // above the blocks in both directions of flow
      const y = box.y + head / 2 + 2;
      const name = write(sheet, words[side], column.left, y, theme.text, sheet.size, box.width * 0.5, {
        weight: 600,
      });
      const each = compact(blockAt(architecture, path).parameters);
      const end = column.right;
      const figures = write(sheet, each, end, y, theme.muted, sheet.small, box.width * 0.3, {
        align: 'right',
        tabular: true,
      });
      const middle = fillIn(words.layer, { n: shown });
      write(
        sheet,
        middle,
        column.left + name + 8,
        y,
        theme.muted,
        sheet.small,
        end - figures - column.left - name - 16,
      );
      const inner = placeRows(column, rows, box.y + head);
      rows.forEach((row, i) => row.draw(inner[i]!));
    },
  };
}
