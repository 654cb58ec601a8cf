import type { Architecture } from '../../core/architecture/architecture.js';
import type { Model } from '../model.js';

/** The architecture of an open checkpoint, exact to the last bias. */
export function modelArchitecture({
  kind,
  name,
  config,
}: Pick<Model, 'kind' | 'name' | 'config'>): Architecture {
  const { layers, encoderLayers = layers, heads, kvHeads, dModel, dHead, dFeedForward } = config;
  const { norm, placement, positions, gated, vocab, maxPositions, activation } = config;
  const hasDecoder = kind === 'decoder' || kind === 'encoder-decoder';
  return {
    kind: kind === 'vision' ? 'encoder' : kind,
    name,
    encoderLayers: kind === 'decoder' ? 0 : encoderLayers,
    decoderLayers: hasDecoder ? layers : 0,
    ...{
      heads,
      kvHeads,
      dModel,
      dHead,
      dFeedForward,
      gated,
      norm,
      placement,
      positions,
      vocab,
      maxPositions,
    },
    // kinds of GELU differ by how they are computed
    activation: activation === 'relu' || activation === 'silu' ? activation : 'gelu',
    ...{ tied: true, attentionBias: false, feedForwardBias: false, normBias: norm === 'layer' },
    ...{ finalNorm: placement === 'pre', embeddingNorm: false, segments: 0 },
    output: hasDecoder ? 'words' : 'none',
    ...config.architecture,
  };
}
