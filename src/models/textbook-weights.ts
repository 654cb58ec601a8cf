import type { SparseMatrix } from './sparse-matrix.js';
import type { TextbookHead } from './textbook-head.js';
import { rotations } from './textbook-places.js';
import { dContent, dHead, dModel, dPlace, dToken, fields, marks, type Mark } from './textbook-space.js';

type Entry = readonly [row: number, column: number, value: number];

/** One block of the model. Matrices are `[out, in]`, as PyTorch stores them. */
export interface TextbookLayer {
  heads: TextbookHead[];
  /** `[heads · dHead, dModel]` */
  wq: SparseMatrix;
  /** `[heads · dHead, dModel]`, times `√dHead`, which attention divides by: scores come out as the heads name them */
  wk: SparseMatrix;
  /** `[heads · dHead, dModel]` */
  wv: SparseMatrix;
  /** `[dModel, heads · dHead]` */
  wo: SparseMatrix;
  /** `[hidden, dModel]` and `[dModel, hidden]`, with a ReLU between them. */
  feedForward?: readonly [SparseMatrix, SparseMatrix];
}

/** Builds the matrices that do what the heads say. `clears`: with the feed-forward network of `clearFirst`. */
export function buildLayer(heads: TextbookHead[], clears: boolean): TextbookLayer {
  const wq: Entry[] = [];
  const wk: Entry[] = [];
  const wv: Entry[] = [];
  const wo: Entry[] = [];
  heads.forEach((head, h) => {
    addScores(head, h * dHead, wq, wk);
    // every head carries what the token it looks at is
    for (let i = 0; i < dToken; i++) {
      wv.push([h * dHead + i, fields.token + i, 1]);
      wo.push([fields[head.writes ?? 'gathered'] + i, h * dHead + i, 1]);
    }
  });
  const rows = heads.length * dHead;
  const into = (entries: Entry[]): SparseMatrix => ({ rows, columns: dModel, entries });
  return {
    heads,
    wq: into(wq),
    wk: into(wk),
    wv: into(wv),
    wo: { rows: dModel, columns: rows, entries: wo },
    ...(clears && { feedForward: clearFirst() }),
  };
}

/** Entries for the terms of one head, whose query and key start at row `top`: spelling, marks, place. */
function addScores(head: TextbookHead, top: number, wq: Entry[], wk: Entry[]): void {
  const keyScale = Math.sqrt(dHead);
  const { match, distance, both } = head;
  if (match) {
    for (let i = 0; i < dContent; i++) {
      wq.push([top + i, fields[match.query] + i, match.score]);
      wk.push([top + i, fields[match.key] + i, keyScale]);
    }
  }
  const addMark = (field: number, mark: Mark, asks: number, score: number) => {
    const i = dContent + marks.indexOf(mark);
    wq.push([top + i, asks, score]);
    wk.push([top + i, field + i, keyScale]);
  };
  const each = (scores: TextbookHead['marks']) => Object.entries(scores ?? {}) as [Mark, number][];
  for (const [mark, score] of each(head.marks)) addMark(fields.token, mark, fields.one, score);
  for (const [mark, score] of each(head.marksBefore)) addMark(fields.before, mark, fields.one, score);
  if (both) {
    addMark(fields.token, both.mark, fields.token + dContent + marks.indexOf(both.mark), both.score);
  }
  if (distance) {
    const { query = 'position', key = 'position', scores } = distance;
    rotations(scores).forEach(([a, b], pair) => {
      const cosine = dToken + 2 * pair;
      const from = fields[query] + 2 * pair;
      wq.push([top + cosine, from, a], [top + cosine, from + 1, -b]);
      wq.push([top + cosine + 1, from, b], [top + cosine + 1, from + 1, a]);
    });
    for (let i = 0; i < dPlace; i++) wk.push([top + dToken + i, fields[key] + i, keyScale]);
  }
}

/**
 * The feed-forward network of layer 1, which does what attention alone cannot: decide by two things at once.
 * - The previous-token head leaves the first token with itself, for want of a token before it. Two units for each
 *   dimension of `before`, open only where the mark `first` is set, take that away again, and one writes a virtual
 *   start of text in its place: dimension 0, which no word has, and the mark of an end.
 * - One unit is `first` and `ends` at once: heads rest on the first token only where it is no delimiter itself.
 */
function clearFirst(): [SparseMatrix, SparseMatrix] {
  const mark = (name: Mark) => fields.token + dContent + marks.indexOf(name);
  const up: Entry[] = [];
  const down: Entry[] = [];
  let unit = 0;
  for (let i = 0; i < dToken; i++) {
    for (const sign of [1, -1]) {
      // below zero, so shut by the ReLU, unless `first` is 1: no dimension of `before` exceeds 1
      up.push([unit, fields.before + i, sign], [unit, mark('first'), 2], [unit, fields.one, -2]);
      down.push([fields.before + i, unit++, -sign]);
    }
  }
  up.push([unit, mark('first'), 1]);
  down.push([fields.before, unit, 1], [fields.before + dContent + marks.indexOf('ends'), unit, 1]);
  down.push([mark('rest'), unit++, 1]);
  up.push([unit, mark('first'), 1], [unit, mark('ends'), 1], [unit, fields.one, -1]);
  down.push([mark('rest'), unit++, -1]);
  return [
    { rows: unit, columns: dModel, entries: up },
    { rows: dModel, columns: unit, entries: down },
  ];
}
