import { hopsBetween } from '../../core/architecture/compare-sequential.js';
import { readablePieces, type Piece } from '../../formats/pieces.js';
import { fitText, label, widest } from '../labels.js';
import type { Mark, Scene, Target } from '../scene.js';
import type { Measure, Theme } from '../theme.js';
import { fillIn } from '../words.js';
import { drawAttention, drawChain, drawTokens } from './compare-machines.js';
import { compareTable } from './compare-table.js';

/** Words of the comparison, in the reader's language. */
export interface CompareWords {
  rnn: string;
  transformer: string;
  /** Names of figures. */
  sequential: string;
  path: string;
  complexity: string;
  /** `{from}`, `{to}`: tokens; `{rnn}`, `{attention}`: how many hops lie between them. */
  hops: string;
  /** Asks for two tokens. */
  pick: string;
}

export interface CompareInput {
  /** Raw pieces of the text that both read. */
  tokens: readonly string[];
  /** Width of a token, for the figures. */
  d: number;
  /** How many steps are done; the chain has as many as there are tokens, attention one. */
  step: number;
  /** Tokens whose distance is counted; the second may be still to come. */
  picked?: { from: number; to?: number | undefined } | undefined;
  hover?: number | undefined;
  /** Whether attention looks back only. */
  causal?: boolean | undefined;
  /** How much tokens look at each other, `[tokens, tokens]`; without it all links are drawn alike. */
  weights?: Float32Array | undefined;
  words: CompareWords;
  width: number;
  theme: Theme;
  measure: Measure;
}

/** Where things stand: tokens in the middle, the chain to their left, attention to their right; a row for each token. */
export interface Lanes {
  input: CompareInput;
  pieces: Piece[];
  marks: Mark[];
  /** Where the first row begins, and from row to row. */
  top: number;
  pitch: number;
  /** Centres of the columns of cells. */
  chain: number;
  outputs: number;
  /** Of a cell. */
  radius: number;
  /** Edges of the column of tokens. */
  left: number;
  right: number;
  small: number;
  /** Picked tokens in the order in which a signal goes. */
  from: number | undefined;
  to: number | undefined;
}

export const rowAt = ({ top, pitch }: Lanes, token: number): number => top + (token + 0.5) * pitch;

/** Pictures that are wide enough have the figures beside the machines. */
const wideFrom = 720;
const widestFigure = 520;

/**
 * A recurrent layer and a layer of self-attention over the same tokens, in step: what waits for what before it, and what
 * does not. Cells hold the number of the step in which they are computed.
 */
export function compareScene(input: CompareInput): Scene {
  const { width, theme, words, tokens } = input;
  const lanes = layOut(input);
  const { marks, top, pitch, chain, small } = lanes;
  const bottom = top + tokens.length * pitch;
  const middle = (lanes.left + lanes.right) / 2;
  const figure = lanes.outputs + lanes.radius + 6;
  title(lanes, words.rnn, Math.min(tokens.length, input.step), chain, middle);
  title(
    lanes,
    words.transformer,
    input.step > 0 ? tokens.length : 0,
    (lanes.right + figure) / 2,
    figure - middle,
  );
  drawAttention(lanes);
  drawChain(lanes);
  drawTokens(lanes);

  const targets = tokens.map((_, token): Target => {
    const row = { x: 0, y: top + token * pitch, width: figure, height: pitch };
    return { type: 'rect', ...row, subject: { type: 'token', token } };
  });
  const isWide = width >= wideFrom;
  const at = isWide ? { x: figure + 40, y: small } : { x: 0, y: bottom + small * 1.5 };
  const table = compareTable(lanes, { ...at, width: width - at.x });
  marks.push(...table.marks);
  const height = Math.ceil(Math.max(bottom, at.y + table.height) + 8);
  return { width, height, marks, targets, note: note(lanes) };

  function title({ marks }: Lanes, name: string, done: number, x: number, room: number): void {
    const { fontSize } = theme;
    const half = Math.min(x, figure - x, room / 2);
    const fitted = fitText(name, Math.max(2 * half, room), fontSize, (t, s) => input.measure(t, s, 500));
    const wide = input.measure(fitted, fontSize, 500);
    const centre = Math.max(wide / 2, Math.min(x, figure - wide / 2));
    marks.push(
      label(fitted, centre, fontSize, theme.text, fontSize, { align: 'center', weight: 500 }),
      label(`${done} / ${tokens.length}`, centre, fontSize * 2.4, theme.muted, small, {
        align: 'center',
        tabular: true,
      }),
    );
  }
}

function layOut(input: CompareInput): Lanes {
  const { width, theme, measure, tokens, picked } = input;
  const { fontSize } = theme;
  const figure = width >= wideFrom ? Math.min(widestFigure, width * 0.56) : width;
  const pieces = readablePieces([...tokens]);
  const pad = 16;
  const tokenRoom = widest(pieces, fontSize, measure, figure * 0.34) + pad;
  const radius = Math.round(fontSize * 0.72);
  const chain = Math.max(radius + 26, (figure - tokenRoom) * 0.26);
  const left = Math.max(chain + radius + 16, figure * 0.42 - tokenRoom / 2);
  // on narrow pages rows are for thumbs
  const lines = (width < wideFrom ? 2.3 : 1.9) + (tokens.length <= 16 ? 0.4 : 0);
  const ends = [picked?.from, picked?.to].filter((end) => end !== undefined && end < tokens.length);
  return {
    ...{ input, pieces, marks: [], radius, chain, left, right: left + tokenRoom },
    ...{ top: fontSize * 3.4, pitch: Math.max(2 * radius + 8, fontSize * lines) },
    outputs: figure - radius - 6,
    small: fontSize * 0.85,
    // a chain hands on what came before, never what comes after
    from: ends.length ? Math.min(...(ends as number[])) : undefined,
    to: ends.length > 1 ? Math.max(...(ends as number[])) : undefined,
  };
}

/** What the picture says of the picked tokens, or that there are some to pick. */
function note({ input, pieces, from, to }: Lanes): string {
  const { words } = input;
  if (from === undefined || to === undefined) return words.pick;
  const { recurrent, attention } = hopsBetween(from, to);
  const text = (token: number) => pieces[token]!.text.trim();
  return fillIn(words.hops, {
    ...{ from: text(from), to: text(to) },
    ...{ rnn: recurrent.length - 1, attention: attention.length - 1 },
  });
}
