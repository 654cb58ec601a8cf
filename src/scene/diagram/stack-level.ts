import type { BlockPath } from '../../core/architecture/architecture.js';
import { blockAt } from '../../core/architecture/blocks.js';
import { childrenOf, layersOf, sideOf, sublayers } from '../../core/architecture/paths.js';
import { label, thinned } from '../labels.js';
import { fillIn } from '../words.js';
import { attentionMaps, hasWeights, layerOf } from './attention-maps.js';
import { blockName } from './block-name.js';
import type { Box, DiagramInput, DiagramScene } from './diagram.js';
import { compact, grouped } from './figures.js';
import { hueFor } from './hues.js';
import { drawRungs } from './ladder.js';
import { wideFrom } from './model-level.js';
import { mosaic, mosaicSize, tableLayout, type Mosaic } from './mosaic.js';
import { arrow, finish, ground, heading, newSheet, write, type Sheet } from './sheet.js';
import { title } from './title.js';

const widest = 760;

/** Layers that are drawn at a time: the page that the keyboard or the play is on; rungs beside it lead to all others. */
const perPage = 8;

/** Stacks of so many layers are drawn whole. */
const mostWhole = 12;

/** One stack: every layer as a line of its heads' maps, between the embedding and what comes out. */
export function stackLevel(input: DiagramInput): DiagramScene {
  const sheet = newSheet(input);
  const { architecture, focus, width, words } = input;
  const side = sideOf(focus);
  const layers = layersOf(architecture, side);
  const count = grouped(blockAt(architecture, focus).parameters);
  const top = title(sheet, `${words[side]} · ${layers}×`, fillIn(words.parameters, { count }));
  const up = width >= wideFrom;
  const used = Math.min(width, widest);
  const x = Math.round((width - used) / 2);
  const others = childrenOf(architecture, focus).filter((path) => layerOf(path) === undefined);
  const after = others.filter((path) => path.endsWith('final-norm'));
  const before = others.filter((path) => !after.includes(path));
  const line = Math.round(sheet.size * 1.65);
  const gap = 22;
  let y = top;
  const start = up ? after : before;
  const end = up ? [...before].reverse() : after;
  const middle = width / 2;
  const step = () => {
    arrow(sheet, up ? [middle, y + gap - 4, middle, y + 4] : [middle, y + 4, middle, y + gap - 4]);
    y += gap;
  };
  for (const path of start) {
    bar(sheet, path, { x: middle - Math.min(used, 340) / 2, y, width: Math.min(used, 340), height: line });
    y += line;
    step();
  }
  y = table(sheet, side, { x, y, width: used, height: 0 }, up);
  for (const path of end) {
    step();
    bar(sheet, path, { x: middle - Math.min(used, 340) / 2, y, width: Math.min(used, 340), height: line });
    y += line;
  }
  sheet.boxes.set(focus, { x: 0, y: 0, width, height: y });
  return finish(sheet, y + 4, hasWeights(input.data) ? words.mapsNote : words.maskNote);
}

/** A block of the stack beside its layers. */
function bar(sheet: Sheet, path: BlockPath, box: Box): void {
  const { architecture } = sheet.input;
  const { kind, parameters, weights } = blockAt(architecture, path);
  const stress = ground(sheet, path, hueFor(kind), box, 5);
  const isShared = weights.some(({ shared }) => shared);
  const figure = parameters ? compact(parameters) : isShared ? sheet.input.words.shared : undefined;
  heading(sheet, box, { title: blockName(sheet.input, path), ...(figure && { figure }) }, stress);
}

