import type { AttentionData } from './attention-data.js';
import { fuseHeads, type FuseOptions } from './fuse-heads.js';

export interface FlowOptions extends FuseOptions {
  /** Layer whose output is traced back to the input. Default the last. */
  layer?: number;
}

/**
 * Attention flow of one query: the largest flow from its place at the output of a layer to each token at the input, when
 * attention weights are the capacities of pipes between layers (Abnar & Zuidema 2020, section 3). `[keys]`; in contrast
 * to rollout its entries do not sum to 1. One maximum-flow problem a key: for a few dozen tokens, not for hundreds.
 *
 * @throws InputError (`shape`) for matrices that are not square.
 */
export function attentionFlow(data: AttentionData, query: number, options: FlowOptions = {}): Float32Array {
  const { layer = data.layers - 1 } = options;
  const n = data.queries;
  // edge (l, i, j) leads from token i above layer l to token j below it
  const capacities = fuseHeads(data, options).subarray(0, (layer + 1) * n * n);
  return Float32Array.from({ length: n }, (_, key) => maxFlow(capacities, n, (layer + 1) * n + query, key));
}

/** Flow that is too small to matter for a float32. */
const negligible = 1e-12;

/** Dinic's algorithm on a layered graph; node `level · n + token`, level 0 is the input. */
function maxFlow(capacities: Float64Array, n: number, source: number, sink: number): number {
  const down = capacities.slice(); // capacity left
  const up = new Float64Array(down.length); // flow that could be taken back
  const nodes = down.length / n + n;
  let flow = 0;
  for (;;) {
    const depth = breadthFirst(down, up, n, nodes, source);
    if (depth[sink] === -1) return flow;
    const next = new Int32Array(nodes); // edges before this one lead nowhere
    const push = (node: number, wanted: number): number => {
      if (node === sink) return wanted;
      for (; next[node]! < 2 * n; next[node]!++) {
        const edge = edgeOf(node, next[node]!, n, nodes);
        if (!edge || depth[edge.to] !== depth[node]! + 1) continue;
        const [there, back] = edge.isDown ? [down, up] : [up, down];
        if (there[edge.index]! <= negligible) continue;
        const pushed = push(edge.to, Math.min(wanted, there[edge.index]!));
        if (pushed > 0) {
          there[edge.index]! -= pushed;
          back[edge.index]! += pushed;
          return pushed;
        }
      }
      return 0;
    };
    for (let pushed = push(source, Infinity); pushed > 0; pushed = push(source, Infinity)) flow += pushed;
  }
}

/** Number of edges from the source to every node along edges with capacity left; -1: not to be reached. */
function breadthFirst(
  down: Float64Array,
  up: Float64Array,
  n: number,
  nodes: number,
  source: number,
): Int32Array {
  const depth = new Int32Array(nodes).fill(-1);
  depth[source] = 0;
  const queue = [source];
  for (const node of queue) {
    for (let i = 0; i < 2 * n; i++) {
      const edge = edgeOf(node, i, n, nodes);
      if (!edge || depth[edge.to] !== -1 || (edge.isDown ? down : up)[edge.index]! <= negligible) continue;
      depth[edge.to] = depth[node]! + 1;
      queue.push(edge.to);
    }
  }
  return depth;
}

/** The `i`-th of the `2n` edges at a node: first those down, then those back up. */
function edgeOf(node: number, i: number, n: number, nodes: number) {
  const level = Math.floor(node / n);
  const token = node % n;
  const other = i % n;
  if (i < n) {
    if (level === 0) return undefined;
    return { to: (level - 1) * n + other, index: ((level - 1) * n + token) * n + other, isDown: true };
  }
  const to = (level + 1) * n + other;
  return to < nodes ? { to, index: (level * n + other) * n + token, isDown: false } : undefined;
}
