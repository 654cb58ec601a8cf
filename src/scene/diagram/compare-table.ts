import {
  compareSequential,
  hopsBetween,
  type LayerCost,
} from '../../core/architecture/compare-sequential.js';
import { fitText, label } from '../labels.js';
import type { Mark } from '../scene.js';
import type { Lanes } from './compare.js';
import { compact, grouped } from './figures.js';
import { isolated } from '../words.js';

/** A figure of both machines. */
interface Row {
  name: string;
  rnn: string;
  attention: string;
}

/** Figures of table 1 of Vaswani et al. 2017 for the tokens and the width at hand, and the hops between picked tokens. */
export function compareTable(
  lanes: Lanes,
  { x, y, width }: { x: number; y: number; width: number },
): { marks: Mark[]; height: number } {
  const { input, small } = lanes;
  const { theme, measure, words } = input;
  const { fontSize } = theme;
  const column = Math.min(width / 2, 230);
  const marks: Mark[] = [];
  const write = (
    text: string,
    left: number,
    at: number,
    size: number,
    isName: boolean,
    weight: 400 | 500 = 400,
  ) => {
    const fitted = fitText(text, column * (isName ? 2 : 1) - 8, size, measure);
    const ink = isName ? theme.muted : theme.text;
    marks.push(label(fitted, left, at, ink, size, { tabular: true, weight }));
  };
  const line = (at: number) =>
    marks.push({ type: 'line', points: [x, at, x + 2 * column, at], stroke: theme.line, lineWidth: 1 });

  let at = y + fontSize * 0.5;
  write(words.rnn, x, at, small, false, 500);
  write(words.transformer, x + column, at, small, false, 500);
  at += fontSize * 1.1;
  for (const { name, rnn, attention } of rowsOf(lanes, column - 8)) {
    line(at);
    write(name, x, at + fontSize * 0.95, small, true);
    write(rnn, x, at + fontSize * 2.35, fontSize, false);
    write(attention, x + column, at + fontSize * 2.35, fontSize, false);
    at += fontSize * 3.4;
  }
  line(at);
  return { marks, height: at - y };
}

function rowsOf({ input, pieces, from, to }: Lanes, room: number): Row[] {
  const { tokens, d, words, measure, theme } = input;
  const [attention, recurrent] = compareSequential({ n: tokens.length, d }) as [LayerCost, LayerCost];
  const figure = (formula: string, value: number): string => {
    if (formula === String(value)) return formula;
    const whole = `${formula} = ${grouped(value)}`;
    return measure(whole, theme.fontSize) <= room ? whole : `${formula} = ${compact(value)}`;
  };
  const row = (name: string, formula: keyof LayerCost, value: keyof LayerCost): Row => ({
    name,
    rnn: figure(String(recurrent[formula]), Number(recurrent[value])),
    attention: figure(String(attention[formula]), Number(attention[value])),
  });
  const rows = [
    row(words.sequential, 'sequentialFormula', 'sequential'),
    // the table says O(n); the chain that is drawn has one hop fewer than tokens
    { ...row(words.path, 'pathFormula', 'path'), rnn: figure('n − 1', tokens.length - 1) },
    row(words.complexity, 'operationsFormula', 'operations'),
  ];
  if (from === undefined || to === undefined) return rows;
  const hops = hopsBetween(from, to);
  const text = (token: number) => pieces[token]!.text.trim();
  const picked = { rnn: String(hops.recurrent.length - 1), attention: String(hops.attention.length - 1) };
  return [...rows, { name: `“${isolated(text(from))}” → “${isolated(text(to))}”`, ...picked }];
}
