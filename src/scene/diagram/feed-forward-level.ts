import type { BlockPath } from '../../core/architecture/architecture.js';
import { blockAt } from '../../core/architecture/blocks.js';
import { sideOf } from '../../core/architecture/paths.js';
import { mix } from '../color.js';
import { fillIn } from '../words.js';
import { layerOf } from './attention-maps.js';
import type { Box, DiagramInput, DiagramScene } from './diagram.js';
import { compact, grouped, shapeText, sizesOf } from './figures.js';
import { hueOf } from './hues.js';
import { matrixTile } from './matrix-tile.js';
import { wideFrom } from './model-level.js';
import { numbersAt } from './numbers-at.js';
import { arrow, finish, newSheet, write, type Sheet } from './sheet.js';
import { symbolWidth, writeSymbol } from './symbol.js';
import { sublayerInput } from './sublayer-input.js';
import { title } from './title.js';

const widest = 680;

/** One feed-forward layer: every token's vector made wide, bent, and made narrow again, widths true to each other. */
export function feedForwardLevel(input: DiagramInput): DiagramScene {
  const sheet = newSheet(input);
  const { architecture, focus, width, words } = input;
  const { dModel, dFeedForward, gated, activation } = architecture;
  const place = `${words[sideOf(focus)]} · ${fillIn(words.layer, { n: layerOf(focus)! })}`;
  const top = title(
    sheet,
    words.feedForward,
    `${place} · ${compact(blockAt(architecture, focus).parameters)}`,
  );
  const up = width >= wideFrom;
  const used = Math.min(width - 2, widest);
  const split = gated ? (used - 14) / 2 : used;
  const narrow = Math.max(Math.min(60, split), (split * dModel) / Math.max(dModel, dFeedForward));
  const tokens = numbersAt(sheet, focus)?.rows ?? 6;
  const tall = Math.max(22, Math.min(64, tokens * 5));
  const line = Math.round(sheet.small * 1.7);
  const middle = width / 2;
  // what the layer is given: a norm's result, or what the sublayer before has left
  const before = sublayerInput(architecture, focus);
  const names = { relu: 'ReLU', gelu: 'GELU', silu: 'SiLU' };
  const hidden = gated
    ? `${words.activation}: ${names[activation]}(${words.gate}) ⊙ ${words.up}`
    : `${words.activation}: ${names[activation]}`;
  const rows: Strip[][] = [
    [
      {
        path: before,
        text: words.input,
        width: narrow,
        x: middle - narrow / 2,
        shape: shapeText(blockAt(architecture, focus).input, sizesOf(input.data, sideOf(focus))),
      },
    ],
    gated
      ? [
          { path: `${focus}.gate`, text: words.gate, width: split, x: middle - used / 2 },
          { path: `${focus}.up`, text: words.up, width: split, x: middle + used / 2 - split },
        ]
      : [{ path: `${focus}.up`, text: words.up, width: split, x: middle - split / 2 }],
    [{ path: `${focus}.activation`, text: hidden, width: split, x: middle - split / 2 }],
    [{ path: `${focus}.down`, text: words.down, width: narrow, x: middle - narrow / 2 }],
  ];
  const between = [
    Math.round(sheet.size * (gated ? 4.6 : 3.6)),
    Math.round(sheet.size * 1.8),
    Math.round(sheet.size * 3.6),
  ];
  const height = rows.length * (tall + line) + between.reduce((sum, one) => sum + one, 0);
  let y = up ? top + height - tall - line : top;
  let last: Strip[] | undefined;
  let edge = 0;
  rows.forEach((strips, i) => {
    const tile = { y: y + line, height: tall };
    const near = up ? tile.y + tall : y;
    if (last) {
      const weights = i === 2 ? [] : weightTexts(input, strips);
      join(sheet, last, strips, edge, near, weights, i === 2);
    }
    for (const strip of strips)
      drawStrip(sheet, strip, { ...tile, x: strip.x, width: strip.width }, y + line * 0.45);
    edge = up ? y : tile.y + tall;
    last = strips;
    y += (up ? -1 : 1) * (tall + line + (between[i] ?? 0));
  });
  sheet.boxes.set(focus, { x: 0, y: 0, width, height: top + height });
  return finish(sheet, top + height + 4);
}

