import type { Architecture } from '../../core/architecture/architecture.js';
import { blockAt } from '../../core/architecture/blocks.js';
import { mix } from '../color.js';
import { acrossStream, entry, type Column, type Row } from './column.js';
import { compact, grouped, shapeText, sizesOf } from './figures.js';
import { arrow, ground, heading, headingHeight, stressOf, write } from './sheet.js';

/** Scores of words, of classes, or BERT's pooler, on top of the last stack; of a bare stack, what comes out of it. */
export function outputRows(column: Column): Row[] {
  const { sheet } = column;
  const { architecture, words, data } = sheet.input;
  const { output, tied } = architecture;
  if (output === 'none') return [shapeRow(column, lastStack(architecture.kind))];
  const title = output === 'pooler' ? words.pooler : output === 'classes' ? words.classes : words.output;
  const block: Row = {
    height: headingHeight(sheet, 2),
    gap: 12,
    draw(box) {
      const across = acrossStream(column, box);
      const stress = ground(sheet, 'output', 'output', across);
      const { parameters, weights } = blockAt(architecture, 'output');
      const [matrix] = weights;
      const note = matrix ? `${grouped(matrix.rows)} × ${grouped(matrix.columns)}` : '';
      const figure = tied && parameters === 0 ? words.shared : compact(parameters);
      const all = output === 'pooler' ? note : `${note} · softmax`;
      heading(sheet, across, { title, figure, note: all }, stress, column);
    },
  };
  return [block, ...(data?.next?.length ? [nextRow(column)] : [shapeRow(column, 'output')])];
}

/** The most probable words that may come next. */
function nextRow(column: Column): Row {
  const { sheet } = column;
  const next = sheet.input.data!.next!.slice(0, 3);
  const pitch = Math.round(sheet.small * 1.6);
  return {
    height: 12 + next.length * pitch,
    gap: 0,
    draw(box) {
      const { theme } = sheet.input;
      const across = acrossStream(column, box);
      const from = entry(column, box);
      const step = column.up ? -1 : 1;
      arrow(sheet, [column.stream, from - step * 11, column.stream, from]);
      // nothing comes out before the output has been computed
      if (stressOf(sheet, 'output').pending) return;
      const top = column.up ? box.y : box.y + 12;
      const mirrored = column.near === column.right;
      const [x, end] = mirrored ? [across.x, column.right] : [column.left, across.x + across.width];
      const texts = next.map(({ token }) => token.replace(/^[Ġ▁]/, '').replaceAll('Ċ', '⏎').trim() || '␣');
      const widest = Math.max(...texts.map((text) => sheet.input.measure(text, sheet.small)));
      const names = Math.min((end - x) * 0.4, 130, widest + 1);
      next.forEach(({ probability }, i) => {
        const y = top + (i + 0.5) * pitch;
        const text = texts[i]!;
        write(sheet, text, x + names, y, theme.text, sheet.small, names, { align: 'right' });
        const room = end - x - names - 8 - 46;
        const bar = {
          x: x + names + 8,
          y: y - 4,
          width: Math.max(1, room * probability),
          height: 8,
          radius: 2,
        };
        sheet.marks.push({ type: 'rect', ...bar, fill: mix(theme.background, theme.accent, i ? 0.4 : 0.8) });
        const figure = (100 * probability).toFixed(probability < 0.0995 ? 1 : 0);
        const percent = `${probability < 0.0005 ? '< 0.1' : figure}${'\u202f'}%`;
        write(sheet, percent, bar.x + bar.width + 6, y, theme.muted, sheet.small * 0.95, 46, {
          tabular: true,
        });
      });
    },
  };
}

const lastStack = (kind: Architecture['kind']) => (kind === 'encoder' ? 'encoder' : 'decoder');

/** What comes out at the end, as a shape. */
function shapeRow(column: Column, path: 'output' | 'encoder' | 'decoder'): Row {
  const { sheet } = column;
  return {
    height: Math.round(sheet.small * 1.9),
    gap: 0,
    draw(box) {
      const { architecture, data, theme } = sheet.input;
      const from = entry(column, box);
      const step = column.up ? -1 : 1;
      arrow(sheet, [column.stream, from - step * 11, column.stream, from]);
      const across = acrossStream(column, box);
      const text = shapeText(blockAt(architecture, path).output, sizesOf(data, lastStack(architecture.kind)));
      const align = column.near === column.left ? 'left' : 'right';
      const x = across.x + (align === 'left' ? 0 : across.width);
      const at = { align, tabular: true } as const;
      write(sheet, text, x, box.y + box.height / 2, theme.muted, sheet.small, across.width, at);
    },
  };
}
