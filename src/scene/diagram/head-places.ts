import type { Stage } from '../../core/architecture/architecture.js';
import type { AttentionMaps } from './attention-maps.js';
import type { Box } from './diagram.js';
import type { Sheet } from './sheet.js';
import { readablePieces } from '../../formats/pieces.js';
import { widest } from '../labels.js';

/** Where the matrix of a stage stands, or of the tokens that come in: of the ones that ask, and of a memory. */
export interface Place {
  stage: Stage | 'input' | 'memory';
  box: Box;
}

export interface HeadPlaces {
  places: Place[];
  /** Points of the arrows between them. */
  arrows: number[][];
  /** y below everything. */
  height: number;
}

/** From this width on, all stages stand side by side. */
const wideFrom = 720;

/** Whether all stages stand side by side. */
export const isWide = (width: number): boolean => width >= wideFrom;

/** Places of a head's matrices: from left to right, or under each other on a narrow page. */
export function headPlaces(
  sheet: Sheet,
  maps: AttentionMaps,
  stages: readonly Stage[],
  top: number,
): HeadPlaces {
  const { width } = sheet.input;
  return isWide(width) ? fromLeft(sheet, maps, stages, top) : downward(sheet, maps, stages, top);
}

/** Heights of a matrix with a row for each query or key, within reason. */
const sideOf = (tokens: number, least: number, most: number, each: number) =>
  Math.round(Math.max(least, Math.min(most, tokens * each)));

function fromLeft(sheet: Sheet, maps: AttentionMaps, stages: readonly Stage[], top: number): HeadPlaces {
  const { width } = sheet.input;
  const line = Math.round(sheet.small * 2);
  const squares = stages.filter((stage) => ['scores', 'mask', 'softmax'].includes(stage));
  const gap = Math.max(30, Math.min(56, width * 0.042));
  const names = nameRoom(sheet, maps);
  const used = Math.min(width - 16, 1180) - names;
  const columns = squares.length + 3;
  // tokens come in as wide as everything else
  const room = (used - (columns - 1) * gap) / columns;
  const keys = sideOf(maps.keys, 64, Math.min(room, 190), 34);
  const queries = sideOf(maps.queries, 40, 190, keys / maps.keys);
  const keyRows = sideOf(maps.keys, 40, 150, queries / maps.queries);
  const vector = Math.round(Math.min(room, Math.max(72, keys)));
  const total = names + 3 * vector + squares.length * keys + (columns - 1) * gap;
  const pitch = 2 * line + 8;
  const inputs = Math.round((width - total) / 2) + names;
  const left = inputs + vector + gap;
  const places: Place[] = [];
  const heights = { query: queries, key: keyRows, value: keyRows };
  let y = top + line;
  for (const stage of ['query', 'key', 'value'] as const) {
    places.push({ stage, box: { x: left, y, width: vector, height: heights[stage] } });
    y += heights[stage] + pitch;
  }
  const bottom = y - pitch + line;
  const [query, key, value] = places.map((place) => place.box) as [Box, Box, Box];
  const center = (box: Box) => box.y + box.height / 2;
  const arrows: number[][] = [];
  const bend = inputs + vector + gap * 0.5;
  const enter = (from: Box, to: Box) => {
    const [a, b] = [center(from), center(to)];
    const points = Math.abs(a - b) < 1 ? [] : [bend, a, bend, b];
    arrows.push([from.x + vector + 4, a, ...points, left - 5, b]);
  };
  if (maps.isCross) {
    const memory = { x: inputs, y: Math.round((key.y + value.y) / 2), width: vector, height: keyRows };
    const input = { ...query, x: inputs };
    places.push({ stage: 'input', box: input }, { stage: 'memory', box: memory });
    enter(input, query);
    for (const to of [key, value]) enter(memory, to);
  } else {
    const input = {
      x: inputs,
      y: key.y + Math.round((keyRows - queries) / 2),
      width: vector,
      height: queries,
    };
    places.push({ stage: 'input', box: input });
    for (const to of [query, key, value]) enter(input, to);
  }
  // scores lie between queries and keys, the weighted sum on their level
  const middle = (query.y + key.y + keyRows) / 2;
  const square = Math.round(middle - queries / 2);
  let x = left + vector + gap;
  squares.forEach((stage, i) => {
    places.push({ stage, box: { x, y: square, width: keys, height: queries } });
    if (i === 0) {
      const turn = left + vector + gap * 0.45;
      for (const [box, to] of [
        [query, middle - 10],
        [key, middle + 10],
      ] as const) {
        arrows.push([left + vector + 4, center(box), turn, center(box), turn, to, x - 5, to]);
      }
    } else arrows.push([x - gap + 5, middle, x - 5, middle]);
    x += keys + gap;
  });
  const sum = { x, y: square, width: vector, height: queries };
  places.push({ stage: 'weighted-sum', box: sum });
  arrows.push([x - gap + 5, middle, x - 5, middle]);
  const under = x + vector / 2;
  arrows.push([left + vector + 4, center(value), under, center(value), under, sum.y + queries + line + 2]);
  return { places, arrows, height: Math.max(bottom, square + queries + line) };
}

