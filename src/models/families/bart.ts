import { layerNorm } from '../../core/norms.js';
import { sinusoidalPositions } from '../../core/sinusoidal-positions.js';
import type { LayerConfig } from '../../core/transformer-layer.js';
import type { RawConfig } from '../checkpoint/raw-config.js';
import type { Tensors } from '../checkpoint/tensors.js';
import type { Weight } from '../checkpoint/weight.js';
import { activationOf, headWidth, lookUp, positionsFrom, applyLinear, sumOf } from './lookup.js';
import {
  layerWeights,
  linearLayer,
  normLayer,
  type EmbedInput,
  type Family,
  type PlannedLayer,
  type Projections,
  type Side,
} from './network.js';

/** BART's positions begin at 2, after those of padding in fairseq. */
const learnedOffset = 2;

/**
 * Marian (Junczys-Dowmunt et al. 2018) with sinusoidal positions, and BART (Lewis et al. 2020) with learned ones and a norm
 * of the embedding: encoder-decoders, post-norm, one vocabulary for both sides or two.
 */
export const bart: Family = {
  types: ['marian', 'bart'],
  build(config, tensors) {
    const inner = tensors.underAny(['model.', ''], 'decoder.layers.0.fc1.weight');
    const dModel = config.count('d_model');
    const vocab = config.count('vocab_size');
    const heads = config.count('decoder_attention_heads');
    const layers = config.count('decoder_layers');
    const encoderLayers = config.count('encoder_layers');
    const dFeedForward = config.count('decoder_ffn_dim');
    const maxPositions = config.count('max_position_embeddings');
    const activation = activationOf(config, 'activation_function', 'gelu');
    if (config.flag('normalize_before', false)) config.unsupported('normalize_before', 'false');
    const decoderVocab = config.count('decoder_vocab_size', vocab);

    const table = (side: string, entries: number): Weight =>
      inner.matrix(['shared.weight', `${side}.embed_tokens.weight`], [entries, dModel]);
    const words = { encoder: table('encoder', vocab), decoder: table('decoder', decoderVocab) };
    const isTied = config.flag('tie_word_embeddings', true) || !tensors.has('lm_head.weight');
    const head = isTied ? words.decoder : tensors.matrix('lm_head.weight', [decoderVocab, dModel]);
    const headBias = tensors.optional('final_logits_bias', decoderVocab);
    const side = (name: 'encoder' | 'decoder', count: number) =>
      sideOf(config, inner.under(`${name}.`), words[name], {
        ...{ layers: count, heads: config.count(`${name}_attention_heads`) },
        ...{ dFeedForward: config.count(`${name}_ffn_dim`), isDecoder: name === 'decoder', maxPositions },
        common: { dModel, placement: 'post', activation },
      });
    const padding = config.ids('pad_token_id');
    const endIds = config.ids('eos_token_id');
    const isLearned = config.text('model_type') !== 'marian';
    const startId = config.ids('decoder_start_token_id')[0];
    return {
      kind: 'encoder-decoder',
      config: {
        ...{ layers, encoderLayers, heads, kvHeads: heads, dModel, dHead: headWidth(config, dModel, heads) },
        ...{ dFeedForward, vocab, maxPositions, activation },
        positions: isLearned ? 'learned' : 'sinusoidal',
        ...{ norm: 'layer', placement: 'post', gated: false },
        architecture: {
          ...{ tied: isTied, outputBias: !!headBias, separateEmbeddings: words.encoder !== words.decoder },
          ...{ attentionBias: true, feedForwardBias: true, embeddingNorm: isLearned, output: 'words' },
          ...(isLearned && { maxPositions: maxPositions + learnedOffset }),
        },
      },
      encoder: side('encoder', encoderLayers),
      decoder: side('decoder', layers),
      logits: (output) => applyLinear(output, head, headBias),
      ...(startId !== undefined && { startId }),
      endIds,
      bannedIds: padding.filter((id) => !endIds.includes(id)),
      firstId: config.ids('forced_bos_token_id')[0],
    };
  },
};

interface SideShape {
  layers: number;
  heads: number;
  dFeedForward: number;
  isDecoder: boolean;
  maxPositions: number;
  common: LayerConfig;
}

function sideOf(config: RawConfig, tensors: Tensors, words: Weight, shape: SideShape): Side {
  const { layers, heads, dFeedForward, isDecoder, maxPositions, common } = shape;
  const { dModel } = common;
  const stack = Array.from({ length: layers }, (_, i): PlannedLayer => {
    const own = tensors.under(`layers.${i}.`);
    const attention = (name: string): Projections => {
      const square = (part: string) => linearLayer(own, `${name}.${part}_proj`, dModel, dModel);
      return [square('q'), square('k'), square('v'), square('out')];
    };
    return {
      heads,
      attention: attention('self_attn'),
      attentionNorm: normLayer(own, 'self_attn_layer_norm', dModel),
      ...(isDecoder && {
        cross: attention('encoder_attn'),
        crossNorm: normLayer(own, 'encoder_attn_layer_norm', dModel),
      }),
      up: linearLayer(own, 'fc1', dFeedForward, dModel),
      down: linearLayer(own, 'fc2', dModel, dFeedForward),
      feedForwardNorm: normLayer(own, 'final_layer_norm', dModel),
    };
  });
  const isLearned = config.text('model_type') !== 'marian';
  const places = isLearned
    ? tensors.matrix('embed_positions.weight', [maxPositions + learnedOffset, dModel])
    : undefined;
  const embeddingNorm = isLearned ? normLayer(tensors, 'layernorm_embedding', dModel) : undefined;
  const scale = config.flag('scale_embedding', false) ? Math.sqrt(dModel) : 1;
  const embedParts = ({ ids, offset }: EmbedInput) => ({
    words: lookUp(words, ids).map((value) => value * scale),
    positions: places
      ? lookUp(places, positionsFrom(offset + learnedOffset, ids.length))
      : sinusoidalPositions(ids.length, dModel, { layout: 'halves', offset }),
  });
  return {
    ...{ layers, heads, keyWidth: dModel },
    causal: isDecoder,
    layerConfig: () => common,
    layer: (i) => layerWeights(stack[i]!),
    embedParts,
    embed: (input) => {
      const x = sumOf(embedParts(input));
      if (!embeddingNorm) return x;
      const { weight, bias } = embeddingNorm();
      return layerNorm(x, weight, bias, common.epsilon);
    },
  };
}
