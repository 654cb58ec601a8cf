import type { BlockPath } from '../../core/architecture/architecture.js';
import { blockAt } from '../../core/architecture/blocks.js';
import { sideOf, sublayers } from '../../core/architecture/paths.js';
import { fillIn } from '../words.js';
import { attentionMaps } from './attention-maps.js';
import { entry, exit, heightOf, placeRows, acrossStream, type Column, type Row } from './column.js';
import type { Box } from './diagram.js';
import { compact, grouped } from './figures.js';
import { feedForwardSketch, sketchHeight } from './feed-forward-sketch.js';
import { mosaic, mosaicLayout, mosaicSize, type MosaicRoom } from './mosaic.js';
import { headFrames } from './head-frames.js';
import { arrow, ground, heading, headingHeight, plus, plusRadius, write } from './sheet.js';

/** How much of a layer is shown: small inside the whole model, large when it is the picture. */
export interface LayerDetail {
  maps: MosaicRoom;
  gap: number;
}

/** Gap between a norm and the block that it feeds. */
const within = 9;

/** The rows of one layer in the order of flow; `onCross` hears where keys and values of the encoder come in. */
export function layerRows(
  column: Column,
  path: BlockPath,
  detail: LayerDetail,
  onCross?: (y: number, path: BlockPath) => void,
): Row[] {
  const { architecture } = column.sheet.input;
  return sublayers(architecture, path).flatMap((name) => {
    const block = `${path}.${name}`;
    const content = contentOf(column, block, detail);
    const body: Row = name === 'cross-attention' ? heard(content, (y) => onCross?.(y, block)) : content;
    if (architecture.placement === 'post' && architecture.norm !== 'none') {
      return [
        branch(column, [body], `${block}-residual`, 10),
        streamNorm(column, `${block}-norm`, detail.gap),
      ];
    }
    const norm = architecture.norm === 'none' ? [] : [normRow(column, `${block}-norm`)];
    return [branch(column, [...norm, body], `${block}-residual`, detail.gap)];
  });
}

const heard = (row: Row, tell: (y: number) => void): Row => ({
  ...row,
  draw(box) {
    tell(box.y + box.height / 2);
    row.draw(box);
  },
});

/** Blocks beside the stream: numbers turn off into the first, and the result of the last is added. */
function branch(column: Column, rows: Row[], residual: BlockPath, gap: number): Row {
  const { sheet, up, stream, near, left, right } = column;
  const inner = { ...column, x: left, width: right - left };
  return {
    height: heightOf(rows),
    gap,
    draw(box) {
      const boxes = placeRows(inner, rows, box.y);
      const [first, last] = [boxes[0]!, boxes.at(-1)!];
      const step = up ? -1 : 1;
      const start = rows.length > 1 ? first.y + first.height / 2 : entry(column, first) + step * 15;
      const end = exit(column, last) - step * 15;
      const side = near > stream ? 1 : -1;
      arrow(sheet, [stream, start, near, start]);
      rows.forEach((row, i) => row.draw(boxes[i]!));
      if (rows.length > 1) {
        const x = near + side * 22;
        arrow(sheet, [x, exit(column, first), x, entry(column, last)]);
      }
      arrow(sheet, [near, end, stream + side * plusRadius, end]);
      plus(sheet, residual, stream, end);
    },
  };
}

function normTitle({ sheet }: Column): string {
  const { architecture, words } = sheet.input;
  return architecture.norm === 'rms' ? words.rmsNorm : words.layerNorm;
}

export function normRow(column: Column, path: BlockPath): Row {
  const { sheet } = column;
  return {
    height: Math.round(sheet.size * 1.65),
    gap: within,
    draw(box) {
      const stress = ground(sheet, path, 'norm', box, 5);
      const figure = compact(blockAt(sheet.input.architecture, path).parameters);
      heading(sheet, box, { title: normTitle(column), figure }, stress);
    },
  };
}

