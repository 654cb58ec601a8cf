import { attentionFlow } from '../core/attention-flow.js';
import { attentionRollout } from '../core/attention-rollout.js';
import type { AttentionData } from '../core/attention-data.js';
import { InputError } from '../core/errors.js';
import { fuseHeads } from '../core/fuse-heads.js';
import { choose, type HeadWords, type Transformed } from './choose.js';
import type { FlowMethod, LayerFlow, Shown } from './shown.js';
import type { SceneWords } from './view.js';
import { fillIn } from './words.js';

export interface FlowChoice {
  /** All layers up to the one whose output is looked at. */
  layers: number[];
  heads: number[];
  method: FlowMethod;
}

/** Share of the residual connection in each layer: half, as in the paper. */
const residual = 0.5;

/** Edges times pairs of tokens that a maximum flow may have: below a second in a browser. */
const mostWork = 1e7;

/**
 * Attention through the layers as one matrix: row `q` says how much of each token at the input is in token `q` after the
 * last of the layers (Abnar & Zuidema 2020). Where that has no meaning (cross-attention, scores) only the heads are chosen.
 *
 * @throws InputError (`too-large`) for a maximum flow that would take too long
 */
export function flowShown(
  transformed: Transformed,
  { layers, heads, method }: FlowChoice,
  words: SceneWords & HeadWords,
): Shown {
  const { data, queries, keys, self } = transformed;
  if (!self || data.queries !== data.keys || data.values === 'scores') {
    return choose(transformed, { layers: layers.slice(-1), heads, aggregate: 'mean' }, words);
  }
  const size = data.queries ** 2;
  const lower = { ...data, layers: layers.length };
  const options = { heads, residual };
  const fused = fuseHeads(lower, options);
  const rolled = attentionRollout(lower, options);
  const weights = method === 'flow' ? maxFlows(lower, options) : rolled.slice(-size);
  const flow: LayerFlow = {
    method,
    layers: layers.map((layer) => data.layerIndices?.[layer] ?? layer),
    heads: heads.length,
    residual,
    fused,
    rolled,
  };
  const label = fillIn(method === 'flow' ? words.maxFlowLabel : words.rolloutLabel, {
    from: flow.layers[0]!,
    to: flow.layers.at(-1)!,
  });
  return {
    kind: data.kind,
    queries,
    keys,
    self,
    heads: [{ label, color: 0, weights }],
    // shares and flows alike are drawn from zero on
    values: 'probabilities',
    causal: data.causal,
    flow,
  };
}

function maxFlows(data: AttentionData, options: { heads: number[]; residual: number }): Float32Array {
  const { queries: n, layers } = data;
  if (layers * n ** 4 > mostWork) {
    throw new InputError({
      code: 'too-large',
      input: 'method',
      found: `a maximum flow for each of ${n} × ${n} pairs of tokens through ${layers} layers`,
      expected: `at most ${Math.floor((mostWork / layers) ** 0.25)} tokens`,
      hint: 'Use method="rollout", show fewer layers, or hide tokens.',
    });
  }
  const out = new Float32Array(n * n);
  for (let query = 0; query < n; query++) out.set(attentionFlow(data, query, options), query * n);
  return out;
}
