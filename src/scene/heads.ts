import { captionLines } from './captions.js';
import { label } from './labels.js';
import { strike } from './switched-off.js';
import type { Mark, Target } from './scene.js';
import type { View, ViewInput } from './view.js';

/** Sizes of a tile with the space around it, CSS pixels. */
const tile = { least: 18, most: 132, single: 96 };

/**
 * All layers × heads as small heat maps: rows are layers, columns are heads. The heads of a single layer flow into as
 * many rows as they need.
 */
export const heads: View = (input: ViewInput) => {
  const { shown, scaled, focus, pinned, theme, measure, width, words } = input;
  const layers = [...new Set(shown.heads.map((head) => head.layer ?? 0))];
  const columns = [...new Set(shown.heads.map((head) => head.head ?? 0))];
  const size = theme.fontSize * 0.85;
  const single = layers.length === 1;
  const perRow = single
    ? Math.min(columns.length, Math.max(3, Math.floor(width / tile.single)))
    : columns.length;
  const gutter = Math.ceil(measure(`${words.layer} ${Math.max(...layers)}`, size)) + 10;
  const compact = width - gutter < columns.length * 40;
  const left = single ? 0 : compact ? Math.ceil(measure('00', size)) + 8 : gutter;
  const pitch = Math.max(tile.least, Math.min(tile.most, (width - left) / perRow));
  const space = pitch > 60 ? 10 : pitch > 30 ? 4 : 2;
  const side = Math.floor(pitch - space);
  const aspect = shown.queries.length / Math.max(1, shown.keys.length);
  const tall = Math.max(8, Math.round(side * Math.min(2, Math.max(0.5, aspect))));
  const captioned = single || (pitch >= 84 && shown.heads.some((head) => head.name));
  // rows and columns have the numbers already
  const captions = shown.heads.map((head) => {
    const text = (single ? head.title : head.name) ?? (single ? `${words.head} ${head.head ?? 0}` : '');
    return captioned && text ? captionLines(text, pitch - 6, size, measure) : [];
  });
  const caption = captioned ? size * (0.4 + 1.3 * Math.max(...captions.map((lines) => lines.length))) : 0;
  const x0 = left + Math.max(0, Math.round((width - left - pitch * perRow) / 2));
  const top = single ? 2 : Math.round(size * 3.1);
  const rowPitch = tall + space + caption;

  const marks: Mark[] = [];
  const active = { layer: focus.layer ?? pinned.layer, head: focus.head ?? pinned.head };
  if (!single) {
    const axes = compact ? `${words.layer} ↓  ${words.head} →` : `${words.head} →`;
    marks.push(label(axes, compact ? 0 : x0, size * 0.7, theme.muted, size));
    columns.forEach((column, c) => {
      const fill = active.head === column ? theme.accent : theme.muted;
      const x = x0 + c * pitch + side / 2;
      marks.push(label(String(column), x, size * 2.2, fill, size, { align: 'center', tabular: true }));
    });
    layers.forEach((layer, r) => {
      const text = compact ? String(layer) : `${words.layer} ${layer}`;
      const fill = active.layer === layer ? theme.accent : theme.muted;
      const y = top + r * rowPitch + tall / 2;
      marks.push(label(text, x0 - 8, y, fill, size, { align: 'right', tabular: true }));
    });
  }

  // all maps first, so that painters may draw them together
  const tiles: Mark[] = [];
  const targets: Target[] = [];
  shown.heads.forEach((head, i) => {
    const [layer, index] = [head.layer ?? 0, head.head ?? 0];
    const [row, column] = single
      ? [Math.floor(i / perRow), i % perRow]
      : [layers.indexOf(layer), columns.indexOf(index)];
    const [x, y] = [x0 + column * pitch, top + row * rowPitch];
    tiles.push({
      type: 'cells',
      x,
      y,
      width: side,
      height: tall,
      rows: shown.queries.length,
      columns: shown.keys.length,
      values: scaled.cells(i),
      ramp: theme.ramp,
      shape: 'fill',
      gap: 0,
    });
    const isActive = layer === active.layer && index === active.head;
    const lineWidth = isActive ? 2 : 1;
    marks.push({
      type: 'rect',
      x: x - lineWidth,
      y: y - lineWidth,
      width: side + 2 * lineWidth,
      height: tall + 2 * lineWidth,
      stroke: isActive ? theme.accent : theme.line,
      lineWidth,
    });
    if (head.off) marks.push(strike(x, y, side, tall, theme.text));
    captions[i]!.forEach((text, line) => {
      const fill = isActive ? theme.text : theme.muted;
      marks.push(label(text, x, y + tall + size * (0.93 + 1.3 * line), fill, size));
    });
    targets.push({
      type: 'rect',
      x,
      y,
      width: pitch,
      height: rowPitch,
      subject: { type: 'head', layer, head: index },
    });
  });
  const rows = single ? Math.ceil(shown.heads.length / perRow) : layers.length;
  return {
    width: Math.max(width, x0 + perRow * pitch),
    height: top + rows * rowPitch + 2,
    marks: [...tiles, ...marks],
    targets,
  };
};