/** A norm that the stream itself goes through. */
export function streamNorm(column: Column, path: BlockPath, gap: number, title?: string): Row {
  const { sheet } = column;
  return {
    height: Math.round(sheet.size * 1.65),
    gap,
    draw(box) {
      const across = acrossStream(column, box);
      const stress = ground(sheet, path, 'norm', across, 5);
      const figure = compact(blockAt(sheet.input.architecture, path).parameters);
      heading(sheet, across, { title: title ?? normTitle(column), figure }, stress, column);
    },
  };
}

/** Attention with its maps, or the feed-forward layer. */
function contentOf(column: Column, path: BlockPath, detail: LayerDetail): Row {
  return path.endsWith('feed-forward') ? feedForwardRow(column, path) : attentionRow(column, path, detail);
}

function attentionRow(column: Column, path: BlockPath, detail: LayerDetail): Row {
  const { sheet, left, right } = column;
  const { architecture, data, words, theme, play } = sheet.input;
  const { heads, kvHeads, dHead } = architecture;
  const grown = sideOf(path) === 'decoder' ? play?.decoderTokens : undefined;
  const maps = attentionMaps(architecture, data, path, grown);
  const inner = right - left - 20;
  const rest = sheet.input.measure(fillIn(words.more, { count: heads }), sheet.small) + 8;
  let layout = mosaicLayout(maps, heads, inner, detail.maps);
  if (layout.count < heads) layout = mosaicLayout(maps, heads, inner - rest, detail.maps);
  const size = mosaicSize(layout);
  const top = headingHeight(sheet, 2);
  const text = kvHeads === heads ? words.headsOf : words.headsGrouped;
  const figures = { heads, width: dHead, kv: kvHeads };
  const note = [fillIn(text, figures), fillIn(words.headsOf, figures)];
  const title = path.includes('cross')
    ? words.crossAttention
    : maps.causal
      ? words.maskedSelfAttention
      : words.selfAttention;
  return {
    height: Math.ceil(top + size.height + 10),
    gap: within,
    draw(box) {
      const stress = ground(sheet, path, 'attention', box);
      const figure = compact(blockAt(architecture, path).parameters);
      heading(sheet, box, { title, figure, note }, stress);
      const all = Array.from({ length: layout.count }, (_, head) => ({ maps, head }));
      const at = { x: box.x + 10, y: box.y + top };
      sheet.marks.push(mosaic(all, layout, at, theme, stress.pending));
      sheet.targets.push({
        type: 'blocks',
        ...at,
        ...{ width: size.width, height: size.height, rows: layout.rows, columns: layout.columns },
        ...{ count: layout.count, path: `${path}.head.{place}` },
      });
      headFrames(sheet, path, at, layout);
      if (layout.count < heads) {
        const more = fillIn(words.more, { count: heads - layout.count });
        const y = at.y + size.height - layout.height / 2;
        write(sheet, more, at.x + size.width + 8, y, theme.muted, sheet.small, inner - size.width - 8 + 4, {
          tabular: true,
        });
      }
    },
  };
}

function feedForwardRow(column: Column, path: BlockPath): Row {
  const { sheet } = column;
  const { architecture, words } = sheet.input;
  const { dModel, dFeedForward, activation, gated } = architecture;
  const top = headingHeight(sheet, 2);
  const names = { relu: 'ReLU', gelu: 'GELU', silu: gated ? 'SwiGLU' : 'SiLU' };
  const widths = `${grouped(dModel)} → ${grouped(dFeedForward)} → ${grouped(dModel)}`;
  const note = [`${widths} · ${names[activation]}`, widths, `${grouped(dModel)} → ${grouped(dFeedForward)}`];
  return {
    height: top + sketchHeight + 10,
    gap: within,
    draw(box: Box) {
      const stress = ground(sheet, path, 'feed-forward', box);
      const figure = compact(blockAt(architecture, path).parameters);
      heading(sheet, box, { title: words.feedForward, figure, note }, stress);
      const at = { x: box.x + 10, y: box.y + top, width: box.width - 20, height: sketchHeight };
      feedForwardSketch(sheet, path, at, stress);
    },
  };
}