/** Room for the names of tokens beside their vectors. */
const nameRoom = ({ small, input }: Sheet, { queryTokens = [], keyTokens = [] }: AttentionMaps): number => {
  const pieces = readablePieces([...queryTokens, ...keyTokens]);
  return pieces.length ? Math.ceil(widest(pieces, small * 0.92, input.measure, 96)) + 8 : 0;
};

function downward(sheet: Sheet, maps: AttentionMaps, stages: readonly Stage[], top: number): HeadPlaces {
  const { width } = sheet.input;
  const line = Math.round(sheet.small * 2);
  const used = Math.min(width - 8, 420);
  const left = Math.round((width - used) / 2);
  const gap = 22;
  const third = Math.floor((used - 2 * gap) / 3);
  const rows = (tokens: number) => sideOf(tokens, 40, 110, 12);
  const tall = Math.max(rows(maps.queries), rows(maps.keys));
  const places: Place[] = [];
  const arrows: number[][] = [];
  let y = top + line;
  (['query', 'key', 'value'] as const).forEach((stage, i) => {
    const height = rows(stage === 'query' ? maps.queries : maps.keys);
    places.push({ stage, box: { x: left + i * (third + gap), y: y + tall - height, width: third, height } });
  });
  const [query, key, value] = places.map(({ box }) => box) as [Box, Box, Box];
  const valueX = value.x + value.width / 2;
  let bottom = y + tall + line;
  const squares = stages.filter((stage) => ['scores', 'mask', 'softmax'].includes(stage));
  const side = Math.min(Math.round(used * 0.58), sideOf(maps.keys, 110, 240, 26));
  const height = Math.round(Math.min(side * 1.4, Math.max(side * 0.5, (side * maps.queries) / maps.keys)));
  // in the middle of queries and keys, so that the values go down beside them
  const x = Math.round(Math.max(left, (query.x + key.x + key.width) / 2 - side / 2));
  const center = x + side / 2;
  squares.forEach((stage, i) => {
    y = bottom + line + 26;
    places.push({ stage, box: { x, y, width: side, height } });
    const end = y - line + 3;
    if (i === 0) {
      const bend = bottom + 8;
      for (const box of [query, key]) {
        const from = box.x + box.width / 2;
        const to = center + Math.sign(from - center) * 14;
        arrows.push([from, bottom - 4, from, bend, to, bend, to, end]);
      }
    } else arrows.push([center, bottom - 2, center, end]);
    bottom = y + height + line;
  });
  y = bottom + line + 26;
  const sum = { x: Math.round(center - third / 2), y, width: third, height: rows(maps.queries) };
  places.push({ stage: 'weighted-sum', box: sum });
  arrows.push([center, bottom - 2, center, y - line + 3]);
  const middle = y + sum.height / 2;
  arrows.push([valueX, value.y + value.height + line - 4, valueX, middle, sum.x + sum.width + 5, middle]);
  return { places, arrows, height: y + sum.height + line };
}
