import { fade } from './color.js';
import type { LinksMark, Mark } from './scene.js';
import type { LayerFlow } from './shown.js';
import type { Theme } from './theme.js';

/** What of a token goes where. */
export interface FlowShares {
  /** Of every node, `[layers + 1, n]`; level 0 is the input. */
  nodes: Float32Array;
  /** Of every link from token `i` above a layer to token `j` below it, `[layers, n, n]`. */
  links: Float32Array;
}

/**
 * Follows one token from the last layer's output down to the input: the share of it that goes through every node and link.
 * The shares of all links of a layer sum to 1, and those at the input are the rollout; with a key, to the rollout of that
 * key, since only paths that end at it are followed.
 */
export function flowShares(
  { fused, rolled, layers }: LayerFlow,
  n: number,
  query: number,
  key?: number,
): FlowShares {
  const count = layers.length;
  const nodes = new Float32Array((count + 1) * n);
  const links = new Float32Array(count * n * n);
  /** Share of node `i` at a level that comes from the key at the input. */
  const reach = (level: number, i: number) =>
    key === undefined ? 1 : level === 0 ? Number(i === key) : rolled[((level - 1) * n + i) * n + key]!;
  let above = new Float64Array(n);
  above[query] = 1;
  nodes[count * n + query] = reach(count, query);
  for (let level = count - 1; level >= 0; level--) {
    const below = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      if (!above[i]) continue;
      for (let j = 0; j < n; j++) {
        const at = (level * n + i) * n + j;
        const through = above[i]! * fused[at]!;
        below[j]! += through;
        links[at] = through * reach(level, j);
      }
    }
    for (let j = 0; j < n; j++) nodes[level * n + j] = below[j]! * reach(level, j);
    above = below;
  }
  return { nodes, links };
}

/** Shares below this are not drawn; the note says how much is. */
const visible = 0.004;

/** Links of all tokens are drawn behind, faint, up to this number. */
const mostBehind = 12_000;

/** Links of the whole graph, faint, and over them those that carry the chosen token, as wide as their share. */
export function flowLinks(
  { fused, layers }: LayerFlow,
  n: number,
  shares: FlowShares,
  place: (level: number, i: number) => { x: number; y: number },
  pitch: number,
  theme: Theme,
): { marks: Mark[]; share: number } {
  const behind: number[] = [];
  const front: number[] = [];
  let [drawn, whole] = [0, 0];
  const total = layers.length * n * n;
  for (let at = 0; at < total; at++) {
    const share = shares.links[at]!;
    whole += share;
    if (share >= visible) {
      front.push(at);
      drawn += share;
    } else if (total <= mostBehind && fused[at]! >= 0.03) behind.push(at);
  }
  const widest = Math.min(14, pitch * 0.6);
  // the strongest lie on top
  front.sort((a, b) => shares.links[a]! - shares.links[b]!);
  const marks = [
    curves(
      behind,
      () => 1,
      (at) => 0.16 * fused[at]!,
      theme,
      false,
    ),
    curves(
      front,
      (at) => 0.7 + widest * shares.links[at]!,
      (at) => 0.3 + 0.6 * Math.sqrt(shares.links[at]!),
      theme,
      true,
    ),
  ];
  return { marks: marks.filter(({ count }) => count), share: whole ? drawn / whole : 1 };

  function curves(
    list: number[],
    widthOf: (at: number) => number,
    alphaOf: (at: number) => number,
    { accent, text }: Theme,
    isFront: boolean,
  ): LinksMark {
    const count = list.length;
    const points = new Float32Array(8 * count);
    list.forEach((at, c) => {
      const level = Math.floor(at / (n * n));
      const [from, to] = [place(level, at % n), place(level + 1, Math.floor(at / n) % n)];
      const bend = (to.x - from.x) * 0.45;
      points.set([from.x, from.y, from.x + bend, from.y, to.x - bend, to.y, to.x, to.y], 8 * c);
    });
    return {
      type: 'links',
      count,
      points,
      widths: Float32Array.from(list, widthOf),
      alphas: Float32Array.from(list, alphaOf),
      colorIndex: new Uint8Array(count),
      colors: [isFront ? accent : fade(text, 1)],
    };
  }
}
