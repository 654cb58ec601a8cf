import { clearRole } from '../core/head-roles.js';
import type { Picture } from '../scene/compose.js';
import type { Focus, Shown, ShownHead } from '../scene/shown.js';
import { rowNumbers } from '../scene/steps-numbers.js';
import { arrowed } from '../scene/words.js';
import { headsOff } from './ablation.js';
import type { AttentionSubjectDetail } from './events.js';
import { hiddenText } from './shares.js';
import { fill, type Strings } from './strings.js';

/** A weight with all digits that mean something: `0.4213`, `1`, `3.2e-7`. */
export function exactNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  if (value === 0 || value === 1) return String(value);
  if (Math.abs(value) > 1e30) return '−∞';
  if (Math.abs(value) < 1e-4) return value.toExponential(2).replace('-', '−');
  return value.toPrecision(Math.abs(value) < 0.1 ? 3 : 4).replace('-', '−');
}

/** A number for a scale: two digits that mean something. */
export function roundNumber(value: number): string {
  return Number.isFinite(value) && Math.abs(value) >= 1e-4 && Math.abs(value) < 1e5
    ? String(Number(value.toPrecision(2))).replace('-', '−')
    : exactNumber(value);
}

/** One line of the tooltip: a weight, and what it belongs to. */
export interface Reading {
  text: string;
  /** Second line in small print, such as raw pieces. */
  detail?: string;
  rows: { label: string; weight: number; color?: number }[];
}

const quoted = (text: string, word: string, token: string) => fill(text, { token: token || word });

/** Mean of the shown heads at one cell. */
export function meanWeight(shown: Shown, query: number, key: number): number {
  let sum = 0;
  for (const head of shown.heads) sum += head.weights[query * shown.keys.length + key]!;
  return sum / shown.heads.length;
}

