import { fade } from './color.js';
import { flowLinks, flowShares } from './flow-links.js';
import { fitText, label, pieceInk, shortNumber, thinned, widest } from './labels.js';
import { rowPitch } from './lines.js';
import { message } from './message.js';
import type { Mark, Scene, Target } from './scene.js';
import { chosenQuery } from './steps-numbers.js';
import type { View, ViewInput } from './view.js';
import { fillIn } from './words.js';

/** Room that one layer takes at most, CSS pixels. */
const widestLayer = 230;

/**
 * Attention through the layers: tokens as nodes, the input on the left and the output of the last layer on the right, links
 * as wide as the share of the chosen token that goes through them, and where that share comes from as bars at the input.
 */
export const flow: View = (input: ViewInput): Scene => {
  const { shown, scaled, focus, pinned, theme, measure, width, words } = input;
  const graph = shown.flow;
  if (!graph) {
    const isScores = shown.self && shown.values === 'scores';
    return message(input, isScores ? words.flowNeedsWeights : words.flowNeedsSelf);
  }
  const n = shown.queries.length;
  const layers = graph.layers.length;
  const query = chosenQuery(shown, focus, pinned);
  const key = focus.key;
  const narrow = width < 440;
  const size = narrow ? theme.fontSize * 0.9 : theme.fontSize;
  const small = size * 0.85;
  const pitch = rowPitch(n, theme.fontSize);
  const names =
    Math.min(width * 0.25, Math.max(widest(shown.queries, size, measure), measure(words.flowOutput, small))) +
    10;
  const bar = Math.max(measure('.00', small) + 10, Math.min(72, width * 0.13));
  const side = { left: names + bar + 8, right: names };
  const graphWidth = Math.max(30, Math.min(width - side.left - side.right - 8, layers * widestLayer));
  const x0 = Math.max(0, Math.round((width - side.left - side.right - graphWidth - 8) / 2)) + side.left;
  const x1 = x0 + graphWidth;
  // in less room than names and bars need, the picture is as wide as they are
  const whole = Math.max(width, Math.ceil(x1 + side.right));
  const top = Math.round(theme.fontSize * 2.2);
  const rowY = (i: number) => top + (i + 0.5) * pitch;
  const levelX = (level: number) => x0 + (graphWidth * level) / layers;

  const shares = flowShares(graph, n, query, key);
  const place = (level: number, i: number) => ({ x: levelX(level), y: rowY(i) });
  const links = flowLinks(graph, n, shares, place, pitch, theme);
  const marks: Mark[] = [...links.marks];
  const targets: Target[] = [];

  const heading = (text: string, x: number, align: 'left' | 'center' | 'right') =>
    marks.push(label(text, x, small * 0.9, theme.muted, small, { align }));
  heading(fitText(words.flowInput, names - 10, small, measure), x0 - bar - 14, 'right');
  heading(fitText(words.flowOutput, names - 8, small, measure), x1 + 8, 'left');
  const layerName = (l: number) =>
    graphWidth / layers > measure(`${words.layer} 00`, small)
      ? `${words.layer} ${graph.layers[l]}`
      : String(graph.layers[l]);
  const room = Math.max(...graph.layers.map((_, l) => measure(layerName(l), small))) + 8;
  for (const l of thinned(layers, graphWidth / layers, room))
    heading(layerName(l), (levelX(l) + levelX(l + 1)) / 2, 'center');

  for (let level = 0; level <= layers; level++) {
    for (let i = 0; i < n; i++) {
      const share = shares.nodes[level * n + i]!;
      const { x, y } = place(level, i);
      const radius = Math.min(pitch * 0.36, 1.6 + 5 * Math.sqrt(Math.min(1, Math.max(0, share))));
      const fill = share > 0.005 ? theme.accent : theme.line;
      if (n <= 80 || share > 0.005) marks.push({ type: 'circle', x, y, radius, fill });
    }
  }
  const row = shown.heads[0]!.weights.subarray(query * n, (query + 1) * n);
  const values = scaled.values[0]!.subarray(query * n, (query + 1) * n);
  const numbered = new Set<number>(pitch >= small * 1.1 ? row.keys() : thinned(n, pitch, small * 1.1));
  for (let i = 0; i < n; i++) {
    const y = rowY(i);
    const isKey = key === i;
    const isQuery = query === i;
    const value = values[i]!;
    const right = x0 - 10;
    if (isKey) {
      const box = { x: x0 - side.left, y: y - pitch / 2, width: side.left - 6, height: pitch };
      marks.push({ type: 'rect', ...box, radius: 3, fill: fade(theme.accent, 0.1) });
    }
    if (value > 0.004) {
      const length = bar * value;
      const box = { x: right - length, y: y - pitch * 0.36, width: length, height: pitch * 0.72 };
      marks.push({ type: 'rect', ...box, radius: 2, fill: fade(theme.accent, 0.26) });
    }
    if (numbered.has(i) && !Number.isNaN(value)) {
      const ink = row[i]! >= 0.005 ? theme.text : theme.muted;
      marks.push(label(shortNumber(row[i]!), right - 3, y, ink, small, { align: 'right', tabular: true }));
    }
    const piece = shown.keys[i]!;
    const text = fitText(piece.text, names - 10, size, measure);
    const ink = pieceInk(piece, theme);
    marks.push(label(text, x0 - bar - 14, y, ink, size, { align: 'right', weight: isKey ? 600 : 400 }));
    if (isQuery) {
      const box = {
        x: x1 + 4,
        y: y - pitch / 2 + 1,
        width: measure(text, size, 600) + 10,
        height: pitch - 2,
      };
      const isPinned = pinned.query === i;
      marks.push({
        type: 'rect',
        ...box,
        radius: 4,
        fill: fade(theme.accent, 0.14),
        ...(isPinned && { stroke: theme.accent, lineWidth: 1.5 }),
      });
    }
    const weight = isQuery ? 600 : 400;
    marks.push(label(text, x1 + 9, y, isQuery ? theme.accent : ink, size, { weight }));
    const middle = (x0 + x1) / 2;
    const line = { y: y - pitch / 2, height: pitch };
    targets.push({ type: 'rect', x: 0, width: middle, ...line, subject: { type: 'key', key: i } });
    targets.push({
      type: 'rect',
      x: middle,
      width: whole - middle,
      ...line,
      subject: { type: 'query', query: i },
    });
  }
  const note = fillIn(graph.method === 'flow' ? words.maxFlowNote : words.rolloutNote, {
    count: graph.heads,
    percent: links.share > 0.995 && links.share < 1 ? 99 : Math.round(100 * links.share),
  });
  return { width: whole, height: Math.ceil(top + n * pitch + 6), marks, targets, note };
};
