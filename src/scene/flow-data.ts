import { flowOf } from '../core/attention-flow.js';
import { rollOut } from '../core/attention-rollout.js';
import { InputError } from '../core/errors.js';
import { fuseHeads } from '../core/fuse-heads.js';
import { currentKernel } from '../core/kernel/current.js';
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

/**
 * Work that is done while the page waits, a second or two: products of a rollout, without the kernel and with it (1024
 * tokens through 12 layers); edges times pairs of a maximum flow.
 */
const mostWork = { rollout: 3e8, onKernel: 1.3e10, flow: 4e7 };

/**
 * Attention through the layers as one matrix: row `q` says how much of each token at the input is in token `q` after the
 * last of the layers (Abnar & Zuidema 2020). Where that has no meaning (cross-attention, scores) only the heads are chosen.
 *
 * @throws InputError (`too-large`) for what would take too long
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
  checkWork(data.queries, layers.length, method);
  const size = data.queries ** 2;
  const lower = { ...data, layers: layers.length };
  const fused = fuseHeads(lower, { heads, residual });
  const rolled = rollOut(fused, data.queries);
  const weights = method === 'flow' ? maxFlows(fused, data.queries) : rolled.slice(-size);
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

function checkWork(n: number, layers: number, method: FlowMethod): void {
  const power = method === 'flow' ? 4 : 3;
  const work = mostWork[method === 'rollout' && currentKernel() ? 'onKernel' : method];
  const most = Math.floor((work / layers) ** (1 / power));
  if (n <= most) return;
  throw new InputError({
    code: 'too-large',
    input: 'view="flow"',
    found: `${n} tokens through ${layers} layers by method="${method}"`,
    expected: `at most ${most} tokens`,
    hint:
      method === 'flow'
        ? 'Use method="rollout", show fewer layers, or hide tokens.'
        : 'Show fewer layers or a part of the text.',
  });
}

function maxFlows(fused: Float64Array, n: number): Float32Array {
  const out = new Float32Array(n * n);
  for (let query = 0; query < n; query++) out.set(flowOf(fused, n, query), query * n);
  return out;
}