/** Positions of the `count` largest weights of a row or column, largest first, by the mean of the shown heads. */
function strongest(
  shown: Shown,
  focus: { query?: number; key?: number },
  count: number,
): { at: number; weight: number }[] {
  const length = focus.query === undefined ? shown.queries.length : shown.keys.length;
  return Array.from({ length }, (_, at) => ({
    at,
    weight:
      focus.query === undefined ? meanWeight(shown, at, focus.key!) : meanWeight(shown, focus.query, at),
  }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, count);
}

/** What to tell about the place that the reader is on; undefined when there is nothing to tell. */
export function readFocus(shown: Shown, focus: Focus, strings: Strings): Reading | undefined {
  const { query, key } = focus;
  const heads =
    focus.head === undefined
      ? shown.heads
      : shown.heads.filter((h) => h.head === focus.head && h.layer === focus.layer);
  if (query !== undefined && key !== undefined) {
    const [from, to] = [shown.queries[query], shown.keys[key]];
    if (!from || !to) return undefined;
    const at = query * shown.keys.length + key;
    const raws = [from, to].filter((piece) => piece.raw !== piece.text).map((piece) => piece.raw);
    const behind = stageRows(shown, query, key, strings);
    return {
      text: arrowed(from.text, to.text),
      ...(raws.length && { detail: fill(strings.rawPiece, { raw: raws.join(', ') }) }),
      rows:
        behind ??
        [...heads]
          .sort((a, b) => b.weights[at]! - a.weights[at]!)
          .slice(0, 6)
          .map((head) => ({
            label: heads.length > 1 || shown.heads.length > 1 ? headTitle(head) : '',
            weight: head.weights[at]!,
            color: head.color,
          })),
    };
  }
  if (query !== undefined || key !== undefined) {
    const piece = query !== undefined ? shown.queries[query] : shown.keys[key!];
    if (!piece) return undefined;
    const other = query !== undefined ? shown.keys : shown.queries;
    return {
      text: quoted(verb(shown, query !== undefined, strings), '', piece.text),
      ...details(
        piece.raw !== piece.text && fill(strings.rawPiece, { raw: piece.raw }),
        shown.heads.length > 1 && fill(strings.meanOf, { count: shown.heads.length }),
      ),
      rows: strongest(shown, focus, 5)
        .filter(({ weight }) => weight > 0)
        .map(({ at, weight }) => ({ label: other[at]!.text, weight })),
    };
  }
  if (focus.head === undefined) return undefined;
  const head = heads[0];
  if (!head) return undefined;
  return {
    text: head.name ? `${head.label}: ${head.name}` : head.label,
    ...(head.description && { detail: head.description }),
    rows: [],
  };
}

/** What a query or a key does: in the view of flow it does not look, but is made of other tokens. */
function verb({ flow }: Shown, isQuery: boolean, strings: Strings): string {
  if (flow) return isQuery ? strings.flowsFrom : strings.flowsTo;
  return isQuery ? strings.looksAt : strings.lookedAtBy;
}

/** The numbers that lead to one weight, where the view shows them. */
function stageRows(shown: Shown, query: number, key: number, strings: Strings): Reading['rows'] | undefined {
  if (!shown.stages || !shown.explained) return undefined;
  const { dots, scaled, masked, weights } = rowNumbers(shown, shown.stages, query);
  const hidden = masked[key] === -Infinity;
  return [
    { label: strings.stepDot, weight: dots[key]! },
    ...(Number.isNaN(scaled[key]) ? [] : [{ label: strings.stepScore, weight: scaled[key]! }]),
    ...(hidden ? [{ label: strings.stepMask, weight: -Infinity }] : []),
    { label: strings.stepSoftmax, weight: weights[key]! },
  ];
}

/** Second line of a tooltip, out of what there is to say. */
function details(...parts: (string | false)[]): { detail?: string } {
  const said = parts.filter(Boolean);
  return said.length ? { detail: said.join(' · ') } : {};
}

/** Name of a head where it has one, else its number. */
export const headTitle = (head: ShownHead) => head.title ?? head.label;

/** The cell under the reader as a sentence, for speech. */
export function cellSentence(shown: Shown, query: number, key: number, strings: Strings): string {
  const weights = shown.heads.map((head) => head.weights[query * shown.keys.length + key]!);
  const list =
    shown.heads.length === 1
      ? exactNumber(weights[0]!)
      : shown.heads
          .slice(0, 8)
          .map((head, h) => `${headTitle(head)} ${exactNumber(weights[h]!)}`)
          .join(', ');
  return fill(shown.flow ? strings.flowSentence : strings.cellSentence, {
    query: shown.queries[query]?.text ?? '',
    key: shown.keys[key]?.text ?? '',
    weight: list,
  });
}

/** The greatest weight of each picture: looked for once, not whenever the reader moves. */
const greatest = new WeakMap<Shown, { query: number; key: number; weight: number }>();

/** The greatest weight of the first twelve heads that a token has for another one, as looking at itself says little. */
function greatestOf(shown: Shown): { query: number; key: number; weight: number } {
  let best = greatest.get(shown);
  if (best) return best;
  best = { query: 0, key: 0, weight: -Infinity };
  const keys = shown.keys.length;
  for (const { weights } of shown.heads.slice(0, 12)) {
    for (let query = 0, i = 0; query < shown.queries.length; query++) {
      for (let key = 0; key < keys; key++, i++) {
        const weight = weights[i]!;
        if (weight > best.weight && key !== query) best = { query, key, weight };
      }
    }
  }
  greatest.set(shown, best);
  return best;
}

/** Tokens that the pattern of a head is looked for in, at most: a text of copies would take their square. */
const longestPattern = 512;

/** The pattern of each picture, once found, in words that wait for a language. */
const patterns = new WeakMap<Shown, ReturnType<typeof clearRole>>();

/**
 * What the one head that is shown clearly does, as its weights here say, whatever its name; empty where nothing stands out
 * or where roles have no meaning.
 */
export function patternText(shown: Shown, strings: Strings): string {
  const { heads, keys, queries, self, values, flow, image, causal } = shown;
  const [head] = heads;
  // what the maximum of several heads shows is no head's share of anything
  const hasRole = self && values === 'probabilities' && !flow && !image && queries.length === keys.length;
  if (heads.length !== 1 || head!.head === undefined || !hasRole || keys.length > longestPattern) return '';
  if (!patterns.has(shown)) {
    const raw = keys.map((key) => key.raw);
    patterns.set(shown, clearRole(head!.weights, raw, causal));
  }
  const found = patterns.get(shown);
  const percent = found && Math.min(100, Math.round(100 * found.score));
  return found ? fill(strings[`pattern_${found.role}`], { percent: percent! }) : '';
}

/** The whole picture in a sentence, for those who do not see it. */
export function summary(shown: Shown, strings: Strings): string {
  const best = greatestOf(shown);
  const keys = shown.keys.length;
  const strongestText =
    best.weight > -Infinity
      ? fill(strings.strongest, {
          text: fill(shown.flow ? strings.flowSentence : strings.cellSentence, {
            query: shown.queries[best.query]?.text ?? '',
            key: shown.keys[best.key]?.text ?? '',
            weight: exactNumber(best.weight),
          }),
        })
      : '';
  const label = shown.heads.length === 1 ? `${headTitle(shown.heads[0]!)}. ` : '';
  const cells = fill(strings.summaryCells, {
    queries: shown.queries.length,
    keys,
    strongest: [patternText(shown, strings), strongestText].filter(Boolean).join(' '),
  });
  return label + cells;
}

/** A picture in a sentence, whichever view it is. */
export function describePicture(picture: Picture, strings: Strings): string {
  const { view, shown, layers, heads, transformed } = picture;
  const said =
    view === 'heads'
      ? fill(strings.summaryHeads, { layers: layers.length, heads: heads.length })
      : summary(shown, strings);
  const more = [hiddenText(picture, strings), headsOff([transformed.data], 0, strings)];
  return [said, ...more].filter(Boolean).join(' ').trim();
}

/** Says what is pinned now, or that nothing is. */
export function speakPin(picture: Picture | undefined, strings: Strings): string {
  const text = picture && speakFocus(picture.shown, picture.pinned, strings);
  return text ? fill(strings.pinned, { text }) : strings.unpinned;
}

/** What is pinned, in words; empty when nothing is. */
function speakFocus(shown: Shown, focus: Focus, strings: Strings): string {
  if (focus.query !== undefined && focus.key !== undefined)
    return cellSentence(shown, focus.query, focus.key, strings);
  const reading = readFocus(shown, focus, strings);
  if (!reading) return '';
  const rows = reading.rows.slice(0, 3).map((row) => `${row.label} ${exactNumber(row.weight)}`);
  return `${reading.text}: ${rows.join(', ')}`;
}

/** A place of the picture as an event tells it. */
export function subjectDetail({ shown, layers, heads }: Picture, focus: Focus): AttentionSubjectDetail {
  const { query, key } = focus;
  const layer = focus.layer ?? (layers.length === 1 ? layers[0] : undefined);
  const head = focus.head ?? (heads.length === 1 ? heads[0] : undefined);
  const one =
    shown.heads.length === 1 ? shown.heads[0] : shown.heads.find((h) => h.layer === layer && h.head === head);
  const weight =
    query !== undefined && key !== undefined ? one?.weights[query * shown.keys.length + key] : undefined;
  const found = {
    layer,
    head,
    query,
    key,
    queryToken: query === undefined ? undefined : shown.queries[query]?.raw,
    keyToken: key === undefined ? undefined : shown.keys[key]?.raw,
    weight,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
