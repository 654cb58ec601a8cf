import { relativeBias } from '../../core/relative-bias.js';
import type { LayerConfig } from '../../core/transformer-layer.js';
import { asFloat32 } from '../../core/weight-matrix.js';
import type { RawConfig } from '../checkpoint/raw-config.js';
import type { Tensors } from '../checkpoint/tensors.js';
import type { Weight } from '../checkpoint/weight.js';
import { activationOf, lookUp, applyLinear } from './lookup.js';
import {
  layerWeights,
  linearLayer,
  normLayer,
  type Family,
  type PlannedLayer,
  type Projections,
  type Side,
} from './network.js';

/** Widths that both sides have in common. */
interface Widths {
  heads: number;
  dHead: number;
  dFeedForward: number;
  gated: boolean;
  common: LayerConfig;
}

/**
 * T5 (Raffel et al. 2020) and T5 1.1, mT5 and Flan-T5, whose feed-forward layers have a gate: pre-norm by root mean square,
 * no biases, scores that are not scaled but biased by distance, with one table for all layers of a side.
 */
export const t5: Family = {
  types: ['t5', 'mt5'],
  build(config, tensors) {
    const dModel = config.count('d_model');
    const heads = config.count('num_heads');
    const dHead = config.count('d_kv');
    const dFeedForward = config.count('d_ff');
    const vocab = config.count('vocab_size');
    const encoderLayers = config.count('num_layers');
    const layers = config.count('num_decoder_layers', encoderLayers);
    const projection = config.text('feed_forward_proj', 'relu');
    const gated = projection.startsWith('gated-');
    // by "gated-gelu" T5 1.1 means the approximation
    const usual = projection === 'gated-gelu' ? 'gelu_new' : projection.replace('gated-', '');
    const activation = activationOf(config, 'dense_act_fn', usual);
    const common: LayerConfig = {
      ...{ dModel, placement: 'pre', norm: 'rms', activation, scale: 1 },
      epsilon: config.number('layer_norm_epsilon', 1e-6),
    };
    const words = tensors.matrix(
      ['shared.weight', 'encoder.embed_tokens.weight', 'decoder.embed_tokens.weight'],
      [vocab, dModel],
    );
    const isTied = config.flag('tie_word_embeddings', true) || !tensors.has('lm_head.weight');
    const head = isTied ? words : tensors.matrix('lm_head.weight', [vocab, dModel]);
    const widths = { heads, dHead, dFeedForward, gated, common };
    const endIds = config.ids('eos_token_id');
    return {
      kind: 'encoder-decoder',
      config: {
        ...{
          layers,
          encoderLayers,
          heads,
          kvHeads: heads,
          dModel,
          dHead,
          dFeedForward,
          vocab,
          activation,
          gated,
        },
        // distances have no end, memory has
        maxPositions: Infinity,
        architecture: {
          ...{ tied: isTied, finalNorm: true, output: 'words', attentionBias: false, feedForwardBias: false },
          maxPositions: config.count('relative_attention_num_buckets', 32),
        },
        ...{ positions: 'relative', norm: 'rms', placement: 'pre' },
      },
      encoder: sideOf(config, tensors.under('encoder.'), words, encoderLayers, false, widths),
      decoder: sideOf(config, tensors.under('decoder.'), words, layers, true, widths),
      logits: (output) => applyLinear(isTied ? output.map((value) => value * dModel ** -0.5) : output, head),
      startId: config.ids('decoder_start_token_id')[0] ?? config.ids('pad_token_id')[0] ?? 0,
      endIds,
      bannedIds: config.ids('pad_token_id').filter((id) => !endIds.includes(id)),
    };
  },
};

function sideOf(
  config: RawConfig,
  tensors: Tensors,
  words: Weight,
  layers: number,
  isDecoder: boolean,
  { heads, dHead, dFeedForward, gated, common }: Widths,
): Side {
  const { dModel } = common;
  const width = heads * dHead;
  const stack = Array.from({ length: layers }, (_, i): PlannedLayer => {
    const own = tensors.under(`block.${i}.layer.`);
    const attention = (name: string): Projections => [
      linearLayer(own, `${name}.q`, width, dModel),
      linearLayer(own, `${name}.k`, width, dModel),
      linearLayer(own, `${name}.v`, width, dModel),
      linearLayer(own, `${name}.o`, dModel, width),
    ];
    const last = isDecoder ? 2 : 1;
    const dense = (name: string, dOut: number, dIn: number) =>
      linearLayer(own, `${last}.DenseReluDense.${name}`, dOut, dIn);
    return {
      heads,
      attention: attention('0.SelfAttention'),
      attentionNorm: normLayer(own, '0.layer_norm', dModel),
      ...(isDecoder && {
        cross: attention('1.EncDecAttention'),
        crossNorm: normLayer(own, '1.layer_norm', dModel),
      }),
      up: dense(gated ? 'wi_1' : 'wi', dFeedForward, dModel),
      ...(gated && { gate: dense('wi_0', dFeedForward, dModel) }),
      down: dense('wo', dModel, dFeedForward),
      feedForwardNorm: normLayer(own, `${last}.layer_norm`, dModel),
    };
  });
  const buckets = config.count('relative_attention_num_buckets', 32);
  const maxDistance = config.count('relative_attention_max_distance', 128);
  const table = tensors.matrix('block.0.layer.0.SelfAttention.relative_attention_bias.weight', [
    buckets,
    heads,
  ]);
  return {
    ...{ layers, heads, keyWidth: width },
    causal: isDecoder,
    layerConfig: () => common,
    layer: (i) => layerWeights(stack[i]!),
    embed: ({ ids }) => lookUp(words, ids),
    finalNorm: normLayer(tensors, 'final_layer_norm', dModel),
    bias: (queries, keys) =>
      relativeBias(asFloat32(table), heads, queries, keys, {
        buckets,
        maxDistance,
        bidirectional: !isDecoder,
      }),
  };
}
