import type { BlockPath, Stage } from '../../core/architecture/architecture.js';
import { blockAt } from '../../core/architecture/blocks.js';
import { childrenOf, parentOf, sideOf } from '../../core/architecture/paths.js';
import { fillIn } from '../words.js';
import { readablePieces } from '../../formats/pieces.js';
import { fade } from '../color.js';
import { pieceInk } from '../labels.js';
import { attentionMaps, headOf, layerOf, maySee, type AttentionMaps } from './attention-maps.js';
import type { Box, DiagramInput, DiagramScene, StageNumbers } from './diagram.js';
import { compact, shapeText, sizesOf } from './figures.js';
import { headPlaces, isWide, type Place } from './head-places.js';
import { matrixTile } from './matrix-tile.js';
import { numbersAt } from './numbers-at.js';
import { scoresTitle } from './scores-title.js';
import { inputNumbers } from './stage-numbers.js';
import { arrow, finish, newSheet, write, type Sheet } from './sheet.js';
import { seenNumbers } from './seen-numbers.js';
import { encoderResult, sublayerInput } from './sublayer-input.js';
import { title } from './title.js';
import { tokenRow } from './token-row.js';

/** One head: queries, keys and values, scores, mask, softmax and weighted sum as small matrices. */
export function headLevel(input: DiagramInput): DiagramScene {
  const sheet = newSheet(input);
  const { architecture, focus, width, words, data } = input;
  const block = blockAt(architecture, focus);
  const maps = attentionMaps(architecture, data, focus);
  const own = maps.source?.headLabels?.[maps.layer]?.[headOf(focus)!]?.name;
  const name = fillIn(words.head, { n: headOf(focus)! }) + (own ? ` · ${own}` : '');
  const isCross = focus.includes('cross-attention');
  const kind = isCross ? words.crossAttention : maps.causal ? words.maskedSelfAttention : words.selfAttention;
  const place = `${words[sideOf(focus)]} · ${fillIn(words.layer, { n: layerOf(focus)! })} · ${kind} · ${compact(block.parameters)}`;
  let top = title(sheet, name, place);
  // the tokens that the head is about
  const line = Math.round(sheet.small * 1.9);
  const tokens = data?.[sideOf(focus)]?.tokens;
  const texts = isWide(width) ? [] : [tokens, ...(isCross ? [data?.encoder?.tokens] : [])];
  texts.forEach((text, i) => {
    if (!text) return;
    const grown = i === 0 && sideOf(focus) === 'decoder' ? input.play?.decoderTokens : undefined;
    tokenRow(sheet, text, { x: 0, y: top, width, height: line }, 'center', grown);
    top += line + 4;
  });
  const stages = childrenOf(architecture, focus).map(
    (path) => path.slice(path.lastIndexOf('.') + 1) as Stage,
  );
  const { places, height, arrows } = headPlaces(sheet, maps, stages, top + 4);
  for (const points of arrows) arrow(sheet, points);
  for (const one of places) drawStage(sheet, one, maps);
  sheet.boxes.set(focus, { x: 0, y: 0, width, height });
  return finish(
    sheet,
    height + 4,
    input.play?.cached ? fillIn(words.cachedNote, { count: input.play.cached }) : undefined,
  );
}

const titles = (words: DiagramInput['words'], scores: string): Partial<Record<Stage, string>> => ({
  query: `Q  ${words.query}`,
  key: `K  ${words.key}`,
  value: `V  ${words.value}`,
  scores,
  mask: words.mask,
  softmax: words.softmax,
  'weighted-sum': words.weightedSum,
});

