import type { Architecture } from './architecture.js';

const vaswani: Architecture = {
  kind: 'encoder-decoder',
  name: 'Transformer base',
  reference: 'Vaswani et al. 2017, Attention Is All You Need, table 3',
  ...{ encoderLayers: 6, decoderLayers: 6, heads: 8, kvHeads: 8, dModel: 512, dHead: 64, dFeedForward: 2048 },
  ...{ activation: 'relu', gated: false, norm: 'layer', placement: 'post' },
  // any number of positions could be computed; 512 is what translation needs
  ...{ positions: 'sinusoidal', maxPositions: 512, vocab: 37000, tied: true },
  ...{ attentionBias: false, feedForwardBias: true, normBias: true },
  ...{ finalNorm: false, embeddingNorm: false, segments: 0, output: 'words' },
};

const bert: Architecture = {
  kind: 'encoder',
  name: 'BERT base',
  reference: 'Devlin et al. 2019, BERT, section 3',
  ...{
    encoderLayers: 12,
    decoderLayers: 0,
    heads: 12,
    kvHeads: 12,
    dModel: 768,
    dHead: 64,
    dFeedForward: 3072,
  },
  ...{ activation: 'gelu', gated: false, norm: 'layer', placement: 'post' },
  ...{ positions: 'learned', maxPositions: 512, vocab: 30522, tied: true },
  ...{ attentionBias: true, feedForwardBias: true, normBias: true },
  ...{ finalNorm: false, embeddingNorm: true, segments: 2, output: 'pooler' },
};

const gpt2: Architecture = {
  kind: 'decoder',
  name: 'GPT-2 small',
  reference: 'Radford et al. 2019, Language Models are Unsupervised Multitask Learners, table 2',
  ...{
    encoderLayers: 0,
    decoderLayers: 12,
    heads: 12,
    kvHeads: 12,
    dModel: 768,
    dHead: 64,
    dFeedForward: 3072,
  },
  ...{ activation: 'gelu', gated: false, norm: 'layer', placement: 'pre' },
  ...{ positions: 'learned', maxPositions: 1024, vocab: 50257, tied: true },
  ...{ attentionBias: true, feedForwardBias: true, normBias: true },
  ...{ finalNorm: true, embeddingNorm: false, segments: 0, output: 'words' },
};

const llama2: Architecture = {
  kind: 'decoder',
  name: 'Llama 2 7B',
  reference: 'Touvron et al. 2023, Llama 2, section 2.2',
  ...{ encoderLayers: 0, decoderLayers: 32, heads: 32, kvHeads: 32 },
  ...{ dModel: 4096, dHead: 128, dFeedForward: 11008 },
  ...{ activation: 'silu', gated: true, norm: 'rms', placement: 'pre' },
  ...{ positions: 'rope', maxPositions: 4096, vocab: 32000, tied: false },
  ...{ attentionBias: false, feedForwardBias: false, normBias: false },
  ...{ finalNorm: true, embeddingNorm: false, segments: 0, output: 'words' },
};

/** A decoder like GPT-2 of another size. */
const likeGpt2 = (name: string, layers: number, heads: number, dModel: number): Architecture => ({
  ...gpt2,
  ...{ name, decoderLayers: layers, heads, kvHeads: heads },
  ...{ dModel, dHead: dModel / heads, dFeedForward: 4 * dModel },
});

/** Hyper-parameters as they were published. */
export const presets = {
  'vaswani-base': vaswani,
  'vaswani-big': {
    ...vaswani,
    name: 'Transformer big',
    ...{ heads: 16, kvHeads: 16, dModel: 1024, dFeedForward: 4096 },
  },
  'bert-base': bert,
  'bert-large': {
    ...bert,
    name: 'BERT large',
    ...{ encoderLayers: 24, heads: 16, kvHeads: 16, dModel: 1024, dFeedForward: 4096 },
  },
  gpt2,
  'gpt2-medium': likeGpt2('GPT-2 medium', 24, 16, 1024),
  'gpt2-large': likeGpt2('GPT-2 large', 36, 20, 1280),
  'gpt2-xl': likeGpt2('GPT-2 XL', 48, 25, 1600),
  'gpt3-175b': {
    ...likeGpt2('GPT-3 175B', 96, 96, 12288),
    reference: 'Brown et al. 2020, Language Models are Few-Shot Learners, table 2.1',
    maxPositions: 2048,
  },
  'llama-2-7b': llama2,
  'llama-3-8b': {
    ...llama2,
    name: 'Llama 3 8B',
    reference: 'Llama Team 2024, The Llama 3 Herd of Models, table 3',
    ...{ kvHeads: 8, dFeedForward: 14336, vocab: 128256, maxPositions: 8192 },
  },
  't5-base': {
    ...vaswani,
    name: 'T5 base',
    reference:
      'Raffel et al. 2020, Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer, section 3.1.2',
    ...{ encoderLayers: 12, decoderLayers: 12, heads: 12, kvHeads: 12, dModel: 768, dFeedForward: 3072 },
    ...{ norm: 'rms', placement: 'pre', positions: 'relative', maxPositions: 32, vocab: 32128 },
    ...{ feedForwardBias: false, normBias: false, finalNorm: true },
  },
  'vit-b-16': {
    ...bert,
    name: 'ViT-B/16',
    reference: 'Dosovitskiy et al. 2021, An Image is Worth 16x16 Words, table 1',
    ...{ placement: 'pre', embeddingNorm: false, finalNorm: true, segments: 0, output: 'classes' },
    ...{ vocab: 0, maxPositions: 197, image: { size: 224, patch: 16, channels: 3, classes: 1000 } },
  },
} satisfies Record<string, Architecture>;

export type PresetName = keyof typeof presets;

/** Other names that people use. */
export const presetAliases: Record<string, PresetName> = {
  transformer: 'vaswani-base',
  vaswani: 'vaswani-base',
  bert: 'bert-base',
  'gpt2-small': 'gpt2',
  'gpt-2': 'gpt2',
  gpt3: 'gpt3-175b',
  'gpt-3': 'gpt3-175b',
  'llama-2': 'llama-2-7b',
  'llama-3': 'llama-3-8b',
  t5: 't5-base',
  vit: 'vit-b-16',
};
