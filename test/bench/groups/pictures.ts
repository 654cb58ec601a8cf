import type { Group } from '../bench.js';
import { peaked } from '../pictures/attention.js';
import { bareWebgl } from '../pictures/bare-webgl.js';
import { alone } from '../pictures/frames.js';
import {
  bareCanvas,
  canvasPerHead,
  echartsMap,
  htmlTable,
  imagePerHead,
  plotlyMap,
  svgRects,
} from '../pictures/maps.js';
import { firstPicture, pointing, show } from '../pictures/ours.js';
import { firstSvgLines, hoverSvgLines, svgLines } from '../pictures/svg-lines.js';

const ours = 'attention-view';
/** Weaker weights are less than one level of 8-bit opacity. */
const visible = 1 / 255;

/** How long is waited for who makes an element for every weight, milliseconds. */
const patience = 60_000;

const tensor = ({ heads, n, data }: ReturnType<typeof peaked>) => ({ data, shape: [heads, n, n] });

const linesCase = (n: number, bars: Group['cases'][0]['bars']) => ({
  name: `lines, 12 heads, ${n} tokens`,
  bars,
  prepare: () => {
    const sample = peaked(12, n);
    const settings = () => ({ view: 'lines', weights: tensor(sample), tokens: sample.tokens });
    return Promise.resolve([
      firstPicture(settings),
      ...(n <= 128 ? [firstSvgLines('SVG, a path a line', sample, visible)] : []),
      ...(n <= 128 ? [firstSvgLines('SVG, a path a weight', sample, 0, patience)] : []),
    ]);
  },
});

const smallCase = (n: number) => ({
  name: `matrix, ${n} tokens`,
  bars: [
    { ours, theirs: 'HTML table', most: 2 },
    { ours, theirs: 'bare 2D canvas', most: 2 },
  ],
  prepare: () => {
    const sample = peaked(1, n);
    const settings = () => ({ view: 'matrix', weights: tensor(sample), tokens: sample.tokens });
    return Promise.resolve([firstPicture(settings), htmlTable(sample), bareCanvas(sample)]);
  },
});

/** First pictures, and the pointer on them. */
export const picturesGroup: Group = {
  name: 'pictures',
  cases: [
    linesCase(128, [
      { ours, theirs: 'SVG, a path a line', most: 0.1 },
      { ours, theirs: 'SVG, a path a weight', most: 0.1 },
    ]),
    linesCase(512, [{ ours, most: 1000 }]),
    linesCase(1024, [{ ours, most: 3000 }]),
    {
      name: 'lines, 12 heads, 128 tokens, pointer on the next token',
      bars: [{ ours, theirs: 'SVG, a path a line', most: 0.05 }],
      prepare: async () => {
        const sample = peaked(12, 128);
        const { element } = await show({ view: 'lines', weights: tensor(sample), tokens: sample.tokens });
        const row = (turn: number, { width, height }: DOMRect) =>
          [0.3 * width, 30 + ((7 * turn) % 100) * (height / 110)] as [number, number];
        const { box, links } = svgLines(sample, visible);
        const [onlyOurs, onlyTheirs] = alone([element.parentElement!, box]);
        return [
          { name: ours, before: onlyOurs!, run: pointing(element, row) },
          { ...hoverSvgLines('SVG, a path a line', links, 128), before: onlyTheirs! },
        ];
      },
    },
    smallCase(8),
    smallCase(32),
    {
      name: 'matrix, 512 tokens',
      bars: [
        { ours, theirs: 'plotly', most: 1 },
        { ours, theirs: 'echarts', most: 1 },
      ],
      prepare: async () => {
        const sample = peaked(1, 512);
        const settings = () => ({ view: 'matrix', weights: tensor(sample), tokens: sample.tokens });
        return [
          firstPicture(settings),
          await plotlyMap(sample),
          await echartsMap(sample, patience),
          bareWebgl(512, sample.data),
        ];
      },
    },
    {
      name: 'matrix, 128 tokens, against a rect a cell',
      bars: [{ ours, theirs: 'SVG, a rect a cell', most: 0.5 }],
      prepare: () => {
        const sample = peaked(1, 128);
        const settings = () => ({ view: 'matrix', weights: tensor(sample), tokens: sample.tokens });
        return Promise.resolve([firstPicture(settings), svgRects(sample), bareWebgl(128, sample.data)]);
      },
    },
    {
      name: 'matrix, 2048 tokens',
      bars: [{ ours, theirs: 'bare WebGL2', most: 1.5 }],
      prepare: () => {
        const sample = peaked(1, 2048);
        const settings = () => ({ view: 'matrix', weights: tensor(sample), tokens: sample.tokens });
        return Promise.resolve([firstPicture(settings), bareWebgl(2048, sample.data)]);
      },
    },
    {
      name: 'heads, 12 × 12, 256 tokens',
      bars: [{ ours, theirs: 'canvas a head, fillRect', most: 0.05 }],
      prepare: () => {
        const sample = peaked(144, 256);
        const weights = { data: sample.data, shape: [12, 12, 256, 256] };
        const settings = () => ({ view: 'heads', weights, tokens: sample.tokens });
        return Promise.resolve([
          firstPicture(settings),
          imagePerHead(sample),
          canvasPerHead(sample, patience),
        ]);
      },
    },
  ],
};