/** Layers × heads, for each kind of attention of the stack. */
function table(sheet: Sheet, side: 'encoder' | 'decoder', area: Box, up: boolean): number {
  const { architecture, theme, words, measure, width, hover, cursor } = sheet.input;
  const { small } = sheet;
  const count = layersOf(architecture, side);
  const layers = count <= mostWhole ? count : perPage;
  const isPaged = layers < count;
  const first = isPaged ? pageOf(sheet, side, count) : 0;
  const kinds = sublayers(architecture, `${side}.0`).filter((name) => name.endsWith('attention'));
  const names = Math.ceil(measure(fillIn(words.layer, { n: count - 1 }), small)) + 12;
  const wide = width >= 480;
  const ladder = isPaged ? 20 : 0;
  const left = ladder + (wide ? names : Math.ceil(measure(String(count), small)) + 10);
  const gap = 24;
  const room = (area.width - left - 8 - gap * (kinds.length - 1)) / kinds.length;
  const rowMost = isPaged ? 32 : layers <= 6 ? 56 : 40;
  const head = Math.round(small * 1.9);
  const layouts = kinds.map((kind) => {
    const maps = attentionMaps(architecture, sheet.input.data, `${side}.0.${kind}`);
    return tableLayout(maps, {
      layers,
      heads: architecture.heads,
      room,
      most: rowMost,
      least: isPaged ? 22 : 11,
    });
  });
  const pitch = Math.max(...layouts.map((layout) => layout.pitchY));
  const aligned = layouts.map((layout) => stretch(layout, pitch));
  const tall = Math.max(...aligned.map((layout) => mosaicSize(layout).height));
  const used = left + aligned.reduce((sum, layout) => sum + mosaicSize(layout).width + gap, -gap);
  let x = area.x + Math.max(0, (area.width - used) / 2) + left;
  const top = area.y + head;
  const start = x;
  const whole = { x: start - left, y: top - 4, width: used + 8, height: tall + 8 };
  sheet.targets.push({
    type: 'blocks',
    ...{ x: whole.x, y: top, width: whole.width, height: layers * pitch },
    ...{ rows: layers, columns: 1, up, first, path: `${side}.{row}` },
  });
  const yOf = (layer: number) => top + (up ? layers - 1 - (layer - first) : layer - first) * pitch;
  if (isPaged) {
    const rungs = { x: whole.x, y: top, width: 7, height: tall };
    drawRungs(sheet, side, { count, first, shown: layers, up }, rungs);
    for (let layer = 0; layer < count; layer++) {
      const height = tall / count;
      const y = top + (up ? count - 1 - layer : layer) * height;
      sheet.boxes.set(`${side}.${layer}`, { ...rungs, y, height });
    }
  }
  for (let layer = first; layer < first + layers; layer++) {
    const x = whole.x + ladder;
    const row = { x, y: yOf(layer), width: whole.width - ladder, height: aligned[0]!.height };
    sheet.boxes.set(`${side}.${layer}`, row);
  }
  kinds.forEach((kind, i) => {
    const layout = aligned[i]!;
    const size = mosaicSize(layout);
    const isCross = kind === 'cross-attention';
    const name = isCross
      ? words.crossAttention
      : side === 'decoder'
        ? words.maskedSelfAttention
        : words.selfAttention;
    const left = architecture.heads - layout.columns;
    const more = left > 0 ? `  ${fillIn(words.more, { count: left })}` : '';
    const roomHere = Math.max(
      size.width,
      i + 1 < kinds.length ? size.width + gap - 6 : area.x + area.width - x,
    );
    write(sheet, name + more, x, area.y + head * 0.4, theme.muted, small, roomHere);
    const all = Array.from({ length: layers }, (_, row) => first + (up ? layers - 1 - row : row)).flatMap(
      (layer) => {
        const maps = attentionMaps(architecture, sheet.input.data, `${side}.${layer}.${kind}`);
        return Array.from({ length: layout.columns }, (_, h) => ({ maps, head: h }));
      },
    );
    sheet.marks.push(mosaic(all, layout, { x, y: top }, theme));
    if (layout.width >= 16) {
      const grid = { x, y: top, width: layout.columns * layout.pitchX, height: layers * pitch };
      const path = `${side}.{row}.${kind}.head.{column}`;
      sheet.targets.push({ type: 'blocks', ...grid, rows: layers, columns: layout.columns, up, first, path });
    }
    x += size.width + gap;
  });
  const active = [hover, cursor, ...(sheet.input.play?.active ?? [])].map((path) =>
    path?.startsWith(side) ? layerOf(path) : undefined,
  );
  const isHere = (layer: number | undefined) =>
    layer !== undefined && layer >= first && layer < first + layers;
  const named = thinned(layers, pitch, Math.max(small * 1.15, isPaged ? 2 * pitch : 0));
  const shown = new Set(named.map((row) => first + row));
  for (const layer of active) if (isHere(layer)) shown.add(layer!);
  for (const layer of shown) {
    const text = wide ? fillIn(words.layer, { n: layer }) : String(layer);
    const isOn = active.includes(layer);
    const at = { align: 'right', tabular: true, weight: isOn ? 600 : 400 } as const;
    const ink = isOn ? theme.accent : theme.muted;
    const y = yOf(layer) + aligned[0]!.height / 2;
    // where the reader is, its neighbours make room
    const hidden = [...active].some(
      (other) =>
        other !== undefined && other !== layer && !isOn && Math.abs(other - layer) * pitch < small * 1.15,
    );
    if (!hidden) sheet.marks.push(label(text, start - 10, y, ink, small, at));
    if (!isOn) continue;
    const frame = { x: start - 4, y: yOf(layer) - 3, width: used - left + 8, height: aligned[0]!.height + 6 };
    sheet.marks.push({
      type: 'rect',
      ...frame,
      radius: 4,
      stroke: theme.accent,
      lineWidth: layer === active[1] ? 2 : 1,
    });
  }
  return top + tall + 6;
}

/** First layer of the page that the keyboard or the play is on. */
function pageOf({ input: { cursor, play } }: Sheet, side: 'encoder' | 'decoder', count: number): number {
  for (const path of [cursor, play?.active[0]]) {
    const layer = path?.startsWith(side) ? layerOf(path) : undefined;
    if (layer !== undefined && layer < count)
      return Math.max(0, Math.min(layer - (layer % perPage), count - perPage));
  }
  return 0;
}

/** The same layout with rows further apart, in whole cells. */
function stretch(layout: Mosaic, pitch: number): Mosaic {
  const cell = layout.height / layout.cellsY;
  // cells of two tables differ, so that the gap is no whole number of them: heights give way
  const gapY = Math.max(layout.gapY, Math.round(pitch / cell) - layout.cellsY);
  const height = (pitch * layout.cellsY) / (layout.cellsY + gapY);
  return { ...layout, gapY, height, pitchY: pitch };
}