interface Strip {
  path: BlockPath;
  text: string;
  x: number;
  width: number;
  shape?: string;
}

/** Names and sizes of the matrices that lead to strips. */
function weightTexts({ architecture }: DiagramInput, strips: readonly Strip[]) {
  return strips.flatMap(({ path }) => {
    const { weights, parameters } = blockAt(architecture, path);
    const [matrix] = weights;
    if (!matrix) return [];
    const text = `${grouped(matrix.rows)} × ${grouped(matrix.columns)} · ${compact(parameters)}`;
    return [{ symbol: matrix.symbol, text }];
  });
}

function drawStrip(sheet: Sheet, { path, text, width, x, shape }: Strip, box: Box, y: number): void {
  const { architecture, theme, width: page, measure } = sheet.input;
  const { small } = sheet;
  matrixTile(sheet, path, box, 'feed-forward', numbersAt(sheet, path));
  const figures =
    shape ?? shapeText(blockAt(architecture, path).output, sizesOf(sheet.input.data, sideOf(path)));
  const named = measure(text, small, 500);
  const both = named + 8 + measure(figures, small);
  // over a narrow strip, the text is wider than what it names
  const from = Math.max(0, Math.min(both <= width ? x : x + width / 2 - both / 2, page - both));
  const room = both <= width ? width : page - from;
  const used = write(sheet, text, from, y, theme.text, small, Math.min(named + 1, room), { weight: 500 });
  write(sheet, figures, from + used + 8, y, theme.muted, small, room - used - 8 + 1, { tabular: true });
}

/** What leads from strips to the next ones: a fan where a matrix widens or narrows, an arrow where each number stays. */
function join(
  sheet: Sheet,
  from: readonly Strip[],
  to: readonly Strip[],
  start: number,
  end: number,
  weights: readonly { symbol: string; text: string }[],
  isStraight: boolean,
): void {
  const { theme, measure, width } = sheet.input;
  if (isStraight) {
    const target = to[0]!;
    const x = target.x + target.width / 2;
    for (const { x: left, width: wide } of from) {
      const at = left + wide / 2;
      arrow(sheet, [
        at,
        start,
        Math.abs(at - x) < target.width / 2 ? at : x + Math.sign(at - x) * (target.width / 2 - 12),
        end,
      ]);
    }
    return;
  }
  const color = mix(theme.background, hueOf(theme, 'feed-forward'), 0.35);
  const pad = Math.sign(end - start) * 4;
  const [first, last] = [from[0]!, from.at(-1)!];
  const [left, right] = [to[0]!, to.at(-1)!];
  for (const points of [
    [first.x, start + pad, left.x, end - pad],
    [last.x + last.width, start + pad, right.x + right.width, end - pad],
  ]) {
    sheet.marks.push({ type: 'line', points, stroke: color, lineWidth: 1 });
  }
  const { small } = sheet;
  const lineHeight = small * 1.5;
  weights.forEach(({ symbol, text }, i) => {
    const y = (start + end) / 2 + (i - (weights.length - 1) / 2) * lineHeight;
    const named = symbolWidth(sheet, symbol, small) + 8;
    const wide = named + measure(text, small);
    const x = width / 2 - wide / 2;
    // the fan must not cut through the words
    const back = { x: x - 6, y: y - lineHeight / 2, width: wide + 12, height: lineHeight };
    sheet.marks.push({ type: 'rect', ...back, fill: theme.background });
    writeSymbol(sheet, symbol, x, y, theme.text, small);
    write(sheet, text, x + named, y, theme.muted, small, width, { tabular: true });
  });
}
