import { cellInk } from './cell-ink.js';
import { rampColor } from './color.js';
import { fitText, label, shortNumber, widest } from './labels.js';
import { axisLabels, columnLabels, wholeAxis, type Axis, type Box } from './matrix-axes.js';
import type { Mark, Scene, Target } from './scene.js';
import type { Stages } from './shown.js';
import { chosenKey, chosenQuery, headFacts, largest, rowNumbers, vectorAt } from './steps-numbers.js';
import { scaleTitle } from './steps-parts.js';
import type { ViewInput } from './view.js';

/** Cells in CSS pixels: numbers are written from `numbers` on. */
const cellSize = { least: 2, numbers: 21, most: 40 };
const gap = 28;

interface Panel {
  step: number;
  title: string;
  columns: number;
  /** Numbers, `[queries, columns]`; -Infinity where masked. */
  numbers: Float32Array;
  /** Shown values, 0 to 1. */
  values: Float32Array;
  ramp: Uint8Array;
}

/** The matrices of all queries, one for each step, side by side or under each other where the page is narrow. */
export function stepsMatrix(input: ViewInput, stages: Stages): Scene {
  const { shown, width, theme, measure } = input;
  const panels = panelsOf(input, stages);
  const [rows, keys] = [shown.queries.length, shown.keys.length];
  const size = theme.fontSize * 0.85;
  const names = widest(shown.queries, size, measure, width * 0.24) + 8;
  // the place of a panel does not depend on the step, so that nothing jumps
  const titles = Math.min(
    width - names,
    Math.max(...panels.map((panel) => measure(panel.title, theme.fontSize, 600))),
  );
  const slotFor = (perRow: number) => (width - names - (perRow - 1) * gap) / perRow;
  const options = [...new Set([panels.length, Math.ceil(panels.length / 2), 2, 1])];
  const fits = (n: number) => n === 1 || (slotFor(n) >= titles && slotFor(n) / keys >= cellSize.numbers);
  let perRow = options.find((n) => n <= panels.length && fits(n)) ?? 1;
  // without room for numbers anyway, two to a row give the overview
  if (perRow === 1 && slotFor(1) / keys < cellSize.numbers && width >= 440) perRow = 2;
  const roughly = slotFor(perRow) / keys;
  const spread = columnLabels(
    wholeAxis('key', shown.keys),
    Math.min(cellSize.most, roughly),
    size,
    roughly >= 9,
    input,
  );
  const spare = Math.max(0, perRow > 1 ? spread.right - gap : 0) * (perRow - 1) + spread.right;
  let cell = (slotFor(perRow) - spare / perRow) / keys;
  cell = Math.max(cellSize.least, Math.min(cellSize.most, cell));
  if (cell >= 6) cell = Math.floor(cell);
  const slot = Math.max(keys * cell, perRow > 1 ? titles : 0);
  const pitch = slot + Math.max(gap, spread.right);
  const used = names + (perRow - 1) * pitch + Math.max(keys * cell + spread.right, titles);
  const x0 = Math.max(0, Math.round((width - used) / 2)) + names;
  const title = Math.round(theme.fontSize * 1.8);
  const head = title + Math.ceil(spread.height);
  const rowHeight = head + rows * cell + 18;
  // the output has no keys to name over it
  const isBare = (panel: Panel) => perRow === 1 && panel.step === 5;

  const marks: Mark[] = [];
  const targets: Target[] = [];
  panels.forEach((panel, i) => {
    if (panel.step > input.step) return;
    const at = { column: i % perRow, row: Math.floor(i / perRow) };
    const box: Box = {
      x: x0 + at.column * pitch,
      y: at.row * rowHeight + (isBare(panel) ? title : head),
      width: keys * cell,
      height: rows * cell,
    };
    drawPanel(input, panel, box, { cell, size, title: at.row * rowHeight + title * 0.45, room: slot }, marks);
    if (cell >= 9 && panel.columns === keys) {
      const axis = (side: 'query' | 'key', wanted: boolean): Axis =>
        wholeAxis(side, wanted ? (side === 'query' ? shown.queries : shown.keys) : []);
      marks.push(
        ...axisLabels(
          input,
          axis('query', at.column === 0),
          axis('key', true),
          box,
          cell,
          size,
          names,
          spread.angle,
        ),
      );
    } else if (at.column === 0 && cell >= 9) {
      const none = wholeAxis('key', []);
      marks.push(...axisLabels(input, wholeAxis('query', shown.queries), none, box, cell, size, names, 0));
    }
    targets.push(...targetsOf(input, panel, box));
  });
  const lines = Math.ceil(panels.length / perRow);
  const saved = panels.some(isBare) ? head - title : 0;
  return { width: Math.max(width, Math.ceil(used)), height: lines * rowHeight - saved, marks, targets };
}

const known = new WeakMap<Stages, { input: ViewInput; panels: Panel[] }>();

/** The panels, made anew only when what they show or its colours change: not while the reader moves over them. */
function panelsOf(input: ViewInput, stages: Stages): Panel[] {
  const last = known.get(stages);
  const same = (['scaled', 'theme', 'words'] as const).every((name) => last?.input[name] === input[name]);
  if (last && same) return last.panels;
  const panels = makePanels(input, stages);
  known.set(stages, { input, panels });
  return panels;
}

