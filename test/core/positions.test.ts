import { expect } from '@open-wc/testing';
import { attention } from '../../src/core/attention.js';
import { matmulTransposed } from '../../src/core/matmul.js';
import { relativeBias, relativeBucket } from '../../src/core/relative-bias.js';
import { rope, type RopeOptions } from '../../src/core/rope.js';
import { sinusoidalPositions, type SinusoidalLayout } from '../../src/core/sinusoidal-positions.js';
import { needSharedData } from '../shared-data.js';
import { expectClose, oracleCase } from './oracle.js';

const ropeCases = ['half', 'interleaved'].flatMap((pairs) =>
  ['10000-offset0-a', '10000-offset0-b', '500000-offset7-a', '500000-offset100-b'].map(
    (rest) => `rope-${pairs}-${rest}`,
  ),
);

describe('positions equal the reference', () => {
  before(async function () {
    await needSharedData(this);
  });

  for (const name of [...ropeCases, 'rope-partial-a', 'rope-partial-b']) {
    it(`rope: ${name}`, async () => {
      const { inputs, outputs, params, shapes } = await oracleCase(`positions/${name}`);
      const [heads, tokens, dHead] = shapes.q as [number, number, number];
      const options: RopeOptions = {
        theta: params.theta as number,
        interleaved: name.includes('interleaved'),
      };
      if (params.offset !== undefined) options.offset = params.offset as number;
      if (params.rotary_dim !== undefined) options.rotaryDim = params.rotary_dim as number;
      const q = rope(inputs.q!, tokens, dHead, options);
      expectClose(q, outputs.q_rot!, 1e-5, 'queries');
      if (!inputs.k) return;
      const k = rope(inputs.k, tokens, dHead, options);
      expectClose(k, outputs.k_rot!, 1e-5, 'keys');
      const size = tokens * dHead;
      const scores = Array.from({ length: heads }, (_, h) => [
        ...matmulTransposed(
          q.subarray(h * size, (h + 1) * size),
          k.subarray(h * size, (h + 1) * size),
          tokens,
          dHead,
          tokens,
        ),
      ]);
      expectClose(scores.flat(), outputs.scores!, 1e-5, 'scores');
    });
  }

  const layouts: Record<string, SinusoidalLayout> = {
    interleaved: 'interleaved',
    halves: 'halves',
    t2t: 'tensor2tensor',
  };
  for (const [id, layout] of Object.entries(layouts)) {
    for (const size of ['a', 'b']) {
      it(`sinusoidalPositions: ${layout}, ${size}`, async () => {
        const { outputs, shapes } = await oracleCase(`positions/sinusoidal-${id}-${size}`);
        const [tokens, dModel] = shapes.pe as [number, number];
        expectClose(sinusoidalPositions(tokens, dModel, { layout }), outputs.pe!);
      });
    }
  }

  for (const name of ['t5-buckets-a', 't5-buckets-b']) {
    it(`relativeBucket, both ways and causal: ${name}`, async () => {
      const { inputs, outputs, params } = await oracleCase(`positions/${name}`);
      const sizes = { buckets: params.num_buckets as number, maxDistance: params.max_distance as number };
      const distances = [...inputs.rel!];
      expect(distances.map((d) => relativeBucket(d, sizes))).to.deep.equal([...outputs.bidirectional!]);
      expect(distances.map((d) => relativeBucket(d, { ...sizes, bidirectional: false }))).to.deep.equal([
        ...outputs.causal!,
      ]);
    });
  }

  for (const name of ['t5-bias-a', 't5-bias-b']) {
    it(`relativeBias, and attention with it: ${name}`, async () => {
      const { inputs, outputs, shapes } = await oracleCase(`positions/${name}`);
      const [heads, tokens, dHead] = shapes.q as [number, number, number];
      const bias = relativeBias(inputs.table!, heads, tokens);
      expectClose(bias, outputs.bias!, 0);
      const { probabilities } = attention(inputs.q!, inputs.k!, inputs.k!, { heads, dHead, scale: 1, bias });
      expectClose(probabilities, outputs.probs!);
    });
  }
});
