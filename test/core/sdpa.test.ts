import { alibiBias, alibiSlopes } from '../../src/core/alibi.js';
import { attention, type AttentionOptions } from '../../src/core/attention.js';
import {
  causalMask,
  combineMasks,
  keyPaddingMask,
  localMask,
  slidingWindowMask,
} from '../../src/core/masks.js';
import { needSharedData } from '../shared-data.js';
import { expectClose, oracleCase, type OracleCase } from './oracle.js';

const cases = [
  'alibi-12heads-b',
  'alibi-2heads-a',
  'alibi-4heads-b',
  'alibi-6heads-a',
  'dim-one-a',
  'single-token-a',
  ...[
    'bias-per-head',
    'bool-mask-per-head',
    'causal',
    'causal-offset',
    'causal-padding-left',
    'causal-padding-right',
    'cross',
    'decode-one',
    'gqa',
    'key-padding',
    'large-magnitude',
    'local-symmetric',
    'long-causal',
    'plain',
    'sliding-window',
    'sliding-window-sink',
    'softcap',
    'temperature',
    'unscaled',
  ].flatMap((name) => [`${name}-a`, `${name}-b`]),
];

interface Params {
  causal?: boolean;
  query_offset?: number;
  window?: number;
  sinks?: number;
  radius?: number;
  softcap?: number;
  temperature?: number;
  scale?: number | string;
  slopes?: number[];
}

/** The options of this library for a case of the reference data. */
function optionsOf(name: string, { params, inputs, shapes }: OracleCase): AttentionOptions {
  const p: Params = params;
  const [heads, queries, dHead] = shapes.q as [number, number, number];
  const [kvHeads, keys] = shapes.k as [number, number];
  const masks = [];
  if (inputs.allowed) masks.push(Uint8Array.from(inputs.allowed));
  if (inputs.key_keep) masks.push(keyPaddingMask(queries, inputs.key_keep));
  if (p.query_offset !== undefined) masks.push(causalMask(queries, keys, p.query_offset));
  if (p.window) masks.push(slidingWindowMask(queries, keys, p.window, { sinks: p.sinks ?? 0 }));
  if (p.radius) masks.push(localMask(queries, keys, p.radius));
  const options: AttentionOptions = { heads, kvHeads, dHead };
  if (p.causal || /^(alibi|causal-padding)/.test(name)) options.causal = true;
  if (masks.length) options.mask = combineMasks(...masks);
  if (inputs.bias) options.bias = inputs.bias;
  if (p.slopes) options.bias = alibiBias(heads, queries, keys);
  if (p.softcap) options.softCap = p.softcap;
  if (p.temperature) options.attentionTemperature = p.temperature;
  if (typeof p.scale === 'number') options.scale = p.scale;
  return options;
}

describe('attention(q, k, v, options) equals PyTorch', () => {
  before(async function () {
    await needSharedData(this);
  });

  for (const name of cases) {
    it(`in every stage: ${name}`, async () => {
      const reference = await oracleCase(`sdpa/${name}`);
      const { inputs, outputs } = reference;
      const stages = attention(inputs.q!, inputs.k!, inputs.v!, optionsOf(name, reference));
      expectClose(stages.scores, outputs.scores!, 1e-5, 'scores');
      expectClose(stages.maskedScores, outputs.masked_scores!, 1e-5, 'masked scores');
      // a query without any key: NaN in PyTorch, nothing here
      const expected = (x: Float64Array) => (name.includes('left') ? x.map((y) => (y !== y ? 0 : y)) : x);
      expectClose(stages.probabilities, expected(outputs.probs!), 1e-5, 'probabilities');
      expectClose(stages.outputs, expected(outputs.out!), 1e-5, 'outputs');
    });
  }

  for (const name of cases.slice(0, 4)) {
    it(`in the slopes of ALiBi: ${name}`, async () => {
      const { params } = await oracleCase(`sdpa/${name}`);
      const slopes = (params as Params).slopes!;
      expectClose(alibiSlopes(slopes.length), slopes, 1e-7, 'slopes');
    });
  }
});