/** Numbers of every step, and how they are coloured. */
function makePanels({ shown, scaled, theme, words }: ViewInput, stages: Stages): Panel[] {
  const [rows, keys] = [shown.queries.length, shown.keys.length];
  const facts = headFacts(shown, stages);
  const all = shown.queries.map((_, q) => rowNumbers(shown, stages, q));
  const stack = (pick: (row: (typeof all)[number]) => Float32Array, width = keys) => {
    const out = new Float32Array(rows * width);
    all.forEach((row, q) => out.set(pick(row), q * width));
    return out;
  };
  const signed = (at: number, title: string, numbers: Float32Array, columns = keys): Panel => {
    const most = largest(numbers);
    const values = numbers.map((x) => (Number.isFinite(x) ? 0.5 + x / most / 2 : NaN));
    return { step: at, title, columns, numbers, values, ramp: theme.signed };
  };
  const panels: Panel[] = [
    signed(
      1,
      'Q · Kᵀ',
      stack((row) => row.dots),
    ),
    signed(
      2,
      scaleTitle(words, facts.scaling, stages.dHead),
      stack((row) => row.scaled),
    ),
  ];
  if (facts.masked)
    panels.push(
      signed(
        3,
        words.stepMask,
        stack((row) => row.masked),
      ),
    );
  const softmax = { step: 4, title: words.stepSoftmax, columns: keys, ramp: theme.ramp };
  panels.push({ ...softmax, numbers: shown.heads[0]!.weights, values: scaled.values[0]! });
  if (all[0]?.output)
    panels.push(
      signed(
        5,
        words.stepOutput,
        stack((row) => row.output!, stages.dHead),
        stages.dHead,
      ),
    );
  return panels;
}

function drawPanel(
  { shown, theme, measure, focus, pinned, step, width }: ViewInput,
  panel: Panel,
  box: Box,
  { cell, size, title, room }: { cell: number; size: number; title: number; room: number },
  marks: Mark[],
): void {
  const rows = shown.queries.length;
  const { columns, numbers, values, ramp } = panel;
  const now = panel.step === step;
  const text = fitText(panel.title, Math.min(room + gap, width - box.x), theme.fontSize, measure);
  const weight = now ? 600 : 400;
  marks.push(label(text, box.x, title, now ? theme.accent : theme.text, theme.fontSize, { weight }));
  marks.push({
    type: 'cells',
    ...box,
    rows,
    columns,
    values,
    ramp,
    shape: 'fill',
    gap: columns === shown.keys.length && cell >= 8 ? 1 : 0,
  });
  const frame = { x: box.x - 1, y: box.y - 1, width: box.width + 2, height: box.height + 2 };
  marks.push({ type: 'rect', ...frame, stroke: theme.line, lineWidth: 1 });
  if (columns === shown.keys.length && cell >= cellSize.numbers && rows <= 40) {
    const digits = Math.min(size * 0.9, cell * 0.42);
    numbers.forEach((x, i) => {
      const value = values[i]!;
      const fill = Number.isNaN(value) ? theme.background : rampColor(ramp, value);
      const ink = cellInk(theme, fill, Number.isNaN(value));
      const shown = x === -Infinity ? '−∞' : shortNumber(x).replace('-', '−');
      const at = {
        x: box.x + ((i % columns) + 0.5) * cell,
        y: box.y + (Math.floor(i / columns) + 0.5) * cell,
      };
      marks.push(label(shown, at.x, at.y, ink, digits, { align: 'center', tabular: true }));
    });
  }
  const isOutput = columns !== shown.keys.length || panel.step === 5;
  if (focus.query !== undefined) {
    const row = { x: box.x - 1, y: box.y + focus.query * cell - 1, width: box.width + 2, height: cell + 1 };
    marks.push({ type: 'rect', ...row, stroke: theme.accent, lineWidth: 1 });
  }
  if (isOutput || rows * columns === 1) return;
  // the cell of the formula
  const query = chosenQuery(shown, focus, pinned);
  const key = chosenKey(vectorAt(shown.heads[0]!.weights, query, columns), focus);
  const at = { x: box.x + key * cell - 1, y: box.y + query * cell - 1, width: cell + 1, height: cell + 1 };
  marks.push({ type: 'rect', ...at, stroke: theme.accent, lineWidth: 2 });
}

function targetsOf({ shown }: ViewInput, panel: Panel, box: Box): Target[] {
  const rows = shown.queries.length;
  if (panel.columns !== shown.keys.length || panel.step === 5) {
    const height = box.height / rows;
    return shown.queries.map((_, query) => ({
      type: 'rect',
      ...box,
      y: box.y + query * height,
      height,
      subject: { type: 'query', query },
    }));
  }
  const { layer, head } = shown.heads[0]!;
  const place = { ...(layer !== undefined && { layer }), ...(head !== undefined && { head }) };
  return [{ type: 'grid', ...box, rows, columns: panel.columns, transposed: false, ...place }];
}
