import { attention } from '../../core/attention.js';
import { joinHeads, splitHeads } from '../../core/heads.js';
import type { FeedForwardStages } from '../../core/feed-forward.js';
import type { MultiHeadStages } from '../../core/multi-head-attention.js';
import type { LayerStages } from '../../core/to-attention-data.js';
import type { LayerTrace, Sublayer } from '../../core/transformer-layer.js';
import { sparseLinear, type SparseMatrix } from '../sparse-matrix.js';
import { dHead, dModel } from '../textbook-space.js';
import type { TextbookLayer } from '../textbook-weights.js';

/** A layer of the textbook model with everything that a layer of a transformer has. */
export interface TextbookBlock {
  /** Attention to its own tokens; its feed-forward network is that of the layer. */
  self: TextbookLayer;
  cross?: TextbookLayer;
}

export interface TextbookTraceOptions {
  causal?: boolean;
  /** What the encoder gives: `[keys, dModel]`. */
  memory?: Float32Array;
}

/** Stages as traces keep them, and as `toAttentionData` takes them. */
export type TextbookStages = MultiHeadStages & LayerStages;

/** A layer whose attention can be drawn, too. */
export interface TextbookLayerTrace extends LayerTrace {
  selfAttention: Sublayer<TextbookStages>;
  crossAttention?: Sublayer<TextbookStages>;
}

/** Hidden units of every feed-forward network: as many as the one needs that does something. */
export function hiddenUnits(blocks: readonly TextbookBlock[]): number {
  return blocks.find(({ self }) => self.feedForward)?.self.feedForward![0].rows ?? 1;
}

/**
 * Runs embedded tokens `x [tokens, dModel]` through the layers and keeps every stage, as `transformerStack` does. There are
 * no norms, so `input` is `before`; a layer without a feed-forward network has one of zeros.
 */
export function textbookTrace(
  x: Float32Array,
  blocks: readonly TextbookBlock[],
  { causal = false, memory }: TextbookTraceOptions = {},
): TextbookLayerTrace[] {
  const units = hiddenUnits(blocks);
  let stream = x;
  return blocks.map(({ self, cross }) => {
    const selfAttention = sublayer(stream, (input) => attend(input, self, input, causal));
    const crossAttention =
      cross && memory && sublayer(selfAttention.after, (input) => attend(input, cross, memory, false));
    const { after } = crossAttention ?? selfAttention;
    const feedForward = sublayer(after, (input) => transform(input, self.feedForward ?? idle(units)));
    stream = feedForward.after;
    return { selfAttention, ...(crossAttention && { crossAttention }), feedForward, output: stream };
  });
}

function sublayer<Stages extends { output: Float32Array }>(
  before: Float32Array,
  run: (input: Float32Array) => Stages,
): Sublayer<Stages> {
  const stages = run(before);
  return { before, input: before, stages, after: before.map((value, i) => value + stages.output[i]!) };
}

function attend(
  x: Float32Array,
  { heads: { length: heads }, wq, wk, wv, wo }: TextbookLayer,
  memory: Float32Array,
  causal: boolean,
): TextbookStages {
  const project = (from: Float32Array, w: SparseMatrix) => splitHeads(sparseLinear(from, w), heads, dHead);
  const [q, k, v] = [project(x, wq), project(memory, wk), project(memory, wv)];
  const stages = attention(q, k, v, { dHead, heads, causal });
  const output = sparseLinear(joinHeads(stages.outputs, heads, dHead), wo);
  return Object.assign(stages, { q, k, v, output, residual: x, attentionOutput: output });
}

function transform(
  x: Float32Array,
  [first, second]: readonly [SparseMatrix, SparseMatrix],
): FeedForwardStages {
  const up = sparseLinear(x, first);
  const hidden = up.map((unit) => Math.max(0, unit));
  return { up, hidden, output: sparseLinear(hidden, second) };
}

const idle = (units: number): [SparseMatrix, SparseMatrix] => [
  { rows: units, columns: dModel, entries: [] },
  { rows: dModel, columns: units, entries: [] },
];
