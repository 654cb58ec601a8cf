import type { LayerConfig } from '../../core/transformer-layer.js';
import type { RawConfig } from '../checkpoint/raw-config.js';
import { activationOf, lookUp, applyLinear } from './lookup.js';
import {
  layerWeights,
  linearLayer,
  normLayer,
  traitsOf,
  type Family,
  type Linear,
  type PlannedLayer,
} from './network.js';
import { scaledFrequencies } from './rope-scaling.js';

/**
 * Llama (Touvron et al. 2023) and its kin: Mistral with a sliding window, Qwen2 with biases, Qwen3 with norms of queries and
 * keys. Pre-norm by root mean square, rotary positions, shared keys and values, a gate in the feed-forward layer.
 */
export const llama: Family = {
  types: ['llama', 'mistral', 'qwen2', 'qwen3'],
  build(config, tensors) {
    const layers = config.count('num_hidden_layers');
    const heads = config.count('num_attention_heads');
    const kvHeads = config.count('num_key_value_heads', heads);
    const dModel = config.count('hidden_size');
    const dHead = config.count('head_dim', Math.floor(dModel / heads));
    const dFeedForward = config.count('intermediate_size');
    const vocab = config.count('vocab_size');
    const maxPositions = config.count('max_position_embeddings');
    const activation = activationOf(config, 'hidden_act', 'silu');
    if (heads % kvHeads)
      config.refuse(`${kvHeads} heads of keys`, `a divisor of ${heads}, the heads of queries`);

    const inner = tensors.underAny(['model.', ''], 'embed_tokens.weight');
    const words = inner.matrix('embed_tokens.weight', [vocab, dModel]);
    const isTied = config.flag('tie_word_embeddings', false) || !tensors.has('lm_head.weight');
    const head = isTied ? words : tensors.matrix('lm_head.weight', [vocab, dModel]);

    const stack = Array.from({ length: layers }, (_, i): PlannedLayer => {
      const own = inner.under(`layers.${i}.`);
      const layer = (name: string, dOut: number, dIn: number): Linear => linearLayer(own, name, dOut, dIn);
      const qNorm = own.optional('self_attn.q_norm.weight', dHead);
      const kNorm = own.optional('self_attn.k_norm.weight', dHead);
      return {
        ...{ heads, kvHeads, ...(qNorm && { qNorm }), ...(kNorm && { kNorm }) },
        attention: [
          layer('self_attn.q_proj', heads * dHead, dModel),
          layer('self_attn.k_proj', kvHeads * dHead, dModel),
          layer('self_attn.v_proj', kvHeads * dHead, dModel),
          layer('self_attn.o_proj', dModel, heads * dHead),
        ],
        attentionNorm: normLayer(own, 'input_layernorm', dModel),
        gate: layer('mlp.gate_proj', dFeedForward, dModel),
        up: layer('mlp.up_proj', dFeedForward, dModel),
        down: layer('mlp.down_proj', dModel, dFeedForward),
        feedForwardNorm: normLayer(own, 'post_attention_layernorm', dModel),
      };
    });
    const common: LayerConfig = {
      dModel,
      placement: 'pre',
      norm: 'rms',
      epsilon: config.number('rms_norm_eps', 1e-6),
      activation,
      rope: { frequencies: scaledFrequencies(config, dHead) },
    };
    return {
      kind: 'decoder',
      config: {
        ...{ layers, heads, kvHeads, dModel, dHead, dFeedForward, vocab, maxPositions, activation },
        ...{ positions: 'rope', norm: 'rms', placement: 'pre', gated: true },
        architecture: { ...traitsOf(stack[0]!), tied: isTied, finalNorm: true, output: 'words' },
      },
      decoder: {
        ...{ layers, heads, keyWidth: kvHeads * dHead },
        causal: true,
        layerConfig: () => common,
        layer: (i) => layerWeights(stack[i]!),
        embed: ({ ids }) => lookUp(words, ids),
        finalNorm: normLayer(inner, 'norm', dModel),
        window: windowOf(config),
      },
      logits: (output) => applyLinear(output, head),
      endIds: config.ids('eos_token_id'),
    };
  },
};

/** How far back each layer sees: Mistral says one number for all, Qwen whether and from which layer on, newer configs each. */
function windowOf(config: RawConfig): (i: number) => number | undefined {
  const isQwen = config.text('model_type').startsWith('qwen');
  const window = config.get('sliding_window');
  if (typeof window !== 'number' || !config.flag('use_sliding_window', !isQwen)) return () => undefined;
  const types = config.get('layer_types');
  if (Array.isArray(types)) return (i) => (types[i] === 'sliding_attention' ? window : undefined);
  const first = isQwen ? Number(config.get('max_window_layers') ?? 0) : 0;
  return (i) => (i >= first ? window : undefined);
}
