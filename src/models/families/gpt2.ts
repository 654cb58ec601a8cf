import type { LayerConfig } from '../../core/transformer-layer.js';
import { activationOf, headWidth, lookUp, positionsFrom, applyLinear, sumOf } from './lookup.js';
import {
  layerWeights,
  normLayer,
  traitsOf,
  type EmbedInput,
  type Family,
  type Linear,
  type PlannedLayer,
} from './network.js';

/**
 * GPT-2 (Radford et al. 2019, Language Models are Unsupervised Multitask Learners): pre-norm, learned positions, linear
 * layers stored `[in, out]`, the three projections of attention in one.
 */
export const gpt2: Family = {
  types: ['gpt2'],
  build(config, tensors) {
    const layers = config.count(['n_layer', 'num_hidden_layers']);
    const heads = config.count(['n_head', 'num_attention_heads']);
    const dModel = config.count(['n_embd', 'hidden_size']);
    const dFeedForward = config.count('n_inner', 4 * dModel);
    const vocab = config.count('vocab_size');
    const maxPositions = config.count(['n_positions', 'n_ctx', 'max_position_embeddings']);
    const activation = activationOf(config, 'activation_function', 'gelu_new');
    const dHead = headWidth(config, dModel, heads);
    const scale = config.flag('scale_attn_weights', true) ? 1 / Math.sqrt(dHead) : 1;
    const byLayer = config.flag('scale_attn_by_inverse_layer_idx', false);

    const inner = tensors.underAny(['transformer.', ''], 'wte.weight');
    const words = inner.matrix('wte.weight', [vocab, dModel]);
    const places = inner.matrix('wpe.weight', [maxPositions, dModel]);
    const isTied = config.flag('tie_word_embeddings', true) || !tensors.has('lm_head.weight');
    const head = isTied ? words : tensors.matrix('lm_head.weight', [vocab, dModel]);

    const stack = Array.from({ length: layers }, (_, i): PlannedLayer => {
      const own = inner.under(`h.${i}.`);
      const layer = (name: string, dOut: number, dIn: number): Linear => ({
        weight: own.matrix(`${name}.weight`, [dOut, dIn], { transposed: true }),
        bias: own.optional(`${name}.bias`, dOut),
      });
      const weight = own.matrix('attn.c_attn.weight', [3 * dModel, dModel], { transposed: true });
      const bias = own.matrix('attn.c_attn.bias', [3 * dModel, 1]);
      const third = (part: number): Linear => {
        const [from, to] = [part * dModel, (part + 1) * dModel];
        return { weight: weight.part(from, to), bias: bias.part(from, to) };
      };
      return {
        heads,
        attention: [third(0), third(1), third(2), layer('attn.c_proj', dModel, dModel)],
        attentionNorm: normLayer(own, 'ln_1', dModel),
        up: layer('mlp.c_fc', dFeedForward, dModel),
        down: layer('mlp.c_proj', dModel, dFeedForward),
        feedForwardNorm: normLayer(own, 'ln_2', dModel),
      };
    });
    const common: LayerConfig = {
      dModel,
      placement: 'pre',
      epsilon: config.number('layer_norm_epsilon', 1e-5),
      activation,
    };
    const embedParts = ({ ids, offset }: EmbedInput) => ({
      words: lookUp(words, ids),
      positions: lookUp(places, positionsFrom(offset, ids.length)),
    });
    return {
      kind: 'decoder',
      config: {
        ...{ layers, heads, kvHeads: heads, dModel, dHead, dFeedForward, vocab, maxPositions, activation },
        ...{ positions: 'learned', norm: 'layer', placement: 'pre', gated: false },
        architecture: { ...traitsOf(stack[0]!), tied: isTied, finalNorm: true, output: 'words' },
      },
      decoder: {
        ...{ layers, heads, keyWidth: dModel },
        causal: true,
        layerConfig: (i) => ({ ...common, scale: byLayer ? scale / (i + 1) : scale }),
        layer: (i) => layerWeights(stack[i]!),
        embed: (input) => sumOf(embedParts(input)),
        embedParts,
        finalNorm: normLayer(inner, 'ln_f', dModel),
      },
      logits: (output) => applyLinear(output, head),
      endIds: config.ids('eos_token_id'),
    };
  },
};
