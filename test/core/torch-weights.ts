import type { LayerWeights } from '../../src/core/transformer-layer.js';
import type { MultiHeadWeights } from '../../src/core/multi-head-attention.js';

type Arrays = Record<string, Float32Array>;

/** The weights of an `nn.MultiheadAttention`, whose names begin with `prefix`, as this library takes them. */
export function torchAttention(inputs: Arrays, prefix: string, heads: number): MultiHeadWeights {
  const third = (x: Float32Array | undefined, i: number) =>
    x?.subarray((i * x.length) / 3, ((i + 1) * x.length) / 3);
  const packed = inputs[`${prefix}in_proj_weight`];
  const bias = inputs[`${prefix}in_proj_bias`];
  return {
    heads,
    wq: inputs[`${prefix}q_proj_weight`] ?? third(packed, 0)!,
    wk: inputs[`${prefix}k_proj_weight`] ?? third(packed, 1)!,
    wv: inputs[`${prefix}v_proj_weight`] ?? third(packed, 2)!,
    wo: inputs[`${prefix}out_proj.weight`]!,
    ...(bias && {
      bq: third(bias, 0)!,
      bk: third(bias, 1)!,
      bv: third(bias, 2)!,
      bo: inputs[`${prefix}out_proj.bias`]!,
    }),
  };
}

/** The weights of an `nn.TransformerEncoderLayer` or, where they are there, of an `nn.TransformerDecoderLayer`. */
export function torchLayer(inputs: Arrays, prefix: string, heads: number): LayerWeights {
  const norm = (n: number) => ({
    weight: inputs[`${prefix}norm${n}.weight`]!,
    bias: inputs[`${prefix}norm${n}.bias`]!,
  });
  const isDecoder = `${prefix}norm3.weight` in inputs;
  return {
    selfAttention: torchAttention(inputs, `${prefix}self_attn.`, heads),
    selfAttentionNorm: norm(1),
    ...(isDecoder && {
      crossAttention: torchAttention(inputs, `${prefix}multihead_attn.`, heads),
      crossAttentionNorm: norm(2),
    }),
    feedForward: {
      up: inputs[`${prefix}linear1.weight`]!,
      upBias: inputs[`${prefix}linear1.bias`]!,
      down: inputs[`${prefix}linear2.weight`]!,
      downBias: inputs[`${prefix}linear2.bias`]!,
    },
    feedForwardNorm: norm(isDecoder ? 3 : 2),
  };
}
