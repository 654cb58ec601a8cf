import { expect } from '@open-wc/testing';
import { keyPaddingMask } from '../../src/core/masks.js';
import { transformerLayer, type LayerConfig, type LayerOptions } from '../../src/core/transformer-layer.js';
import { transformerStack, type StackTrace, type StackWeights } from '../../src/core/transformer-stack.js';
import { needSharedData } from '../shared-data.js';
import { expectClose, oracleCase, type OracleCase } from './oracle.js';
import { torchLayer } from './torch-weights.js';

const tolerance = 4e-6;

const cases = ['encoder', 'decoder'].flatMap((side) =>
  ['postnorm', 'prenorm'].flatMap((placement) =>
    ['gelu', 'relu'].flatMap((f) => ['a', 'b'].map((size) => `${side}-layer-${placement}-${f}-${size}`)),
  ),
);

/** Encoder and decoder of an `nn.Transformer` with two layers each. */
function torchTransformer({ inputs, params }: OracleCase): Record<'encoder' | 'decoder', StackWeights> {
  const stack = (side: string): StackWeights => ({
    dModel: params.d_model as number,
    placement: 'post',
    activation: 'relu',
    layers: [0, 1].map((i) => torchLayer(inputs, `${side}.layers.${i}.`, params.nhead as number)),
    finalNorm: { weight: inputs[`${side}.norm.weight`]!, bias: inputs[`${side}.norm.bias`]! },
  });
  return { encoder: stack('encoder'), decoder: stack('decoder') };
}

function probabilities({ layers }: StackTrace, which: 'selfAttention' | 'crossAttention'): number[] {
  return layers.flatMap((layer) => [...layer[which]!.stages.probabilities]);
}

describe('transformerLayer(x, weights, config, options) equals PyTorch', () => {
  before(async function () {
    await needSharedData(this);
  });

  for (const name of cases) {
    it(`in output and attention: ${name}`, async () => {
      const { inputs, outputs, params, shapes } = await oracleCase(`layers/${name}`);
      const config: LayerConfig = {
        dModel: params.d_model as number,
        placement: params.norm_first ? 'pre' : 'post',
        epsilon: params.eps as number,
        activation: params.activation as 'gelu' | 'relu',
      };
      const options: LayerOptions = { causal: params.causal as boolean };
      if (inputs.memory) options.memory = inputs.memory;
      if (inputs.key_keep) options.mask = keyPaddingMask(shapes.x![0]!, inputs.key_keep);
      const trace = transformerLayer(
        inputs.x!,
        torchLayer(inputs, '', params.nhead as number),
        config,
        options,
      );
      expectClose(trace.output, outputs.y!, tolerance, 'output');
      expectClose(trace.selfAttention.stages.probabilities, outputs.self_probs!, tolerance, 'self-attention');
      if (!outputs.cross_probs) return;
      expectClose(
        trace.crossAttention!.stages.probabilities,
        outputs.cross_probs,
        tolerance,
        'cross-attention',
      );
    });
  }
});

describe('transformerStack(x, stack, options)', () => {
  before(async function () {
    await needSharedData(this);
  });

  for (const name of ['transformer-2x2-a', 'transformer-2x2-b']) {
    it(`equals nn.Transformer as encoder and decoder: ${name}`, async () => {
      const reference = await oracleCase(`layers/${name}`);
      const { inputs, outputs } = reference;
      const { encoder, decoder } = torchTransformer(reference);
      const encoded = transformerStack(inputs.src!, encoder);
      const decoded = transformerStack(inputs.tgt!, decoder, { causal: true, memory: encoded.output });
      expectClose(encoded.output, outputs.memory!, tolerance, 'memory');
      expectClose(decoded.output, outputs.y!, tolerance, 'output');
      expectClose(probabilities(encoded, 'selfAttention'), outputs.encoder_probs!, tolerance);
      expectClose(probabilities(decoded, 'selfAttention'), outputs.decoder_probs!, tolerance);
      expectClose(probabilities(decoded, 'crossAttention'), outputs.cross_probs!, tolerance);
    });

    it(`gives the same token by token, with its cache: ${name}`, async () => {
      const reference = await oracleCase(`layers/${name}`);
      const { inputs, outputs, params } = reference;
      const { encoder, decoder } = torchTransformer(reference);
      const { output: memory } = transformerStack(inputs.src!, encoder, { keep: false });
      const d = params.d_model as number;
      const rows: number[] = [];
      let step = transformerStack(inputs.tgt!.subarray(0, 2 * d), decoder, { causal: true, memory });
      rows.push(...step.output);
      for (let t = 2; t * d < inputs.tgt!.length; t++) {
        const { cache } = step;
        // only the cache knows the memory from here on
        step = transformerStack(inputs.tgt!.subarray(t * d, (t + 1) * d), decoder, { causal: true, cache });
        rows.push(...step.output);
        expect(step.layers[0]!.selfAttention.stages.keys).to.equal(t + 1);
      }
      expectClose(rows, outputs.y!, tolerance);
    });
  }

  it('keeps the residual stream of every sublayer, or nothing on request', async () => {
    const reference = await oracleCase('layers/transformer-2x2-a');
    const { encoder } = torchTransformer(reference);
    const seen: number[] = [];
    const kept = transformerStack(reference.inputs.src!, encoder);
    const dropped = transformerStack(reference.inputs.src!, encoder, {
      keep: false,
      onLayer: (_, layer) => seen.push(layer),
    });
    expect(kept.layers[0]!.selfAttention.before).to.equal(reference.inputs.src);
    expect(kept.layers[0]!.feedForward.before).to.equal(kept.layers[0]!.selfAttention.after);
    expect(kept.layers[1]!.selfAttention.before).to.equal(kept.layers[0]!.output);
    expect(kept.residual).to.equal(kept.layers[1]!.output);
    expect(dropped.layers).to.deep.equal([]);
    expect(seen).to.deep.equal([0, 1]);
    expect(dropped.output).to.deep.equal(kept.output);
  });
});
