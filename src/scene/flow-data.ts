import type { AttentionData } from '../core/attention-data.js';
import { InputError } from '../core/errors.js';
import { throughLayers, type LayerNumbers, type ThroughChoice } from '../core/through-layers.js';
import { choose, type HeadWords } from './choose.js';
import type { FlowMethod, LayerFlow, Shown } from './shown.js';
import { hiddenShare, type Transformed } from './transform.js';
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
 * Most work, some 15 seconds on a slow machine: products of a rollout (1024 tokens through 12 layers), edges times pairs of
 * a maximum flow (95 tokens through 12 layers).
 */
const mostWork = { rollout: 1.3e10, flow: 1e9 };

/** How the numbers are had: at once, or by whoever computes them elsewhere and throws `StillComputing` meanwhile. */
export type NumbersOf = (data: AttentionData, choice: ThroughChoice) => LayerNumbers;

/** Says that there is no picture yet, since its numbers are being computed. */
export class StillComputing extends Error {}

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
  numbersOf: NumbersOf = throughLayers,
): Shown {
  const { data, queries, keys, self } = transformed;
  if (!self || data.queries !== data.keys || data.values === 'scores') {
    return choose(transformed, { layers: layers.slice(-1), heads, aggregate: 'mean' }, words);
  }
  checkWork(data.queries, layers.length, method);
  const numbers = numbersOf(data, { layers, heads, method, residual });
  const flow: LayerFlow = {
    ...numbers,
    method,
    layers: layers.map((layer) => data.layerIndices?.[layer] ?? layer),
    heads: heads.length,
    residual,
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
    heads: [{ label, color: 0, weights: numbers.weights }],
    // shares and flows alike are drawn from zero on
    values: 'probabilities',
    causal: data.causal,
    hidden: hiddenShare(transformed, layers, heads),
    flow,
  };
}

function checkWork(n: number, layers: number, method: FlowMethod): void {
  const power = method === 'flow' ? 4 : 3;
  const most = Math.floor((mostWork[method] / layers) ** (1 / power));
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