function drawStage(sheet: Sheet, { stage, box }: Place, maps: AttentionMaps): void {
  const { architecture, theme, words, play, focus, data } = sheet.input;
  const { small } = sheet;
  const sublayer = parentOf(focus)!;
  const path =
    stage === 'input'
      ? sublayerInput(architecture, sublayer)
      : stage === 'memory'
        ? encoderResult(architecture)
        : `${focus}.${stage}`;
  const text =
    stage === 'input'
      ? `X  ${words.input}`
      : stage === 'memory'
        ? words.encoder
        : titles(words, scoresTitle(architecture, focus))[stage]!;
  const isMap = stage === 'scores' || stage === 'mask' || stage === 'softmax';
  const known =
    // what enters the first layer is a sum that no block holds
    stage === 'input' ? data && inputNumbers(architecture, data, sublayer) : numbersAt(sheet, path);
  const numbers = known ?? (stage === 'mask' ? maskNumbers(sheet.input, path) : undefined);
  const hue = stage === 'input' || stage === 'memory' ? 'plain' : (hues[stage] ?? 'attention');
  // the encoder's tokens are all there
  const grows = sideOf(focus) === 'decoder' && !(maps.isCross && ['key', 'value', 'memory'].includes(stage));
  const grown = grows ? play?.decoderTokens : undefined;
  matrixTile(sheet, path, box, hue, numbers && seenNumbers(numbers, maps, { isMap, grown }));
  const center = box.x + box.width / 2;
  const room = roomAround(sheet, box);
  write(sheet, text, center, box.y - small * 0.85, theme.text, small, room, { align: 'center', weight: 500 });
  const block = blockAt(architecture, path);
  const shape = shapeText(block.output, sizesOf(data, sideOf(path)));
  const count = !isMap && hue !== 'plain' && block.parameters ? ` · ${compact(block.parameters)}` : '';
  const isKept = (stage === 'key' || stage === 'value') && !maps.isCross;
  const cached = isKept ? (play?.cached ?? 0) : 0;
  const y = box.y + box.height + small * 0.95;
  const figure = cached ? ` · ${words.cache}: ${cached}` : count;
  write(sheet, shape + figure, center, y, theme.muted, small * 0.92, room, {
    align: 'center',
    tabular: true,
  });
  if (cached) cache(sheet, box, cached);
  if (stage === 'input') rowNames(sheet, maps.queryTokens, box, 'left', grown);
  if (stage === 'memory') rowNames(sheet, maps.keyTokens, box, 'left');
  if (isMap && !isWide(sheet.input.width)) rowNames(sheet, maps.queryTokens, box, 'right', grown);
}

/** Names of tokens beside the rows of a matrix, where there is room for them. */
function rowNames(
  sheet: Sheet,
  tokens: readonly string[] | undefined,
  box: Box,
  side: 'left' | 'right',
  grown = Infinity,
): void {
  const { theme } = sheet.input;
  const size = sheet.small * 0.92;
  if (!tokens?.length || box.height / tokens.length < size) return;
  readablePieces(tokens as string[]).forEach((piece, i) => {
    const y = box.y + ((i + 0.5) * box.height) / tokens.length;
    const ink = fade(pieceInk(piece, theme), i < grown ? 1 : 0.35);
    const at = { align: side === 'left' ? 'right' : 'left' } as const;
    const x = side === 'left' ? box.x - 6 : box.x + box.width + 6;
    write(sheet, piece.text, x, y, ink, size, side === 'left' ? Math.min(96, x) : 64, at);
  });
}

const hues: Partial<Record<Stage, 'output' | 'feed-forward' | 'embedding'>> = {
  query: 'output',
  key: 'feed-forward',
  value: 'embedding',
};

/** Text in the middle of a tile may be wider than it, up to the edges of the picture. */
const roomAround = ({ input }: Sheet, { x, width }: Box) => {
  const center = x + width / 2;
  return Math.min(width + 44, 2 * Math.min(center, input.width - center));
};

/** Which rows are remembered from earlier steps. */
function cache(sheet: Sheet, box: Box, cached: number): void {
  const { theme, data } = sheet.input;
  const tokens = data?.decoder?.tokens.length ?? cached;
  const height = (box.height * Math.min(cached, tokens)) / tokens;
  const x = box.x - 5;
  const bracket = [x + 3, box.y + 1, x, box.y + 1, x, box.y + height - 1, x + 3, box.y + height - 1];
  sheet.marks.push({ type: 'line', points: bracket, stroke: theme.accent, lineWidth: 1.5 });
}

/** What a mask hides is known without any data. */
function maskNumbers({ architecture, data }: DiagramInput, path: BlockPath): StageNumbers {
  const maps = attentionMaps(architecture, data, path);
  const { queries, keys } = maps;
  const key = `${queries} ${keys} ${maps.causal}`;
  let values = masks.get(key);
  if (!values) {
    values = Float32Array.from({ length: queries * keys }, (_, i) =>
      maySee(maps, Math.floor(i / keys), i % keys) ? 0.12 : -Infinity,
    );
    if (masks.size > 40) masks.clear();
    masks.set(key, values);
  }
  return { path, rows: queries, columns: keys, values, range: 'probability' };
}

const masks = new Map<string, Float32Array>();
