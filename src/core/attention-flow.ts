import type { AttentionData } from './attention-data.js';
import { fuseHeads, type FuseOptions } from './fuse-heads.js';
import type { Steps } from './steps.js';

export interface FlowOptions extends FuseOptions {
  /** Layer whose output is traced back to the input. Default the last. */
  layer?: number;
}

/**
 * Attention flow of one query: the largest flow from its place at the output of a layer to each token at the input, when
 * attention weights are the capacities of pipes between layers (Abnar & Zuidema 2020, section 3). `[keys]`; in contrast
 * to rollout its entries do not sum to 1. One maximum-flow problem a key: for dozens of tokens, not for hundreds.
 *
 * @throws InputError (`shape`) for matrices that are not square.
 */
export function attentionFlow(data: AttentionData, query: number, options: FlowOptions = {}): Float32Array {
  const { layer = data.layers - 1 } = options;
  const n = data.queries;
  return flowOf(fuseHeads(data, options).subarray(0, (layer + 1) * n * n), n, query);
}

/** The same for matrices that are fused already, `[layers, tokens, tokens]`, traced back from the last of them. */
export function flowOf(fused: Float64Array, tokens: number, query: number): Float32Array {
  const pipes = new Pipes(fused, tokens);
  const source = fused.length / tokens + query;
  return Float32Array.from({ length: tokens }, (_, key) => pipes.flow(source, key));
}

/** The flows of all queries to all keys, `[tokens, tokens]`, a step for each. */
export function* flowSteps(fused: Float64Array, tokens: number): Steps<Float32Array> {
  const pipes = new Pipes(fused, tokens);
  const out = new Float32Array(tokens * tokens);
  for (let i = 0; i < out.length; i++) {
    out[i] = pipes.flow(fused.length / tokens + Math.floor(i / tokens), i % tokens);
    yield (i + 1) / out.length;
  }
  return out;
}

/** Flow that is too small to matter for a float32. */
const negligible = 1e-12;

/**
 * Dinic's algorithm on a layered graph; node `level · n + token`, level 0 is the input, and a pipe leads from every node
 * to every one a level below.
 */
class Pipes {
  readonly #n: number;
  readonly #capacities: Float64Array;
  /** Capacity left, and flow that could be taken back; the pipe from `i` down to `j` has number `(i - n) · n + j % n`. */
  readonly #down: Float64Array;
  readonly #up: Float64Array;
  /** Number of pipes to the sink; -1: it is not to be reached. */
  readonly #depth: Int32Array;
  readonly #queue: Int32Array;
  /** Pipes before this one, first those down and then those up, lead nowhere any more. */
  readonly #next: Int32Array;

  constructor(capacities: Float64Array, n: number) {
    const nodes = capacities.length / n + n;
    this.#n = n;
    this.#capacities = capacities;
    this.#down = new Float64Array(capacities.length);
    this.#up = new Float64Array(capacities.length);
    this.#depth = new Int32Array(nodes);
    this.#queue = new Int32Array(nodes);
    this.#next = new Int32Array(nodes);
  }

  /** The largest flow between two nodes. */
  flow(source: number, sink: number): number {
    this.#down.set(this.#capacities);
    this.#up.fill(0);
    // the pipes at either end let no more through: where that much flows, nothing is left to look for
    const most = Math.min(this.#leaving(source), this.#reaching(sink));
    let flow = 0;
    while (most - flow > negligible && this.#measure(source, sink)) {
      this.#next.fill(0);
      flow += this.#push(source, sink, Infinity);
    }
    return flow;
  }

  #leaving(node: number): number {
    const start = (node - this.#n) * this.#n;
    return this.#capacities.subarray(start, start + this.#n).reduce((sum, capacity) => sum + capacity, 0);
  }

  #reaching(sink: number): number {
    let sum = 0;
    for (let i = 0; i < this.#n; i++) sum += this.#capacities[i * this.#n + sink]!;
    return sum;
  }

  /** Finds how far every node is from the sink, as far as the source; false where that is not to be reached. */
  #measure(source: number, sink: number): boolean {
    const [n, depth, queue] = [this.#n, this.#depth, this.#queue];
    depth.fill(-1);
    depth[sink] = 0;
    queue[0] = sink;
    for (let read = 0, end = 1; read < end && depth[source] === -1; read++) {
      const node = queue[read]!;
      const token = node % n;
      const above = node - token + n;
      const below = above - 2 * n;
      if (above < depth.length) {
        for (let i = above; i < above + n; i++) {
          if (depth[i] !== -1 || this.#down[(i - n) * n + token]! <= negligible) continue;
          depth[i] = depth[node]! + 1;
          queue[end++] = i;
        }
      }
      if (below >= 0) {
        for (let i = 0; i < n; i++) {
          if (depth[below + i] !== -1 || this.#up[(node - n) * n + i]! <= negligible) continue;
          depth[below + i] = depth[node]! + 1;
          queue[end++] = below + i;
        }
      }
    }
    return depth[source] !== -1;
  }

  /** Sends as much as `wanted` from a node on, along pipes that lead nearer to the sink; gives how much went through. */
  #push(node: number, sink: number, wanted: number): number {
    if (node === sink) return wanted;
    const [n, down, up, depth, next] = [this.#n, this.#down, this.#up, this.#depth, this.#next];
    const token = node % n;
    const level = node - token;
    const nearer = depth[node]! - 1;
    let sent = 0;
    for (; next[node]! < 2 * n; next[node]!++) {
      const i = next[node]!;
      const isDown = i < n;
      const to = isDown ? level - n + i : level + i;
      if (to < 0 || to >= depth.length || depth[to] !== nearer) continue;
      const index = isDown ? (node - n) * n + i : (to - n) * n + token;
      const [there, back] = isDown ? [down, up] : [up, down];
      if (there[index]! <= negligible) continue;
      const pushed = this.#push(to, sink, Math.min(wanted - sent, there[index]!));
      there[index]! -= pushed;
      back[index]! += pushed;
      sent += pushed;
      // this pipe may carry more for another one
      if (wanted - sent <= negligible) return sent;
    }
    return sent;
  }
}
